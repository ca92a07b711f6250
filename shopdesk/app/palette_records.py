"""Which records the command palette finds: those of every tab that declares its list."""

from __future__ import annotations

from collections.abc import Iterable

from shopdesk.base.i18n import tr
from shopdesk.ui.palette import RecordKind
from shopdesk.ui.tab import TabDeclaration


def record_kinds(tabs: Iterable[TabDeclaration]) -> list[RecordKind]:
    """The lists of the tabs, in the order of the rail."""
    return [RecordKind(tab.key, tr(tab.title), tab.icon, tab.records()) for tab in tabs if tab.records is not None]
