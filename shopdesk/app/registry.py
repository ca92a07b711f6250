"""The tabs that exist: found by listing ``shopdesk.tabs``. A tab that is not there is not shown."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from shopdesk import tabs
from shopdesk.ui.tab import TabDeclaration


@cache
def tab_declarations() -> tuple[TabDeclaration, ...]:
    """Every tab's declaration, in the order of the rail. Importing one imports no view."""
    found = [getattr(import_module(f"{tabs.__name__}.{name}"), "TAB", None) for name in tab_names()]
    return tuple(sorted((tab for tab in found if isinstance(tab, TabDeclaration)), key=lambda tab: tab.order))


def tab_names() -> list[str]:
    """The folders of ``shopdesk.tabs``."""
    return sorted(module.name for module in pkgutil.iter_modules(tabs.__path__) if module.ispkg)
