"""The first start of a new version: a checked copy of the shop before it is opened, and word of it; and the daily look
for a newer version, for whoever has turned it on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

import shopdesk
from shopdesk.app.context import AppContext
from shopdesk.base.clock import now
from shopdesk.base.i18n import tr

_OPENED_WITH = "opened_with"
_UPGRADED = "upgraded"
_LOOKED_AT = "updates.looked_at"
_SETTLED_MS = 5_000
_DAY = timedelta(days=1)


def former_version(context: AppContext, path: Path) -> str:
    """The other version that opened this shop last on this machine, ``""`` when there was none."""
    last = str(context.machine.state(_OPENED_WITH, {}).get(str(path), ""))
    return last if last != shopdesk.__version__ else ""


def remember_version(context: AppContext, path: Path, copy: Path | None) -> None:
    """Keep which version opened the shop, and the copy that was made before; say that it was made."""
    machine = context.machine
    machine.set_state(_OPENED_WITH, machine.state(_OPENED_WITH, {}) | {str(path): shopdesk.__version__})
    if copy is not None:
        made: dict[str, Any] = {str(path): {"to": shopdesk.__version__, "file": str(copy)}}
        machine.set_state(_UPGRADED, machine.state(_UPGRADED, {}) | made)
        context.toasts.show(
            tr(
                "First start of ShopDesk {version}: a checked copy of the shop was saved as {file}.",
                version=shopdesk.__version__,
                file=copy.name,
            )
        )


class DailyLook(QObject):
    """Looks for a newer version some seconds after the start, at most once a day, and only when that is turned on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        QTimer.singleShot(_SETTLED_MS, self, self.look_if_due)

    @Slot()
    def look_if_due(self) -> None:
        """Without the owner's word nothing of the network is even loaded."""
        from shopdesk.dialogs.about.update_check import TURNED_ON, UpdateCheck, announced_at

        machine = self._context.machine
        last = machine.state(_LOOKED_AT, "")
        if not machine.state(TURNED_ON, False) or not announced_at():
            return
        if last and timedelta() <= now() - datetime.fromisoformat(last) < _DAY:
            return
        machine.set_state(_LOOKED_AT, now().isoformat())
        check = UpdateCheck(announced_at(), self)
        check.found.connect(self._found)
        check.look()

    @Slot(object)
    def _found(self, found: Any) -> None:
        if found.is_newer():
            self._context.toasts.show(
                tr("ShopDesk {version} was published. Help → About ShopDesk says more.", version=found.version)
            )
