"""What the owner can do about freight costs: read a carrier's bill, see the order of a parcel."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.dialogs.folders import ask_open
from shopdesk.ui.action import Action
from shopdesk.ui.message import change_text, show_message
from shopdesk.ui.page import TabPage

BILL, ORDER = "freight.bill", "freight.order"
_NAMED = 12


class FreightCostActions(QObject):
    """The actions of the page."""

    def __init__(self, page: TabPage) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        self.order_id: int | None = None  # of the parcel in the pane
        page.context.actions.add_all(
            [
                Action(BILL, N_("Read a carrier's bill…"), self.read_bill, "", "receipt", "shop", 4),
                Action(ORDER, N_("Show the order"), self.show_order, "", "package", "shop", 4, self.has_current),
            ],
            page,
        )

    def has_current(self) -> bool:
        """Whether a parcel is in the pane."""
        return self.order_id is not None

    def set_order(self, order_id: int | None) -> None:
        """The order of the parcel in the pane."""
        self.order_id = order_id
        self._context.actions.refresh()

    @Slot()
    def read_bill(self) -> None:
        """Ask for the file and compare it with what was quoted."""
        kinds = tr("Tables (*.csv *.xlsx *.xls *.ods *.txt)")
        path = ask_open(self._page.window(), self._context.machine, "import", tr("Read a carrier's bill"), kinds)
        if path is not None:
            self.take_bill(path)

    def take_bill(self, path: Path) -> None:
        """Read ``path`` and write what was billed; lines left out are named."""
        self._context.tasks.run_job(tr("Read a carrier's bill"), take_bill, path, writes=True, on_done=self._taken)

    def _taken(self, result: Any) -> None:
        left = [verdict for verdict in result.verdicts if verdict.code]
        if not left:
            return
        lines = [tr("  row {row}: {reason}", row=each.line.row, reason=each.reason()) for each in left[:_NAMED]]
        if len(left) > _NAMED:
            lines.append(trn("… and {n} more", "… and {n} more", len(left) - _NAMED))
        text = change_text(result.change)
        show_message(self._page.window(), text, title=tr("Read a carrier's bill"), detail="\n".join(lines))

    @Slot()
    def show_order(self) -> None:
        """Go to the order of the parcel in the pane."""
        if self.order_id is not None:
            self._context.navigate("orders", record=self.order_id)


def take_bill(job: Any, path: Path) -> Any:
    """Read a bill in the child process and write what it says, in one step."""
    from shopdesk.importing import child
    from shopdesk.importing.bill_rows import bill_lines
    from shopdesk.services import carrier_bills
    from shopdesk.services.reading import read_request

    with tempfile.TemporaryDirectory(prefix="shopdesk-") as folder, job.shop.read() as session:
        request = read_request(session, path, Path(folder) / "unused")
    lines = bill_lines(child.cells(request, job.is_cancelled))
    with job.shop.write() as session:
        return carrier_bills.take_bill(session, lines, bill=path.stem)
