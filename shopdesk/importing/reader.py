"""A whole file → detection, or → staging file. Runs in the child process; knows no shop and no window.

``detect_file`` looks at the first rows; ``read_file`` reads all. Both raise ``UserError``.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.importing.cells import Bad
from shopdesk.importing.currencies import find_currency
from shopdesk.importing.customers import CustomerReader
from shopdesk.importing.detect import SURE, rank_formats
from shopdesk.importing.entity import EntityReader
from shopdesk.importing.formats import Format, formats, parse_format
from shopdesk.importing.frame import Counter, chunks
from shopdesk.importing.header import Header, cell_text, find_header, is_footer
from shopdesk.importing.mapping import ColumnMap, map_columns
from shopdesk.importing.order_finish import OrderFinisher
from shopdesk.importing.orders import OrderReader
from shopdesk.importing.plan import COUNTS, MONEY, TIMES, Plan, find_date_order, find_decimal, money_columns
from shopdesk.importing.products import ProductReader
from shopdesk.importing.request import Candidate, Detection, Question, ReadRequest
from shopdesk.importing.sources.opening import open_table
from shopdesk.importing.sources.table import Row, Table
from shopdesk.importing.staging import StagingWriter
from shopdesk.importing.stock import StockReader
from shopdesk.importing.tracking import TrackingReader
from shopdesk.importing.values import column_texts

HEAD = 300
SAMPLES = 5
Progress = Callable[[float, str], None]
_READERS: dict[str, type[EntityReader]] = {
    "products": ProductReader,
    "stock": StockReader,
    "customers": CustomerReader,
    "tracking": TrackingReader,
}


class _Opened:
    """A file with its header found and its format chosen."""

    def __init__(self, request: ReadRequest, scratch: Path, guard_beside: Callable[[Path], None] | None) -> None:
        self.request = request
        self.table: Table = open_table(
            request.path,
            scratch=scratch,
            sheet=request.sheet,
            encoding=request.encoding,
            score=_sheet_score,
            guard_beside=guard_beside,
        )
        self.rows = self.table.head(HEAD)
        if not self.rows:
            raise UserError("file_empty")
        header = find_header(self.rows)
        if header is None:
            raise UserError("header_not_found")
        self.header: Header = header
        self.data = self.rows[header.index + 1 + header.has_second :]
        self.ranked = self._ranked()
        self.description = 0
        if self.ranked:
            self.description = self._description_rows(self.ranked[0][1], self.ranked[0][2])
            self.data = self.data[self.description :]

    @property
    def start(self) -> int:
        """How many rows stand above the first row of data."""
        return self.header.index + 1 + self.header.has_second + self.description

    def data_rows(self) -> Iterator[Row]:
        """All rows of data, from the first."""
        return islice(self.table.rows(), self.start, None)

    def _ranked(self) -> list[tuple[Candidate, Format, ColumnMap]]:
        request, names = self.request, self.header.names
        chosen: Format | None = None
        if request.mapping is not None:
            chosen = _profile("mapping", request.mapping)
        elif request.format_key is not None:
            chosen = formats().get(request.format_key)
            if chosen is None:
                raise UserError("format_unknown", key=request.format_key)
        profiles = [_profile(f"profile:{name}", entry) for name, entry in request.profiles.items()]
        ranked = rank_formats(names, [row for row in self.data[:60] if not is_footer(row, ())], profiles)
        if chosen is None:
            return ranked
        columns = map_columns(chosen, names)
        missing = tuple(name for name in chosen.required if name not in columns.fields)
        own = Candidate(chosen.key, 1.0, "detected_chosen", tuple(columns.by_header.values()), missing, chosen.target)
        return [(own, chosen, columns), *[item for item in ranked if item[1].key != chosen.key]]

    def _description_rows(self, declared: Format, columns: ColumnMap) -> int:
        """1 when the row below the header explains it: where numbers or dates should stand, there are sentences."""
        if not self.data or self.header.has_second:
            return 0
        typed = [(n, i) for n, i in columns.fields.items() if n in MONEY or n in TIMES or n in COUNTS]
        plan = Plan(self.request, declared, columns, "EUR", "UTC", "DMY", ".")
        cells = [(name, self.data[0][i]) for name, i in typed if i < len(self.data[0]) and cell_text(self.data[0][i])]
        unread = sum(1 for name, cell in cells if isinstance(plan.converter(name)[cell], Bad))
        if declared.read.description_row and not cells:
            keys = [i for name in ("order_no", "sku") if (i := columns.fields.get(name)) is not None]
            texts = [cell_text(self.data[0][i]) for i in keys if i < len(self.data[0])]
            return int(any(texts) and not any(char.isdigit() for char in "".join(texts)))
        needed = 1 if declared.read.description_row else 3
        return int(len(cells) >= needed and unread == len(cells))


def _profile(key: str, entry: Any) -> Format:
    try:
        return parse_format(key, entry)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("mapping_invalid", name=key.removeprefix("profile:"), reason=str(error)) from error


def _shown(row: Row, columns: int) -> tuple[str, ...]:
    texts = [cell_text(cell) for cell in row[:columns]]
    return (*texts, *[""] * (columns - len(texts)))


def _sheet_score(table: Table) -> float:
    rows = table.head(40)
    header = find_header(rows)
    if header is None or len(rows) < 2:
        return -1.0
    ranked = rank_formats(header.names, rows[header.index + 1 :])
    best = ranked[0][0].score if ranked else 0.0
    return best + (0.2 if ranked and ranked[0][1].target == "orders" else 0.0) + min(table.row_estimate, 1000) / 1e5


def detect_file(request: ReadRequest, guard_beside: Callable[[Path], None] | None = None) -> Detection:
    """What the file is and how it would be read, with the questions that it leaves open."""
    with tempfile.TemporaryDirectory(prefix="shopdesk-") as scratch:
        opened = _Opened(request, Path(scratch), guard_beside)
        return _detection(opened)[0]


def _detection(opened: _Opened) -> tuple[Detection, Plan | None]:
    table, header = opened.table, opened.header
    samples = {name: tuple(column_texts(opened.data, i, SAMPLES)) for i, name in enumerate(header.names) if name}
    base = Detection(
        candidates=tuple(candidate for candidate, _, _ in opened.ranked[:6]),
        kind=table.kind,
        sheet=table.sheet,
        sheets=table.sheets,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_row=table.first_row + header.index,
        headers=header.names,
        samples=samples,
        first_rows=tuple(_shown(row, len(header.names)) for row in opened.data[:SAMPLES]),
        notes=table.notes,
    )
    if not opened.ranked or not _is_good_enough(opened.ranked[0][0], opened.ranked[0][1]):
        return base, None
    candidate, declared, columns = opened.ranked[0]
    currency = find_currency(
        declared, columns, money_columns(columns), opened.data, opened.data_rows, opened.request.currency
    )
    plan, questions = _plan(opened, declared, columns, currency.code)
    return (
        replace(
            base,
            key=declared.key,
            target=declared.target,
            score=candidate.score,
            declined=declared.declined,
            mapping=columns.by_header,
            unmapped=columns.unmapped,
            missing=candidate.missing,
            questions=() if declared.declined else tuple(questions),
            date_order=plan.date_order,
            date_evidence=plan.date_evidence,
            decimal=plan.decimal,
            currency=currency.code,
            currency_reason=currency.reason,
            currency_evidence=currency.evidence,
            channel=declared.channel,
        ),
        plan,
    )


def _is_good_enough(candidate: Candidate, declared: Format) -> bool:
    if candidate.reason in ("detected_chosen", "detected_profile"):
        return True
    return candidate.score >= (0.25 if declared.generic else SURE * 0.7) and (
        not candidate.missing or declared.declined
    )


def _plan(opened: _Opened, declared: Format, columns: ColumnMap, currency: str) -> tuple[Plan, list[Question]]:
    request = opened.request
    decimal, decimal_question = find_decimal(request, declared, columns, opened.data)
    order, proof, date_question = find_date_order(request, declared, columns, opened.data)
    if decimal_question is not None:
        decimal, decimal_question = find_decimal(request, declared, columns, list(opened.data_rows()))
    if date_question is not None:
        order, proof, date_question = find_date_order(request, declared, columns, opened.data_rows())
    plan = Plan(
        request=request,
        format=declared,
        columns=columns,
        currency=currency,
        timezone=declared.timezone or request.timezone,
        date_order=order,
        decimal=decimal,
        date_evidence=proof,
        has_1904_dates=opened.table.has_1904_dates,
    )
    return plan, [question for question in (date_question, decimal_question) if question is not None]


def read_file(
    request: ReadRequest,
    on_progress: Progress,
    guard_beside: Callable[[Path], None] | None = None,
    on_detected: Callable[[Detection], None] | None = None,
) -> tuple[Detection, int, int, str]:
    """Read all rows into ``request.staging``; ``(detection, rows, rejected, target)``. ``on_detected`` is told what
    the file is before its rows are read or refused.

    Raises ``UserError``: ``format_not_found``, ``format_declined``, ``date_order_needed``, ``decimal_needed`` and
    what opening raises.
    """
    with tempfile.TemporaryDirectory(prefix="shopdesk-") as scratch:
        on_progress(0.0, "open")
        opened = _Opened(request, Path(scratch), guard_beside)
        detection, plan = _detection(opened)
        if on_detected is not None:
            on_detected(detection)
        if plan is None:
            raise UserError("format_not_found", headers=", ".join(opened.header.names[:8]))
        _refuse_unready(detection, plan)
        on_progress(0.3, "read")
        writer = StagingWriter(request.staging)
        counter = Counter()
        counter.skipped["preamble"] = opened.header.index - opened.header.rows + 1
        counter.skipped["description"] = opened.description + opened.header.has_second + opened.header.rows - 1
        reader = _reader(plan, writer, counter)
        _read_rows(opened, reader, on_progress)
        columns = _finish(plan, writer, reader)
        meta = _meta(opened, plan, detection, counter, columns)
        writer.finish(meta)
        on_progress(1.0, "done")
        return detection, counter.rows, writer.rejected, detection.target


def _refuse_unready(detection: Detection, plan: Plan) -> None:
    if plan.format.declined:
        raise UserError("format_declined", format=dict(plan.format.name), target=plan.format.target)
    if detection.missing:
        raise UserError("columns_missing", fields=", ".join(detection.missing))
    for question in detection.questions:
        raise UserError(
            f"{question.kind}_needed", examples=", ".join(question.examples), choices=" / ".join(question.choices)
        )


def _reader(plan: Plan, writer: StagingWriter, counter: Counter) -> OrderReader | EntityReader:
    if plan.format.target == "orders":
        return OrderReader(plan, writer, counter)
    return _READERS[plan.format.target](plan, writer, counter)


def _read_rows(opened: _Opened, reader: OrderReader | EntityReader, on_progress: Progress) -> None:
    table, done = opened.table, 0
    for first_row, piece in chunks(opened.data_rows(), table.first_row + opened.start):
        reader.read(first_row, piece)
        done += len(piece)
        on_progress(min(0.95, 0.3 + 0.6 * done / max(table.row_estimate, done)), "read")


def _finish(plan: Plan, writer: StagingWriter, reader: OrderReader | EntityReader) -> dict[str, list[str]]:
    if isinstance(reader, EntityReader):
        reader.finish()
        return {plan.format.target: reader.columns()}
    finisher = OrderFinisher(plan, writer, reader.book, reader.header_fields, bool(reader.line_fields))
    finisher.finish()
    return {"order": finisher.columns(), "line": reader.columns()}


def _meta(
    opened: _Opened, plan: Plan, detection: Detection, counter: Counter, columns: dict[str, list[str]]
) -> dict[str, Any]:
    with opened.request.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "format": detection.key,
        "score": detection.score,
        "reason": detection.reason,
        "candidates": [candidate.key for candidate in detection.candidates],
        "target": detection.target,
        "channel": plan.format.channel,
        "channel_name": plan.format.channel_name,
        "country": plan.format.country,
        "encoding": detection.encoding,
        "sheet": detection.sheet,
        "header_row": detection.header_row,
        "headers": detection.headers,
        "date_order": detection.date_order,
        "date_evidence": detection.date_evidence,
        "decimal": detection.decimal,
        "currency": plan.currency,
        "timezone": plan.timezone,
        "fields": sorted({*plan.columns.fields, *plan.columns.numbered}),
        "columns": columns,
        "rows": counter.rows,
        "skipped": counter.skipped,
        "source_name": opened.request.path.name,
        "sha256": digest,
        "notes": list(detection.notes),
        "detection": detection.to_json(),
    }
