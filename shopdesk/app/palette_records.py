"""Which records the command palette finds: those of every tab that declares its list."""

from __future__ import annotations

from collections.abc import Iterable

from shopdesk.base.i18n import tr
from shopdesk.ui.palette import RecordKind
from shopdesk.ui.tab import TabDeclaration


def record_kinds(tabs: Iterable[TabDeclaration]) -> list[RecordKind]:
    """The lists of the tabs' pages, in the order of the rail."""
    views = [view for tab in tabs for view in tab.views]
    return [RecordKind(view.key, tr(view.title), view.icon, view.records()) for view in views if view.records]
