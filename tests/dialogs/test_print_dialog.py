"""The print window: places on the sheet, refusals mended in place, a PDF, the log, and a printer's measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.dialogs.import_wizard import work
from shopdesk.dialogs.print_dialog.calibration import CalibrationDialog
from shopdesk.dialogs.print_dialog.dialog import PrintDialog
from shopdesk.dialogs.print_dialog.sheet_picture import SheetPicture
from shopdesk.dialogs.print_dialog.state import Paper, PrintPlan
from shopdesk.printing.sheets import sheet
from shopdesk.storage.session import ShopFile
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
    with shop.read() as session:
        logged = session.connection().exec_driver_sql("SELECT document, total, printed FROM print_job").all()
    assert [tuple(job) for job in logged] == [("D01", 2, 2)]


@pytest.mark.parametrize("paper", [Paper.PICK_LIST, Paper.PACKING_NOTES])
def test_papers_are_previewed(dialog: PrintDialog, settle: Settle, paper: Paper) -> None:
    dialog.options.changed.emit("paper", str(paper))
    settle()
    assert dialog.go.isEnabled()
    assert not dialog.preview._image.isNull()


def test_a_page_that_was_stretched_is_said(qtbot: QtBot, context: AppContext) -> None:
    dialog = CalibrationDialog(context.theme, "Zebra", sheet("thermal_100x150"), lambda: None)
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
