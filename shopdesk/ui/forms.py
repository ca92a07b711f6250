"""Forms from declarations: an editor for each :class:`~shopdesk.base.settings.Setting` or :class:`Field`, with label,
unit and problem.

A field's problem stands below it in words, not in a box that must be clicked away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.i18n import localized, tr
from shopdesk.base.settings import Setting, SettingKind
from shopdesk.ui.combo import ComboBox, SpinBox
from shopdesk.ui.panel import restyle, text_label

_UNLIMITED = 2_147_483_647
_LINES = 3
_INSET_PX = 8


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``label`` already worded.

    ``kind``: ``text``, ``lines``, ``integer``, ``boolean``, ``choice``.
    """

    key: str
    label: str
    kind: str = "text"
    value: Any = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    hint: str = ""
    required: bool = False


def field_of(setting: Setting, value: Any) -> Field:
    """The field that edits a declared setting."""
    kind = {SettingKind.INTEGER: "integer", SettingKind.BOOLEAN: "boolean", SettingKind.CHOICE: "choice"}.get(
        setting.kind, "text"
    )
    return Field(
        key=setting.key,
        label=localized(setting.label),
        kind=kind,
        value=value,
        choices=tuple((key, localized(label)) for key, label in setting.choices),
        unit=unit_text(setting.unit),
        minimum=setting.minimum,
        maximum=setting.maximum,
        hint=localized(setting.hint) if setting.hint else "",
    )


def unit_text(unit: str) -> str:
    """A declared unit in words."""
    known = {"min": tr("min"), "h": tr("h"), "d": tr("days"), "labels": tr("labels"), "%": "%", "g": "g"}
    return known.get(unit, "")


class Form(QWidget):
    """Editors one below the other, each beside its label or (``stacked``: in a narrow pane) below it.

    ``changed(key, value)`` at each change; :meth:`values`; :meth:`set_problem`.
    """

    changed = Signal(str, object)

    def __init__(self, fields: Iterable[Field], parent: QWidget | None = None, *, stacked: bool = False) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._editors: dict[str, QWidget] = {}
        self._problems: dict[str, QLabel] = {}
        self._grid = QFormLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4 if stacked else 12)
        self._grid.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._grid.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        wrap = QFormLayout.RowWrapPolicy
        self._grid.setRowWrapPolicy(wrap.WrapAllRows if stacked else wrap.WrapLongRows)
        for field in fields:
            self._add(field)

    def _add(self, field: Field) -> None:
        editor = make_editor(field, self)
        problem = text_label("", tone="red", parent=self)
        problem.hide()
        cell = QWidget(self)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(editor)
        column.addWidget(problem)
        if field.hint:
            column.addWidget(text_label(field.hint, tone="muted", parent=cell))
        label = text_label("" if field.kind == "boolean" else field.label, wrap=True, parent=self)
        label.setBuddy(editor)
        self._grid.addRow(label, cell)
        self._fields[field.key] = field
        self._editors[field.key] = editor
        self._problems[field.key] = problem
        _Follower(self, field.key, editor)

    def values(self) -> dict[str, Any]:
        """Every field's value by key."""
        return {key: editor_value(editor) for key, editor in self._editors.items()}

    def editor(self, key: str) -> Any:
        """The editing widget of a field."""
        return self._editors[key]

    def set_value(self, key: str, value: Any) -> None:
        """Put a value into a field."""
        set_editor_value(self._editors[key], value)

    def set_problem(self, key: str, text: str) -> None:
        """Say what is wrong with a field; ``""``: nothing."""
        self._problems[key].setText(text)
        self._problems[key].setVisible(bool(text))
        editor = self._editors[key]
        editor.setAccessibleDescription(text)
        restyle(editor, "problem", bool(text))

    def check(self) -> bool:
        """Mark required fields that are empty; focus the first. True when all is filled."""
        missing = [key for key, field in self._fields.items() if field.required and not str(self.values()[key]).strip()]
        for key in self._fields:
            self.set_problem(key, tr("Please fill this in.") if key in missing else "")
        if missing:
            self._editors[missing[0]].setFocus()
        return not missing


class _Follower(QObject):
    """Turns an editor's own signal into ``Form.changed(key, value)``."""

    def __init__(self, form: Form, key: str, editor: QWidget) -> None:
        super().__init__(form)
        self._form, self._key, self._editor = form, key, editor
        for name in ("textChanged", "valueChanged", "toggled", "currentIndexChanged"):
            signal = getattr(editor, name, None)
            if signal is not None and not (name == "textChanged" and isinstance(editor, QSpinBox)):
                signal.connect(self._tell)
                break

    def _tell(self) -> None:
        self._form.changed.emit(self._key, editor_value(self._editor))


def make_editor(field: Field, parent: QWidget) -> QWidget:
    """The editing widget for a field, named for screen readers."""
    editor: QWidget
    if field.kind == "boolean":
        editor = QCheckBox(field.label, parent)
    elif field.kind == "integer":
        editor = SpinBox(parent)
        editor.setRange(field.minimum if field.minimum is not None else -_UNLIMITED, field.maximum or _UNLIMITED)
        editor.setSuffix(f" {field.unit}" if field.unit else "")
        editor.setGroupSeparatorShown(True)
        editor.setMaximumWidth(220)
        inset(editor)
    elif field.kind == "choice":
        editor = ComboBox(parent)
        editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        editor.setMinimumContentsLength(12)  # a long name of a far country must not push a form apart
        for key, label in field.choices:
            editor.addItem(label, key)
    elif field.kind == "lines":
        editor = QPlainTextEdit(parent)
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(editor.fontMetrics().lineSpacing() * _LINES + 24)
    else:
        editor = QLineEdit(parent)
    editor.setObjectName(f"field.{field.key}")
    editor.setAccessibleName(field.label)
    set_editor_value(editor, field.value)
    return editor


def inset(spin: QAbstractSpinBox) -> None:
    """Give a spin box's number the distance from the edge that every other field's text has: Qt's style sheets leave
    it out on the left.
    """
    spin.lineEdit().setTextMargins(_INSET_PX, 0, 0, 0)


def editor_value(editor: QWidget) -> Any:
    """What an editor holds."""
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QSpinBox):
        return editor.value()
    if isinstance(editor, QComboBox):
        return editor.currentData()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    assert isinstance(editor, QLineEdit)
    return editor.text()


def set_editor_value(editor: QWidget, value: Any) -> None:
    """Put ``value`` into an editor; an unknown choice leaves a combo box at its first."""
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, QSpinBox):
        editor.setValue(int(value or 0))
    elif isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(0, editor.findData(value)))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(str(value))
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))


def settings_form(settings: Mapping[str, Setting], values: Mapping[str, Any], parent: QWidget | None = None) -> Form:
    """A form over declared settings, in the order declared; each editor starts at its value or default."""
    return Form((field_of(setting, values.get(key, setting.default)) for key, setting in settings.items()), parent)
