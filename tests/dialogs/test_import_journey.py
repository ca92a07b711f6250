"""The whole way by keyboard: a file in, the preview, the import, its undo; refused rows saved, mended and
imported again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext
from shopdesk.dialogs.import_wizard.state import Step
from shopdesk.dialogs.import_wizard.wizard import ImportWizard
from shopdesk.services import order_edit, profiles
from shopdesk.storage.session import ShopFile
from tests.dialogs.conftest import row

#: The platform without a screen says so for every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Settle = Callable[[], None]
Export = Callable[..., Path]


@pytest.fixture
def wizard(qtbot: QtBot, context: AppContext) -> ImportWizard:
    made = ImportWizard(context)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def order_count(shop: ShopFile) -> int:
    with shop.read() as session:
        return int(session.connection().exec_driver_sql("SELECT count(*) FROM orders").scalar_one())


def press(qtbot: QtBot, wizard: ImportWizard, key: Qt.Key) -> None:
    """A key where the focus is, as a person would."""
    qtbot.keyClick(wizard.focusWidget() or wizard, key)


def walk_to(qtbot: QtBot, wizard: ImportWizard, name: str) -> None:
    """Tab from control to control until the one of that name has the focus."""
    for _ in range(60):
        if wizard.focusWidget() is not None and wizard.focusWidget().objectName() == name:
            return
        press(qtbot, wizard, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached with Tab")


def drop(wizard: ImportWizard, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    no_keys = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no_keys)
    wizard.file.dropEvent(event)


def test_drop_preview_import_undo(
    qtbot: QtBot, wizard: ImportWizard, shop: ShopFile, export: Export, settle: Settle
) -> None:
    drop(wizard, export("orders.csv", row("#1"), row("#2", name="王小明")))
    settle()
    assert wizard.journey.stop is Step.PREVIEW
    assert wizard.next.text() == "&Import 2 orders"
    assert order_count(shop) == 0
    press(qtbot, wizard, Qt.Key.Key_Return)
    settle()
    assert order_count(shop) == 2
    assert wizard.result_page.isVisible()
    walk_to(qtbot, wizard, "undo_import")
    press(qtbot, wizard, Qt.Key.Key_Space)
    settle()
    assert order_count(shop) == 0
    press(qtbot, wizard, Qt.Key.Key_Return)
    assert not wizard.isVisible()


def test_refused_rows_are_saved_mended_and_imported(
    qtbot: QtBot,
    wizard: ImportWizard,
    shop: ShopFile,
    export: Export,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from openpyxl import load_workbook

    mended = tmp_path / "to fix.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(mended), ""))
    wizard.take([export("orders.csv", row("#1"), row("#2", quantity="two"), row("", name="?"))])
    settle()
    assert wizard.journey.preview is not None
    assert wizard.journey.preview.counts["rejected"] == 2
    press(qtbot, wizard, Qt.Key.Key_Return)
    settle()
    wizard.result_page.save.click()
    settle()
    assert order_count(shop) == 1
    book = load_workbook(mended)
    sheet = book.active
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("Lineitem quantity") + 1, "2")
    sheet.cell(3, headers.index("Name") + 1, "#3")
    book.save(mended)
    wizard.take([mended])
    press(qtbot, wizard, Qt.Key.Key_Return)
    settle()
    if wizard.journey.stop is not Step.PREVIEW:
        wizard.next.click()
        settle()
    assert wizard.next.text() == "&Import 2 orders"
    wizard.next.click()
    settle()
    assert order_count(shop) == 3


def test_the_preview_names_what_changes_and_what_is_kept(
    qtbot: QtBot, wizard: ImportWizard, shop: ShopFile, export: Export, settle: Settle
) -> None:
    wizard.take([export("one.csv", row("#1"), row("#2"))])
    settle()
    wizard.next.click()
    settle()
    with shop.write() as session:
        order_edit.edit(session, 1, ship_phone="+49 30 777")
    second = export("two.csv", row("#1", street="Lindenstr. 15").replace("+4930123456", "+4930999"), row("#2"))
    wizard.take([second])
    wizard.next.click()
    settle()
    headlines = {card.verdict: card.headline.text() for card in wizard.preview.cards._cards}
    assert headlines["changed"] == "1  changed"
    assert headlines["same"] == "1  already here, same"
    assert "Phone" in wizard.preview.pane._kept.text
    assert wizard.preview.pane._title.text() == "#1 changes"


def test_a_card_filters_the_list(wizard: ImportWizard, export: Export, settle: Settle) -> None:
    wizard.take([export("orders.csv", row("#1"), row("#2", quantity="two"))])
    settle()
    assert wizard.preview.table is not None
    assert wizard.preview.table.list_model().rowCount() == 2
    wizard.preview.cards._cards[3].click()
    settle()
    assert wizard.preview.table.list_model().rowCount() == 1


def test_several_files_one_after_the_other(
    wizard: ImportWizard, shop: ShopFile, export: Export, settle: Settle
) -> None:
    wizard.take([export("a.csv", row("#1")), export("b.csv", row("#2"))])
    settle()
    assert "(1 of 2)" in wizard.windowTitle()
    wizard.next.click()
    settle()
    assert wizard.next.text() == "&Next file"
    wizard.next.click()
    settle()
    assert "(2 of 2)" in wizard.windowTitle()
    wizard.next.click()
    settle()
    assert order_count(shop) == 2


def test_a_table_is_pasted(wizard: ImportWizard, export: Export, settle: Settle, qtbot: QtBot) -> None:
    text = export("orders.csv", row("#1")).read_text(encoding="utf-8").replace(",", "\t")
    QApplication.clipboard().setText(text)
    qtbot.keyClick(wizard, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert wizard.next.text() == "&Import 1 order"


def test_what_is_no_table_is_not_pasted(wizard: ImportWizard) -> None:
    wizard.paste("just a sentence")
    assert "no table" in wizard.file._problem.text


def test_an_unreadable_file_is_said_and_another_can_follow(
    wizard: ImportWizard, export: Export, settle: Settle, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    wizard.take([empty])
    settle()
    assert wizard._step is Step.FILE
    assert "empty.csv" in wizard.file._problem.text
    wizard.take([export("orders.csv", row("#1"))])
    settle()
    assert wizard.journey.preview is not None


def test_ambiguous_dates_are_asked(wizard: ImportWizard, shop: ShopFile, export: Export, settle: Settle) -> None:
    headers = "Order number,Order date,SKU,Product,Quantity,Unit price"
    path = export("lines.csv", "A1,03/04/2026,K-1,Kettle,1,9.50", "A2,05/06/2026,K-1,Kettle,2,9.50", headers=headers)
    wizard.take([path])
    settle()
    if wizard._step is Step.FORMAT:
        wizard.next.click()
        settle()
    assert wizard._step is Step.COLUMNS
    assert not wizard.next.isEnabled()
    from PySide6.QtWidgets import QRadioButton

    answer = wizard.columns.questions.findChild(QRadioButton, "answer_date_order_DMY")
    assert answer.text() == "day/month/year: 3 April 2026"
    answer.setChecked(True)
    assert wizard.next.isEnabled()
    wizard.next.click()
    settle()
    assert "as you said" in wizard._note.text()


def test_escape_stops_an_import_and_leaves_the_shop_as_it_was(
    qtbot: QtBot, wizard: ImportWizard, shop: ShopFile, export: Export, settle: Settle
) -> None:
    wizard.take([export("orders.csv", *[row(f"#{n}") for n in range(3000)])])
    settle()
    wizard.next.click()
    wizard.reject()
    settle()
    assert order_count(shop) in {0, 3000}
    assert wizard.isVisible()
    if order_count(shop) == 0:
        assert wizard._step is Step.PREVIEW
        assert wizard._problem.text == "Cancelled. Nothing was changed."


OWN = "Nr,Wann,Artikel,Stück,Preis,Wer"
OWN_ROW = "{},2026-11-20,K-1,2,9.50,Emma Fischer"


@pytest.fixture
def mapped(wizard: ImportWizard, export: Export, settle: Settle) -> ImportWizard:
    """A file of the owner's own making, its columns matched by hand."""
    wizard.take([export("own.csv", OWN_ROW.format("A1"), OWN_ROW.format("A2"), headers=OWN)])
    settle()
    wizard._decide("format_key", "generic_order_lines")
    settle()
    if wizard._step is Step.FORMAT:
        wizard.next.click()
        settle()
    assert wizard._step is Step.COLUMNS
    wizard.conductor.map_columns(
        {"order_no": "Nr", "placed_at": "Wann", "sku": "Artikel", "quantity": "Stück", "unit_price": "Preis"}
    )
    return wizard


