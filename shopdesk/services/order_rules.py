"""The owner's if-then rules: kept, ordered, switched on and off. Each step is one undoable Change.

A rule can be switched on only after a dry run of exactly what it does (``order_rule_runs``); changing what it does
switches it off. Which orders a rule touches is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.order_rules import Rule, parse_rule, to_json
from shopdesk.services.recording import Change, recording
from shopdesk.storage.tables import OrderRule


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule of the shop, with its place from the top."""

    id: int
    position: int
    is_on: bool
    rule: Rule


def rules(session: Session) -> list[KeptRule]:
    """Every rule, in the sequence they run."""
    query = select(OrderRule).where(OrderRule.archived_at.is_(None)).order_by(OrderRule.position, OrderRule.id)
    return [KeptRule(row.id, place, row.is_on, _rule(row)) for place, row in enumerate(session.scalars(query), 1)]


def rules_on(session: Session) -> tuple[Rule, ...]:
    """The rules that run on new orders."""
    query = select(OrderRule).where(OrderRule.is_on, OrderRule.archived_at.is_(None))
    return tuple(map(_rule, session.scalars(query.order_by(OrderRule.position, OrderRule.id))))


def save(
    session: Session,
    rule_id: int | None,
    name: str,
    conditions: Iterable[Mapping[str, Any]],
    actions: Iterable[Mapping[str, Any]],
) -> Change:
    """Keep a new rule (``None``; off, below the others) or change one; one that does something else is off then.

    Raises ``UserError``: ``rule_unknown``, ``rule_name_taken`` and what ``parse_rule`` raises.
    """
    rule = parse_rule(name, conditions, actions)
    others = select(OrderRule.id).where(func.lower(OrderRule.name) == rule.name.lower(), OrderRule.id != (rule_id or 0))
    if session.scalar(others) is not None:
        raise UserError("rule_name_taken", rule=rule.name)
    if rule_id is None:
        last = session.scalar(select(func.max(OrderRule.position))) or 0
        with recording(session, "rule_saved", rule=rule.name) as step:
            step.insert(OrderRule(name=rule.name, position=last + 1, is_on=False, **to_json(rule)))
        return step.change
    row = _row(session, rule_id)
    stays_on = row.is_on and _rule(row).fingerprint == rule.fingerprint
    code = "rule_saved_off" if row.is_on and not stays_on else "rule_saved"
    with recording(session, code, rule=rule.name) as step:
        values: dict[str, Any] = {"name": rule.name, "is_on": stays_on, **to_json(rule)}
        step.update(row, **values)
    return step.change


def switch_on(session: Session, rule_id: int, fingerprint: str) -> Change:
    """The rule runs on new orders from now on. ``fingerprint`` is that of its dry run.

    Raises ``UserError``: ``rule_unknown``, ``rule_not_tried`` when the dry run was of something else.
    """
    row = _row(session, rule_id)
    if _rule(row).fingerprint != fingerprint:
        raise UserError("rule_not_tried", rule=row.name)
    return _switch(session, row, is_on=True)


def switch_off(session: Session, rule_id: int) -> Change:
    """The rule rests. Raises ``UserError("rule_unknown")``."""
    return _switch(session, _row(session, rule_id), is_on=False)


def _switch(session: Session, row: OrderRule, *, is_on: bool) -> Change:
    with recording(session, "rule_on" if is_on else "rule_off", rule=row.name) as step:
        step.update(row, is_on=is_on)
    return step.change


def arrange(session: Session, rule_ids: Sequence[int]) -> Change:
    """The rules run in this sequence; those not named stay behind them."""
    rows = {row.id: row for row in session.scalars(select(OrderRule).order_by(OrderRule.position, OrderRule.id))}
    sequence = [
        *(row_id for row_id in rule_ids if row_id in rows),
        *(row_id for row_id in rows if row_id not in rule_ids),
    ]
    with recording(session, "rules_moved") as step:
        for position, row_id in enumerate(sequence, 1):
            step.update(rows[row_id], position=position)
    return step.change


def delete(session: Session, rule_id: int) -> Change:
    """Take a rule away; what it did to orders stays. Raises ``UserError("rule_unknown")``."""
    row = _row(session, rule_id)
    with recording(session, "rule_deleted", rule=row.name) as step:
        step.delete(row)
    return step.change


def kept_rule(session: Session, rule_id: int) -> Rule:
    """What a rule does. Raises ``UserError("rule_unknown")``."""
    return _rule(_row(session, rule_id))


def _row(session: Session, rule_id: int) -> OrderRule:
    row = session.get(OrderRule, rule_id)
    if row is None:
        raise UserError("rule_unknown")
    return row


def _rule(row: OrderRule) -> Rule:
    return parse_rule(row.name, row.conditions, row.actions)
