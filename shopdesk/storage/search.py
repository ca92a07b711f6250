"""Finding orders by what is typed, within 100 ms in a million: a trigram index of orders, another of distinct items.

An order's indexed text holds its own words and a three-character mark for each of its items, so that one index query
answers "emma kettle"; see :mod:`shopdesk.domain.search_text`. Any text gives a result, never an error (H12).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, Select, bindparam, column, func, insert, or_, select, table, text
from sqlalchemy.orm import Session

from shopdesk.domain.search_text import Term, item_mark, match_expression, order_text, terms
from shopdesk.storage.raw import raw_ids, raw_rows
from shopdesk.storage.tables import Order, OrderLine, SearchItem, Shipment

MATCH_LIMIT = 2_000  # newest first; the state line says when there are more. Each costs 12 µs at every keystroke
_ITEM_LIMIT = 400
_FEW_ITEMS = 8
_SCAN_LIMIT = 20_000  # a chip of up to this many orders is searched by reading its texts

_INDEX = table("search_order", column("rowid"), column("text"), column("marks"))
_ITEM_INDEX = table("search_item_text", column("rowid"), column("text"))
#: What the index keeps of each order; by id it is read here at half the cost of asking the index.
_CONTENT = table("search_order_content", column("id"), column("c0"), column("c1"))
_KEPT_AT_ONCE = 16_000_000  # bytes of new index kept in memory: few large parts of an index are found in faster

_Marks = dict[Term, frozenset[str]]  # the typed terms, with the marks of the items that hold each
_Columns = tuple[ColumnClause[Any], ColumnClause[Any], ColumnClause[Any]]  # an order's id, its text, its marks

_CHUNK = 3_000  # orders with all their lines: small bites, for other threads wait while so many rows are let go of
_KEY_END = "\x1f"  # between SKU code, title and options in the key of an item
_ITEM_END = "\x1e"  # between the keys of an order's items


@dataclass(frozen=True, slots=True)
class Matches:
    """Orders found, newest first; ``is_cut`` when there were more than the limit."""

    ids: array[int]
    is_cut: bool


def matching_orders(
    session: Session, typed: str, *, where: ColumnElement[bool] | None = None, limit: int = MATCH_LIMIT
) -> Matches | None:
    """Orders (of ``where``, when given) that hold every word of ``typed``; ``None`` when nothing was typed."""
    wanted = terms(typed)
    if not wanted:
        return None
    marks = {term: _marks(session, term) for term in wanted}
    if where is not None and (few := _few_orders(session, where)) is not None:
        return _scan(session, few, marks, limit)
    return _ask_index(session, marks, where, limit)


def _marks(session: Session, term: Term) -> frozenset[str]:
    """The marks of the items that hold ``term`` (the newest 400 of them)."""
    found = _matching_items(term).limit(_ITEM_LIMIT)
    hits = session.execute(found).all()
    return frozenset(item_mark(item_id) for item_id, indexed in hits if term.is_exact or term.found_in(indexed))


def _matching_items(term: Term) -> Select[Any]:
    matches = text("search_item_text MATCH :typed").bindparams(bindparam("typed", match_expression(term)))
    return select(_ITEM_INDEX.c.rowid, _ITEM_INDEX.c.text).where(matches).order_by(_ITEM_INDEX.c.rowid.desc())


def _few_orders(session: Session, where: ColumnElement[bool]) -> list[int] | None:
    ids = list(session.scalars(select(Order.id).where(where).limit(_SCAN_LIMIT + 1)))
    return sorted(ids, reverse=True) if len(ids) <= _SCAN_LIMIT else None


def _scan(session: Session, order_ids: Sequence[int], marks: _Marks, limit: int) -> Matches:
    query = select().where(_CONTENT.c.id.in_(_Ids(ids_json(order_ids)).select))
    return _look(session, query, (_CONTENT.c.id, _CONTENT.c.c0, _CONTENT.c.c1), marks, limit)


def _ask_index(session: Session, marks: _Marks, where: ColumnElement[bool] | None, limit: int) -> Matches:
    few_items_first = sorted(marks.items(), key=lambda item: len(item[1]))  # the first one leads the others
    typed = " AND ".join(match_expression(term, sorted(found)) for term, found in few_items_first)
    query = select().where(text("search_order MATCH :typed").bindparams(typed=typed))
    if where is not None:
        query = query.select_from(_INDEX.join(Order, Order.id == _INDEX.c.rowid)).where(where)
    unsure = {term: found for term, found in marks.items() if not term.is_exact}
    return _look(session, query, (_INDEX.c.rowid, _INDEX.c.text, _INDEX.c.marks), unsure, limit)


def _look(session: Session, query: Select[Any], columns: _Columns, marks: _Marks, limit: int) -> Matches:
    """The newest rows of ``query`` that really hold every term: trigrams found apart from each other make no word.

    Terms that few items hold are looked for by SQLite, which builds no Python text for a row and stops at the limit.
    """
    order_id, indexed, items = columns
    query = query.order_by(order_id.desc())
    for term, found in marks.items():
        if len(found) <= _FEW_ITEMS:
            places = [*(func.instr(indexed, key) for key in term.keys), *(func.instr(items, mark) for mark in found)]
            query = query.where(or_(*(place > 0 for place in places)))
    rest = {term: found for term, found in marks.items() if len(found) > _FEW_ITEMS}
    if not rest:
        ids = raw_ids(session, query.add_columns(order_id).limit(limit + 1))
        return Matches(ids[:limit], len(ids) > limit)
    rows = session.connection().execute(query.add_columns(*columns))
    try:
        assert rows.cursor is not None
        return _keep(iter(rows.cursor.fetchone, None), rest, limit)
    finally:
        rows.close()


def _keep(rows: Iterable[Any], marks: _Marks, limit: int) -> Matches:
    """The rows that really hold every term: trigrams found apart from each other do not make the word."""
    ids = array("q")
    for order_id, indexed, items in rows:
        if all(_has_item(items, found) or term.found_in(indexed) for term, found in marks.items()):
            if len(ids) == limit:
                return Matches(ids, True)
            ids.append(order_id)
    return Matches(ids, False)


def _has_item(items: str, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint([items[at : at + 3] for at in range(0, len(items), 3)])


def ids_json(ids: Iterable[int]) -> str:
    """Ids as one JSON parameter for ``json_each``: a list of any length in one statement."""
    return f"[{','.join(map(str, ids))}]"


def reindex(session: Session, order_ids: Iterable[int] | None = None, *, batch_id: int | None = None) -> int:
    """Index orders anew: those of ``order_ids``, those of an import, or all. Returns how many were named.

    Call it in the transaction of the change. Ids that exist no longer are taken out of the index.
    """
    session.flush()
    if order_ids is None:
        query = select(Order.id).where(Order.batch_id == batch_id) if batch_id is not None else select(Order.id)
        order_ids = session.scalars(query)
    ids = sorted(order_ids)
    marks = _ItemMarks(session)
    if len(ids) > _CHUNK:
        session.connection().exec_driver_sql(
            "INSERT INTO search_order(search_order, rank) VALUES ('hashsize', ?)", (_KEPT_AT_ONCE,)
        )
    for start in range(0, len(ids), _CHUNK):
        _reindex_chunk(session, ids[start : start + _CHUNK], marks)
    return len(ids)


def _reindex_chunk(session: Session, ids: Sequence[int], marks: _ItemMarks) -> None:
    connection = session.connection()
    chosen = _Ids(ids_json(ids))
    # One by one: at a statement that may take several, SQLite has the index write out what it holds in memory.
    connection.exec_driver_sql("DELETE FROM search_order WHERE rowid = ?", [(order_id,) for order_id in ids])
    items = _marks_of_orders(session, chosen, marks)
    rows = [
        (order_id, order_text(texts, phones, names), items.get(order_id, ""))
        for order_id, texts, phones, names in _order_texts(session, chosen)
    ]
    if rows:
        connection.exec_driver_sql("INSERT INTO search_order(rowid, text, marks) VALUES (?, ?, ?)", rows)


@dataclass(frozen=True, slots=True)
class _Ids:
    """Which orders; ``select`` is a subquery of their ids."""

    json: str

    @property
    def select(self) -> Select[Any]:
        return select(func.json_each(self.json).table_valued("value").c.value)


_TEXTS = (
    "external_no", "buyer_login", "buyer_ref", "buyer_email", "ship_company", "ship_line1", "ship_line2", "ship_line3",
    "ship_district", "ship_city", "ship_region", "ship_postcode",
)  # fmt: skip
_PHONES = ("buyer_phone", "ship_phone")
_NAMES = ("buyer_name", "ship_name")

#: The columns of orders, lines and shipments that stand in the index: a change of one needs :func:`reindex`.
INDEXED_FIELDS = frozenset({*_TEXTS, *_PHONES, *_NAMES, "waybill", "sku_code", "title", "options"})


def _order_texts(session: Session, chosen: _Ids) -> Iterable[tuple[int, list[str], tuple[str, ...], tuple[str, ...]]]:
    fields = [getattr(Order, name) for name in (*_TEXTS, *_PHONES, *_NAMES)]
    query = select(Order.id, *fields).where(Order.id.in_(chosen.select))
    waybills = _waybills(session, chosen)
    n_texts, n_phones = len(_TEXTS), len(_PHONES)
    for order_id, *values in session.execute(query):
        texts = [*values[:n_texts], *waybills.get(order_id, ())]
        yield order_id, texts, tuple(values[n_texts : n_texts + n_phones]), tuple(values[n_texts + n_phones :])


def _waybills(session: Session, chosen: _Ids) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(Shipment.order_id, Shipment.waybill).where(
        Shipment.waybill != "", Shipment.order_id.in_(chosen.select)
    )
    for order_id, waybill in session.execute(query):
        found.setdefault(order_id, []).append(waybill)
    return found


class _ItemMarks(dict[str, str]):
    """The mark of each distinct item by its key; one that is new gets the next number and waits in ``unsaved``."""

    def __init__(self, session: Session) -> None:
        query = select(SearchItem.id, SearchItem.sku_code, SearchItem.title, SearchItem.options)
        super().__init__({_KEY_END.join(item): item_mark(item_id) for item_id, *item in session.execute(query)})
        self._next_id = (session.scalar(select(func.max(SearchItem.id))) or 0) + 1
        self.unsaved: list[dict[str, Any]] = []

    def __missing__(self, key: str) -> str:
        code, title, options = key.split(_KEY_END)
        self.unsaved.append({"id": self._next_id, "sku_code": code, "title": title, "options": options})
        self[key] = mark = item_mark(self._next_id)
        self._next_id += 1
        return mark

    def save(self, session: Session) -> None:
        """Put the new items into the item index."""
        if not self.unsaved:
            return
        session.execute(insert(SearchItem), self.unsaved)
        session.connection().exec_driver_sql(
            "INSERT INTO search_item_text(rowid, text) VALUES (?, ?)",
            [(item["id"], order_text((item["sku_code"], item["title"], item["options"]))) for item in self.unsaved],
        )
        self.unsaved = []


def _marks_of_orders(session: Session, chosen: _Ids, marks: _ItemMarks) -> dict[int, str]:
    """The marks of the items of each chosen order, as one text."""
    key = OrderLine.sku_code + _KEY_END + OrderLine.title + _KEY_END + OrderLine.options
    query = (
        select(OrderLine.order_id, func.group_concat(key, _ITEM_END))  # one row an order: a quarter faster than a line
        .where(OrderLine.order_id.in_(chosen.select))
        .group_by(OrderLine.order_id)
    )
    found = {
        order_id: "".join(sorted({marks[item] for item in items.split(_ITEM_END)}))
        for order_id, items in raw_rows(session, query)
    }
    marks.save(session)
    return found
