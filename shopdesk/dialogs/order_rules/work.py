"""What the window of order rules has read off its thread: the rules, and what their rows offer to choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shopdesk.services import order_rule_runs, order_rule_words, order_rules
from shopdesk.services.order_rule_runs import DryRun
from shopdesk.services.order_rule_words import Names, Offered
from shopdesk.services.order_rules import KeptRule


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the window shows."""

    rules: tuple[KeptRule, ...]
    names: Names
    offered: Offered


def load(session: Any) -> Shown:
    """The rules in their sequence, with what rows offer."""
    return Shown(
        tuple(order_rules.rules(session)), order_rule_words.names(session), order_rule_words.offered(session)
    )  # fmt: skip


def try_rule(session: Any, rule_id: int) -> DryRun:
    """What a saved rule would have done. Raises ``UserError("rule_unknown")``."""
    return order_rule_runs.dry_run(session, order_rules.kept_rule(session, rule_id))
