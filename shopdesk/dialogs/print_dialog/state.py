"""What will be printed, on what and from where. No widget, no printer: the arithmetic of a print job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.paper import LabelData
from shopdesk.printing.sheets import DEFAULT_SHEET, LabelSheet, sheet, sheets


class Paper(StrEnum):
    """What can be printed here."""

    LABELS = "labels"
    PICK_LIST = "pick_list"
    PACKING_NOTES = "packing_notes"


PAPER_NAMES = {
    Paper.LABELS: N_("Labels"),
    Paper.PICK_LIST: N_("Pick list"),
    Paper.PACKING_NOTES: N_("Packing notes"),
}


@dataclass(slots=True)
class PrintPlan:
    """The owner's choices.

    ``start``: place of the first label on the sheet; ``first``: which label to begin with (after a jam).
    """

    order_ids: tuple[int, ...]
    paper: Paper = Paper.LABELS
    sheet_key: str = DEFAULT_SHEET
    page: str = "a4"
    start: int = 1
    copies: int = 1
    first: int = 1
    printer: str = ""

    @property
    def sheet(self) -> LabelSheet:
        """The label stock."""
        return sheet(self.sheet_key if self.sheet_key in sheets() else DEFAULT_SHEET)

    @property
    def to_pdf(self) -> bool:
        """Whether a file is written instead of paper."""
        return not self.printer

    def labels(self, ready: Sequence[LabelData]) -> list[LabelData]:
        """The labels as they come out: from the first wanted on, each as often as wanted."""
        return [label for label in ready[self.first - 1 :] for _ in range(self.copies)]

    def pages(self, ready: Sequence[LabelData]) -> int:
        """Sheets of labels that are needed."""
        return self.sheet.pages(self.start, len(self.labels(ready)))

    def on_page(self, ready: Sequence[LabelData], page: int) -> tuple[list[LabelData], int]:
        """The labels on sheet ``page`` (from 0), and the place of the first of them."""
        labels, per_page = self.labels(ready), self.sheet.per_page
        begin = max(page * per_page - (self.start - 1), 0)
        end = (page + 1) * per_page - (self.start - 1)
        return labels[begin:end], self.start if page == 0 else 1

    def needs_asking(self, ready: Sequence[LabelData], limit: int) -> bool:
        """More labels than the owner prints without being asked."""
        return self.paper is Paper.LABELS and len(self.labels(ready)) > limit


def primary_text(plan: PrintPlan, count: int) -> str:
    """What the one button will do, and to how many."""
    if plan.paper is Paper.PICK_LIST:
        return tr("&Save the pick list…") if plan.to_pdf else tr("&Print the pick list")
    if plan.paper is Paper.PACKING_NOTES:
        if plan.to_pdf:
            return trn("&Save {n} packing note…", "&Save {n} packing notes…", count)
        return trn("&Print {n} packing note", "&Print {n} packing notes", count)
    if plan.to_pdf:
        return trn("&Save {n} label…", "&Save {n} labels…", count)
    return trn("&Print {n} label", "&Print {n} labels", count)


def title(plan: PrintPlan) -> str:
    """The head of the window."""
    n = len(plan.order_ids)
    return trn("Print for {n} order", "Print for {n} orders", n)


def sheets_text(plan: PrintPlan, ready: Sequence[LabelData]) -> str:
    """How many sheets of several labels are needed, ``""`` for single labels and papers."""
    if plan.paper is not Paper.LABELS or not ready or plan.sheet.per_page == 1:
        return ""
    return trn("Takes {n} sheet.", "Takes {n} sheets.", plan.pages(ready))


def told_text(plan: PrintPlan, pdf: str) -> str:
    """What was done, and the way on after a jam."""
    if pdf:
        return tr("Saved as {file}.", file=pdf)
    return tr("Sent to {printer}. Did one jam? Say with which label to begin, and print again.", printer=plan.printer)
