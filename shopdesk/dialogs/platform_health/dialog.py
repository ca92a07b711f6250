"""The window of platform health: a panel a channel, a line a metric, the room that is left in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr, trn
from shopdesk.dialogs.pieces import button, fit
from shopdesk.dialogs.platform_health.limit_form import LimitForm
from shopdesk.domain.platform_health import Judgement, Standing
from shopdesk.services import platform_health
from shopdesk.services.platform_health import ChannelHealth
from shopdesk.services.platform_health_words import HINTS, METRICS, STANDINGS, limit_text, percent, room_text
from shopdesk.ui.badge import Badge
from shopdesk.ui.buttons import make_button
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_WIDTHS = (190, 64, 150, 120)  # the same in every panel
_TONES = {Standing.UNKNOWN: "neutral", Standing.FINE: "green", Standing.EDGE: "amber", Standing.OVER: "red"}
_MIDDLE, _LEFT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft
_ALIGNED = {0: _MIDDLE, 1: _MIDDLE | Qt.AlignmentFlag.AlignRight, 2: _MIDDLE | _LEFT, 3: _MIDDLE | _LEFT}


class PlatformHealthDialog(QDialog):
    """``PlatformHealthDialog(context, parent)``; measured anew after every change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("platform_health")
        self.setWindowTitle(tr("Platform health"))
        fit(self, 1080, 720)
        self._context = context
        self._build()
        context.bus.changed.connect(self._load)
        self._load()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Platform health"), self, scale=1.45))
        words = tr("Reckoned from what you imported and did here; a marketplace may count differently.")
        column.addWidget(text_label(words, self, tone="muted"))
        self._problem = Notice("red", self, name="health_problem")
        column.addWidget(self._problem)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("Channels"))
        column.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = button(tr("&Close"), "health_close", self, primary=True)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _load(self, _change: object = None) -> None:
        self._context.tasks.run_io(tr("Platform health"), platform_health.health, on_done=self._show)

    def _show(self, channels: list[ChannelHealth]) -> None:
        inner = QWidget(self._area)
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for channel in channels:
            column.addWidget(self._channel(channel, inner))
        if not channels:
            words = tr("No channel yet. Import the orders of one, and it is measured here.")
            column.addWidget(text_label(words, inner, tone="muted"))
        column.addStretch(1)
        self._area.setWidget(inner)

    def _channel(self, channel: ChannelHealth, parent: QWidget) -> Panel:
        panel = Panel(channel.name, parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, width in enumerate(_WIDTHS):
            grid.setColumnMinimumWidth(place, width)
        grid.setColumnStretch(4, 1)
        shown = [one for one in channel.judgements if one.limit is not None or one.rate_bp is not None]
        for row, judgement in enumerate(shown):
            for place, widget in enumerate(self._line(channel, judgement, panel)):
                grid.addWidget(widget, row, place, _ALIGNED.get(place, Qt.AlignmentFlag(0)))
        panel.column.addLayout(grid)
        if not shown:
            panel.column.addWidget(
                text_label(tr("Nothing in the imported files to measure it by"), panel, tone="muted", wrap=False)
            )
        return panel

    def _line(self, channel: ChannelHealth, judgement: Judgement, panel: Panel) -> list[QWidget]:
        metric = text_label(tr(METRICS[judgement.metric]), panel, wrap=False)
        metric.setToolTip(tr(HINTS[judgement.metric]))
        rate = text_label(percent(judgement.rate_bp), panel, bold=True, wrap=False)
        count = judgement.count
        rate.setToolTip(trn("{bad} of {n} order", "{bad} of {n} orders", count.total, bad=f"{count.bad:,}"))
        words = limit_text(judgement.limit) if judgement.limit else tr("Set a limit…")
        limit = make_button(words, rank="link", parent=panel)
        limit.setObjectName(f"limit.{channel.channel_id}.{judgement.metric}")
        limit.setAccessibleName(tr("Change the limit: {metric}", metric=tr(METRICS[judgement.metric])))
        limit.clicked.connect(partial(self._change_limit, channel, judgement))
        has_none = judgement.limit is None and judgement.rate_bp is not None
        standing = tr("No limit") if has_none else tr(STANDINGS[judgement.standing])
        badge = Badge(self._context.theme, standing, _TONES[judgement.standing], panel)
        tone = "muted" if judgement.standing is Standing.UNKNOWN else ""
        return [metric, rate, limit, badge, text_label(room_text(judgement), panel, tone=tone)]

    def _change_limit(self, channel: ChannelHealth, judgement: Judgement, _checked: bool = False) -> None:
        form = LimitForm(self._context, channel.name, judgement, self)
        form.saved.connect(partial(self._run, platform_health.set_limit, channel.kind, judgement.metric))
        form.dropped.connect(partial(self._run, platform_health.drop_limit, channel.kind, judgement.metric))
        form.finished.connect(form.deleteLater)
        form.open()

    def _run(self, step: Callable[..., Any], *args: Any) -> None:
        self._problem.say("")
        self._context.tasks.run_db(tr("Platform health"), step, *args, on_error=self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
