"""How a tab presents itself.

``TAB = TabDeclaration(…)`` in ``shopdesk/tabs/<key>/__init__.py``, found by listing that package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.ui.context import Context
    from shopdesk.ui.table.source import RowSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDeclaration:
    """A page. ``title`` is marked with ``N_``; ``icon`` is a Phosphor name (``"package"``); ``key`` is its own in the
    whole program: ``navigate(key)`` finds it.

    ``make(context, parent)`` builds the page on first show: import the view inside it. ``badge(session) -> int``
    counts what waits. ``records(context)`` is its list as the command palette searches it (import inside it as well).
    """

    key: str
    title: str
    icon: str
    make: Callable[[Context, QWidget], QWidget]
    badge: Callable[..., int] | None = None
    records: Callable[[Context], RowSource] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TabDeclaration(ViewDeclaration):
    """A tab is its first page, and ``also`` the other lists that are worked on beside it (orders: parcels, waves …),
    switched between in its header. ``order`` 1 … 9 from the top of the rail; ``badge`` stands on the rail.
    """

    order: int
    also: tuple[ViewDeclaration, ...] = ()

    @property
    def views(self) -> tuple[ViewDeclaration, ...]:
        """Every page of the tab."""
        return (self, *self.also)
