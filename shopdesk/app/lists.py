"""Every list there is, by name: those of the tabs (found by listing the tabs package) and those without a tab."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from shopdesk import tabs
from shopdesk.lists.registry import LISTS
from shopdesk.lists.spec import ListSpec


def list_specs() -> dict[str, ListSpec]:
    """The lists by key; a tab declares its list in ``columns.py``. Loads no Qt."""
    found = dict(LISTS)
    for module in pkgutil.iter_modules(tabs.__path__):
        name = f"{tabs.__name__}.{module.name}.columns"
        if find_spec(name) is not None:
            values = vars(import_module(name)).values()
            found.update({value.key: value for value in values if isinstance(value, ListSpec)})
    return found
