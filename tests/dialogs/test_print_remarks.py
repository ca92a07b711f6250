"""What the print window says of labels that print nevertheless."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from shopdesk.dialogs.print_dialog import PrintDialog
from shopdesk.domain.paper import Document
from shopdesk.services import printing
from shopdesk.storage.session import ShopFile
from tests.dialogs.test_print_dialog import dialog, orders

__all__ = ["dialog", "orders"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def said(dialog: PrintDialog) -> str:
    """Every text that stands in the window now."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_shop_without_address_and_labels_printed_before_are_said(
    dialog: PrintDialog, shop: ShopFile, settle: Callable[[], None]
) -> None:
    assert "the shop's address" in said(dialog)
    assert "Preferences" in said(dialog)
    assert "Printed before" not in said(dialog)
    with shop.write() as session:
        printing.log_print(session, Document.LABEL, dialog.prepared.items)
    dialog._prepare()
    settle()
    assert "Printed before: 2 of these labels" in said(dialog)
    assert "last on" in said(dialog) and "2026-" not in said(dialog)  # a day as the reader writes it
    assert dialog.go.isEnabled()
