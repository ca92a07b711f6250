"""What the tests of paper share: the application that fonts need, and labels to print."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QImage

from shopdesk.domain.paper import LabelData


@pytest.fixture(autouse=True)
def application(qapp: object) -> object:
    """Fonts need an application."""
    return qapp


def make_label(**changes: Any) -> LabelData:
    """A plain German label; ``changes`` replace its fields."""
    fields: dict[str, Any] = {
        "order_id": 1,
        "order_no": "303-0318031-0108177",
        "shop_name": "Kettle Co.",
        "recipient_name": "Emma Fischer",
        "recipient_lines": ("Lindenstraße 14", "10969 BERLIN"),
        "recipient_phone": "+49 30 555 123",
        "destination": "10969",
        "sender_name": "Kettle Co.",
        "sender_lines": ("Hauptstr. 3", "10827 BERLIN"),
        "sender_phone": "+49 30 1234567",
        "carrier": "DHL",
        "service": "Paket",
        "waybill": "00340434161094042557",
        "weight_g": 1200,
        "ship_on": date(2026, 11, 22),
    }
    return LabelData(**{**fields, **changes})


def ink_bounds(image: QImage) -> tuple[int, int, int, int]:
    """Left, top, right, bottom (exclusive) of everything that is not white."""
    import numpy as np

    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    dark = pixels[:, : image.width()] < 250
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
