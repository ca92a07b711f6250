"""One declared setting as a row: label, editor, where the number comes from, and the way back to it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import localized, tr
from shopdesk.base.settings import Setting, SettingKind
from shopdesk.dialogs.pieces import button
from shopdesk.dialogs.preferences.sections import Origin, origin_text
from shopdesk.ui.forms import editor_value, field_of, make_editor, set_editor_value
from shopdesk.ui.panel import restyle, text_label

_TONES = {Origin.OURS: "amber", Origin.SOURCE: "muted", Origin.OWNER: "muted"}
_WIDTH, _TEXT_WIDTH = 240, 380


class SettingRow(QWidget):
    """Emits ``edited(key, value)`` when the owner has finished a change, ``confirmed(key)`` when the default is
    taken as it is.
    """

    edited = Signal(str, object)
    confirmed = Signal(str)

    def __init__(self, setting: Setting, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._kept = value
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.editor = make_editor(field_of(setting, value), self)
        self.editor.setObjectName(f"setting.{setting.key}")
        if setting.kind is not SettingKind.BOOLEAN:
            label = text_label(localized(setting.label), parent=self)
            label.setBuddy(self.editor)
            row.addWidget(label, 1)
            self.editor.setFixedWidth(_TEXT_WIDTH if setting.kind is SettingKind.TEXT else _WIDTH)
        row.addWidget(self.editor, 1 if setting.kind is SettingKind.BOOLEAN else 0)
        self.confirm = button(tr("It fits"), f"confirm.{setting.key}", self)
        self.reset = button(tr("Reset"), f"reset.{setting.key}", self)
        for each, words in ((self.confirm, tr("It fits: {label}")), (self.reset, tr("Reset: {label}"))):
            each.setProperty("link", True)
            policy = each.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            each.setSizePolicy(policy)
            each.setAccessibleName(words.format(label=localized(setting.label)))
            row.addWidget(each)
        self._origin = text_label(parent=self, tone="muted")
        column.addLayout(row)
        if setting.hint:
            column.addWidget(text_label(localized(setting.hint), self, tone="muted"))
        column.addWidget(self._origin)
        self._connect()

    def _connect(self) -> None:
        for name in ("editingFinished", "toggled", "activated"):
            signal = getattr(self.editor, name, None)
            if signal is not None:
                signal.connect(self._tell)
                break
        self.confirm.clicked.connect(self._confirm)
        self.reset.clicked.connect(self._reset)

    def show_origin(self, found: Origin | None) -> None:
        """Whose word the value is; ``None`` for a machine preference, which has no source."""
        ours = found is Origin.OURS
        self.confirm.setVisible(ours)
        self._origin.setVisible(found is not None)
        if found is not None:
            self._origin.setText(origin_text(self.setting, found))
            restyle(self._origin, "tone", _TONES[found])
        self.reset.setVisible(self._kept != self.setting.default)
        words = tr("Back to {value}", value=self._default_text())
        self.reset.setToolTip(words)

    def _default_text(self) -> str:
        choices = {key: localized(label) for key, label in self.setting.choices}
        default = self.setting.default
        if isinstance(default, bool):
            return tr("on") if default else tr("off")
        return choices.get(default, str(default))

    def set_value(self, value: Any) -> None:
        """The value in force."""
        self._kept = value
        self.editor.blockSignals(True)
        set_editor_value(self.editor, value)
        self.editor.blockSignals(False)

    def _tell(self) -> None:
        value = editor_value(self.editor)
        if value != self._kept:
            self._kept = value
            self.edited.emit(self.setting.key, value)

    def _confirm(self) -> None:
        self.confirmed.emit(self.setting.key)

    def _reset(self) -> None:
        self.set_value(self.setting.default)
        self.edited.emit(self.setting.key, self.setting.default)
