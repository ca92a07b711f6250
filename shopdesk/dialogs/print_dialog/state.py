"""What will be printed, on what and from where. No widget, no printer: the arithmetic of a print job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.domain.paper import LabelData
from shopdesk.printing.sheets import DEFAULT_SHEET, LabelSheet, sheet, sheets
from shopdesk.services.print_log import JobState

_REMARKS_SHOWN = 3
_PIECES_SHOWN = 6


class Paper(StrEnum):
    """What can be printed here."""

    LABELS = "labels"
    PICK_LIST = "pick_list"
    PACKING_NOTES = "packing_notes"
    CUSTOMS = "customs"
    INVOICES = "invoices"
    RETURN_SLIPS = "return_slips"
    HANDOVER = "handover"


PAPER_NAMES = {
    Paper.LABELS: N_("Labels"),
    Paper.PICK_LIST: N_("Pick list"),
    Paper.PACKING_NOTES: N_("Packing notes"),
    Paper.CUSTOMS: N_("Customs declarations"),
    Paper.INVOICES: N_("Invoices for customs"),
    Paper.RETURN_SLIPS: N_("Return slips"),
    Paper.HANDOVER: N_("Hand-over sheet"),
}


CUSTOMS_PAPERS = (Paper.CUSTOMS, Paper.INVOICES)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Orders of a pick list that the warehouse cannot fill; ``pieces``: what is missing, ``"3 × SKU"``."""

    order_ids: tuple[int, ...] = ()
    pieces: tuple[str, ...] = ()


NOTHING_SHORT = Shortfall()


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
    resumes: int | None = None  # the jammed job whose rest is printed

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

    def rest_of(self, job: JobState, printers: Sequence[str]) -> PrintPlan:
        """What did not come out of a job that stopped, on the same labels and, where it is still there, the same
        printer.
        """
        return replace(
            self,
            resumes=job.id,
            sheet_key=job.size_key if job.size_key in sheets() else self.sheet_key,
            printer=job.printer if job.printer in printers else self.printer,
            first=1,
            start=1,
            copies=1,
        )

    def without(self, order_ids: Sequence[int]) -> PrintPlan:
        """The same for the other orders."""
        left = set(order_ids)
        return replace(self, order_ids=tuple(each for each in self.order_ids if each not in left))

    def needs_asking(self, ready: Sequence[LabelData], limit: int) -> bool:
        """More labels than the owner prints without being asked."""
        return self.paper is Paper.LABELS and len(self.labels(ready)) > limit


def primary_text(plan: PrintPlan, count: int) -> str:
    """What the one button will do, and to how many."""
    if plan.paper is Paper.PICK_LIST:
        return tr("&Save the pick list…") if plan.to_pdf else tr("&Print the pick list")
    if plan.paper is Paper.HANDOVER:
        return tr("&Save the hand-over sheet…") if plan.to_pdf else tr("&Print the hand-over sheet")
    if plan.paper is Paper.PACKING_NOTES:
        if plan.to_pdf:
            return trn("&Save {n} packing note…", "&Save {n} packing notes…", count)
        return trn("&Print {n} packing note", "&Print {n} packing notes", count)
    if plan.paper is Paper.CUSTOMS:
        if plan.to_pdf:
            return trn("&Save {n} declaration…", "&Save {n} declarations…", count)
        return trn("&Print {n} declaration", "&Print {n} declarations", count)
    if plan.paper is Paper.INVOICES:
        if plan.to_pdf:
            return trn("&Save {n} invoice…", "&Save {n} invoices…", count)
        return trn("&Print {n} invoice", "&Print {n} invoices", count)
    if plan.paper is Paper.RETURN_SLIPS:
        if plan.to_pdf:
            return trn("&Save {n} return slip…", "&Save {n} return slips…", count)
        return trn("&Print {n} return slip", "&Print {n} return slips", count)
    if plan.to_pdf:
        return trn("&Save {n} label…", "&Save {n} labels…", count)
    return trn("&Print {n} label", "&Print {n} labels", count)


def title(plan: PrintPlan) -> str:
    """The head of the window."""
    if plan.resumes is not None:
        return tr("The rest of a print that stopped")
    n = len(plan.order_ids)
    return trn("Print for {n} order", "Print for {n} orders", n)


def remarks_text(remarks: Sequence[str]) -> str:
    """The first remarks, and how many more there are."""
    more = len(remarks) - _REMARKS_SHOWN
    rest = [trn("… and {n} more", "… and {n} more", more)] if more > 0 else []
    return "\n".join([*remarks[:_REMARKS_SHOWN], *rest])


def jam_text(job: JobState) -> str:
    """A job of which not everything came out."""
    left = job.total - job.printed
    return trn(
        "A print on {printer} stopped: {n} of {all} labels did not come out.",
        "A print on {printer} stopped: {n} of {all} labels did not come out.",
        left,
        printer=job.printer,
        all=job.total,
    )


def jam_steps(job: JobState) -> dict[str, str]:
    """What can be done about it."""
    rest = job.total - job.printed
    return {"resume": trn("Print the missing {n}", "Print the missing {n}", rest), "close": tr("Not needed")}


def short_text(short: Shortfall) -> str:
    """What the warehouse lacks for the orders of a pick list."""
    return trn(
        "{n} order cannot be filled. Missing: {pieces}.",
        "{n} orders cannot be filled. Missing: {pieces}.",
        len(short.order_ids),
        pieces=tr(", ").join(short.pieces[:_PIECES_SHOWN]) + (" …" if len(short.pieces) > _PIECES_SHOWN else ""),
    )


def short_steps(short: Shortfall) -> dict[str, str]:
    """The way back of such orders (R-O5)."""
    n = len(short.order_ids)
    return {"exception": trn("Set it aside as an exception", "Set {n} aside as exceptions", n)}


def nothing_text(paper: Paper, refused: bool, remarks: Sequence[str] = ()) -> str:
    """Why there is no page to see."""
    if paper in CUSTOMS_PAPERS:
        if refused:
            return tr("Nothing can be declared yet. Fill in below what is missing.")
        return remarks[0] if remarks else message("nothing_to_print")
    return tr("No label can be made yet. Fill in below what is missing.") if refused else message("nothing_to_print")


def sheets_text(plan: PrintPlan, ready: Sequence[LabelData]) -> str:
    """How many sheets of several labels are needed, ``""`` for single labels and papers."""
    if plan.paper is not Paper.LABELS or not ready or plan.sheet.per_page == 1:
        return ""
    return trn("Takes {n} sheet.", "Takes {n} sheets.", plan.pages(ready))


def told_text(plan: PrintPlan, pdf: str, done: int, of: int) -> str:
    """What was done, and the way on after a jam."""
    if done < of:
        return trn("Stopped after {n} of {all} labels.", "Stopped after {n} of {all} labels.", done, all=of)
    if pdf:
        return tr("Saved as {file}.", file=pdf)
    return tr("Sent to {printer}. Did one jam? Say with which label to begin, and print again.", printer=plan.printer)
