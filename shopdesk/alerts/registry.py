"""All rules there are, found by listing ``rules/``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from shopdesk.alerts import rules
from shopdesk.alerts.rule import AlertRule


@cache
def alert_rules() -> tuple[AlertRule, ...]:
    """Every rule, by name of its file."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = [import_module(f"{rules.__name__}.{name}").RULE for name in names]
    return tuple(rule for rule in found if isinstance(rule, AlertRule))


def kinds() -> frozenset[str]:
    """The kinds of task that rules raise and close."""
    return frozenset(kind for rule in alert_rules() for kind in rule.kinds)
