"""Running if-then rules: dry on the orders of the last days, to see the difference; or on chosen orders, in one step.

On new orders they run inside the import (``storage.queries.import_rules``). A dry run writes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.order_rules import Deed, Difference, Effect, Rule, RuleFacts, differences, told
from shopdesk.domain.order_rules import run as run_rules
from shopdesk.domain.orders import OrderKind
from shopdesk.services.order_rules import rules_on
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries.import_run import Run
from shopdesk.storage.queries.order_rule_facts import RuledOrder, ruled_orders
from shopdesk.storage.queries.rule_targets import gift_skus, line_counts, place_names
from shopdesk.storage.search import ids_json
from shopdesk.storage.staging import driver
from shopdesk.storage.tables import Order, OrderEvent, OrderLine, Shipment, Shop
from shopdesk.storage.types import utc_text

DRY_RUN_DAYS = 90


@dataclass(frozen=True, slots=True)
class RuledDifference:
    """What would be different on an order: field by field, before and after."""

    order_id: int
    order_no: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What rules would have done. ``looked_at`` orders in ``days``; ``fields``: how many orders differ in each."""

    days: int
    looked_at: int
    matched: int
    orders: tuple[RuledDifference, ...]
    fields: Mapping[str, int]
    fingerprint: str


def dry_run(session: Session, rule: Rule, *, days: int = DRY_RUN_DAYS) -> DryRun:
    """What ``rule`` alone would have done to the orders placed in the last ``days``, had it been on."""
    since = utc_text(now() - timedelta(days=days))
    looked_at = matched = 0
    found: list[RuledDifference] = []
    where = f"o.placed_at >= :since AND o.archived_at IS NULL AND o.kind <> '{OrderKind.CREDIT}'"
    for order in _orders(session, [rule], where, as_new=True, since=since):
        looked_at += 1
        after, effects = run_rules([rule], order.facts)
        matched += bool(effects)
        if changed := differences(order.facts, after):
            found.append(RuledDifference(order.id, order.order_no, tuple(changed)))
    fields = Counter(difference.field for order in found for difference in order.differences)
    return DryRun(days, looked_at, matched, tuple(found), dict(fields), rule.fingerprint)


def apply(session: Session, order_ids: Sequence[int], rules: Sequence[Rule] | None = None) -> Change:
    """Run ``rules`` (those that are on, when none are named) on chosen orders, as one step.

    Raises ``UserError("rules_none_on")``. When nothing is different there is no step (``Change.id is None``).
    """
    wanted = rules_on(session) if rules is None else tuple(rules)
    if not wanted:
        raise UserError("rules_none_on")
    where = "o.id IN (SELECT value FROM json_each(:ids))"
    orders = _orders(session, wanted, where, as_new=False, ids=ids_json(order_ids))
    done = [(order, *run_rules(wanted, order.facts)) for order in orders]
    ruled = [_Ruled(order, after, effects) for order, after, effects in done if effects]
    params: dict[str, Any] = {"n": len(ruled), "of": len(done)}
    if not ruled:
        return Change(None, "rules_applied_none", params, undoable=False)
    with recording(session, "rules_applied", **params) as step:
        _write(session, step, ruled)
    return step.change


@dataclass(frozen=True, slots=True)
class _Ruled:
    order: RuledOrder
    after: RuleFacts
    effects: list[Effect]


def _orders(
    session: Session, rules: Sequence[Rule], where: str, *, as_new: bool, **params: Any
) -> Iterable[RuledOrder]:
    country = session.scalars(select(Shop.country)).one()
    session.flush()
    return ruled_orders(Run(driver(session)), rules, where, shop_country=country, as_new=as_new, **params)


def _write(session: Session, step: Recorder, ruled: Sequence[_Ruled]) -> None:
    _write_fields(step, ruled)
    _write_carriers(step, ruled)
    _write_gifts(session, step, ruled)
    places = place_names(session)
    told_of = [(one.order.id, *told(effect, places)) for one in ruled for effect in one.effects]
    events = [{"order_id": row_id, "at": now(), "code": code, "params": params} for row_id, code, params in told_of]
    step.insert_many(OrderEvent, events)


def _write_fields(step: Recorder, ruled: Sequence[_Ruled]) -> None:
    """Orders that become the same are written together: few statements for thousands of them."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    columns = {"tags": "tags", "attention": "attention", "warehouse_id": "warehouse_id", "packer_note": "seller_note"}
    for one in ruled:
        values = tuple(
            (column, getattr(one.after, name))
            for name, column in columns.items()
            if getattr(one.after, name) != getattr(one.order.facts, name)
        )
        if values:
            alike[values].append(one.order.id)
    for values, ids in alike.items():
        step.update_many(Order, ids, **dict(values))


def _write_carriers(step: Recorder, ruled: Sequence[_Ruled]) -> None:
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    new = []
    for one in ruled:
        carrier = (one.after.carrier, one.after.carrier_service)
        if carrier == (one.order.facts.carrier, one.order.facts.carrier_service):
            continue
        if one.order.parcel_id is None:
            new.append({"order_id": one.order.id, "carrier": carrier[0], "service": carrier[1]})
        else:
            alike[carrier].append(one.order.parcel_id)
    for (name, service), ids in alike.items():
        step.update_many(Shipment, ids, carrier=name, service=service, service_id=None, fee_quoted_minor=None)
    step.insert_many(Shipment, new)


def _write_gifts(session: Session, step: Recorder, ruled: Sequence[_Ruled]) -> None:
    gifts = [(one.order.id, e.action) for one in ruled for e in one.effects if e.action.deed is Deed.GIFT]
    if not gifts:
        return
    known = gift_skus(session, {action.text for _, action in gifts})
    counts = line_counts(session, {order_id for order_id, _ in gifts})
    rows, pieces = [], Counter({order_id: count.units for order_id, count in counts.items()})
    lines, numbers = {i: count.lines for i, count in counts.items()}, {i: count.last_no for i, count in counts.items()}
    for order_id, action in gifts:
        sku = known.get(action.text)
        numbers[order_id] += 1
        lines[order_id] += 1
        pieces[order_id] += action.number
        rows.append(
            {
                "order_id": order_id, "line_no": numbers[order_id], "sku_id": sku.id if sku else None,
                "sku_code": action.text, "title": sku.title if sku else "", "options": sku.options if sku else "",
                "quantity": action.number, "is_gift": True,
            }
        )  # fmt: skip
    step.insert_many(OrderLine, rows)
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for order_id in counts:
        alike[lines[order_id], pieces[order_id]].append(order_id)
    for (line_count, unit_count), ids in alike.items():
        step.update_many(Order, ids, line_count=line_count, unit_count=unit_count)
