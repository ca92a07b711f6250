"""``print labels|pick-list|packing-note|customs|invoice|shop-card|return-slip``: papers of orders as PDF."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say
from shopdesk.app.commands.print_enclosures import ENCLOSURES
from shopdesk.app.offscreen import without_display
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.domain.customs import Category
from shopdesk.domain.paper import Document
from shopdesk.services import printing as papers
from shopdesk.services.printing import PrintItem

HELP = N_("write labels, pick lists, packing notes or customs papers as PDF")
_LABEL_SHEET, _PAPER = "thermal_100x150", "a4"
_RULES = {"phone": N_("a phone"), "waybill": N_("a waybill number")}
_NAMED = 12  # orders named in the last line; each stands above with what it lacks

Printed = tuple[Document, list[PrintItem], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("document", choices=sorted(_WRITERS))
    add_choice(parser)
    size = tr("label sheet or paper, such as thermal_100x150 or a4")
    parser.add_argument("--size", metavar="KEY", default="", help=size)
    parser.add_argument("--start", type=int, default=1, metavar="N", help=tr("first free label on a part-used sheet"))
    for rule, what in _RULES.items():
        words = tr("labels also for orders without {what}, which the shop's rules ask for", what=tr(what))
        parser.add_argument(f"--without-{rule}", action="store_true", help=words)
    category = tr("what customs papers say it is: sale, gift, sample, documents, returned or other")
    parser.add_argument("--category", choices=[str(key) for key in Category], help=category)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def run(arguments: argparse.Namespace) -> int:
    """What cannot be printed is named on stderr, the rest is printed and logged; labels end with a summary there.

    Raises ``UserError`` ``no_label_ready`` or ``nothing_to_print`` when nothing is left, and what printing raises.
    """
    without_display()
    shop = opened_shop(arguments.shop)
    try:
        with shop.read() as session:
            wanted = chosen_orders(session, arguments)
            document, items, pages = _WRITERS[arguments.document](session, wanted, arguments)
        with shop.write() as session:
            papers.log_print(session, document, items, size_key=arguments.size, pdf=str(arguments.out))
    finally:
        shop.close()
    say(trn("{n} page in {file}", "{n} pages in {file}", pages, file=str(arguments.out)))
    return 0


def _labels(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Printed:
    from shopdesk.printing.pdf import write_labels
    from shopdesk.printing.preflight import check_labels
    from shopdesk.printing.sheets import sheet

    stock = sheet(arguments.size or _LABEL_SHEET)
    # A rule is stepped around, or left as the shop has it (None).
    phone, waybill = (False if getattr(arguments, f"without_{rule}") else None for rule in _RULES)
    batch = papers.labels_for(session, wanted, phone_required=phone, waybill_required=waybill)
    findings = check_labels(batch.ready, stock)
    _warn(refusal.text() for refusal in batch.refused)
    _warn(caution.text() for caution in batch.warnings)
    _warn(finding.text() for finding in findings)
    blocked = {finding.order_id for finding in findings if finding.is_blocking}
    ready = [label for label in batch.ready if label.order_id not in blocked]
    pages = write_labels(arguments.out, ready, stock, start=arguments.start)
    left_out = [refusal.order_no for refusal in batch.refused]
    left_out += dict.fromkeys(label.order_no for label in batch.ready if label.order_id in blocked)
    _warn([_summary(len(ready), arguments.out, left_out)])
    if not ready:
        raise UserError("no_label_ready")
    return Document.LABEL, papers.label_items(ready), pages


def _warn(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _summary(count: int, out: Path, left_out: Sequence[str]) -> str:
    file = str(out)
    written = trn("{n} label written to {file}", "{n} labels written to {file}", count, file=file)
    if not count:
        written = tr("No label was written")
    if not left_out:
        return written
    orders = tr(", ").join(left_out[:_NAMED]) + (" …" if len(left_out) > _NAMED else "")
    rest = trn("{n} order left out: {orders}", "{n} orders left out: {orders}", len(left_out), orders=orders)
    return f"{written} · {rest}"


def _pick_list(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Printed:
    from shopdesk.printing.documents.pick_list import pick_list_sheaf
    from shopdesk.printing.pdf import write_sheaves

    paper, waves = _paper(arguments.size), papers.pick_list_for(session, wanted)
    pages = write_sheaves(arguments.out, [pick_list_sheaf(wave.pick_list) for wave in waves], paper)
    if not waves:
        raise UserError("nothing_to_print")
    picked = [order_id for wave in waves for order_id in wave.order_ids]
    return Document.PICK_LIST, [PrintItem(order_id) for order_id in picked], pages


def _packing_notes(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Printed:
    from shopdesk.printing.documents.packing_note import packing_note_sheaf
    from shopdesk.printing.pdf import write_sheaves

    notes = papers.packing_notes_for(session, wanted)
    _warn(caution.text() for caution in papers.packing_cautions(session, wanted))
    pages = write_sheaves(arguments.out, [packing_note_sheaf(note) for note in notes], _paper(arguments.size))
    return Document.PACKING_NOTE, [PrintItem(note.order_id) for note in notes], pages


def _customs(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Printed:
    from shopdesk.printing.documents.customs import customs_sheaf
    from shopdesk.printing.documents.invoice import invoice_sheaf
    from shopdesk.printing.pdf import write_sheaves

    category = Category(arguments.category) if arguments.category else None
    batch = papers.customs_papers(session, wanted, category=category)
    _warn(refusal.text() for refusal in batch.refused)
    if batch.not_needed:
        _warn([message("customs_not_needed", n=len(batch.not_needed))])
    if not batch.ready:
        raise UserError("no_customs_ready" if batch.refused else "customs_not_needed_any")
    document, sheaf = (
        (Document.INVOICE, invoice_sheaf) if arguments.document == "invoice" else (Document.CUSTOMS, customs_sheaf)
    )
    pages = write_sheaves(arguments.out, [sheaf(paper) for paper in batch.ready], _paper(arguments.size))
    return document, [PrintItem(paper.order_id, paper.shipment_id) for paper in batch.ready], pages


def _handover(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Printed:
    from shopdesk.printing.documents.handover import handover_sheaf
    from shopdesk.printing.pdf import write_sheaves

    sheets = papers.handover_sheets_for(session, wanted)
    if not sheets:
        raise UserError("nothing_to_hand_over")
    pages = write_sheaves(arguments.out, [handover_sheaf(sheet) for sheet in sheets], _paper(arguments.size))
    items = [PrintItem(line.order_id, line.shipment_id) for sheet in sheets for line in sheet.lines]
    return Document.HANDOVER, items, pages


def _paper(size: str) -> str:
    from shopdesk.printing.pages import PAPERS

    if size and size not in PAPERS:
        raise UserError("paper_unknown", name=size, known=", ".join(PAPERS))
    return size or _PAPER


_WRITERS = {
    "handover": _handover,
    "labels": _labels,
    "pick-list": _pick_list,
    "packing-note": _packing_notes,
    "customs": _customs,
    "invoice": _customs,
    **ENCLOSURES,
}
