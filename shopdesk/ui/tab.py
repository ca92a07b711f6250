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


@dataclass(frozen=True, slots=True)
class TabDeclaration:
    """``title`` is marked with ``N_``; ``icon`` a Phosphor name (``"package"``); ``order`` 1 … 9 from the top of the
    rail.

    ``make(context, parent)`` builds the page on first show: import the view inside it. ``badge(session) -> int``
    counts what waits. ``records()`` is the tab's list as the command palette searches it (import inside it as well).
    """

    key: str
    title: str
    icon: str
    order: int
    make: Callable[[Context, QWidget], QWidget]
    badge: Callable[..., int] | None = None
    records: Callable[[], RowSource] | None = None
