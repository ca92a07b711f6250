"""The print window: places on the sheet, refusals mended in place, a PDF, the log, and a printer's measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from shopdesk.app.context import AppContext
from shopdesk.base.errors import UserError
from shopdesk.dialogs.import_wizard import work
from shopdesk.dialogs.preferences import PreferencesDialog
from shopdesk.dialogs.print_dialog.calibration import CalibrationDialog
from shopdesk.dialogs.print_dialog.dialog import PrintDialog
from shopdesk.dialogs.print_dialog.measured import calibration_of, keep_calibration
from shopdesk.dialogs.print_dialog.sheet_picture import SheetPicture
from shopdesk.dialogs.print_dialog.state import Paper, PrintPlan
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.sheets import sheet
from shopdesk.services import shop as shop_facts
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderLine, Product, Sku, StockBalance, Warehouse
from tests.dialogs.conftest import row

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Settle = Callable[[], None]


@pytest.fixture
def orders(
    context: AppContext, shop: ShopFile, export: Callable[..., Path], settle: Settle, tmp_path: Path
) -> list[int]:
    """Three orders; the last one has no phone."""
    no_phone = row("#3").replace("+4930123456", "")
    path = export("orders.csv", row("#1"), row("#2", name="王小明"), no_phone)

    def bring_in(job: object) -> None:
        staged, _ = work.read_and_match(job, path, tmp_path / "staging.sqlite", {}, None)  # type: ignore[arg-type]
        work.apply_file(job, staged, None)  # type: ignore[arg-type]

    context.tasks.run_job("import", bring_in)
    settle()
    return [1, 2, 3]


@pytest.fixture
def dialog(qtbot: QtBot, context: AppContext, orders: list[int], settle: Settle) -> PrintDialog:
    made = PrintDialog(context, orders)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made


def test_labels_take_places_from_the_start_position_on() -> None:
    plan = PrintPlan((1, 2, 3), sheet_key="a4_4up", start=3, copies=2, first=2)
    ready = ["a", "b", "c"]
    assert plan.labels(ready) == ["b", "b", "c", "c"]  # type: ignore[arg-type,comparison-overlap]
    assert plan.pages(ready) == 2  # type: ignore[arg-type]
    assert plan.on_page(ready, 0) == (["b", "b"], 3)  # type: ignore[arg-type,comparison-overlap]
    assert plan.on_page(ready, 1) == (["c", "c"], 1)  # type: ignore[arg-type,comparison-overlap]
    assert plan.needs_asking(ready, 3)  # type: ignore[arg-type]


def test_the_arrow_keys_choose_where_the_sheet_begins(qtbot: QtBot, context: AppContext) -> None:
    picture = SheetPicture(context.theme)
    qtbot.addWidget(picture)
    picture.show_sheet(sheet("a4_4up"), 1, 2)
    with qtbot.waitSignal(picture.start_chosen) as chosen:
        qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert chosen.args == [3]
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.start == 4


def test_what_is_missing_is_filled_in_here(dialog: PrintDialog, qtbot: QtBot, settle: Settle) -> None:
    assert len(dialog.prepared.labels) == 2
    assert dialog.refusals.isVisible()
    field = dialog.findChild(QLineEdit, "fix.3.ship_phone")
    field.setText("+49 30 1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert len(dialog.prepared.labels) == 3
    assert not dialog.refusals.isVisible()


def test_a_rule_can_be_stepped_around(dialog: PrintDialog, settle: Settle) -> None:
    said = " ".join(label.text() for label in dialog.refusals.findChildren(QLabel))
    assert "“A label needs the consignee's phone” under Preferences → Printing" in said
    dialog.findChild(QPushButton, "around.label_fix_without_phone").click()
    settle()
    assert len(dialog.prepared.labels) == 3


def test_labels_are_saved_and_logged(
    dialog: PrintDialog, shop: ShopFile, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "labels.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    assert dialog.go.text() == "&Save 2 labels…"
    dialog.go.click()
    settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert str(target) in dialog._told.text
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for step in ("open", "folder"):
        dialog._told.button(step).click()
    assert [Path(url.toLocalFile()) for url in opened] == [target, tmp_path]
    with shop.read() as session:
        logged = session.connection().exec_driver_sql("SELECT document, total, printed FROM print_job").all()
    assert [tuple(job) for job in logged] == [("D01", 2, 2)]
    assert "Printed before" not in dialog._remarks.text and dialog.prepared.reprint  # no news beside "saved"
    dialog.options.changed.emit("first", 2)
    settle()
    assert "Printed before: 2" in dialog._remarks.text


def test_who_sends_can_be_filled_in_from_here(dialog: PrintDialog, shop: ShopFile, settle: Settle) -> None:
    assert dialog.offers.facts.isVisible()
    dialog.offers.facts.button("facts").click()
    settle()
    preferences = dialog.findChild(PreferencesDialog)
    preferences.form.set_value("line1", "Hauptstr. 3")
    preferences.form.set_value("country", "DE")
    preferences.form.set_value("name", "Kettles")
    preferences.accept()
    settle()
    settle()
    with shop.read() as session:
        assert shop_facts.facts(session).line1 == "Hauptstr. 3"
    assert not dialog.offers.facts.isVisible()


@pytest.mark.parametrize("paper", [Paper.PICK_LIST, Paper.PACKING_NOTES])
def test_papers_are_previewed(dialog: PrintDialog, settle: Settle, paper: Paper) -> None:
    dialog.options.changed.emit("paper", str(paper))
    settle()
    assert dialog.go.isEnabled()
    assert not dialog.preview._image.isNull()


def test_a_page_that_was_stretched_is_said(qtbot: QtBot, context: AppContext) -> None:
    dialog = CalibrationDialog("Zebra", sheet("thermal_100x150"), lambda: None)
    qtbot.addWidget(dialog)
    dialog.right_line.setValue(200)
    dialog.keep.click()
    assert dialog.calibration is None
    assert "fit to page" in dialog._problem.text
    dialog.right_line.setValue(dialog.left_line.value() + 60)
    dialog.left_line.setValue(21)
    dialog.right_line.setValue(81)
    dialog.keep.click()
    assert dialog.calibration is not None
    assert dialog.calibration.offset_x == pytest.approx(-1)


class JammingPrinter:
    """Prints ``good`` labels, then stops."""

    def __init__(self, good: int) -> None:
        self.good = good
        self.printed: list[str] = []

    def print_labels(self, _printer, labels, _sheet, *, start, calibration, on_printed):  # type: ignore[no-untyped-def]
        for number, label in enumerate(labels[: self.good], 1):
            self.printed.append(label.order_no)
            on_printed(number, len(labels))
        if self.good < len(labels):
            raise UserError("printer_refused")
        return len(labels)


def jobs(shop: ShopFile) -> list[tuple[int, int]]:
    with shop.read() as session:
        return [
            tuple(job)
            for job in session.connection().exec_driver_sql("SELECT printed, total FROM print_job ORDER BY id").all()
        ]


@pytest.fixture
def jammed(dialog: PrintDialog, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> JammingPrinter:
    """The printer stopped after the first of two labels."""
    made = JammingPrinter(1)
    monkeypatch.setattr("shopdesk.printing.printer.print_labels", made.print_labels)
    monkeypatch.setattr("shopdesk.dialogs.print_dialog.work.printer_for", lambda _plan: object())
    dialog._printers = ["Zebra"]
    dialog.plan.printer = "Zebra"
    dialog.go.click()
    settle()
    return made


def test_the_rest_of_a_jammed_print_is_offered_and_printed(
    dialog: PrintDialog, jammed: JammingPrinter, shop: ShopFile, settle: Settle
) -> None:
    assert "Stopped after 1 of 2 labels" in dialog._told.text
    assert dialog.offers.jam.text == "A print on Zebra stopped: 1 of 2 labels did not come out."
    assert jobs(shop) == [(1, 2)]
    dialog.offers.jam.button("resume").click()
    settle()
    assert dialog.windowTitle() == "The rest of a print that stopped"
    assert [label.order_no for label in dialog.prepared.labels] == ["#2"]
    jammed.good = 5
    dialog.go.click()
    settle()
    assert jammed.printed == ["#1", "#2"]
    assert not dialog.offers.jam.isVisible()
    assert jobs(shop) == [(1, 1), (1, 1)]


def test_the_rest_may_be_waived(dialog: PrintDialog, jammed: JammingPrinter, shop: ShopFile, settle: Settle) -> None:
    dialog.offers.jam.button("close").click()
    settle()
    assert not dialog.offers.jam.isVisible()
    assert jobs(shop) == [(1, 1)]


@pytest.mark.rule("R-O5")
def test_orders_the_warehouse_cannot_fill_are_set_aside_in_one_step(
    dialog: PrintDialog, context: AppContext, shop: ShopFile, settle: Settle
) -> None:
    with shop.write() as session:
        product = Product(handle="kettle", title="Kettle")
        place = Warehouse(name="Main")
        session.add_all([product, place])
        session.flush()
        sku = Sku(product_id=product.id, code="KET-1")
        session.add(sku)
        session.flush()
        session.add(StockBalance(sku_id=sku.id, warehouse_id=place.id, quantity=2))
        session.execute(update(OrderLine).values(sku_id=sku.id))
        session.execute(update(Order).values(state="confirmed"))
    dialog.options.changed.emit("paper", str(Paper.PICK_LIST))
    settle()
    assert dialog.offers.short.text == "1 order cannot be filled. Missing: 1 × KET-1."
    dialog.offers.short.button("exception").click()
    settle()
    assert not dialog.offers.jam.isVisible()
    assert len(dialog.plan.order_ids) == 2
    with shop.read() as session:
        states = session.connection().exec_driver_sql("SELECT state FROM orders ORDER BY id").scalars().all()
    assert states == ["confirmed", "confirmed", "exception"]
    context.undo.undo_last()
    settle()
    with shop.read() as session:
        assert "exception" not in session.connection().exec_driver_sql("SELECT state FROM orders").scalars().all()


def test_a_measured_printer_is_remembered_in_one_place(context: AppContext) -> None:
    kept = Calibration(0.5, -1.25, 1.0, 0.998)
    keep_calibration(context.machine, "Zebra", kept)
    assert calibration_of(context.machine, "Zebra") == kept
    assert calibration_of(context.machine, "Other") is None
