"""Lists: ids in order under chip, search and sort; windows in one statement; counts; every column of every list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from shopdesk.base.i18n import tr
from shopdesk.lists import query
from shopdesk.lists.formatting import format_cell
from shopdesk.lists.registry import LISTS
from shopdesk.lists.spec import ListSpec, Money
from shopdesk.lists.status import OrderStatus
from shopdesk.storage import search
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import (
    Carrier,
    CarrierService,
    Channel,
    Customer,
    ImportBatch,
    InvoiceRequest,
    Order,
    OrderException,
    OrderLine,
    PrintJob,
    Product,
    Refund,
    Shipment,
    Sku,
    StockBalance,
    Task,
    Warehouse,
)
from shopdesk.tabs.orders.columns import ORDERS
from shopdesk.tabs.orders.follow_ups.columns import FOLLOW_UPS

EVERY = (ORDERS, FOLLOW_UPS, *LISTS.values())
START = datetime(2026, 11, 20, 8, tzinfo=UTC)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The statements run meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield seen
    event.remove(session.get_bind(), "before_cursor_execute", note)


@pytest.fixture
def filled(shop: ShopFile) -> ShopFile:
    with shop.write() as session:
        session.add_all(
            [
                Channel(id=1, name="Shopify", kind="shopify", currency="EUR"),
                Channel(id=2, name="Amazon", kind="amazon", currency="EUR"),
            ]
        )
        session.flush()
        states = ("to_review", "confirmed", "packed", "shipped", "completed", "cancelled", "imported")
        for number in range(1, 22):
            session.add(_order(number, states[number % 7]))
        session.flush()
        session.add_all(
            OrderLine(order_id=n, line_no=1, sku_code="K1", title="Kettle", quantity=n) for n in range(1, 22)
        )
        session.add(Shipment(order_id=1, carrier="DHL", waybill="00340"))
        _add_others(session)
        search.reindex(session)
    return shop


def _order(number: int, state: str) -> Order:
    placed = START + timedelta(hours=number)
    return Order(
        id=number, channel_id=1 + number % 2, external_no=f"N-{number:02d}", state=state,
        currency="EUR" if number % 3 else "JPY",
        total_minor=number * 100, placed_at=placed, ship_by=placed + timedelta(hours=48) if number != 2 else None,
        attention="address" if number in {7, 14} else "", buyer_name="Emma" if number < 20 else "",
        archived_at=START if number == 21 else None,
    )  # fmt: skip


def _add_others(session: Session) -> None:
    session.add(Product(id=1, handle="kettle", title="Kettle 100%"))
    session.add(Warehouse(id=1, name="Berlin"))
    session.add(Carrier(id=1, name="DHL"))
    session.flush()
    session.add_all(
        [
            Sku(id=1, product_id=1, code="K_1", price_minor=3990, currency="EUR"),
            Sku(id=2, product_id=1, code="KX1", options="red"),
        ]
    )
    session.flush()
    session.add(StockBalance(sku_id=1, warehouse_id=1, quantity=4))
    session.add(CarrierService(carrier_id=1, name="Paket"))
    session.add(Refund(order_id=1, kind="return", amount_minor=100, currency="EUR", due_at=START))
    session.add(InvoiceRequest(order_id=1, title="Emma", amount_minor=100, currency="EUR"))
    session.add(Task(key="by_hand:1", kind="by_hand", params={"text": "Order tape"}, due_at=START))
    session.add_all(
        [Customer(key="a", name="Bob", orders_count=2, spent_minor=100, currency="EUR"), Customer(key="b", name="Al")]
    )
    session.add(OrderException(order_id=1, kind="other", proposal="wait", note="odd"))
    session.add(PrintJob(document="D01", total=3, printed=1))
    session.add(ImportBatch(file_name="x.csv", file_sha256="", format_key="f", target="orders", rows=3, summary={}))


def test_chips_show_their_orders_and_archived_ones_are_gone(filled: ShopFile) -> None:
    with filled.read() as session:
        shown = {chip.key: list(query.ids(session, ORDERS, filter=chip.key)) for chip in ORDERS.filters}
    assert shown["to_ship"] == [1, 8, 9, 15, 16, 2]
    assert shown["to_review"] == [7, 14]
    assert shown["attention"] == [14, 7]
    assert shown["shipped"] == [18, 17, 11, 10, 4, 3]
    assert shown["exceptions"] == []
    assert shown["all"] == list(range(20, 0, -1))
    assert set().union(*(shown[key] for key in ("to_ship", "to_review", "waiting", "shipped", "cancelled"))) == set(
        range(1, 21)
    )


def test_counts_are_what_the_chips_show(filled: ShopFile) -> None:
    with filled.read() as session:
        for typed in ("", "n-1", "emma", "nothing like it"):
            counted = query.counts(session, ORDERS, typed)
            assert counted == {
                chip.key: len(query.ids(session, ORDERS, filter=chip.key, search=typed)) for chip in ORDERS.filters
            }


def test_search_sort_and_limit_together(filled: ShopFile) -> None:
    with filled.read() as session:
        found = query.ids(session, ORDERS, filter="to_ship", search="emma kettle", sort=("total", True), limit=3)
        assert list(found) == [16, 15, 9]
        assert list(query.ids(session, ORDERS, search="n-20")) == [20]
        assert not query.is_cut(session, ORDERS, search="n-20")


def test_cut_search_still_finds_what_a_chip_holds(filled: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """More matches than are looked at: a chip with few orders is searched whole, and the state line can say so."""
    monkeypatch.setattr(search.matching_orders, "__kwdefaults__", {"where": None, "limit": 3})
    with filled.read() as session:
        assert list(query.ids(session, ORDERS, search="emma")) == [19, 18, 17]
        assert query.is_cut(session, ORDERS, search="emma")
        assert list(query.ids(session, ORDERS, filter="attention", search="emma")) == [14, 7]
        counted = query.counts(session, ORDERS, "emma")
        assert (counted["all"], counted["attention"]) == (3, 2)


def test_window_is_one_statement_in_the_order_asked(filled: ShopFile) -> None:
    with filled.read() as session:
        session.connection()
        with statements(session) as seen:
            window = query.window(session, ORDERS, [3, 1, 99, 2])
        assert len(seen) == 1
    cells = [dict(zip(ORDERS.column_keys, row, strict=True)) for row in window]
    assert [row["order_no"] for row in cells] == ["N-03", "N-01", "N-02"]
    assert cells[0]["total"] == Money(300, "JPY")
    assert cells[1]["status"] == OrderStatus("confirmed", "", "paid", START + timedelta(hours=49), 4, None, 10)
    assert (cells[1]["carrier"], cells[1]["waybill"], cells[0]["waybill"]) == ("DHL", "00340", "")
    assert (cells[1]["channel"], cells[0]["placed_at"]) == ("Amazon", START + timedelta(hours=3))


def test_ids_and_counts_take_few_statements(filled: ShopFile) -> None:
    with filled.read() as session:
        session.connection()
        with statements(session) as seen:
            query.ids(session, ORDERS, filter="to_ship")
        assert len(seen) == 1
        with statements(session) as seen:
            query.counts(session, ORDERS)
        assert len(seen) == len(ORDERS.filters)


@pytest.mark.parametrize("chip", ["to_ship", "to_review", "attention", "waiting", "shipped", "cancelled", "all"])
def test_chips_are_counted_from_indexes_alone(filled: ShopFile, chip: str) -> None:
    with filled.read() as session:
        session.connection()
        with statements(session) as seen:
            query._count(session, ORDERS, ORDERS.filter(chip), None)
        filler = {"state_1_1": "packed", "state_1_2": "packed", "state_1_3": "packed", "state_1_4": "packed"}
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN " + seen[0], tuple(filler.values())[: seen[0].count("?")]
        )
        assert "COVERING INDEX" in str(plan.all())


@pytest.mark.parametrize("spec", EVERY, ids=lambda spec: spec.key)
def test_every_column_sorts_and_every_row_is_worded(filled: ShopFile, spec: ListSpec) -> None:
    with filled.read() as session:
        everything = set(query.ids(session, spec))
        assert everything
        for column in spec.columns:
            if column.sortable:
                for descending in (False, True):
                    assert set(query.ids(session, spec, sort=(column.key, descending))) == everything
        listed = query.window(session, spec, sorted(everything))
        assert len(listed) == len(everything)
        for row in listed:
            texts = [format_cell(*cell, "en", "Europe/Berlin") for cell in zip(spec.columns, row, strict=True)]
            assert any(texts)
        assert all(tr(column.header) for column in spec.columns)


@pytest.mark.parametrize("spec", EVERY, ids=lambda spec: spec.key)
def test_declarations_are_sound(spec: ListSpec) -> None:
    assert len(set(spec.column_keys)) == len(spec.columns)
    assert spec.filters[-1].where is None
    assert spec.column(spec.default_sort[0]).sortable
    assert all(chip.sort is None or spec.column(chip.sort[0]).sortable for chip in spec.filters)
    with pytest.raises(KeyError):
        spec.filter("nothing")
    with pytest.raises(KeyError):
        spec.column("nothing")


@pytest.mark.parametrize(
    ("typed", "expected"), [("k_1", [1]), ("100%", [1, 2]), ("kettle red", [2]), ("\x00 \ud800", [1, 2]), ("'", [])]
)
def test_smaller_lists_take_any_text(filled: ShopFile, typed: str, expected: list[int]) -> None:
    with filled.read() as session:
        assert list(query.ids(session, LISTS["products"], search=typed)) == expected


def test_totals_by_currency(filled: ShopFile) -> None:
    with filled.read() as session:
        assert query.totals(session, ORDERS, "total", [1, 2, 3]) == (Money(300, "EUR"), Money(300, "JPY"))


def test_relations_are_not_loaded_by_accident(filled: ShopFile) -> None:
    """Rows of a list are plain tuples: nothing in them can reach for the database again."""
    with filled.read() as session:
        window = query.window(session, ORDERS, [1])
        assert session.identity_map.values() == []
        assert session.execute(text("SELECT 1")).scalar() == 1
    assert not any(hasattr(cell, "__table__") for cell in window[0])
