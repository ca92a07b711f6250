"""Every list there is, by name: those of the tabs (found by listing the tabs package) and those without a tab."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from shopdesk import tabs
from shopdesk.lists.registry import LISTS
from shopdesk.lists.spec import ListSpec


def list_specs() -> dict[str, ListSpec]:
    """The lists by key; a page declares its list in its ``columns.py``. Loads no Qt."""
    found = dict(LISTS)
    for module in pkgutil.walk_packages(tabs.__path__, f"{tabs.__name__}."):
        if module.name.endswith(".columns"):
            values = vars(import_module(module.name)).values()
            found.update({value.key: value for value in values if isinstance(value, ListSpec)})
    return found
