"""The window of carriers: add one, enter its prices by keyboard and clipboard, files, freight templates, refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.base.errors import UserError
from shopdesk.dialogs.carriers import CarriersDialog, fields
from shopdesk.dialogs.carriers import dialog as carriers_dialog
from shopdesk.dialogs.form_dialog import FormDialog
from shopdesk.domain.freight import Rate
from shopdesk.domain.freight_templates import FreightRow
from shopdesk.services import carriers, freight_templates
from shopdesk.services.carriers import CarrierFacts, ServiceFacts
from shopdesk.storage.session import ShopFile
from tests.services.carrier_rows import HOME, add_service

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Settle = Callable[[], None]


@pytest.fixture
def window(qtbot: QtBot, context: AppContext, settle: Settle) -> CarriersDialog:
    dialog = CarriersDialog(context)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    return dialog


def _rates(shop: ShopFile) -> tuple[Rate, ...]:
    with shop.read() as session:
        return carriers.offers(session)[0].rates


def test_a_carrier_is_added_and_priced_from_the_clipboard(
    qtbot: QtBot, window: CarriersDialog, shop: ShopFile, context: AppContext, settle: Settle
) -> None:
    assert window.pages.currentWidget() is not window.carrier
    entry = next(action for action in window._menu.actions() if action.text() == "DHL")
    entry.trigger()
    settle()
    settle()
    assert window.list.currentItem().text() == "DHL"
    assert window.carrier.service_text.text().startswith("2 days")
    QGuiApplication.clipboard().setText("DE\t2\t4.90\r\nDE\t5\t6.90\r\n")
    window.carrier.grid.setCurrentCell(0, 0)
    qtbot.keyClick(window.carrier.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.carrier.save.isEnabled()
    window.carrier.save.click()
    settle()
    settle()
    assert _rates(shop) == (Rate(2_000, 490, "EUR", "DE"), Rate(5_000, 690, "EUR", "DE"))
    assert not window.carrier.save.isEnabled()
    context.undo.undo_last()
    settle()
    settle()
    assert _rates(shop) == ()
    assert window.carrier.grid.cells() == []


def test_a_price_that_is_none_is_said_and_kept_in_sight(
    window: CarriersDialog, shop: ShopFile, settle: Settle, context: AppContext
) -> None:
    with shop.write() as session:
        add_service(session)
    window._reload()
    settle()
    window.carrier.grid.paste("DE\tone\t1")
    window.carrier.save.click()
    settle()
    assert "Line 1: one cannot be read as Up to (kg)" in window._problem.text
    assert window.carrier.grid.cells()[0][:3] == ["DE", "one", "1"]
    assert _rates(shop) == HOME


def test_prices_from_and_to_a_file(
    window: CarriersDialog, shop: ShopFile, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.write() as session:
        add_service(session)
    window._reload()
    settle()
    out = tmp_path / "prices.csv"
    monkeypatch.setattr(carriers_dialog, "ask_save", lambda *_args, **_more: out)
    monkeypatch.setattr(carriers_dialog, "ask_open", lambda *_args, **_more: out)
    window.carrier.asked.emit("write")
    settle()
    assert "3 price lines" in window._told.text
    out.write_text(out.read_text(encoding="utf-8-sig").replace("4.90", "5.90"), encoding="utf-8")
    window.carrier.asked.emit("read")
    settle()
    assert window.carrier.grid.cells()[0][2] == "5.90"
    assert _rates(shop) == HOME, "what was read is looked at before it is kept"
    window.carrier.save.click()
    settle()
    assert _rates(shop)[0].price_minor == 590


def test_a_carrier_is_edited_and_removed(window: CarriersDialog, shop: ShopFile, settle: Settle) -> None:
    with shop.write() as session:
        add_service(session)
    window._reload()
    settle()
    window.carrier.asked.emit("edit")
    form = next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, FormDialog) and widget.isVisible()
    )
    form.form.set_value("licence_until", "soon")
    form.go.click()
    assert "soon is no date" in form.notice.text
    form.form.set_value("licence_until", "2020-01-31")
    form.form.set_value("traits", "batteries, 液体")
    form.go.click()
    settle()
    settle()
    assert window.list.item(0).text() == "DHL · renew"
    assert "licence ends on 2020-01-31" in window.carrier.ending.text
    with shop.read() as session:
        assert carriers.book(session).carriers[0].facts.traits == "battery liquid"
    window.carrier.asked.emit("remove")
    settle()
    settle()
    assert window.list.count() == 0


def test_a_freight_template(window: CarriersDialog, shop: ShopFile, settle: Settle) -> None:
    window.add_template.click()
    assert window.template.form is not None
    window.template.save.click()
    window.template.form.set_value("name", "Home")
    window.template.form.set_value("free_over", "49")
    window.template.save.click()
    settle()
    assert "at least one row" in window._problem.text
    window.template.grid.paste("DE\t\t1\t4.90\t1\t1\n\t\t1\t14.90\t\t")
    window.template.save.click()
    settle()
    settle()
    with shop.read() as session:
        (entry,) = freight_templates.templates(session)
    assert (entry.template.name, entry.template.free_over_minor) == ("Home", 4_900)
    assert entry.template.rows == (FreightRow(1_000, 490, 1_000, 100, "DE"), FreightRow(1_000, 1_490, 0, 0))
    window.list.setCurrentRow(0)
    window.template.remove.click()
    settle()
    settle()
    assert window.list.count() == 0


def test_the_grid(qtbot: QtBot, window: CarriersDialog) -> None:
    grid = window.carrier.grid
    grid.set_cells([["DE", "1"], ["FR", "2"]])
    assert grid.rowCount() == 3
    grid.item(0, 0).setSelected(True)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.cells()[0][0] == ""
    grid.selectRow(0)
    grid.remove_selected()
    assert [row[:2] for row in grid.cells()] == [["FR", "2"]]


def test_forms_say_what_they_were_given() -> None:
    facts = CarrierFacts("DHL", "A\nB", traits="battery", stale_abroad_hours=99)
    values = {field.key: field.value for field in fields.carrier_fields(facts, "en")}
    assert fields.carrier_facts(values) == facts
    service = ServiceFacts("Paket", "V01", 2, True, 31_500, 1_200, "liquid food", "upstairs pickup")
    assert fields.service_facts({field.key: field.value for field in fields.service_fields(service)}) == service
    with pytest.raises(UserError, match="carrier_goods_unknown"):
        fields.carrier_facts(values | {"traits": "dragons"})