def test_a_profile_is_saved_and_known_again(
    mapped: ImportWizard, shop: ShopFile, export: Export, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: ("My own list", True))
    mapped.findChild(QPushButton, "profile_save").click()
    settle()
    assert "My own list" in mapped._note.text()
    mapped.next.click()
    settle()
    assert mapped.next.text() == "&Import 2 orders"
    mapped.next.click()
    settle()
    mapped.take([export("later.csv", OWN_ROW.format("A3"), headers=OWN)])
    mapped.next.click()
    settle()
    assert mapped._step is Step.PREVIEW, "a file of a known profile asks nothing"
    assert "My own list" in mapped._bar.findChild(QPushButton, "step_format").text()
    mapped.next.click()
    settle()
    assert order_count(shop) == 3


def test_a_saved_profile_is_removed(
    mapped: ImportWizard, shop: ShopFile, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args: ("My own list", True))
    offered: list[list[str]] = []

    def choose(_parent: object, _title: str, _label: str, names: list[str], *_rest: object) -> tuple[str, bool]:
        offered.append(names)
        return names[0], True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    mapped.findChild(QPushButton, "profile_save").click()
    settle()
    mapped.findChild(QPushButton, "profile_remove").click()
    settle()
    settle()
    assert offered == [["My own list"]]
    with shop.read() as session:
        assert profiles.list_profiles(session) == []


