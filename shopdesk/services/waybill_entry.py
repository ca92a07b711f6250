"""Waybills in lists: from a carrier's file, a scanner or the clipboard. Every line is applied or refused with a reason;
all of it is one undoable step (R-O6).

``check`` says what would become of each line and writes nothing; ``apply`` does it. Reading files is ``importing``'s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.i18n import message
from shopdesk.domain.carriers import find_named, name_index, plain_name
from shopdesk.domain.orders import SHIPPED, TO_SHIP, OrderState
from shopdesk.domain.parcels import LEFT
from shopdesk.domain.search_text import clean
from shopdesk.domain.waybill_entry import TypedWaybill
from shopdesk.domain.waybills import normal_waybill
from shopdesk.services.departure import depart
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.services.waybill_checks import label_values, odd_waybill
from shopdesk.storage.queries import waybills as sql
from shopdesk.storage.queries.carrier_books import carrier_names
from shopdesk.storage.queries.waybills import NumberedOrder
from shopdesk.storage.tables import Shipment


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line. ``code``: a message that says why it is refused, or ``""``; ``warnings``: messages of
    what to look at although it is applied. ``parcel_id`` is ``None`` where a parcel is added.
    """

    row: TypedWaybill
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    order_id: int | None = None
    parcel_id: int | None = None
    carrier: str = ""
    is_known: bool = False

    @property
    def is_applied(self) -> bool:
        """Whether the line is (or would be) applied; one that the shop knew already counts as applied."""
        return not self.code

    def reason(self) -> str:
        """Why it is refused, or what to look at, in words; ``""`` when there is nothing to say."""
        found = [(self.code, self.params)] if self.code else list(self.warnings)
        return " ".join(message(code, **params) for code, params in found)


@dataclass(frozen=True, slots=True)
class WaybillCheck:
    """The verdicts of a list, line by line."""

    verdicts: tuple[Verdict, ...]

    @property
    def applied(self) -> list[Verdict]:
        """The lines that are taken."""
        return [verdict for verdict in self.verdicts if verdict.is_applied]

    @property
    def refused(self) -> list[Verdict]:
        """The lines that are not."""
        return [verdict for verdict in self.verdicts if not verdict.is_applied]


def check(session: Session, rows: Sequence[TypedWaybill], *, carrier: str = "", ship: bool = False) -> WaybillCheck:
    """What would become of ``rows``. ``carrier`` is that of lines and parcels without one; ``ship``: the orders are
    handed over as well, so they must be ready to leave (SM-ORDER).
    """
    return WaybillCheck(tuple(_Checker(session, rows, _carrier(carrier), ship).verdicts()))


def apply(
    session: Session, rows: Sequence[TypedWaybill], *, carrier: str = "", ship: bool = False
) -> tuple[Change, WaybillCheck]:
    """Write what :func:`check` allows, in one step; when it allows nothing there is no step (``Change.id is None``)."""
    found = check(session, rows, carrier=carrier, ship=ship)
    params: dict[str, Any] = {"n": len(found.applied), "left": len(found.refused)}
    if not found.applied:
        return Change(None, "waybills_none", {"n": len(found.verdicts)}, undoable=False), found
    code = ("waybills_shipped" if ship else "waybills_set") + ("_some" if found.refused else "_many")
    with recording(session, code, **params) as step:
        _write(session, step, found.applied, ship=ship)
    return step.change, found


def _carrier(typed: str) -> str:
    return " ".join(clean(typed).split())


