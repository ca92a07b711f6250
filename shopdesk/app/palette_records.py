"""Which records the command palette finds: those of every tab that declares its list."""

from __future__ import annotations

from collections.abc import Iterable

from shopdesk.base.i18n import tr
from shopdesk.ui.context import Context
from shopdesk.ui.palette import RecordKind
from shopdesk.ui.tab import TabDeclaration


def record_kinds(tabs: Iterable[TabDeclaration], context: Context) -> list[RecordKind]:
    """The lists of the tabs' pages, in the order of the rail."""
    declared = [(view, view.records) for tab in tabs for view in tab.views if view.records is not None]
    return [RecordKind(view.key, tr(view.title), view.icon, records(context)) for view, records in declared]
