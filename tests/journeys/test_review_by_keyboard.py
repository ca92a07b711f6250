"""A review by keyboard alone, in the real window: ticks set, an order set aside, talked over, cancelled, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from shopdesk.storage.session import ShopFile
from tests.journeys.test_main_job import CTRL, Owner, import_by_keyboard, owner, selected, states, three_orders

__all__ = ["owner"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def column(shop: ShopFile, query: str) -> list[str]:
    with shop.read() as session:
        return list(session.connection().exec_driver_sql(query).scalars())


@pytest.mark.rule("R-O2")
@pytest.mark.rule("R-O3")
def test_from_the_import_to_an_exception_and_back(owner: Owner, shop: ShopFile, tmp_path: Path) -> None:
    import_by_keyboard(owner, three_orders(tmp_path))
    owner.press(Qt.Key.Key_Home, CTRL)
    (number,) = selected(owner, shop)

    owner.walk_to("tick.phone")
    owner.press(Qt.Key.Key_Space)
    assert column(shop, f"SELECT verified FROM orders WHERE external_no = '{number}'") == ["phone"]

    owner.press(Qt.Key.Key_K, CTRL)
    owner.type("Set aside as an exception")
    owner.press(Qt.Key.Key_Return)
    assert states(shop)[number] == "exception"
    page = owner.window.page()
    assert page is not None
    owner.walk_to("chip.to_ship")
    owner.press(Qt.Key.Key_Right)
    owner.press(Qt.Key.Key_Right)
    owner.press(Qt.Key.Key_Space)
    assert page.chips.current() == "exceptions"

    owner.walk_to("exception.said")
    owner.type("Buyer does not want it any more")
    owner.press(Qt.Key.Key_Return)
    assert column(shop, "SELECT method || ': ' || text FROM exception_contact") == [
        "phone: Buyer does not want it any more"
    ]
    owner.walk_to("exception.resolution")
    owner.press(Qt.Key.Key_End)
    owner.walk_to("exception.resolve")
    owner.press(Qt.Key.Key_Return)
    assert states(shop)[number] == "cancelled"
    assert column(shop, "SELECT resolution FROM order_exception") == ["cancel"]
    assert len(column(shop, "SELECT id FROM refund")) == 1

    owner.press(Qt.Key.Key_Z, CTRL)
    assert states(shop)[number] == "exception"
    assert column(shop, "SELECT id FROM refund") == []