class _Checker:
    """Judges the lines in their sequence; an order's first line goes to its first parcel that waits for a number."""

    def __init__(self, session: Session, rows: Sequence[TypedWaybill], carrier: str, ship: bool) -> None:
        self._rows = [replace(row, waybill=normal_waybill(row.waybill)) for row in rows]
        self._carrier = carrier
        self._ship = ship
        self._orders = sql.orders_by_number(session, {row.order_no for row in rows if row.order_no})
        ids = [order.id for orders in self._orders.values() for order in orders]
        self._parcels = sql.parcels(session, ids)
        known = carrier_names(session)
        self._names = name_index((name, (name, *aliases.splitlines())) for _, name, aliases in known)
        self._holders: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
        self._held: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for (held_by, waybill), held in sql.holders(
            session, {row.waybill for row in self._rows if row.waybill}
        ).items():
            self._holders[self._one_name(held_by), waybill].update(held)
            self._held[waybill] += [(held_by, order_id, order_no) for order_id, order_no in held.items()]
        self._lines = Counter(row.order_no for row in rows)
        self._in_file: dict[tuple[str, str], TypedWaybill] = {}
        self._taken: dict[int, set[int]] = defaultdict(set)

    def verdicts(self) -> list[Verdict]:
        """One a line."""
        return [self._verdict(row) for row in self._rows]

    def _verdict(self, row: TypedWaybill) -> Verdict:
        if not row.order_no:
            return Verdict(row, "waybill_row_without_order")
        orders = self._orders.get(row.order_no, [])
        if not row.waybill:
            return Verdict(row, "waybill_row_empty", {"order_no": row.order_no})
        if not orders:
            return Verdict(row, "waybill_row_order_unknown", {"order_no": row.order_no})
        if len(orders) > 1:
            return Verdict(row, "waybill_row_order_twice", {"order_no": row.order_no, "n": len(orders)})
        return self._of_order(row, orders[0])

    def _of_order(self, row: TypedWaybill, order: NumberedOrder) -> Verdict:
        if refusal := self._state_refusal(order):
            return Verdict(row, refusal, {"order_no": row.order_no})
        if self._is_merged(order):
            return Verdict(row, "waybill_row_merged", {"order_no": row.order_no})
        parcel = self._parcel(row, order)
        carrier, is_unknown = self._named(row.carrier or (parcel.carrier if parcel else "") or self._carrier)
        if not carrier:
            return Verdict(row, "waybill_row_without_carrier", {"order_no": row.order_no})
        key = (self._one_name(carrier), row.waybill)
        other = next((no for held, no in self._holders.get(key, {}).items() if held != order.id), "")
        if other:
            return Verdict(row, "waybill_row_taken", {"waybill": row.waybill, "order_no": other})
        if doubtful := self._held_in_doubt(row.waybill, order.id, is_unknown=is_unknown):
            params = {"waybill": row.waybill, "order_no": row.order_no, "carrier": carrier, **doubtful}
            return Verdict(row, "waybill_row_taken_in_doubt", params)
        if before := self._in_file.get(key):
            return Verdict(row, "waybill_row_repeated", {"waybill": row.waybill, "row": before.row})
        if parcel is not None and parcel.waybill not in {"", row.waybill} and parcel.state in LEFT:
            params = {"order_no": row.order_no, "waybill": parcel.waybill}
            return Verdict(row, "waybill_row_has_left", params)
        self._in_file[key] = row
        if parcel is not None:
            self._taken[order.id].add(parcel.id)
        return Verdict(
            row,
            warnings=tuple(_warnings(row, parcel, carrier, self._unknown(carrier) if is_unknown else None)),
            order_id=order.id,
            parcel_id=parcel.id if parcel else None,
            carrier=carrier,
            is_known=parcel is not None and (parcel.carrier, parcel.waybill) == (carrier, row.waybill),
        )

    def _state_refusal(self, order: NumberedOrder) -> str:
        if order.state == OrderState.CANCELLED:
            return "waybill_row_cancelled"
        if order.state in {OrderState.RETURN_OPEN, OrderState.RETURNED}:
            return "waybill_row_closed"
        if self._ship and order.state not in {*TO_SHIP, *SHIPPED}:
            return "waybill_row_not_ready"
        return ""

    def _is_merged(self, order: NumberedOrder) -> bool:
        """Whether the goods travel in another order's parcel."""
        parcels = self._parcels.get(order.id, [])
        return bool(parcels) and all(parcel.merged_into_id is not None for parcel in parcels)

    def _parcel(self, row: TypedWaybill, order: NumberedOrder) -> Shipment | None:
        """The parcel with this number, else the first that waits for one, else (for the order's only line) the one
        whose number it replaces; ``None``: one more parcel.
        """
        free = [
            p for p in self._parcels.get(order.id, []) if p.id not in self._taken[order.id] and not p.merged_into_id
        ]
        for wanted in (row.waybill, ""):
            if found := next((parcel for parcel in free if parcel.waybill == wanted), None):
                return found
        return free[0] if free and self._lines[row.order_no] == 1 else None

    def _held_in_doubt(self, waybill: str, order_id: int, *, is_unknown: bool) -> dict[str, str]:
        """Another order with this number where one of the two carriers is not known: it may be the same one, written
        wrongly. Two known carriers may have the same number.
        """
        for held_by, other_id, order_no in self._held[waybill]:
            is_doubtful = is_unknown or (bool(self._names) and find_named(held_by, self._names) is None)
            if other_id != order_id and is_doubtful:
                return {"other": order_no, "other_carrier": held_by}
        return {}

    def _one_name(self, carrier: str) -> str:
        """One name for every way to write a carrier, to compare with: ``DHL`` and ``DHL Paket`` are one."""
        return find_named(carrier, self._names) or plain_name(carrier)

    def _unknown(self, carrier: str) -> tuple[str, Mapping[str, Any]]:
        """What is said of a carrier that the shop does not know, with those it may be meant for."""
        near = get_close_matches(plain_name(carrier), self._names, n=2)
        meant = list(dict.fromkeys(self._names[plain] for plain in near))
        if not meant:
            return "waybill_row_carrier_unknown", {"carrier": carrier}
        return "waybill_row_carrier_near", {"carrier": carrier, "near": ", ".join(meant)}

    def _named(self, carrier: str) -> tuple[str, bool]:
        """The carrier as the shop spells it, and whether the shop, though it has carriers, does not know it."""
        known = self._names.get(plain_name(carrier))
        return known or carrier, bool(self._names) and find_named(carrier, self._names) is None