def test_file_dialogs_begin_where_the_last_file_came_from(
    wizard: ImportWizard, export: Export, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = export("orders.csv", row("#1"))
    wizard.take([source])
    settle()
    begun: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (begun.append(args[2]) or "", ""))
    wizard._save_rejected()
    assert [Path(each).parent for each in begun] == [source.parent]


def test_the_steps_show_their_words_to_the_end(wizard: ImportWizard, export: Export, settle: Settle) -> None:
    wizard.take([export("orders.csv", row("#1"))])
    settle()
    for step in wizard._bar.findChildren(QPushButton):
        assert step.width() >= step.fontMetrics().horizontalAdvance(step.text()) + 24 + 4, step.text()


def test_the_preview_says_when_an_order_was_placed(wizard: ImportWizard, export: Export, settle: Settle) -> None:
    wizard.take([export("orders.csv", row("#1"))])
    settle()
    table = wizard.preview.table
    model = table.list_model()
    keys = [column.key for column in model.source.columns]
    assert model.index(0, keys.index("at")).data() == "20 Nov"


def test_a_profile_is_shared_and_used_by_another(
    mapped: ImportWizard, export: Export, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "own list.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(shared), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(shared), ""))
    mapped.findChild(QPushButton, "profile_share").click()
    settle()
    assert tomllib.loads(shared.read_text(encoding="utf-8"))["columns"]["order_no"] == ["Nr"]
    mapped.conductor.map_columns({})
    assert not mapped.next.isEnabled()
    mapped.findChild(QPushButton, "profile_open").click()
    settle()
    assert mapped.next.isEnabled()
    mapped.next.click()
    settle()
    assert mapped.next.text() == "&Import 2 orders"


def test_a_shared_file_that_is_none_is_said(
    mapped: ImportWizard, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("target = 3", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(wrong), ""))
    mapped.findChild(QPushButton, "profile_open").click()
    settle()
    assert mapped._step is Step.COLUMNS
    assert "wrong.toml" in mapped._problem.text


def test_a_file_is_opened_once_where_nothing_is_asked(
    wizard: ImportWizard, export: Export, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopdesk.importing import child

    started: list[str] = []
    run = child._run
    monkeypatch.setattr(child, "_run", lambda task, *rest: started.append(task) or run(task, *rest))
    wizard.take([export("orders.csv", row("#1"))])
    settle()
    assert wizard._step is Step.PREVIEW
    wizard._go_back()
    wizard._go_back()
    wizard.next.click()
    assert wizard._step is Step.PREVIEW
    wizard._decide("channel", "Second shop")
    settle()
    assert started == ["read"]


def test_a_file_that_leaves_something_open_is_opened_once_more_after_the_answer(
    wizard: ImportWizard, export: Export, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopdesk.importing import child

    started: list[str] = []
    run = child._run
    monkeypatch.setattr(child, "_run", lambda task, *rest: started.append(task) or run(task, *rest))
    headers = "Order number,Order date,SKU,Product,Quantity,Unit price"
    wizard.take([export("lines.csv", "A1,03/04/2026,K-1,Kettle,1,9.50", headers=headers)])
    settle()
    wizard._decide("date_order", "DMY")
    wizard._show(Step.COLUMNS)
    wizard.next.click()
    settle()
    assert wizard._step is Step.PREVIEW
    assert started == ["read", "read"]
