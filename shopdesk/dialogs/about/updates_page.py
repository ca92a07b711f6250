"""Newer versions: check a downloaded installer without a network, look for one (off until turned on), and the way
back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import tr
from shopdesk.dialogs.about.update_check import TURNED_ON, Announced, UpdateCheck, announced_at
from shopdesk.dialogs.folders import ask_open
from shopdesk.dialogs.pieces import button
from shopdesk.services.installer_check import Checked, check_installer
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, text_label
from shopdesk.ui.tasks import Job


class UpdatesPage(QScrollArea):
    """Three panels, one below the other; the look for newer versions only where this build can."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Announced | None = None
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("Newer versions"))
        inner = QWidget(self)
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._installer_panel(inner))
        self.check: UpdateCheck | None = None
        if announced_at():
            column.addWidget(self._look_panel(inner))
        column.addWidget(self._back_panel(inner))
        column.addStretch(1)
        self.setWidget(inner)

    # ---- a downloaded installer

    def _installer_panel(self, parent: QWidget) -> Panel:
        panel = Panel(tr("Check a downloaded installer"), parent)
        words = tr(
            "Before you open an installer, make sure that it is the one that was published. Paste its SHA-256 from "
            "where "
            "it was published, or leave this empty when the file SHA256SUMS lies beside the installer. No network "
            "is needed."
        )
        panel.column.addWidget(text_label(words, panel, tone="muted"))
        self.published = QPlainTextEdit(panel)
        self.published.setAccessibleName(tr("Published SHA-256"))
        self.published.setPlaceholderText(tr("Published SHA-256"))
        self.published.setTabChangesFocus(True)
        self.published.setFixedHeight(64)
        panel.column.addWidget(self.published)
        self.verdict = Notice("green", panel, name="installer_verdict")
        self.refusal = Notice("red", panel, name="installer_refusal")
        for notice in (self.verdict, self.refusal):
            panel.column.addWidget(notice)
        self.choose = button(tr("Choose the installer…"), "installer_choose", panel)
        self.choose.clicked.connect(self._choose)
        _at_the_left(panel, self.choose)
        return panel

    @Slot()
    def _choose(self) -> None:
        path = ask_open(self, self._context.machine, "import", tr("Choose the installer"), "")
        if path is not None:
            self.check_file(path)

    def check_file(self, path: Path) -> None:
        """Compare ``path`` with what was pasted, or with the file beside it."""
        self.verdict.say("")
        self.refusal.say("")
        title = tr("Checking {file}", file=path.name)
        published = self.published.toPlainText()
        self._context.tasks.run_job(title, _check, path, published, on_done=self._sound, on_error=self._refused)

    def _sound(self, checked: Checked) -> None:
        self.verdict.say(tr("{file} is the installer that was published.", file=checked.file))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self.refusal.say(worded(error))

    # ---- a look for a newer version

    def _look_panel(self, parent: QWidget) -> Panel:
        panel = Panel(tr("Look for a newer version"), parent)
        self.check = UpdateCheck(announced_at(), self)
        self.check.found.connect(self._looked)
        self.check.failed.connect(self._not_looked)
        words = tr(
            "ShopDesk makes no network call unless you turn this on. It then asks once a day whether a newer "
            "version was "
            "published, and tells no more than its own version."
        )
        panel.column.addWidget(text_label(words, panel, tone="muted"))
        self.turned_on = QCheckBox(tr("Look once a day"), panel)
        self.turned_on.setChecked(bool(self._context.machine.state(TURNED_ON, False)))
        self.turned_on.toggled.connect(self._turn)
        panel.column.addWidget(self.turned_on)
        self.told = Notice("neutral", panel, name="update_told")
        panel.column.addWidget(self.told)
        self.look = button(tr("Look now"), "update_look", panel)
        self.look.clicked.connect(self.check.look)
        self.get = button(tr("Open the page…"), "update_get", panel)
        self.get.clicked.connect(self._open_page)
        self.get.hide()
        _at_the_left(panel, self.look, self.get)
        return panel

    @Slot(bool)
    def _turn(self, on: bool) -> None:
        self._context.machine.set_state(TURNED_ON, on)

    @Slot(object)
    def _looked(self, found: Announced) -> None:
        self._found = found
        self.get.setVisible(found.is_newer())
        newer = tr("ShopDesk {version} was published.", version=found.version)
        self.told.say(newer if found.is_newer() else tr("This is the newest version."))

    @Slot(object)
    def _not_looked(self, error: ShopDeskError) -> None:
        self.told.say(worded(error))

    @Slot()
    def _open_page(self) -> None:
        if self._found is not None:
            QDesktopServices.openUrl(QUrl(self._found.page))

    # ---- the way back

    def _back_panel(self, parent: QWidget) -> Panel:
        panel = Panel(tr("Back to an earlier version"), parent)
        kept: dict[str, Any] = self._context.machine.state("upgraded", {})
        general = tr(
            "The first time a new version opens a shop it saves a checked copy of it before. To go back, install the "
            "earlier version and open that copy. What was done since stays in the newer file."
        )
        panel.column.addWidget(text_label(general, panel, tone="muted"))
        for shop, copy in kept.items():
            text = tr(
                "{shop}: the copy made before {version} is {copy}", shop=shop, version=copy["to"], copy=copy["file"]
            )
            panel.column.addWidget(text_label(text, panel))
        if not kept:
            panel.column.addWidget(text_label(tr("No copy was needed so far."), panel, wrap=False))
        return panel


def _at_the_left(panel: Panel, *widgets: QWidget) -> None:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    panel.column.addLayout(row)


def _check(_job: Job, path: Path, published: str) -> Checked:
    return check_installer(path, published)
