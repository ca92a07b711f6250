"""Tracking files: the carrier's words become ours, in both languages."""

from __future__ import annotations

from pathlib import Path

from tests.importing.staged_files import SAMPLES, read_file_here

FOLDER = SAMPLES / "generic_tracking"


def events(name: str, tmp_path: Path) -> list[tuple[str, str, str, str]]:
    staged = read_file_here(FOLDER / name, tmp_path, timezone="Europe/Berlin")
    return [(event["at"], event["status"], event["place"], event["text"]) for event in staged.entities]


def test_english_words(tmp_path: Path) -> None:
    found = events("tracking.csv", tmp_path)
    assert [status for _, status, _, _ in found] == ["handed_over", "in_transit", "out_for_delivery", "in_transit", ""]
    assert found[0] == ("2026-11-20T08:12:00Z", "handed_over", "Berlin", "Picked up from sender")


def test_chinese_words(tmp_path: Path) -> None:
    found = events("物流轨迹.csv", tmp_path)
    assert [status for _, status, _, _ in found] == ["handed_over", "in_transit", "delivered", "stalled"]


def test_a_file_of_orders_with_a_tracking_number_stays_one_of_orders(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Order number,Date,SKU,Quantity,Unit price,Tracking number,Carrier,Status\n"
        "A-1,2026-11-20,KET-10,1,39.90,0034043416,DHL,shipped\nA-2,2026-11-21,KET-10,2,39.90,0034043417,DHL,shipped\n",
        encoding="utf-8",
    )
    assert read_file_here(path, tmp_path, currency="EUR").target == "orders"


def test_the_status_alone_is_the_text_and_a_text_alone_may_be_the_status(tmp_path: Path) -> None:
    path = tmp_path / "track.csv"
    path.write_text("Waybill,Time,Status\nW1,2026-11-20 10:00,Delivered to neighbour\n", encoding="utf-8")
    (event,) = read_file_here(path, tmp_path).entities
    assert (event["status"], event["text"]) == ("delivered", "Delivered to neighbour")
    path.write_text("Waybill,Time,Description\nW1,2026-11-20 10:00,派送中 骑手小王\n", encoding="utf-8")
    (event,) = read_file_here(path, tmp_path).entities
    assert (event["status"], event["text"]) == ("out_for_delivery", "派送中 骑手小王")
