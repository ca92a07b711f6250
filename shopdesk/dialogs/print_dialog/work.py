"""What the print window has done off the window's thread: collecting labels and papers, drawing preview pages,
writing and printing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage, QPainter

from shopdesk.base.clock import now
from shopdesk.base.errors import Cancelled, ShopDeskError, UserError
from shopdesk.base.i18n import current_language, message, tr
from shopdesk.dialogs.print_dialog.state import CUSTOMS_PAPERS, NOTHING_SHORT, Paper, PrintPlan, Shortfall
from shopdesk.domain.paper import Document, LabelData
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.documents.customs import customs_sheaf
from shopdesk.printing.documents.handover import handover_sheaf
from shopdesk.printing.documents.invoice import invoice_sheaf
from shopdesk.printing.documents.packing_note import packing_note_sheaf
from shopdesk.printing.documents.pick_list import pick_list_sheaf
from shopdesk.printing.documents.return_slip import return_slip_sheaf
from shopdesk.printing.labels import page_images
from shopdesk.printing.pages import PAPERS, Sheaf, paint_page, render_sheaves, text_document
from shopdesk.printing.preflight import Finding, check_labels
from shopdesk.printing.sheets import LabelSheet
from shopdesk.services import customs_facts, order_edit, orders, printing, settings
from shopdesk.services.changes import Change
from shopdesk.ui.tasks import Job

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_NO_SENDER = "label_no_sender"
_APART = {_NO_SENDER, printing.PRINTED_BEFORE}  # cautions that the window shows in a way of their own
_PREVIEW_DPI = 110
_MM_PER_INCH = 25.4
_CHECKED = 500  # labels whose glyphs are checked before printing starts; the rest are checked by the same fonts

DOCUMENTS = {
    Paper.LABELS: Document.LABEL,
    Paper.PICK_LIST: Document.PICK_LIST,
    Paper.PACKING_NOTES: Document.PACKING_NOTE,
    Paper.CUSTOMS: Document.CUSTOMS,
    Paper.INVOICES: Document.INVOICE,
    Paper.RETURN_SLIPS: Document.RETURN_SLIP,
    Paper.HANDOVER: Document.HANDOVER,
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What can be printed of the chosen orders.

    ``items`` go into the print log; ``limit``: labels printed without asking.
    """

    labels: tuple[LabelData, ...] = ()
    refused: tuple[printing.Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    sheaves: tuple[Sheaf, ...] = ()
    items: tuple[printing.PrintItem, ...] = ()
    limit: int = 200
    asks: tuple[str, ...] = ()  # what the owner has to say yes to before this is printed (R-O12)
    jammed: printing.JobState | None = None
    short: Shortfall = NOTHING_SHORT
    no_sender: str = ""  # that labels do not say who sends them, or return slips have no address to go to
    reprint: str = ""  # the caution about labels that are on paper already

    def said(self, just_printed: bool) -> tuple[str, ...]:
        """The remarks; that labels are on paper already is no news beside the word that they were just printed."""
        return (self.reprint, *self.remarks) if self.reprint and not just_printed else self.remarks


@dataclass(frozen=True, slots=True)
class Printed:
    """How many labels (papers) came out of how many; fewer when the owner or the printer stopped it."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn preview page, from 0."""

    image: QImage
    number: int
    of: int


def prepare(session: Any, plan: PrintPlan, waived: Mapping[str, bool]) -> Prepared:
    """Labels or papers for the orders, and what stands in the way. ``waived``: rules that the owner steps around."""
    if plan.paper is Paper.PICK_LIST:
        waves = printing.pick_list_for(session, plan.order_ids)
        items = [printing.PrintItem(order_id) for order_id in plan.order_ids]
        sheaves = tuple(pick_list_sheaf(wave.pick_list) for wave in waves)
        return Prepared(sheaves=sheaves, items=tuple(items), short=_shortfall(waves))
    if plan.paper is Paper.PACKING_NOTES:
        notes = printing.packing_notes_for(session, plan.order_ids)
        items = [printing.PrintItem(note.order_id) for note in notes]
        sheaves = tuple(packing_note_sheaf(note) for note in notes)
        asks = tuple(caution.text() for caution in printing.packing_cautions(session, plan.order_ids))
        return Prepared(sheaves=sheaves, items=tuple(items), remarks=asks, asks=asks)
    if plan.paper is Paper.HANDOVER:
        return _handover(session, plan)
    if plan.paper is Paper.RETURN_SLIPS:
        return _return_slips(session, plan)
    if plan.paper in CUSTOMS_PAPERS:
        return _customs(session, plan)
    return _labels(session, plan, waived)


def _return_slips(session: Any, plan: PrintPlan) -> Prepared:
    try:
        slips = printing.return_slips_for(session, plan.order_ids)
    except UserError as lack:
        return Prepared(no_sender=message(lack.code, **lack.params))
    items = [printing.PrintItem(slip.order_id) for slip in slips]
    return Prepared(sheaves=tuple(return_slip_sheaf(slip) for slip in slips), items=tuple(items))


def _handover(session: Any, plan: PrintPlan) -> Prepared:
    sheets = printing.handover_sheets_for(session, plan.order_ids)
    items = [printing.PrintItem(line.order_id, line.shipment_id) for sheet in sheets for line in sheet.lines]
    return Prepared(sheaves=tuple(handover_sheaf(sheet) for sheet in sheets), items=tuple(items))


def _customs(session: Any, plan: PrintPlan) -> Prepared:
    batch = printing.customs_papers(session, plan.order_ids)
    draw = invoice_sheaf if plan.paper is Paper.INVOICES else customs_sheaf
    left = len(batch.not_needed)
    return Prepared(
        sheaves=tuple(draw(paper) for paper in batch.ready),
        items=tuple(printing.PrintItem(paper.order_id, paper.shipment_id) for paper in batch.ready),
        refused=batch.refused,
        remarks=(message("customs_not_needed", n=left),) if left else (),
    )


def _shortfall(waves: Sequence[printing.PickWave]) -> Shortfall:
    pieces = [
        f"{short.missing} × {short.sku_code or short.title}" for wave in waves for short in wave.pick_list.shortages
    ]
    return Shortfall(tuple(dict.fromkeys(order for wave in waves for order in wave.short_order_ids)), tuple(pieces))


def _labels(session: Any, plan: PrintPlan, waived: Mapping[str, bool]) -> Prepared:
    if plan.resumes is not None:
        batch = printing.resume(session, plan.resumes)
    else:
        batch = printing.labels_for(
            session,
            plan.order_ids,
            phone_required=waived.get("phone_required"),
            waybill_required=waived.get("waybill_required"),
        )
    findings = check_labels(batch.ready[:_CHECKED], plan.sheet)
    blocked = {finding.order_id for finding in findings if finding.is_blocking}
    ready = tuple(label for label in batch.ready if label.order_id not in blocked)
    return Prepared(
        labels=ready,
        refused=batch.refused,
        remarks=_remarks(findings, [caution for caution in batch.warnings if caution.code not in _APART]),
        no_sender=_said(batch.warnings, _NO_SENDER),
        reprint=_said(batch.warnings, printing.PRINTED_BEFORE),
        items=tuple(printing.label_items(ready)),
        limit=settings.get(session, "label.large_order_confirm"),
        asks=tuple(caution.text() for caution in batch.warnings if caution.code == printing.PACKING_MISSING),
        jammed=_jammed(session) if plan.resumes is None else None,
    )


def _jammed(session: Any) -> printing.JobState | None:
    """The newest job of labels of which not everything came out."""
    jobs = printing.unfinished_jobs(session)
    return next((job for job in jobs if job.document is Document.LABEL), None)


def _said(warnings: Sequence[printing.Caution], code: str) -> str:
    return next((caution.text() for caution in warnings if caution.code == code), "")


def _remarks(findings: Sequence[Finding], warnings: Sequence[printing.Caution]) -> tuple[str, ...]:
    texts = [*(caution.text() for caution in warnings), *(finding.text() for finding in findings)]
    return tuple(dict.fromkeys(texts))


def draw_page(_session: Any, plan: PrintPlan, prepared: Prepared, number: int) -> Page | None:
    """One page as it will come out; ``None`` when there is nothing to print."""
    if plan.paper is Paper.LABELS:
        of = plan.pages(prepared.labels)
        if not of:
            return None
        number = min(max(number, 0), of - 1)
        labels, start = plan.on_page(prepared.labels, number)
        image = next(page_images(labels, plan.sheet, start=start, dpi=max(_PREVIEW_DPI, min(plan.sheet.dpi, 203))))
        return Page(image, number, of)
    return _draw_sheaf(plan, prepared, number)


def _draw_sheaf(plan: PrintPlan, prepared: Prepared, number: int) -> Page | None:
    page = PAPERS[plan.page]
    before = 0
    documents = [text_document(sheaf, page) for sheaf in prepared.sheaves]
    of = sum(document.pageCount() for document in documents)
    for sheaf, document in zip(prepared.sheaves, documents, strict=True):
        if number < before + document.pageCount():
            image = _white(page)
            painter = QPainter(image)
            paint_page(painter, sheaf, document, number - before + 1, page, _PREVIEW_DPI)
            painter.end()
            return Page(image, number, of)
        before += document.pageCount()
    return None


def _white(page: tuple[float, float]) -> QImage:
    per_mm = _PREVIEW_DPI / _MM_PER_INCH
    image = QImage(round(page[0] * per_mm), round(page[1] * per_mm), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image


def put_on_paper(
    job: Job, plan: PrintPlan, prepared: Prepared, target: Path | QPrinter, calibration: Calibration | None
) -> Printed:
    """Write the PDF or print. Cancel leaves an older PDF as it was; what a printer was sent is out, and is counted."""
    out = 0

    def printed(done: int, total: int) -> bool:
        nonlocal out
        out = done
        job.progress(done / total if total else 1.0)
        return not job.is_cancelled()

    if plan.paper is not Paper.LABELS:
        return _put_sheaves(plan, prepared, target, printed)
    labels = plan.labels(prepared.labels)
    if isinstance(target, Path):
        from shopdesk.printing.pdf import write_labels

        write_labels(target, labels, plan.sheet, start=plan.start, calibration=calibration, on_printed=printed)
        return Printed(len(labels), len(labels))
    from shopdesk.printing.printer import print_labels

    try:
        print_labels(target, labels, plan.sheet, start=plan.start, calibration=calibration, on_printed=printed)
    except (Cancelled, ShopDeskError):
        if out < plan.copies:
            raise
        return Printed(out, len(labels))
    return Printed(len(labels), len(labels))


def _put_sheaves(
    plan: PrintPlan, prepared: Prepared, target: Path | QPrinter, printed: Callable[[int, int], bool]
) -> Printed:
    if isinstance(target, Path):
        from shopdesk.printing.pdf import write_sheaves

        write_sheaves(target, prepared.sheaves, plan.page, on_printed=printed)
    else:
        from shopdesk.printing.printer import set_page

        set_page(target, PAPERS[plan.page])
        render_sheaves(prepared.sheaves, target, PAPERS[plan.page], printed)
    return Printed(len(prepared.sheaves), len(prepared.sheaves))


def log(session: Any, plan: PrintPlan, prepared: Prepared, pdf: str, out: Printed) -> Change:
    """Write down what went on paper; of a print that stopped, what came out of it."""
    labels = plan.paper is Paper.LABELS
    items = prepared.items[plan.first - 1 :] if labels else prepared.items
    return printing.log_print(
        session,
        DOCUMENTS[plan.paper],
        items,
        size_key=plan.sheet_key if plan.paper is Paper.LABELS else plan.page,
        printer=plan.printer,
        pdf=pdf,
        copies=plan.copies,
        printed=out.done // plan.copies if labels else None,
        resumes=plan.resumes,
    )


def close_job(session: Any, job_id: int) -> None:
    """The rest of a print that stopped is not needed."""
    printing.close_job(session, job_id)


def set_aside(session: Any, order_ids: Sequence[int]) -> Change:
    """Orders that the warehouse cannot fill go back to exception (R-O5), in one step that can be undone."""
    return orders.mark_exception(session, order_ids, tr("Not enough in stock when the pick list was made."))


def fix_order(session: Any, order_id: int, field: str, text: str) -> Change:
    """Fill in what a paper lacks; imports leave it alone from then on."""
    if customs_facts.is_fact(field):
        return customs_facts.set_fact(session, field, text)
    if field == "waybill":
        return orders.set_waybill(session, order_id, "", text)
    return order_edit.edit(session, order_id, **{field: text})


def printer_for(plan: PrintPlan) -> QPrinter:
    """The chosen printer, set up for the page."""
    from shopdesk.printing import printer

    page = plan.sheet.page if plan.paper is Paper.LABELS else PAPERS[plan.page]
    return printer.printer_for(page, proposed_name(plan), plan.printer)


def proposed_name(plan: PrintPlan) -> str:
    """The file name offered for a PDF."""
    day = f"{now():%Y-%m-%d}"
    names = {
        Paper.LABELS: tr("labels {day}.pdf", day=day),
        Paper.PICK_LIST: tr("pick list {day}.pdf", day=day),
        Paper.PACKING_NOTES: tr("packing notes {day}.pdf", day=day),
        Paper.CUSTOMS: tr("customs declarations {day}.pdf", day=day),
        Paper.INVOICES: tr("customs invoices {day}.pdf", day=day),
        Paper.RETURN_SLIPS: tr("return slips {day}.pdf", day=day),
        Paper.HANDOVER: tr("hand-over sheet {day}.pdf", day=day),
    }
    return names[plan.paper]


def print_rulers(_job: Job, printer_name: str, sheet: LabelSheet) -> int:
    """The test page from which a printer is measured."""
    from shopdesk.printing.printer import printer_for as made
    from shopdesk.printing.rulers import render_rulers

    return render_rulers(sheet, made(sheet.page, tr("Test page"), printer_name), language=current_language())