def _warnings(
    row: TypedWaybill, parcel: Shipment | None, carrier: str, unknown: tuple[str, Mapping[str, Any]] | None
) -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    if odd := odd_waybill(carrier, row.waybill):
        found.append((odd, {}))
    if unknown is not None:
        found.append(unknown)
    if parcel is not None and parcel.waybill not in {"", row.waybill}:
        found.append(("waybill_row_replaced", {"order_no": row.order_no, "waybill": parcel.waybill}))
    return found


def _write(session: Session, step: Recorder, applied: Sequence[Verdict], *, ship: bool) -> None:
    ids = {verdict.order_id or 0 for verdict in applied}
    parcels = sql.parcels(session, ids)
    by_id = {parcel.id: parcel for of_order in parcels.values() for parcel in of_order}
    added: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for verdict in applied:
        carrier, waybill = verdict.carrier, verdict.row.waybill
        if verdict.parcel_id is None:
            new = {"order_id": verdict.order_id, "carrier": carrier, "waybill": waybill}
            added[verdict.order_id or 0].append(new)
            continue
        parcel = by_id[verdict.parcel_id]
        step.update(parcel, by_owner=True, **label_values(parcel.carrier, carrier, waybill))
    step.insert_many(Shipment, _numbered(step, parcels, added))
    if ship:
        named = {(verdict.carrier, verdict.row.waybill) for verdict in applied}
        waiting = (parcel for of_order in sql.parcels(session, ids).values() for parcel in of_order)
        depart(session, step, [each.id for each in waiting if (each.carrier, each.waybill) in named], now())


def _numbered(
    step: Recorder, parcels: Mapping[int, Sequence[Shipment]], added: Mapping[int, Sequence[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The new parcels behind those an order has; all of them told how many they are now."""
    rows = []
    for order_id, new in added.items():
        known = parcels.get(order_id, ())
        count = len(known) + len(new)
        for parcel in known:
            step.update(parcel, parcel_count=count)
        first = max((parcel.parcel_no for parcel in known), default=0) + 1
        rows += [{**row, "parcel_no": first + place, "parcel_count": count} for place, row in enumerate(new)]
    return rows
