"""The same export as another year, another country or a spreadsheet program would write it: for the drift tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from shopdesk.importing.formats import Format, normal_name
from shopdesk.importing.header import cell_text, find_header, is_blank, is_footer
from shopdesk.importing.sources.opening import open_table

ADDED = ("Loyalty tier", "Warehouse remark 2", "自定义字段A", "Gutschein-Kürzel", "internal flag")
PREAMBLES = ("Exported for the bookkeeper", "某某店铺 导出数据", "Report 7", "")
FOOTERS = ("Total", "合计", "总计")
#: Fields whose synonyms mean something else (another unit, another price): not swapped.
NOT_SWAPPED = frozenset(
    ("weight", "price", "compare_price", "quantity", "available", "on_hand", "incoming", "line_total", "total")
)


@dataclass(frozen=True, slots=True)
class Export:
    """A table as a platform exported it: names, rows, and the row of explanations below the header if there is one."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    description: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """What is different: the order of columns (old positions), added columns, new names, how the file is written."""

    order: Sequence[int]
    added: Mapping[int, str]
    names: Mapping[str, str]
    encoding: str
    delimiter: str
    preamble: Sequence[str]
    footer: str


def load_export(path: Path, declared: Format, scratch: Path) -> Export:
    """The table in a sample, without what stands above and below it."""
    rows = open_table(path, scratch=scratch, score=lambda _: 0.0).head(200)
    header = find_header(rows)
    assert header is not None
    width = len(header.names)
    names = tuple(name.removesuffix(f".{n}") if (n := name[-1:]) in "23" else name for name in header.names)
    below = [tuple(cell_text(cell) for cell in [*row, *[""] * width][:width]) for row in rows[header.index + 1 :]]
    description = below.pop(0) if declared.read.description_row and below else None
    kept = tuple(row for row in below if not is_blank(row) and not is_footer(row, declared.read.footer))
    return Export(names, kept, description)


def _encodings(text: str) -> list[str]:
    """What programs would save ``text`` as: Windows-1252 for western text, GB18030 for Chinese, Unicode for all.

    Two Chinese letters in a western file do not tell GB18030 from Windows-1252: such a file is saved as Unicode.
    """
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in text)
    wanted = ["utf-8", "utf-8-sig", "utf-16", "gb18030" if chinese > 20 or text.isascii() else "cp1252"]
    return [name for name in wanted if _fits(text, name)]


def _fits(text: str, encoding: str) -> bool:
    try:
        return bool(text.encode(encoding))
    except UnicodeEncodeError:
        return False


def _restyled(name: str) -> list[str]:
    """Spellings that mean the same heading."""
    spaced = name.replace("-", " ").replace("_", " ")
    return [name.upper(), f" {name} ", f"{name}\t", spaced, name.replace("(", "（").replace(")", "）")]


def _other_names(declared: Format, export: Export) -> dict[str, list[str]]:
    present = {normal_name(name) for name in export.names}
    fields_of: dict[str, int] = {}
    for accepted in declared.columns.values():
        for text in accepted:
            fields_of[normal_name(text)] = fields_of.get(normal_name(text), 0) + 1
    others: dict[str, list[str]] = {}
    for name in export.names:
        if not name or export.names.count(name) > 1:
            continue
        others[name] = _restyled(name)
        for field, accepted in declared.columns.items():
            plain = [normal_name(text) for text in accepted]
            known = [text for text in accepted if normal_name(text) in present]
            if field in NOT_SWAPPED or normal_name(name) not in plain or len(known) != 1 or "{n}" in accepted[0]:
                continue
            others[name] += [text for text in accepted if fields_of[normal_name(text)] == 1]
    return others


@st.composite
def drifts(draw: st.DrawFn, export: Export, declared: Format) -> Drift:
    """Any mixture of what platforms and spreadsheet programs do to a file."""
    width = len(export.names)
    order = draw(st.permutations(range(width))) if draw(st.booleans()) else list(range(width))
    added: dict[int, str] = {}
    if not declared.location_columns:
        names = draw(st.lists(st.sampled_from(ADDED), max_size=3, unique=True))
        added = {draw(st.integers(0, width)): name for name in names}
    others = {name: texts for name, texts in _other_names(declared, export).items() if texts}
    renamed = draw(st.lists(st.sampled_from(sorted(others)), max_size=4, unique=True)) if others else []
    new_names = {name: draw(st.sampled_from(others[name])) for name in renamed}
    preamble = draw(st.lists(st.sampled_from(PREAMBLES), max_size=3))
    footer = draw(st.sampled_from(["", *FOOTERS]))
    texts = (export.names, *export.rows, added.values(), new_names.values(), preamble, (footer,))
    encoding = draw(st.sampled_from(_encodings("".join("".join(row) for row in texts))))
    return Drift(order, added, new_names, encoding, draw(st.sampled_from([",", "\t", ";"])), preamble, footer)


def write_drifted(export: Export, drift: Drift, path: Path) -> Path:
    """Write ``export`` as ``drift`` says. Only files cut by commas pad their cells with tabs."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=drift.delimiter, lineterminator="\r\n")
    for text in drift.preamble:
        writer.writerow([text] if text else [])
    writer.writerow(_arranged([drift.names.get(name, name) for name in export.names], drift, names=True))
    for row in [*([export.description] if export.description else []), *export.rows]:
        writer.writerow(_arranged(row, drift))
    if drift.footer:
        writer.writerow([drift.footer])
    path.write_bytes(out.getvalue().encode(drift.encoding))
    return path


def _arranged(cells: Sequence[Any], drift: Drift, *, names: bool = False) -> list[str]:
    arranged: list[str] = []
    cells = [cell.strip("\t") for cell in cells] if drift.delimiter == "\t" else cells
    for place, old in enumerate(drift.order):
        if place in drift.added:
            arranged.append(drift.added[place] if names else "x")
        arranged.append(cells[old])
    if len(drift.order) in drift.added:
        arranged.append(drift.added[len(drift.order)] if names else "x")
    return arranged
