"""Search finds an order by any of its words, short, Chinese, pinyin or a phone's tail, and takes any text (H12)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.search_text import fold, item_mark, match_expression, pinyin, terms
from shopdesk.storage import search
from shopdesk.storage.search import matching_orders, reindex
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Order, OrderLine, Shipment

ORDERS = (
    {
        "external_no": "303-0318031-0108177", "buyer_name": "Sofía García", "buyer_email": "sofia@mail.example",
        "ship_phone": "+49 151 2345-6789", "ship_line1": "Lindenstraße 14", "ship_city": "Berlin",
        "ship_postcode": "10969",
    },
    {
        "external_no": "306-0502140-0162500", "buyer_name": "王小明", "ship_name": "王小明", "buyer_login": "xm_88",
        "ship_phone": "13800138000", "ship_line1": "北京市朝阳区建国路88号", "ship_city": "北京市",
    },
    {"external_no": "WEB#42", "buyer_name": "田中 花子", "ship_company": "100%_Möbel \"AG\"", "ship_city": "Osaka"},
)  # fmt: skip
LINES = (("KET-17-BLK", "Kettle 1.7 L black", ""), ("TB-500", "保温杯 500ml", "红色"), ("LAMP-1", "Desk lamp", "USB-C"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopFile]:
    from shopdesk.storage.shopfile import create_shop

    path = tmp_path_factory.mktemp("search") / "a.shopdesk"
    shop = create_shop(path, name="A", currency="EUR", timezone="UTC")
    with shop.write() as session:
        _fill(session)
    yield shop
    shop.close()


def _fill(session: Session) -> None:
    session.add(Channel(id=1, name="A", kind="amazon", currency="EUR"))
    session.flush()
    for number, (fields, (code, title, options)) in enumerate(zip(ORDERS, LINES, strict=True), 1):
        session.add(Order(id=number, channel_id=1, state="to_review", placed_at=now(), currency="EUR", **fields))
        session.flush()
        session.add(OrderLine(order_id=number, line_no=1, sku_code=code, title=title, options=options, quantity=1))
    session.add(Shipment(order_id=1, carrier="DHL", waybill="RR123456785CN"))
    assert reindex(session) == 3


def _found(shop: ShopFile, typed: str) -> list[int] | None:
    with shop.read() as session:
        matches = matching_orders(session, typed)
    return None if matches is None else list(matches.ids)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("303-0318", [1]), ("0108177", [1]), ("GARCIA", [1]), ("garcía sofía", [1]), ("s", [1]), ("so", [1]),
        ("sofia@", [1]), ("6789", [1]), ("0151 2345", [1]), ("+4915123456789", [1]), ("015123456789", [1]),
        ("linden", [1]), ("lindenstrasse", [1]), ("10969", [1]), ("RR123456785", [1]), ("ket-17", [1]), ("kettle", [1]),
        ("garcia kettle", [1]), ("k", [1]), ("王", [2]), ("小明", [2]), ("明", [2]), ("王小明", [2]), ("wangxiao", [2]),
        ("wxm", [2]), ("wx", [2]), ("朝阳", [2]), ("建国路", [2]), ("8000", [2]),
        ("保温", [2]), ("温", [2]), ("500", [2]),
        ("红", [2]), ("xm_88", [2]), ("王 保温杯", [2]), ("花子", [3]), ("web#42", [3]), ("100%_m", [3]),
        ('"ag"', [3]),
        ("usb-c", [3]), ("mobel", [3]), ("30", [2, 1]), ("kettle 王", []), ("zzz", []), ("%", []), ("_", []), ("*", []),
        ("", None), ("   ", None),
    ],
)  # fmt: skip
def test_found_by(filled: ShopFile, typed: str, expected: list[int] | None) -> None:
    assert _found(filled, typed) == expected


def test_far_apart_trigrams_are_no_word(filled: ShopFile) -> None:
    """ "soffia" is made of "sof", "ffi", "fia"; the letters of an order must stand together."""
    assert _found(filled, "sofiga") == []
    assert _found(filled, "kettle 1.8") == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=40)
    | st.text(alphabet="\"'*()^:-+{}[]%_\\\x00 ANDORNOTEAR王小é\ud800\ue000\ue001", max_size=30)
)
def test_any_text_gives_a_result(filled: ShopFile, typed: str) -> None:
    found = _found(filled, typed)
    assert found is None or set(found) <= {1, 2, 3}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(needle and not needle.isspace() for term in terms(text) for needle in term.needles)


@pytest.fixture(scope="module")
def many_items(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopFile]:
    """90 orders of one item each, newest last; each third is a kettle, each fifth buyer is called Emma."""
    from shopdesk.storage.shopfile import create_shop

    path = tmp_path_factory.mktemp("search") / "items.shopdesk"
    shop = create_shop(path, name="A", currency="EUR", timezone="UTC")
    with shop.write() as session:
        session.add(Channel(id=1, name="A", kind="amazon", currency="EUR"))
        session.flush()
        for number in range(1, 91):
            name = "Emma" if number % 5 == 0 else "em nn mma"  # the trigrams of the word, not the word
            session.add(
                Order(
                    id=number, channel_id=1, external_no=f"N{number}", state="shipped" if number % 2 else "confirmed",
                    placed_at=now(), currency="EUR", buyer_name=name,
                )
            )  # fmt: skip
            session.flush()
            title = f"Kettle {number}" if number % 3 == 0 else f"Lamp {number}"
            session.add(OrderLine(order_id=number, line_no=1, sku_code=f"S{number}", title=title, quantity=1))
        reindex(session)
    yield shop
    shop.close()


@pytest.mark.parametrize("few_items", [0, 8, 1000], ids=["in Python", "as it is", "in SQLite"])
@pytest.mark.parametrize("scanned", [0, 20_000], ids=["by the index", "by its texts"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kettle", [n for n in range(90, 0, -1) if n % 3 == 0]),  # 30 items: asked for in groups
        ("kettle emma", [90, 75, 60, 45, 30, 15]),
        ("emma kettle lamp", []),
        ("lamp", [n for n in range(90, 0, -1) if n % 3]),
        ("ke", [n for n in range(90, 0, -1) if n % 3 == 0]),
        ("emma", list(range(90, 0, -5))),
        ("kettle 45", [45]),
    ],
)
def test_words_of_many_items_are_found_in_every_way(
    many_items: ShopFile, monkeypatch: pytest.MonkeyPatch, few_items: int, scanned: int, typed: str, expected: list[int]
) -> None:
    monkeypatch.setattr(search, "_FEW_ITEMS", few_items)
    monkeypatch.setattr(search, "_SCAN_LIMIT", scanned)
    assert _found(many_items, typed) == expected
    with many_items.read() as session:
        matches = matching_orders(session, typed, where=Order.state == "confirmed")
    assert matches is not None
    assert list(matches.ids) == [number for number in expected if number % 2 == 0]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 90), max_size=90))
def test_items_in_groups_are_any_of_them(many_items: ShopFile, items: set[int]) -> None:
    term = terms("zzz")[0]
    typed = match_expression(term, [item_mark(item) for item in sorted(items)])
    with many_items.read() as session:
        found = session.execute(
            search.text("SELECT rowid FROM search_order WHERE search_order MATCH :typed"), {"typed": typed}
        )
        assert {row[0] for row in found} == items


def test_a_large_index_is_kept_in_few_parts_and_sound(shop: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_CHUNK", 10)
    with shop.write() as session:
        session.add(Channel(id=1, name="A", kind="amazon", currency="EUR"))
        session.flush()
        for number in range(1, 201):
            session.add(
                Order(
                    id=number, channel_id=1, external_no=f"N-{number}", state="shipped", placed_at=now(), currency="EUR"
                )
            )
        assert reindex(session) == 200
    with shop.write() as session:
        parts = session.scalar(search.text("SELECT count(DISTINCT segid) FROM search_order_idx"))
        assert parts == 1  # twenty chunks, written out once
        reindex(session, [7, 8])
        session.execute(search.text("INSERT INTO search_order(search_order) VALUES ('integrity-check')"))
    assert _found(shop, "N-200") == [200]


def test_pinyin_of_names() -> None:
    assert pinyin("王小明") == ("wangxiaoming", "wxm")
    assert pinyin("Emma") == ()


def test_edited_order_is_found_by_its_new_words_only(shop: ShopFile) -> None:
    with shop.write() as session:
        _fill(session)
        order = session.get_one(Order, 1)
        order.buyer_name = "Zoë Novák"
        reindex(session, [1])
    assert _found(shop, "novak") == [1]
    assert _found(shop, "garcia") == []


def test_removed_order_leaves_the_index(shop: ShopFile) -> None:
    with shop.write() as session:
        _fill(session)
        session.delete(session.get_one(Order, 2))
        reindex(session, [2])
    assert _found(shop, "王") == []


def test_import_is_indexed_by_its_batch(shop: ShopFile) -> None:
    with shop.write() as session:
        _fill(session)
        session.execute(search.text("DELETE FROM search_order"))
        session.get_one(Order, 2).batch_id = 7
        assert reindex(session, batch_id=7) == 1
    assert _found(shop, "30") == [2]


def test_result_is_bounded_newest_first_and_a_chip_is_searched_whole(
    shop: ShopFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.write() as session:
        _fill(session)
        for number in range(10, 40):
            session.add(
                Order(
                    id=number,
                    channel_id=1,
                    external_no=f"N-{number}",
                    state="shipped",
                    placed_at=now(),
                    currency="EUR",
                    buyer_name="Sofia",
                )
            )
        reindex(session)
    with shop.read() as session:
        matches = matching_orders(session, "sofia", limit=5)
        assert matches is not None
        assert (list(matches.ids), matches.is_cut) == ([39, 38, 37, 36, 35], True)
        few = matching_orders(session, "sofia", where=Order.state == "to_review", limit=5)
        assert few is not None
        assert (list(few.ids), few.is_cut) == ([1], False)
        monkeypatch.setattr(search, "_SCAN_LIMIT", 0)
        asked = matching_orders(session, "sofia", where=Order.state == "to_review", limit=5)
        assert asked is not None
        assert list(asked.ids) == [1]
