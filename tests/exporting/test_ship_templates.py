"""Layouts for the marketplaces: every one declared whole, the carrier in the marketplace's words, safe cells."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.i18n import LANGUAGES
from shopdesk.exporting.csv import OBEYED
from shopdesk.exporting.ship_templates import rows_of, ship_templates, write_ship_file
from shopdesk.importing.formats import formats
from shopdesk.services.batch_ship import ShippedParcel

PARCEL = ShippedParcel(1, "303-1", "DHL Paket", "00340434", "Paket", date(2026, 11, 22))


def _written(path: Path, key: str, *parcels: ShippedParcel) -> list[dict[str, str]]:
    template = ship_templates()[key]
    write_ship_file(path, template, rows_of(template, parcels).rows)
    with path.open(encoding=template.encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=template.delimiter))


@pytest.mark.parametrize("key", ship_templates())
def test_every_layout_is_whole(key: str, tmp_path: Path) -> None:
    template = ship_templates()[key]
    assert set(template.name) == set(LANGUAGES)
    assert template.source
    assert template.channel in {"", *(entry.channel for entry in formats().values())}
    assert len(set(template.headers)) == len(template.headers)
    said = {column.value for column in template.columns}
    assert {"order_no", "waybill"} <= said
    assert said & {"carrier", "carrier_code"}
    (row,) = _written(tmp_path / template.file, key, PARCEL)
    assert {"303-1", "00340434"} <= set(row.values())


def test_amazon_takes_its_own_codes_and_other_carriers_by_name(tmp_path: Path) -> None:
    other = ShippedParcel(2, "303-2", "Kurier Schmidt", "K1")
    first, second = _written(tmp_path / "a.txt", "amazon", PARCEL, other)
    assert first == {
        "order-id": "303-1", "order-item-id": "", "quantity": "", "ship-date": "2026-11-22", "carrier-code": "DHL",
        "carrier-name": "", "tracking-number": "00340434", "ship-method": "Paket",
    }  # fmt: skip
    assert (second["carrier-code"], second["carrier-name"], second["ship-date"]) == ("Other", "Kurier Schmidt", "")


def test_a_part_of_an_order_is_told_line_by_line_where_there_is_a_place_for_it(tmp_path: Path) -> None:
    part = ShippedParcel(1, "303-1", "DHL", "1", lines=(("L1", 2), ("L2", 1)))
    rows = _written(tmp_path / "a.txt", "amazon", part)
    assert [(row["order-item-id"], row["quantity"]) for row in rows] == [("L1", "2"), ("L2", "1")]
    assert len(_written(tmp_path / "s.csv", "shopify", part)) == 1


@pytest.mark.parametrize(("key", "carrier", "word"), [
    ("taobao", "SF Express", "顺丰速运"), ("pinduoduo", "中通", "中通快递"), ("douyin", "ZTO", "中通快递"),
    ("pinduoduo", "同城闪送", "同城闪送"), ("shopify", "顺丰速运", "SF Express"),
])  # fmt: skip
def test_the_carrier_stands_there_in_the_marketplaces_word(key: str, carrier: str, word: str, tmp_path: Path) -> None:
    (row,) = _written(tmp_path / "x.csv", key, ShippedParcel(1, "1", carrier, "2"))
    assert word in row.values()


def test_chinese_files_are_written_as_excel_reads_them(tmp_path: Path) -> None:
    _written(tmp_path / "p.csv", "pinduoduo", PARCEL)
    assert (tmp_path / "p.csv").read_bytes().startswith("订单号,快递公司,快递单号\r\n".encode("gb18030"))


def test_what_would_run_as_a_formula_is_left_out_and_named() -> None:
    bad = ShippedParcel(2, "303-2", "DHL", "=cmd|' /C calc'!A0")
    found = rows_of(ship_templates()["generic"], [PARCEL, bad])
    assert (found.unsafe, found.parcels, len(found.rows)) == (("303-2",), (PARCEL,), 1)


@given(st.text(), st.text(), st.sampled_from(sorted(ship_templates())))
def test_no_cell_of_any_file_is_obeyed(number: str, waybill: str, key: str) -> None:
    told = rows_of(ship_templates()[key], [ShippedParcel(1, number, "DHL", waybill)])
    assert bool(told.rows) != bool(told.unsafe)
    assert not any(cell.startswith(OBEYED) for row in told.rows for cell in row)
