"""Every declared format has a sample, and every sample is recognised and read for what it is."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shopdesk.base.catalog import catalogue_files
from shopdesk.domain.money import to_decimal
from shopdesk.importing.child import detect
from shopdesk.importing.formats import FIELDS, formats, parse_format
from tests.importing.staged_files import SAMPLES, StagedFile, read_file, read_file_here

#: Samples are dated; what is history after so many days would change with the calendar.
HISTORY_DAYS = 40_000
HINTS = ("currency", "timezone", "country", "date_order", "decimal", "encoding", "sheet")


def sample_entries() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(SAMPLES.glob("*/expected.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sample"]:
            yield path.parent.name, entry


ALL = [pytest.param(key, entry, id=f"{key}-{entry['file']}") for key, entry in sample_entries()]
READ = [param for param in ALL if not param.values[1].get("declined")]


def hints_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in HINTS if name in entry} | {"history_days": HISTORY_DAYS}


def test_every_format_has_a_sample_and_no_sample_is_an_orphan() -> None:
    assert {key for key, _ in sample_entries()} == set(formats())


def test_no_key_stands_in_two_files() -> None:
    counts = Counter(path.stem for path in catalogue_files("import_formats"))
    assert not [key for key, count in counts.items() if count > 1]


@pytest.mark.parametrize("key", sorted(formats()))
def test_a_format_is_named_in_both_languages_and_maps_to_known_fields(key: str) -> None:
    declared = formats()[key]
    assert all(declared.name.get(language, "").strip() for language in ("en", "zh_CN"))
    assert declared.generic or declared.signature or declared.location_columns
    if not declared.declined:
        assert set(declared.columns) <= set(FIELDS[declared.target])
        assert set(declared.required) <= set(declared.columns)


def test_no_two_formats_carry_the_same_name() -> None:
    for language in ("en", "zh_CN"):
        names = Counter(declared.name[language] for declared in formats().values())
        assert not [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize(("key", "entry"), ALL)
def test_a_sample_is_recognised(key: str, entry: Mapping[str, Any]) -> None:
    detection = detect(SAMPLES / key / entry["file"])
    assert detection.key == key, [(found.key, found.score) for found in detection.candidates[:4]]
    assert detection.declined == bool(entry.get("declined", False))
    assert detection.target == formats()[key].target


@pytest.mark.parametrize(("key", "entry"), READ)
def test_a_sample_is_read(key: str, entry: Mapping[str, Any], tmp_path: Path) -> None:
    staged = read_file(SAMPLES / key / entry["file"], tmp_path, **hints_of(entry))
    assert staged.rows == entry["rows"]
    assert staged.accounted == staged.rows
    assert [list(found) for found in staged.rejected] == entry.get("rejected", [])
    if (entities := entry.get(staged.target)) is not None:
        assert len(staged.entities) == entities
    if "pieces" in entry:
        assert staged.pieces == entry["pieces"]
    if staged.target == "orders":
        check_orders(staged, entry)
    for wanted in entry.get("item", []):
        check_item(staged, wanted)


def check_orders(staged: StagedFile, entry: Mapping[str, Any]) -> None:
    if "lines" in entry:
        assert sum(map(len, staged.lines.values())) == entry["lines"]
    if "units" in entry:
        assert sum(int(order["unit_count"]) for order in staged.entities) == entry["units"]
    wanted = {currency: Decimal(amount) for currency, amount in entry["total_by_currency"].items()}
    assert staged.totals == wanted
    for order in entry.get("order", []):
        found = staged.order(order["no"])
        if "total" in order:
            assert to_decimal(found["total_minor"], found["currency"]) == Decimal(order["total"])
        assert found["state"] == order.get("state", found["state"])
        assert found["payment_state"] == order.get("payment", found["payment_state"])
        assert found["kind"] == order.get("kind", found["kind"])
        assert found["placed_at"] == order.get("placed_at", found["placed_at"])
        if "lines" in order:
            lines = [
                [line["sku_code"], line["quantity"], Decimal(line["unit_price_micros"]).scaleb(-6)]
                for line in staged.lines[order["no"]]
            ]
            assert lines == [[sku, quantity, Decimal(price)] for sku, quantity, price in order["lines"]]


def check_item(staged: StagedFile, wanted: Mapping[str, Any]) -> None:
    found = next(entity for entity in staged.entities if entity["sku_code"] == wanted["sku"])
    for name in ("price", "cost"):
        if name in wanted:
            assert to_decimal(found[f"{name}_minor"], found["currency"]) == Decimal(wanted[name])
    for name in ("weight_g", "options", "handle"):
        if name in wanted:
            assert found[name] == wanted[name]


def test_what_stands_in_a_report_of_unshipped_orders_is_to_ship_however_old(tmp_path: Path) -> None:
    path = SAMPLES / "amazon_unshipped_orders" / "unshipped.txt"
    staged = read_file_here(path, tmp_path, currency="USD", history_days=1)
    assert {order["state"] for order in staged.entities} == {"to_review"}


@pytest.mark.parametrize("table", ["status", "payment_status", "line_status", "tax_by_channel", "tax_by_currency"])
def test_a_declaration_that_says_what_nothing_here_knows_is_refused_by_name(table: str) -> None:
    entry = {"target": "orders", "columns": {"order_no": ["No"]}, table: {"done": "finito"}}
    with pytest.raises(ValueError, match=f"mine: .{table}. knows .*; not 'finito'"):
        parse_format("mine", entry)
