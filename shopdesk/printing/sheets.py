"""Label stock: what a page looks like, in millimetres. Declared in ``resources/label_sheets/*.toml``; draws nothing.

A declaration: ``label`` (en, zh_CN), ``order`` (place in the list), ``dpi`` (what bars are snapped to until the
printer is known), ``page``, ``size`` (of one label), ``columns``, ``rows``, ``origin`` (top left of the first label),
``pitch`` (from label to label), ``margin`` (kept white inside a label), ``turned`` (the label stands upright and is
turned a quarter to lie on the page).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shopdesk.base.catalog import declarations
from shopdesk.base.errors import UserError

DEFAULT_SHEET = "thermal_100x150"
THERMAL_DPI = 203


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, top left and size, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """One stock. Millimetres; ``page`` and ``size`` are (width, height); positions count from 1, row by row."""

    key: str
    label: Mapping[str, str]
    page: tuple[float, float]
    size: tuple[float, float]
    columns: int
    rows: int
    origin: tuple[float, float]
    pitch: tuple[float, float]
    margin: float = 3.0
    dpi: int = THERMAL_DPI
    turned: bool = False
    order: int = 100

    @property
    def per_page(self) -> int:
        """Labels on a full page."""
        return self.columns * self.rows

    @property
    def upright(self) -> tuple[float, float]:
        """Width and height of the label as it is read."""
        width, height = self.size
        return (height, width) if self.turned else (width, height)

    def place(self, position: int) -> Box:
        """Where label ``position`` (1 … per_page) lies on its page."""
        row, column = divmod(position - 1, self.columns)
        x, y = self.origin[0] + column * self.pitch[0], self.origin[1] + row * self.pitch[1]
        return Box(x, y, *self.size)

    def check_start(self, start: int) -> int:
        """``start`` itself; 1 where every label is a page of its own. Raises ``UserError("label_start_outside")`` when
        the sheet has no such position.
        """
        if self.per_page == 1:
            return 1
        if not 1 <= start <= self.per_page:
            raise UserError("label_start_outside", start=start, count=self.per_page)
        return start

    def next_start(self, start: int, count: int) -> int:
        """The first free position after ``count`` labels from ``start``: what a part-used sheet begins with next
        time.
        """
        return (start - 1 + count) % self.per_page + 1

    def pages(self, start: int, count: int) -> int:
        """Pages that ``count`` labels from ``start`` take."""
        return -(-(start - 1 + count) // self.per_page) if count else 0

    def slots(self, start: int, count: int) -> Iterator[tuple[int, int]]:
        """``(page, position)`` for each of ``count`` labels; pages count from 0."""
        for index in range(start - 1, start - 1 + count):
            yield index // self.per_page, index % self.per_page + 1


def parse_sheet(key: str, entry: Mapping[str, Any]) -> LabelSheet:
    """A declaration → a sheet. Raises ``KeyError`` when a part is missing: a bug of the declaration, found by the
    tests.
    """
    return LabelSheet(
        key=key,
        label=entry["label"],
        page=(entry["page"]["width"], entry["page"]["height"]),
        size=(entry["size"]["width"], entry["size"]["height"]),
        columns=entry["columns"],
        rows=entry["rows"],
        origin=(entry["origin"]["x"], entry["origin"]["y"]),
        pitch=(entry["pitch"]["x"], entry["pitch"]["y"]),
        margin=entry["margin"],
        dpi=entry["dpi"],
        turned=entry.get("turned", False),
        order=entry["order"],
    )


@cache
def sheets() -> Mapping[str, LabelSheet]:
    """Every declared sheet by key, in the order of the list."""
    found = (parse_sheet(key, entry) for key, entry in declarations("label_sheets"))
    return {sheet.key: sheet for sheet in sorted(found, key=lambda sheet: (sheet.order, sheet.key))}


def sheet(key: str) -> LabelSheet:
    """The sheet ``key``. Raises ``UserError("label_sheet_unknown")``, naming the known ones."""
    try:
        return sheets()[key]
    except KeyError as error:
        raise UserError("label_sheet_unknown", key=key, known=", ".join(sheets())) from error
