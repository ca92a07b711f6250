"""Within how many hours each sales channel's orders leave (R-O4): the shop's own number, or one that a channel asks."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from shopdesk.base.i18n import tr
from shopdesk.services import settings, ship_promise
from shopdesk.services.ship_promise import ChannelPromise
from shopdesk.ui.combo import SpinBox
from shopdesk.ui.context import Context
from shopdesk.ui.forms import inset
from shopdesk.ui.panel import Panel, empty, text_label

_MOST_HOURS = 720
_WIDTH = 240


class ChannelPromises(Panel):
    """A row a channel. Changes are kept at once; open orders follow."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Promises by channel"), parent)
        self._context = context
        self._hours: dict[int, QSpinBox] = {}
        self._kept: dict[int, int | None] = {}
        words = tr("Some channels ask for another time between payment and hand-over than the rest of your shop.")
        self.column.addWidget(text_label(words, self, tone="muted"))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)
        context.bus.changed.connect(self._read)
        self._read()

    @Slot()
    def _read(self, _change: object = None) -> None:
        if self._context.shop is not None:
            self._context.tasks.run_io(tr("Preferences"), _read, on_done=self._show)

    def _show(self, read: tuple[int, tuple[ChannelPromise, ...]]) -> None:
        shop_hours, promises = read
        self._kept = {promise.channel_id: promise.hours for promise in promises}
        if set(self._hours) != {promise.channel_id for promise in promises}:
            self._build(promises)
        for promise in promises:
            spin = self._hours[promise.channel_id]
            spin.blockSignals(True)
            spin.setSpecialValueText(tr("as the shop ({hours} h)", hours=shop_hours))
            spin.setValue(promise.hours or 0)
            spin.blockSignals(False)

    def _build(self, promises: tuple[ChannelPromise, ...]) -> None:
        empty(self._grid)
        self._hours.clear()
        if not promises:
            words = tr("There is no sales channel yet: the first import of orders brings it.")
            self._grid.addWidget(text_label(words, tone="muted", parent=self), 0, 0)
        for row, promise in enumerate(promises):
            label = text_label(promise.name, parent=self)
            spin = SpinBox(self)
            spin.setObjectName(f"promise.{promise.channel_id}")
            spin.setAccessibleName(tr("Ship within, {channel}", channel=promise.name))
            spin.setRange(0, _MOST_HOURS)
            spin.setSuffix(f" {tr('h')}")
            spin.setFixedWidth(_WIDTH)
            inset(spin)
            spin.editingFinished.connect(partial(self._edited, promise.channel_id))
            label.setBuddy(spin)
            self._hours[promise.channel_id] = spin
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(spin, row, 1)

    def _edited(self, channel_id: int) -> None:
        hours = self._hours[channel_id].value() or None
        if hours != self._kept.get(channel_id):
            self._context.tasks.run_db(tr("Preferences"), _set, channel_id, hours)


def _read(session: Any) -> tuple[int, tuple[ChannelPromise, ...]]:
    return settings.get(session, ship_promise.KEY), ship_promise.by_channel(session)


def _set(session: Any, channel_id: int, hours: int | None) -> Any:
    return ship_promise.set_for_channel(session, channel_id, hours, settings.get(session, ship_promise.KEY))
