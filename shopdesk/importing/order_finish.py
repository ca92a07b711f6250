"""When all rows are read: raw order headers + what adds up over the rows → finished orders with state, totals and
attention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk.base.clock import now
from shopdesk.domain.chinese_address import split_chinese
from shopdesk.domain.intake import OrderFacts, intake_state, lint, order_kind
from shopdesk.importing.line_amounts import MinorMemo, stable_hash
from shopdesk.importing.order_book import OrderBook
from shopdesk.importing.plan import Plan
from shopdesk.importing.staging import ORDER_AMOUNTS, ORDER_TEXTS, ORDER_TIMES, StagingWriter
from shopdesk.importing.status import status_lookup

_AMOUNTS = ("goods", "discount", "shipping", "tax", "total", "refunded")
_ADDRESS = ("ship_line1", "ship_line2", "ship_line3", "ship_address")
_SHIP_PARTS = ("ship_district", "ship_city", "ship_region", "ship_postcode", "ship_country")
_TEXTS = tuple(name for name in ORDER_TEXTS if name not in ("source_status", "items_summary"))
_FIXED = (
    *("id", "row", "row_count", "order_no", "kind", "state", "payment_state", "attention", "currency"),
    *("line_count", "unit_count", "source_hash", "items_summary", "is_lump"),
    *ORDER_AMOUNTS,
)
_DAY_IN_NUMBER = re.compile(r"(\d{2})(\d{2})(\d{2})-\d{6,}")
_MASK = (1 << 64) - 1


class OrderFinisher:
    """Turns the scratch table of raw headers into ``staged_order``."""

    def __init__(self, plan: Plan, writer: StagingWriter, book: OrderBook, names: list[str], has_lines: bool) -> None:
        self.plan = plan
        self.writer = writer
        self.book = book
        self.names = names
        self.has_lines = has_lines
        self.now = now()
        self.unknown: set[str] = set()
        self._minor: dict[str, MinorMemo] = {}
        self._status = status_lookup(plan.format.status)
        self._payment = status_lookup(plan.format.payment_status or plan.format.status)
        self._tax_by_channel = status_lookup(plan.format.tax_by_channel)
        self._tax_by_currency = status_lookup(plan.format.tax_by_currency)
        self._knows_address = any(plan.has(name) for name in _ADDRESS)
        self._line_columns: list[tuple[int, int]] = []
        derived = {"ship_name", "ship_line1", "ship_line2", *_SHIP_PARTS}
        is_derived = self._knows_address or bool({"ship_first_name", "ship_last_name"} & set(names))
        kept = set(names) | (derived if is_derived else set())
        self._times = [name for name in ORDER_TIMES if name in kept]
        self._texts = [name for name in _TEXTS if name in kept]

    def finish(self) -> None:
        """Write every order, take cancelled lines off, drop the scratch table."""
        query = f"SELECT {', '.join(['id', 'row', 'order_no', *self.names])} FROM raw_order ORDER BY id"  # noqa: S608
        columns = [*_FIXED, *self._times, "source_status", *self._texts]
        self.writer.insert("staged_order", columns, self._finished(self.writer.select(query)))
        self.writer.update(
            "UPDATE staged_line SET quantity = 0, total_minor = 0 WHERE order_id = ? AND line_no = ?",
            self._line_columns,
        )
        self.writer.scratch("DROP TABLE raw_order")

    def columns(self) -> list[str]:
        """The columns of ``staged_order`` that this file fills."""
        given = {name for name in self.names if name in ORDER_TIMES or name in _TEXTS or name == "currency"}
        given |= {f"{name}_minor" for name in _AMOUNTS if name in self.names}
        given |= {"state", "total_minor", "goods_minor"} | ({"source_status"} if "status" in self.names else set())
        if {"ship_first_name", "ship_last_name"} & set(self.names):
            given.add("ship_name")
        if "ship_address" in self.names:
            given |= {"ship_line1", "ship_region", "ship_city", "ship_district", "ship_postcode"}
        if {"payment_status", "paid_at", "status", "refunded"} & set(self.names):
            given.add("payment_state")
        if self.has_lines:
            given |= {"line_count", "unit_count", "items_summary"}
        for kept, name in (
            (self.book.discounts, "discount_minor"),
            (self.book.taxes, "tax_minor"),
            (self.book.shippings, "shipping_minor"),
        ):
            given |= {name} if kept else set()
        return sorted(given)

    def _finished(self, raw: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for order, row, order_no, *cells in raw:
            values = dict(zip(self.names, cells, strict=True))
            header_hash = stable_hash((order_no, *cells))
            yield self._order(order, row, order_no, values, header_hash)

    def _order(self, order: int, row: int, order_no: str, values: dict[str, Any], header_hash: int) -> tuple[Any, ...]:
        book = self.book
        units, lines, source_hash = (
            book.units[order],
            book.line_counts[order],
            (book.hashes[order] + header_hash) & _MASK,
        )
        currency = values.get("currency") or self.plan.currency
        self._take_off_cancelled(order)
        money = self._money(order, values, currency)
        self._place(values)
        if values.get("placed_at") is None and self.plan.format.read.date_in_order_no:
            values["placed_at"] = day_in_number(order_no, self.plan.timezone)
        facts = self._facts(order, order_no, values, money)
        kind = order_kind(money["total"], units)
        state, payment = intake_state(facts, kind, self.now, self.plan.request.history_days)
        attention = lint(
            facts,
            state,
            tolerance_minor=self.plan.request.total_tolerance_minor,
            address_min_chars=self.plan.request.address_min_chars,
        )
        if values.get("status") and not facts.status:
            self._note_unknown(row, values["status"])
        fixed = (order, row, book.row_counts[order], order_no, str(kind), str(state), str(payment), " ".join(attention))
        return (
            *(*fixed, currency, lines, book.units[order], f"{source_hash:016x}", self._summary(order)),
            facts.is_lump,
            *money.values(),
            *map(values.get, self._times),
            *[values.get(name) or "" for name in ("status", *self._texts)],
        )

    def _summary(self, order: int) -> str:
        more = self.book.line_counts[order] - 2
        return self.book.summaries[order] + (f", +{more}" if more > 0 else "")

    def _take_off_cancelled(self, order: int) -> None:
        """Cancelled lines do not count in an order of which other lines go on; when all are, the money stands as the
        file says."""
        cancelled = self.book.cancelled.get(order, [])
        if cancelled and len(cancelled) < self.book.line_counts[order]:
            for line_no, quantity, gross in cancelled:
                self.book.units[order] -= quantity
                self.book.goods[order] -= gross
                self._line_columns.append((order, line_no))

    def _money(self, order: int, values: dict[str, Any], currency: str) -> dict[str, int]:
        """Minor units. What the file does not say follows from what it says: goods − discount + shipping (+ tax on
        top) = total."""
        book, minor = self.book, self._minor.setdefault(currency, MinorMemo(currency))
        given: dict[str, int | None] = {}
        for name in _AMOUNTS:
            micros = book.sums[name][order] if name in book.sums else values.get(name)
            given[name] = None if micros is None else minor[micros]
        is_priced = self.has_lines and order not in book.unpriced
        discount = _first(given["discount"], book.discounts.get(order, 0))
        discount = -discount if self.plan.format.is_discount_signed else abs(discount)
        shipping = _first(given["shipping"], book.shippings.get(order, 0))
        tax = _first(given["tax"], book.taxes.get(order, 0))
        on_top = tax if self._tax_rule(values, currency) == "added" else 0
        goods = given["goods"] if given["goods"] is not None else book.goods[order] if is_priced else None
        total = given["total"]
        if goods is None:
            goods = (total or 0) - shipping + discount - on_top if total is not None else book.goods[order]
        if total is None:
            total = goods - discount + shipping + on_top
        return {
            "goods": goods,
            "discount": discount,
            "shipping": shipping,
            "tax": tax,
            "total": total,
            "refunded": abs(given["refunded"] or 0),
        }

    def _tax_rule(self, values: dict[str, Any], currency: str) -> str:
        """``"added"`` or ``"included"``: what the marketplace does, else what is usual in the currency, else the
        format's."""
        channel = values.get("channel") or ""
        return self._tax_by_channel[channel] or self._tax_by_currency[currency] or self.plan.format.tax

    def _place(self, values: dict[str, Any]) -> None:
        """One name, one address: joined names, an address in one cell taken apart where it is plain."""
        if not values.get("ship_name"):
            values["ship_name"] = " ".join(filter(None, (values.get("ship_first_name"), values.get("ship_last_name"))))
        whole = values.get("ship_address")
        if not whole or values.get("ship_line1"):
            return
        parts = split_chinese(whole)
        if parts is None:
            lines = [line.strip() for line in whole.splitlines() if line.strip()]
            values["ship_line1"] = lines[0] if lines else ""
            values["ship_line2"] = values.get("ship_line2") or ", ".join(lines[1:])
            return
        for name, part in (("ship_region", parts.region), ("ship_city", parts.city), ("ship_district", parts.district)):
            values[name] = values.get(name) or part
        values["ship_postcode"] = values.get("ship_postcode") or parts.postcode
        values["ship_line1"] = parts.street or ("" if parts.city else whole)
        values["ship_country"] = values.get("ship_country") or "CN"

    def _facts(self, order: int, order_no: str, values: dict[str, Any], money: dict[str, int]) -> OrderFacts:
        book = self.book
        country = values.get("ship_country") or self.plan.format.country or self.plan.request.country
        is_priced = self.has_lines and order not in book.unpriced
        fulfilment = str(values.get("fulfilment") or "").casefold()
        placed_at = values.get("placed_at")
        return OrderFacts(
            status=book.status(order) or self._silent_status(values),
            payment=self._payment[values["payment_status"]] if values.get("payment_status") else "",
            placed_at=datetime.fromisoformat(placed_at) if placed_at else None,
            is_paid_at_known=bool(values.get("paid_at")),
            knows_payment="paid_at" in values,
            is_shipped=bool(values.get("shipped_at") or values.get("waybill")),
            is_cancelled=bool(values.get("cancelled_at")),
            platform_ships=bool(fulfilment) and fulfilment in self.plan.format.platform_ships,
            goods_minor=book.goods[order] if is_priced else None,
            discount_minor=money["discount"],
            shipping_minor=money["shipping"],
            tax_minor=money["tax"],
            total_minor=money["total"] if "total" in values else None,
            refunded_minor=money["refunded"],
            units=book.units[order] if self.has_lines and book.line_counts[order] else None,
            has_odd_quantity=order in book.odd,
            is_lump=order in book.lumps and book.line_counts[order] == 1,
            is_repeated=order in book.repeated,
            name=values.get("ship_name") or "",
            phone=values.get("ship_phone") or "",
            address=tuple(values.get(name) or "" for name in ("ship_line1", "ship_line2", "ship_line3")),
            knows_address=self._knows_address,
            city=values.get("ship_city") or "",
            region=values.get("ship_region") or "",
            postcode=values.get("ship_postcode") or "",
            country=country,
            has_missing_rows=order_no in book.incomplete,
        )

    def _silent_status(self, values: dict[str, Any]) -> str:
        """What an order without a status is: a report of unshipped orders says by its name that they are to ship."""
        return "" if values.get("status") else self.plan.format.status.get("", "")

    def _note_unknown(self, row: int, status: str) -> None:
        """An unknown status is said once, at its first row."""
        if status not in self.unknown and len(self.unknown) < 50 and self.plan.format.status:
            self.unknown.add(status)
            self.writer.warn(row, "status_unknown", "status", {"value": status[:80]})


def day_in_number(order_no: str, timezone: str) -> str | None:
    """The day (its first minute, UTC text) that a number like ``260517-6071…`` begins with; ``None`` when it begins
    with none."""
    found = _DAY_IN_NUMBER.match(order_no)
    if not found:
        return None
    try:
        day = datetime(2000 + int(found[1]), int(found[2]), int(found[3]), tzinfo=ZoneInfo(timezone))
    except ValueError:
        return None
    return day.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _first(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given
