"""The preferences window: sections on the left, one page of rows on the right.

Every change is kept at once and can be undone.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import current_language, tr
from shopdesk.dialogs.pieces import button, fit
from shopdesk.dialogs.preferences.channel_promises import ChannelPromises
from shopdesk.dialogs.preferences.rows import SettingRow
from shopdesk.dialogs.preferences.sections import Section, fact_fields, origin, sections
from shopdesk.dialogs.section_list import SectionList
from shopdesk.services import settings, shop
from shopdesk.ui.context import Context
from shopdesk.ui.forms import Form
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, Panel, heading, text_label

_SAVE_SOON_MS = 600


class PreferencesDialog(QDialog):
    """``PreferencesDialog(context, parent)``; ``show_section("shop")`` opens on the shop's facts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(tr("Preferences"))
        fit(self, 960, 680)
        self._context = context
        self._rows: dict[str, SettingRow] = {}
        self.form: Form | None = None
        self._facts: dict[str, str] = {}
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_SOON_MS)
        self._save_soon.timeout.connect(self._save_facts)
        self._build()
        if context.shop is not None:
            context.tasks.run_io(tr("Preferences"), _read, on_done=self._show_values)
            context.bus.changed.connect(self._reload)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Preferences"), self, scale=1.45))
        self._problem = Notice("red", self, name="preferences_problem")
        column.addWidget(self._problem)
        self.sections = SectionList("preferences_sections", tr("Sections of the preferences"), self)
        self.list, self.pages = self.sections.list, self.sections.pages
        self._facts_panel: Panel | None = None
        if self._context.shop is not None:
            self._facts_panel = Panel(tr("My shop"), self)
            self._add_page("shop", tr("My shop"), self._facts_panel)
        for section in sections():
            if section.scope == "preferences" or self._context.shop is not None:
                self._add_page(section.key, section.title, self._section_page(section))
            if section.key == "rules.orders":
                self._add_page("channels", tr("Promises by channel"), ChannelPromises(self._context, self))
        column.addWidget(self.sections, 1)
        column.addLayout(self._footer())
        self.list.currentRowChanged.connect(self._say_how_kept)
        self._say_how_kept(0)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._kept_note = text_label("", self, tone="muted", wrap=False)
        row.addWidget(self._kept_note, 1)
        self.close_button = button(tr("&Close"), "preferences_close", self, primary=True)
        self.close_button.setAutoDefault(False)  # Enter ends an edit here, it does not close the window
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        return row

    def _add_page(self, key: str, title: str, panel: Panel) -> None:
        area = QScrollArea(self.pages)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        area.setWidget(panel)
        self.sections.add(key, title, area)

    def _section_page(self, section: Section) -> Panel:
        panel = Panel(section.title, self)
        for key, setting in section.settings.items():
            of_machine = section.scope == "preferences"
            value = self._context.machine.preference(key) if of_machine else setting.default
            row = SettingRow(setting, value, panel)
            row.edited.connect(self._set_preference if of_machine else self._set_rule)
            row.confirmed.connect(self._confirm)
            row.show_origin(None)
            panel.column.addWidget(row)
            if not of_machine:
                self._rows[key] = row
        panel.column.addStretch(1)
        return panel

    @Slot(int)
    def _say_how_kept(self, row: int) -> None:
        """What belongs to the shop is a step of it; what belongs to this computer is not."""
        key = self.sections.keys[row]
        of_machine = any(section.key == key and section.scope == "preferences" for section in sections())
        self._kept_note.setText(
            tr("Changes are kept at once, on this computer.")
            if of_machine
            else tr("Changes are kept at once; Undo takes them back.")
        )

    def show_section(self, key: str) -> None:
        """Open on a section (``"shop"``, ``"rules.orders"`` …)."""
        self.sections.show_section(key)

    def _reload(self) -> None:
        self._context.tasks.run_io(tr("Preferences"), _read, on_done=self._show_values)

    def _show_values(self, read: tuple[dict[str, Any], frozenset[str], shop.ShopFacts]) -> None:
        values, confirmed, facts = read
        for key, row in self._rows.items():
            row.set_value(values[key])
            row.show_origin(origin(row.setting, confirmed))
        if self.form is None and self._facts_panel is not None:
            self.form = Form(fact_fields(facts, current_language()), self._facts_panel)
            self.form.changed.connect(self._fact_edited)
            self._facts_panel.column.addWidget(self.form)
            self._facts_panel.column.addStretch(1)

    def _set_rule(self, key: str, value: Any) -> None:
        self._run(tr("Preferences"), settings.set_value, key, value)

    def _confirm(self, key: str) -> None:
        self._run(tr("Preferences"), shop.confirm, (key,))

    def _set_preference(self, key: str, value: Any) -> None:
        try:
            self._context.machine.set_preference(key, value)
        except ShopDeskError as error:
            self._problem.say(worded(error))

    def _fact_edited(self, key: str, value: Any) -> None:
        self._facts[key] = str(value)
        self._save_soon.start()

    def _save_facts(self) -> None:
        self._save_soon.stop()
        if self._facts and self.form is not None and self.form.check():
            facts, self._facts = self._facts, {}
            self._run(tr("Preferences"), _set_facts, facts)

    def _run(self, title: str, work: Any, *args: Any) -> None:
        self._problem.say("")
        self._context.tasks.run_db(title, work, *args, on_error=self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self._problem.say(worded(error))
        self._reload()

    def done(self, code: int) -> None:
        """Keep what was typed last, then close."""
        self._save_facts()
        super().done(code)


def _read(session: Any) -> tuple[dict[str, Any], frozenset[str], shop.ShopFacts]:
    return settings.values(session), shop.confirmed(session), shop.facts(session)


def _set_facts(session: Any, facts: dict[str, str]) -> Any:
    return shop.set_facts(session, **facts)
