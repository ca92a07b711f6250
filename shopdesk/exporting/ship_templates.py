"""The layouts in which marketplaces take shipped orders: ``resources/ship_templates/<key>.toml``, one file a layout.

A column holds a ``value`` of a shipped parcel or a ``constant``; ``[carriers.codes]`` is the marketplace's word = how
the carrier may be called here, ``other`` its word for every other carrier. Nothing is read from the shop here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from shopdesk.base.catalog import declarations
from shopdesk.exporting.csv import OBEYED
from shopdesk.services.batch_ship import ShippedParcel
from shopdesk.storage.replacement import replacing

_QUOTING: Mapping[str, Literal[0, 1]] = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL}
VALUES = frozenset(
    {"order_no", "line_id", "quantity", "shipped_on", "carrier", "carrier_code", "carrier_name", "waybill", "service"}
)


@dataclass(frozen=True, slots=True)
class ShipColumn:
    """A column: its heading and what stands in it, one of :data:`VALUES` or the same text in every row."""

    header: str
    value: str = ""
    constant: str = ""


@dataclass(frozen=True, slots=True)
class ShipTemplate:
    """A layout. ``channel``: the kind of channel whose orders it is for, ``""`` for any; ``is_documented``: the layout
    is the marketplace's own published one, otherwise it should be compared with the template it offers.
    """

    key: str
    name: Mapping[str, str]
    channel: str
    source: str
    is_documented: bool
    file: str
    delimiter: str
    encoding: str
    newline: str
    quoting: str
    date: str
    columns: tuple[ShipColumn, ...]
    codes: Mapping[str, str]
    other: str

    @property
    def headers(self) -> list[str]:
        """The first row."""
        return [column.header for column in self.columns]

    @property
    def has_lines(self) -> bool:
        """Whether it can say which pieces are in which parcel."""
        return any(column.value == "line_id" for column in self.columns)


@dataclass(frozen=True, slots=True)
class ShipRows:
    """The rows of a file, the parcels they say, and the orders left out because a cell would run as a formula."""

    rows: tuple[tuple[str, ...], ...]
    parcels: tuple[ShippedParcel, ...]
    unsafe: tuple[str, ...]


@cache
def ship_templates() -> Mapping[str, ShipTemplate]:
    """Every layout by key."""
    return {key: _template(key, entry) for key, entry in declarations("ship_templates")}


def _template(key: str, entry: Mapping[str, Any]) -> ShipTemplate:
    carriers = entry.get("carriers", {})
    codes = {spelling.casefold(): code for code, names in carriers.get("codes", {}).items() for spelling in names}
    same = ("name", "channel", "source", "file", "delimiter", "encoding", "newline", "quoting", "date")
    columns = tuple(ShipColumn(**column) for column in entry["column"])
    if unknown := {column.value for column in columns if not column.constant} - VALUES:
        raise ValueError(f"{key}: unknown values {sorted(unknown)}")
    return ShipTemplate(
        key=key,
        **{name: entry[name] for name in same},
        is_documented=entry["documented"],
        columns=columns,
        codes=codes,
        other=carriers.get("other", ""),
    )


def rows_of(template: ShipTemplate, parcels: Iterable[ShippedParcel]) -> ShipRows:
    """The rows that say ``parcels``. A cell that a spreadsheet would obey cannot be marked with an apostrophe here, the
    marketplace would take it for a part of the number: such an order is left out and named.
    """
    rows: list[tuple[str, ...]] = []
    told: list[ShippedParcel] = []
    unsafe: list[str] = []
    for parcel in parcels:
        found = list(_rows(template, parcel))
        if any(cell.startswith(OBEYED) for row in found for cell in row):
            unsafe.append(parcel.order_no)
        else:
            rows += found
            told.append(parcel)
    return ShipRows(tuple(rows), tuple(told), tuple(dict.fromkeys(unsafe)))


def _rows(template: ShipTemplate, parcel: ShippedParcel) -> Iterator[tuple[str, ...]]:
    """One row; of a parcel that holds a part of its order, one a line where the layout has a place for them."""
    pieces: Sequence[tuple[str, int | None]] = [("", None)]
    if template.has_lines and parcel.lines:
        pieces = parcel.lines
    for line_id, quantity in pieces:
        values = _values(template, parcel) | {"line_id": line_id, "quantity": "" if quantity is None else str(quantity)}
        yield tuple(column.constant or values[column.value] for column in template.columns)


def _values(template: ShipTemplate, parcel: ShippedParcel) -> dict[str, str]:
    code = template.codes.get(parcel.carrier.casefold(), "")
    is_other = not code and bool(template.other)
    return {
        "order_no": parcel.order_no,
        "shipped_on": parcel.shipped_on.strftime(template.date) if parcel.shipped_on else "",
        "carrier": code or parcel.carrier,
        "carrier_code": code or template.other or parcel.carrier,
        "carrier_name": parcel.carrier if is_other else "",
        "waybill": parcel.waybill,
        "service": parcel.service,
    }


def write_ship_file(path: Path, template: ShipTemplate, rows: Iterable[Sequence[str]]) -> int:
    """Write the file as the marketplace reads it, in one step; the number of rows. Raises ``MachineError``."""
    count = 0
    with (
        replacing(path) as part,
        part.open("w", encoding=template.encoding, errors="replace", newline="") as stream,
    ):
        quoting = _QUOTING[template.quoting]
        writer = csv.writer(stream, delimiter=template.delimiter, quoting=quoting, lineterminator=template.newline)
        writer.writerow(template.headers)
        for row in rows:
            writer.writerow([_one_line(cell) for cell in row])
            count += 1
    return count


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
