"""The print log: what was put on paper, when, where, and how much of it came out."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.tables import PrintJob

_JOB: Any = PrintJob.__table__

DOCUMENT_WORDS = {
    "D01": N_("Shipping label"),
    "D04": N_("Pick list"),
    "D05": N_("Packing note"),
    "D06": N_("Customs declaration"),
    "D07": N_("Commercial invoice"),
    "handover": N_("Hand-over sheet"),
    "D28": N_("Shop card"),
    "D30": N_("Return slip"),
}

PRINT_JOBS = ListSpec(
    key="print-jobs",
    kind="print_job",
    title=N_("Print log"),
    id=_JOB.c.id,
    source=_JOB,
    columns=(
        Column("job", N_("Job"), ColumnKind.INTEGER, (PrintJob.id,), width=70),
        Column("at", N_("When"), ColumnKind.DATETIME, (PrintJob.at,)),
        Column("document", N_("Document"), ColumnKind.WORD, (PrintJob.document,), words=DOCUMENT_WORDS),
        Column("size", N_("Size"), ColumnKind.TEXT, (PrintJob.size_key,)),
        Column("printer", N_("Printer"), ColumnKind.TEXT, (PrintJob.printer,), width=160),
        Column("pdf", N_("PDF"), ColumnKind.TEXT, (PrintJob.pdf,), width=260),
        Column("copies", N_("Copies"), ColumnKind.INTEGER, (PrintJob.copies,), width=80),
        Column("total", N_("Pages"), ColumnKind.INTEGER, (PrintJob.total,), width=80),
        Column("printed", N_("Came out"), ColumnKind.INTEGER, (PrintJob.printed,), width=90),
    ),
    filters=(
        Filter("unfinished", N_("Unfinished"), PrintJob.printed < PrintJob.total),
        Filter("all", N_("All")),
    ),
    default_sort=("job", True),
    search=LikeSearch(_JOB.c.id, _JOB, (PrintJob.document, PrintJob.size_key, PrintJob.printer, PrintJob.pdf)),
)
