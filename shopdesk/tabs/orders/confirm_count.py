"""Says on *Confirm orders* how many of the orders can be confirmed, and how many have problems. Read in the lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from shopdesk.base.i18n import tr, trn
from shopdesk.ui.context import Context
from shopdesk.ui.tasks import Task

_MAX_LOOKED_AT = 5_000
_PAUSE_MS = 40  # a cursor that runs on asks once


class ConfirmCount(QObject):
    """:meth:`ask` anew when other orders are meant; the newest question wins."""

    def __init__(self, context: Context, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._key = key
        self._asking: Task | None = None

    def ask(self, order_ids: Sequence[int]) -> None:
        """Find out about ``order_ids``; more than can be looked at are counted as they are."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if not 0 < len(order_ids) <= _MAX_LOOKED_AT:
            self._say((len(order_ids), 0))
        else:
            self._asking = self._context.tasks.run_io(
                tr("Orders"), confirmable, order_ids, on_done=self._say, after_ms=_PAUSE_MS
            )

    def _say(self, found: tuple[int, int]) -> None:
        ready, problems = found
        text = trn("Confirm {n} order", "Confirm {n} orders", ready) if ready else tr("Confirm orders")
        if problems:
            words = trn("{n} has problems", "{n} have problems", problems)
            text = tr("{action} ({problems})", action=text, problems=words)
        self._context.actions.set_text(self._key, text)


def confirmable(session: Any, order_ids: Sequence[int]) -> tuple[int, int]:
    """How many can be confirmed, how many of the others have problems."""
    from shopdesk.services import orders

    return orders.confirmable(session, order_ids)
