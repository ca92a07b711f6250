"""First start, preferences, import history; and what every dialog owes a person who cannot see or has no mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.base.i18n import current_language
from shopdesk.base.settings import declared
from shopdesk.dialogs.first_start import Door, FirstStart
from shopdesk.dialogs.import_history import ImportHistory
from shopdesk.dialogs.import_wizard import work
from shopdesk.dialogs.import_wizard.wizard import ImportWizard
from shopdesk.dialogs.preferences import PreferencesDialog
from shopdesk.dialogs.preferences.sections import Origin, origin, sections
from shopdesk.dialogs.print_dialog import PrintDialog
from shopdesk.dialogs.shortcuts import ShortcutsDialog, groups
from shopdesk.services import settings
from shopdesk.services import shop as shop_facts
from shopdesk.storage.session import ShopFile
from shopdesk.ui.action import Action
from tests.dialogs.conftest import row

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Settle = Callable[[], None]


def test_three_doors(qtbot: QtBot, context: AppContext) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.sample.click()
    assert start.choice is not None
    assert start.choice.door is Door.SAMPLE


def test_a_shop_of_ones_own(qtbot: QtBot, context: AppContext) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.own.click()
    start.form.form.set_value("name", "  ")
    start.form.start.click()
    assert start.choice is None
    start.form.form.set_value("name", "Kettles")
    start.form.form.set_value("currency", "GBP")
    start.form.form.set_value("timezone", "Europe/London")
    start.form.form.set_value("channel", "shopify")
    start.form.start.click()
    assert start.choice is not None
    assert (start.choice.name, start.choice.currency, start.choice.timezone) == ("Kettles", "GBP", "Europe/London")
    assert start.choice.country == "GB"
    assert (start.choice.channel, start.choice.channel_kind) == ("Shopify", "shopify")


def test_who_sends_may_be_said_with_the_shop_and_the_country_follows_the_time_zone(
    qtbot: QtBot, context: AppContext
) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.own.click()
    start.form.form.set_value("timezone", "Asia/Shanghai")
    assert start.form.address.values()["country"] == "CN"
    start.form.address.set_value("country", "HK")
    start.form.address.set_value("line1", " 1 Nathan Road ")
    start.form.start.click()
    assert start.choice is not None
    assert start.choice.country == "HK"
    assert start.choice.sender == {"line1": "1 Nathan Road"}


def test_before_an_import_no_address_is_asked(qtbot: QtBot, context: AppContext) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.show()
    start.spreadsheet.click()
    assert not start.form.address.isVisible()
    start.form.form.set_value("timezone", "Europe/Paris")
    start.form.start.click()
    assert start.choice is not None
    assert (start.choice.country, start.choice.sender) == ("FR", {})


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_short_list_of_choices_needs_no_scrolling(qtbot: QtBot, context: AppContext) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.show()
    start.language.showPopup()
    view = start.language.view()
    rows = sum(view.sizeHintForRow(row) for row in range(start.language.count()))
    assert view.viewport().height() >= rows
    assert view.verticalScrollBar().maximum() == 0
    start.language.hidePopup()


def test_the_shortcuts_are_those_of_the_registry(qtbot: QtBot, context: AppContext) -> None:
    owner = QDialog()
    qtbot.addWidget(owner)
    context.actions.add(Action("file.a", "Weigh…", list, "Ctrl+W", "", "file"), owner)
    context.actions.add(Action("file.b", "Without a key", list, "", "", "file"), owner)
    context.actions.add(Action("page.c", "On a page", list, ("Ctrl+G", "F9")), owner)
    found = {group.title: group.keys for group in groups(context.actions)}
    assert found["File"] == (("Weigh", "Ctrl+W"),)
    assert ("On a page", "Ctrl+G, F9") in found["In the list"]
    sheet = ShortcutsDialog(context)
    qtbot.addWidget(sheet)
    assert {"Weigh", "Ctrl+W"} <= {label.text() for label in sheet.findChildren(QLabel)}


def test_the_language_changes_at_once(qtbot: QtBot, context: AppContext) -> None:
    start = FirstStart()
    qtbot.addWidget(start)
    start.language.setCurrentIndex(start.language.findData("zh_CN"))
    start.language.activated.emit(start.language.currentIndex())
    assert current_language() == "zh_CN"
    assert start.own.accessibleName() == "创建我的店铺"


def test_every_declared_setting_has_a_row(qtbot: QtBot, context: AppContext, settle: Settle) -> None:
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    settle()
    shown = {key for section in sections() for key in section.settings}
    assert shown == set(declared("rules")) | set(declared("preferences"))
    assert set(dialog._rows) == set(declared("rules"))


def test_only_what_belongs_to_the_shop_is_said_to_be_undone(qtbot: QtBot, context: AppContext) -> None:
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    for section in sections():
        dialog.show_section(section.key)
        of_machine = section.scope == "preferences"
        assert ("Undo" in dialog._kept_note.text()) is not of_machine
        assert ("this computer" in dialog._kept_note.text()) is of_machine
    dialog.show_section("shop")
    assert "Undo" in dialog._kept_note.text()


def test_our_own_number_is_marked_until_it_is_confirmed(
    qtbot: QtBot, context: AppContext, shop: ShopFile, settle: Settle
) -> None:
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    settle()
    key = "order.ship_within_hours"
    rule = declared("rules")[key]
    assert origin(rule, frozenset()) is Origin.OURS
    assert origin(declared("rules")["order.review_minutes"], frozenset()) is Origin.SOURCE
    dialog._rows[key].confirm.click()
    settle()
    with shop.read() as session:
        assert origin(rule, shop_facts.confirmed(session)) is Origin.OWNER
        assert settings.get(session, key) == rule.default


def test_a_rule_is_set_and_reset(qtbot: QtBot, context: AppContext, shop: ShopFile, settle: Settle) -> None:
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    settle()
    line = dialog._rows["order.review_minutes"]
    line.editor.setValue(45)
    line.editor.editingFinished.emit()
    settle()
    with shop.read() as session:
        assert settings.get(session, "order.review_minutes") == 45
    line.reset.click()
    settle()
    with shop.read() as session:
        assert settings.get(session, "order.review_minutes") == 30


def test_the_shops_facts_are_kept_on_close(qtbot: QtBot, context: AppContext, shop: ShopFile, settle: Settle) -> None:
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    settle()
    assert dialog.form is not None
    dialog.form.set_value("line1", "Hauptstr. 3")
    dialog.accept()
    settle()
    with shop.read() as session:
        assert shop_facts.facts(session).line1 == "Hauptstr. 3"


def bring_in(context: AppContext, path: Path, folder: Path, settle: Settle) -> None:
    def work_off(job: object) -> None:
        staged, _ = work.read_and_match(job, path, folder / "staging.sqlite", {}, None)  # type: ignore[arg-type]
        work.apply_file(job, staged, None)  # type: ignore[arg-type]

    context.tasks.run_job("import", work_off)
    settle()


def test_an_import_of_long_ago_is_taken_back(
    qtbot: QtBot, context: AppContext, export: Callable[..., Path], settle: Settle, tmp_path: Path
) -> None:
    bring_in(context, export("orders.csv", row("#1")), tmp_path, settle)
    history = ImportHistory(context)
    qtbot.addWidget(history)
    settle()
    assert history.table.item(0, 1).text() == "orders.csv"
    history.undo.click()
    settle()
    assert not history.undo.isEnabled()
    assert history.table.item(0, 5).text() == "taken back"


@pytest.fixture(params=["wizard", "history", "preferences", "first", "print"])
def any_dialog(request: pytest.FixtureRequest, qtbot: QtBot, context: AppContext, settle: Settle) -> QDialog:
    makers: dict[str, Callable[[], QDialog]] = {
        "wizard": lambda: ImportWizard(context),
        "history": lambda: ImportHistory(context),
        "preferences": lambda: PreferencesDialog(context),
        "first": FirstStart,
        "print": lambda: PrintDialog(context, [1]),
    }
    made = makers[request.param]()
    qtbot.addWidget(made)
    settle()
    return made


def test_every_control_has_a_name(any_dialog: QDialog) -> None:
    kinds = (QAbstractButton, QComboBox, QSpinBox, QLineEdit, QAbstractItemView)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for kind in kinds
        for widget in any_dialog.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QSpinBox | QComboBox)
        and not widget.window().inherits("QComboBoxPrivateContainer")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not nameless


def test_every_button_has_an_object_name(any_dialog: QDialog) -> None:
    assert not [button.text() for button in any_dialog.findChildren(QPushButton) if not button.objectName()]


def test_no_label_reads_markup(any_dialog: QDialog) -> None:
    loose = [
        label.text()
        for label in any_dialog.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and Text.mightBeRichText(label.text())
    ]
    assert not loose
