"""The few facts a new shop needs."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.base.i18n import current_language, tr
from shopdesk.dialogs.countries import country_names
from shopdesk.dialogs.first_start.choice import Door, StartChoice, currency_names, marketplaces, time_zones
from shopdesk.dialogs.pieces import button
from shopdesk.services.locality import country_of, machine_timezone
from shopdesk.ui.forms import Field, Form
from shopdesk.ui.panel import Panel, heading, text_label


class ShopForm(QWidget):
    """Emits ``finished`` when the facts are complete, ``left`` when the owner goes back."""

    finished = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = Door.OWN
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        panel = Panel(parent=self, margin=24)
        self._title = heading("", panel, scale=1.25)
        panel.column.addWidget(self._title)
        hint = tr("All of this can be changed later in the preferences.")
        panel.column.addWidget(text_label(hint, panel, tone="muted"))
        self.form = Form(_fields(), panel)
        panel.column.addWidget(self.form)
        panel.column.addStretch(1)
        self._address_panel, self.address = self._sender_form()
        panels = QHBoxLayout()
        panels.setSpacing(12)
        panels.addWidget(panel, 1)
        panels.addWidget(self._address_panel, 1)
        column.addLayout(panels, 1)
        column.addLayout(self._buttons())
        self.form.changed.connect(self._follow_time_zone)

    def _sender_form(self) -> tuple[Panel, Form]:
        panel = Panel(parent=self, margin=24)
        panel.column.addWidget(heading(tr("Where your parcels come from"), panel, scale=1.25))
        hint = tr("Stands on labels as the sender. You can leave the address empty for now.")
        panel.column.addWidget(text_label(hint, panel, tone="muted"))
        form = Form(_sender_fields(), panel)
        panel.column.addWidget(form)
        panel.column.addStretch(1)
        return panel, form

    def _follow_time_zone(self, key: str, value: object) -> None:
        """Another time zone is most often another country."""
        if key == "timezone" and (country := country_of(str(value))):
            self.address.set_value("country", country)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.back = button(tr("&Back"), "first_back", self)
        self.start = button(tr("&Start"), "first_start_button", self, primary=True)
        self.back.clicked.connect(self.left)
        self.start.clicked.connect(self._finish)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.start)
        return row

    def begin(self, door: Door) -> None:
        """Ask for a shop of one's own; before an import the same few facts are needed."""
        self._door = door
        importing = door is Door.IMPORT
        self._address_panel.setVisible(not importing)
        self._title.setText(tr("A home for what you import") if importing else tr("Start my shop"))
        self.start.setText(tr("&Choose the spreadsheet…") if importing else tr("&Start"))
        self.start.setAccessibleName(self.start.text().replace("&", ""))
        self.start.setDefault(True)
        name: QLineEdit = self.form.editor("name")
        name.setFocus()
        name.selectAll()

    def _finish(self) -> None:
        if self.form.check():
            self.finished.emit()

    def choice(self) -> StartChoice:
        """What was filled in."""
        values = self.form.values()
        kind = str(values["channel"])
        sender = {key: str(value).strip() for key, value in self.address.values().items()}
        return StartChoice(
            self._door,
            current_language(),
            name=values["name"].strip(),
            currency=values["currency"],
            timezone=values["timezone"],
            country=sender.pop("country"),
            warehouse=values["warehouse"].strip() or tr("Main warehouse"),
            channel=dict(marketplaces()).get(kind, tr("Own shop")),
            channel_kind=kind,
            sender={key: value for key, value in sender.items() if value} if self._door is Door.OWN else {},
        )


def _fields() -> tuple[Field, ...]:
    zones = tuple((zone, zone.replace("_", " ")) for zone in ("UTC", *time_zones()))
    channels = (("other", tr("Own shop")), *marketplaces())
    return (
        Field("name", tr("Shop name"), value=tr("My shop"), required=True),
        Field("currency", tr("Currency"), "choice", _system_currency(), tuple(currency_names(current_language()))),
        Field("timezone", tr("Time zone"), "choice", machine_timezone(), zones),
        Field("warehouse", tr("Warehouse"), value=tr("Main warehouse"), required=True),
        Field("channel", tr("First channel"), "choice", "other", channels),
    )


def _sender_fields() -> tuple[Field, ...]:
    """The facts of the shop that a label needs."""
    country = country_of(machine_timezone()) or _system_country()
    countries = tuple(country_names(current_language()))
    return (
        Field("country", tr("Country"), "choice", country, countries),
        Field("line1", tr("Street and number")),
        Field("postcode", tr("Postcode")),
        Field("city", tr("City")),
        Field("phone", tr("Phone")),
    )


def _system_currency() -> str:
    return QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) or "EUR"


def _system_country() -> str:
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if len(code) == 2 and code.isalpha() else ""
