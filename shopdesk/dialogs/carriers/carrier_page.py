"""One carrier on the right of the dialog: what it is, its services, and the price table of the chosen one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.carriers.fields import carrier_text, ending_text, service_text
from shopdesk.dialogs.carriers.grid import TextGrid
from shopdesk.dialogs.pieces import button
from shopdesk.services.carriers import CarrierEntry, ServiceEntry
from shopdesk.services.rate_table import COLUMNS, rate_cells
from shopdesk.ui.combo import ComboBox
from shopdesk.ui.panel import Notice, heading, text_label


class CarrierPage(QWidget):
    """``asked(what)``: ``edit``, ``remove``, ``service_add``, ``service_edit``, ``service_remove``, ``read``,
    ``write``; ``saved(service id, cells)`` when the price table shall be kept.
    """

    asked = Signal(str)
    saved = Signal(int, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: CarrierEntry | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = heading("", self, scale=1.2)
        self.text = text_label("", self, tone="muted")
        self.ending = Notice("amber", self, name="carrier_ending")
        column.addLayout(self._row(self.title, ("edit", tr("&Edit…")), ("remove", tr("Remove"))))
        column.addWidget(self.text)
        column.addWidget(self.ending)
        self.services: QComboBox = ComboBox(self)
        self.services.setObjectName("carrier_services")
        self.services.setAccessibleName(tr("Service"))
        self.services.setMinimumContentsLength(18)
        self.services.currentIndexChanged.connect(self._show_service)
        column.addLayout(
            self._row(
                self.services,
                ("service_add", tr("Add a &service…")),
                ("service_edit", tr("Edit the service…")),
                ("service_remove", tr("Remove the service")),
            )
        )
        self.service_text = text_label("", self, tone="muted")
        column.addWidget(self.service_text)
        self.grid = TextGrid([tr(name) for name in COLUMNS.values()], "rates_grid", self)
        self.grid.setAccessibleName(tr("Price table"))
        self.grid.edited.connect(self._edited)
        column.addWidget(self.grid, 1)
        hint = tr(
            "Paste from a spreadsheet. An empty country means everywhere else; a further step is for heavier parcels."
        )
        column.addWidget(text_label(hint, self, tone="muted"))
        column.addLayout(self._footer())

    def _row(self, first: QWidget, *buttons: tuple[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(first, 1)
        for what, text in buttons:
            row.addWidget(self._button(what, text))
        return row

    def _button(self, what: str, text: str) -> QWidget:
        made = button(text, f"carrier_{what}", self)
        made.setProperty("what", what)
        made.clicked.connect(self._pressed)
        return made

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        remove = button(tr("Remove lines"), "rates_remove", self)
        remove.clicked.connect(self.grid.remove_selected)
        self.save = button(tr("Save &prices"), "rates_save", self)
        self.save.clicked.connect(self._save)
        for each in (remove, self._button("read", tr("&Import…")), self._button("write", tr("E&xport…"))):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.save)
        return row

    def show_entry(self, entry: CarrierEntry) -> None:
        """Show a carrier; the service chosen before stays chosen, and what is being typed into its prices too."""
        chosen = self.service()
        typing = self.save.isEnabled() and self.entry is not None and self.entry.id == entry.id
        self.entry = entry
        self.title.setText(entry.facts.name)
        self.text.setText(carrier_text(entry))
        self.ending.say(ending_text(entry))
        self.services.blockSignals(True)
        self.services.clear()
        for service in entry.services:
            self.services.addItem(service.facts.name, service.id)
        self.services.setCurrentIndex(max(0, self.services.findData(chosen.id if chosen else None)))
        self.services.blockSignals(False)
        if not typing:
            self._show_service()

    def service(self) -> ServiceEntry | None:
        """The chosen service."""
        wanted = self.services.currentData()
        services = self.entry.services if self.entry is not None else ()
        return next((service for service in services if service.id == wanted), None)

    def _show_service(self, _index: int = 0) -> None:
        service = self.service()
        self.service_text.setText(
            service_text(service.facts) if service else tr("No service yet: add one, then enter its prices.")
        )
        self.grid.set_cells(rate_cells(service.rates) if service else [])
        self.grid.setEnabled(service is not None)
        self.save.setEnabled(False)

    def show_cells(self, cells: list[list[str]]) -> None:
        """Prices from a file, to look at before they are saved."""
        self.grid.set_cells(cells)
        self._edited()

    def kept(self) -> None:
        """The prices are saved."""
        self.save.setEnabled(False)

    def _edited(self) -> None:
        self.save.setEnabled(self.service() is not None)

    def _save(self) -> None:
        service = self.service()
        if service is not None:
            self.saved.emit(service.id, self.grid.cells())

    def _pressed(self) -> None:
        pressed: Any = self.sender()
        self.asked.emit(pressed.property("what"))


def file_name(entry: CarrierEntry, service: ServiceEntry) -> str:
    """The name offered for a file of prices."""
    return Path(f"{entry.facts.name} {service.facts.name}".replace("/", "-").replace("\\", "-")).name + ".xlsx"
