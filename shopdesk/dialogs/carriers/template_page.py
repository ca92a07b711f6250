"""One freight template on the right of the dialog: its name, currency and limit, and its rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.carriers.fields import template_fields
from shopdesk.dialogs.carriers.grid import TextGrid
from shopdesk.dialogs.pieces import button
from shopdesk.services.freight_grid import COLUMNS, template_cells
from shopdesk.services.freight_templates import TemplateEntry
from shopdesk.ui.forms import Form
from shopdesk.ui.panel import heading, text_label


class TemplatePage(QWidget):
    """``saved(values, cells)`` with the form's values and the grid's texts; ``removed`` when it shall go."""

    saved = Signal(dict, list)
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(heading(tr("Freight template: what buyers pay"), self, scale=1.2))
        self.form: Form | None = None
        self.grid = TextGrid([tr(name) for name in COLUMNS.values()], "template_grid", self)
        self.grid.setAccessibleName(tr("Rows of the freight template"))
        self._column.addWidget(self.grid, 1)
        hint = tr("An empty country or province means all others. The most exact row counts.")
        self._column.addWidget(text_label(hint, self, tone="muted"))
        row = QHBoxLayout()
        row.setSpacing(8)
        lines = button(tr("Remove lines"), "template_lines_remove", self)
        lines.clicked.connect(self.grid.remove_selected)
        self.remove = button(tr("Remove the template"), "template_remove", self)
        self.remove.clicked.connect(self.removed)
        self.save = button(tr("Save the &template"), "template_save", self)
        self.save.clicked.connect(self._save)
        row.addWidget(lines)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.save)
        self._column.addLayout(row)

    def show_template(self, entry: TemplateEntry | None, currency: str) -> None:
        """Show a template; ``None``: a new one in ``currency``."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = Form(template_fields(entry.template if entry else None, currency), self)
        self._column.insertWidget(1, self.form)
        self.grid.set_cells(template_cells(entry.template) if entry else [])
        self.remove.setEnabled(entry is not None)

    def _save(self) -> None:
        if self.form is not None and self.form.check():
            values: dict[str, Any] = self.form.values()
            self.saved.emit(values, self.grid.cells())
