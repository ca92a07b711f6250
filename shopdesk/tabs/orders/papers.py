"""Opening the print window from a page of the Orders tab."""

from __future__ import annotations

from collections.abc import Sequence

from shopdesk.ui.page import TabPage


def open_print_window(page: TabPage, paper: str, order_ids: Sequence[int]) -> None:
    """Labels, a pick list, packing notes or a hand-over sheet for these orders; nothing for none."""
    if not order_ids:
        return
    from shopdesk.dialogs.print_dialog.dialog import PrintDialog

    dialog = PrintDialog(page.context, list(order_ids), paper=paper, parent=page.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
