"""The window of carriers: carriers and freight templates on the left, the chosen one on the right. Every change is
kept at once and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import current_language, tr, trn
from shopdesk.dialogs.carriers import fields, work
from shopdesk.dialogs.carriers.carrier_page import CarrierPage, file_name
from shopdesk.dialogs.carriers.template_page import TemplatePage
from shopdesk.dialogs.folders import ask_open, ask_save
from shopdesk.dialogs.form_dialog import FormDialog
from shopdesk.dialogs.pieces import button, fit, in_the_middle
from shopdesk.services import carrier_edit, freight_templates
from shopdesk.services.carrier_presets import preset_name, presets
from shopdesk.services.carriers import CarrierBook, CarrierEntry, CarrierFacts, ServiceFacts
from shopdesk.services.freight_templates import TemplateEntry
from shopdesk.ui.context import Context
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_TEMPLATE = "template"
_ROW_PX = 36


class CarriersDialog(QDialog):
    """``CarriersDialog(context, parent)``."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("carriers")
        self.setWindowTitle(tr("Carriers"))
        fit(self, 1120, 720)
        self._context = context
        self._book = CarrierBook((), "EUR", ())
        self._templates: list[TemplateEntry] = []
        self._wanted: tuple[str, int | None] | None = None
        self._build()
        context.bus.changed.connect(self._reload)
        self._reload()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Carriers and freight"), self, scale=1.45))
        self._problem = Notice("red", self, name="carriers_problem")
        self._told = Notice("green", self, name="carriers_told")
        column.addWidget(self._problem)
        column.addWidget(self._told)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(self._left())
        panel = Panel(parent=self)
        self.pages = QStackedWidget(panel)
        self.carrier, self.template = CarrierPage(self.pages), TemplatePage(self.pages)
        self._nothing = Panel(parent=self.pages)
        inner = QVBoxLayout(in_the_middle(self._nothing, 520))
        text = tr(
            "No carrier yet. Add one of the well-known carriers and enter what it asks: orders then find the cheapest."
        )
        inner.addWidget(text_label(text, self._nothing, tone="muted"))
        for page in (self._nothing, self.carrier, self.template):
            self.pages.addWidget(page)
        panel.column.addWidget(self.pages, 1)
        middle.addWidget(panel, 1)
        column.addLayout(middle, 1)
        column.addLayout(self._footer())
        self.carrier.asked.connect(self._asked)
        self.carrier.saved.connect(self._save_rates)
        self.template.saved.connect(self._save_template)
        self.template.removed.connect(self._remove_template)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.list = QListWidget(self)
        self.list.setObjectName("carriers_list")
        self.list.setAccessibleName(tr("Carriers and freight templates"))
        self.list.setFixedWidth(240)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.add = button(tr("&Add a carrier"), "carriers_add", self)
        self.add_template = button(tr("Add a freight template"), "carriers_add_template", self)
        self.add_template.clicked.connect(self._new_template)
        self._menu = QMenu(self.add)
        self.add.clicked.connect(self._offer)
        for widget in (self.list, self.add, self.add_template):
            column.addWidget(widget)
        return column

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(
            text_label(tr("Changes are kept at once; Undo takes them back."), self, tone="muted", wrap=False), 1
        )
        self.close_button = button(tr("&Close"), "carriers_close", self, primary=True)
        self.close_button.setAutoDefault(False)  # Enter ends an edit here, it does not close the window
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        return row

    # ---- showing

    def _reload(self, _change: object = None) -> None:
        self._context.tasks.run_io(tr("Carriers"), work.read, on_done=self._show, on_error=self._refused)

    def _show(self, found: tuple[CarrierBook, list[TemplateEntry]]) -> None:
        known = {entry.id for entry in self._book.carriers}
        chosen = self._wanted or self._chosen()
        before, (self._book, self._templates) = bool(known), found
        new = [entry.id for entry in self._book.carriers if entry.id not in known]
        if before and len(new) == 1 and self._wanted is None:
            chosen = ("carrier", new[0])
        self._wanted = None
        self.list.blockSignals(True)
        self.list.clear()
        for entry in self._book.carriers:
            name = entry.facts.name
            self._add_item(tr("{carrier} · renew", carrier=name) if entry.ending else name, ("carrier", entry.id))
        for template in self._templates:
            self._add_item(tr("Freight: {template}", template=template.template.name), (_TEMPLATE, template.id))
        self.list.blockSignals(False)
        self._fill_menu()
        rows = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        self.list.setCurrentRow(rows.index(chosen) if chosen in rows else 0 if rows else -1)
        self._show_chosen()

    def _add_item(self, text: str, key: tuple[str, int]) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setSizeHint(QSize(0, _ROW_PX))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key in self._book.addable:
            self._menu.addAction(preset_name(presets()[key]), partial(self._add_preset, key))
        self._menu.addSeparator()
        self._menu.addAction(tr("Another carrier…"), self._new_carrier)

    def _offer(self) -> None:
        """The well-known carriers that are not in the book, below the button."""
        self._menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _chosen(self) -> tuple[str, int | None] | None:
        item = self.list.currentItem()
        return tuple(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _show_chosen(self, *_items: object) -> None:
        kind, row_id = self._chosen() or ("", None)
        carrier = next((entry for entry in self._book.carriers if kind == "carrier" and entry.id == row_id), None)
        template = next((entry for entry in self._templates if kind == _TEMPLATE and entry.id == row_id), None)
        if carrier is not None:
            self.carrier.show_entry(carrier)
            self.pages.setCurrentWidget(self.carrier)
        elif template is not None:
            self.template.show_template(template, self._book.currency)
            self.pages.setCurrentWidget(self.template)
        else:
            self.pages.setCurrentWidget(self._nothing)

    # ---- changing

    def _asked(self, what: str) -> None:
        entry, service = self.carrier.entry, self.carrier.service()
        if entry is None:
            return
        steps: dict[str, Callable[[], object]] = {
            "edit": partial(self._edit_carrier, entry),
            "remove": partial(self._run, carrier_edit.archive_carrier, entry.id),
            "service_add": partial(self._edit_service, entry.id, ServiceFacts(""), None),
        }
        if service is not None:
            steps |= {
                "service_edit": partial(self._edit_service, entry.id, service.facts, service.id),
                "service_remove": partial(self._run, carrier_edit.archive_service, service.id),
                "read": self._read_file,
                "write": self._write_file,
            }
        if what in steps:
            steps[what]()

    def _add_preset(self, key: str) -> None:
        self._run(carrier_edit.add_preset, key)

    def _new_carrier(self) -> None:
        self._ask_carrier(tr("Another carrier"), CarrierFacts(""), None)

    def _edit_carrier(self, entry: CarrierEntry) -> None:
        self._ask_carrier(entry.facts.name, entry.facts, entry.id)

    def _ask_carrier(self, title: str, facts: CarrierFacts, carrier_id: int | None) -> None:
        asked = fields.carrier_fields(facts, current_language())
        dialog = FormDialog(title, asked, tr("Save"), self, check=fields.carrier_facts)
        dialog.answered.connect(
            lambda values: self._run(carrier_edit.save_carrier, fields.carrier_facts(values), carrier_id)
        )
        dialog.open()

    def _edit_service(self, carrier_id: int, facts: ServiceFacts, service_id: int | None) -> None:
        title, asked = facts.name or tr("New service"), fields.service_fields(facts)
        dialog = FormDialog(title, asked, tr("Save"), self, check=fields.service_facts)
        dialog.answered.connect(
            lambda values: self._run(carrier_edit.save_service, carrier_id, fields.service_facts(values), service_id)
        )
        dialog.open()

    def _save_rates(self, service_id: int, cells: list[list[str]]) -> None:
        self._run(work.save_rates, service_id, cells, self._book.currency, on_done=self._rates_kept)

    def _rates_kept(self, _change: object) -> None:
        self.carrier.kept()

    def _read_file(self) -> None:
        kinds = tr("Tables (*.csv *.xlsx *.xls *.ods *.txt)")
        path = ask_open(self, self._context.machine, "import", tr("Import prices"), kinds)
        if path is not None:
            self._job(work.read_file, path, self._book.currency, on_done=self.carrier.show_cells)

    def _write_file(self) -> None:
        entry, service = self.carrier.entry, self.carrier.service()
        if entry is None or service is None:
            return
        kinds = tr("Excel workbook (*.xlsx)") + ";;" + tr("CSV file (*.csv)")
        path = ask_save(self, self._context.machine, "export", tr("Export prices"), file_name(entry, service), kinds)
        if path is not None:
            self._job(work.write_file, path, service.rates, on_done=partial(self._written, path.name))

    def _written(self, file: str, lines: int) -> None:
        self._told.say(trn("{n} price line in {file}", "{n} price lines in {file}", lines, file=file))

    def _new_template(self) -> None:
        self.list.setCurrentRow(-1)
        self.template.show_template(None, self._book.currency)
        self.pages.setCurrentWidget(self.template)
        if self.template.form is not None:
            self.template.form.editor("name").setFocus()

    def _save_template(self, values: dict[str, Any], cells: list[list[str]]) -> None:
        kind, row_id = self._chosen() or ("", None)
        self._run(work.save_template, row_id if kind == _TEMPLATE else None, values, cells)

    def _remove_template(self) -> None:
        kind, row_id = self._chosen() or ("", None)
        if kind == _TEMPLATE:
            self._run(freight_templates.archive_template, row_id)

    def _run(self, fn: Any, *args: Any, on_done: Any = None) -> None:
        self._problem.say("")
        self._told.say("")
        self._context.tasks.run_db(tr("Carriers"), fn, *args, on_done=on_done, on_error=self._refused)

    def _job(self, fn: Any, *args: Any, on_done: Any) -> None:
        self._problem.say("")
        self._told.say("")
        self._context.tasks.run_job(tr("Carriers"), fn, *args, visible=False, on_done=on_done, on_error=self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
