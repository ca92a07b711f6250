"""The main job by keyboard alone, in the real window: a spreadsheet in, orders confirmed, labels printed, shipped; then
the import taken back, which keeps what was worked on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.app.context import make_context
from shopdesk.app.shops import Shops
from shopdesk.app.window import MainWindow
from shopdesk.dialogs.import_history import ImportHistory
from shopdesk.dialogs.import_wizard.wizard import ImportWizard
from shopdesk.dialogs.print_dialog import PrintDialog
from shopdesk.storage.session import ShopFile
from shopdesk.ui.context import ShopFacts
from tests.dialogs.conftest import HEADERS, row

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
DOTS_PER_POINT = 203 / 72


class Owner:
    """Somebody with a keyboard and no mouse."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def rest(self) -> None:
        """Wait until nothing is under way and the window in front is ready."""
        self.qtbot.waitUntil(self.window.context.tasks.is_idle, timeout=30_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(self.window.context.tasks.is_idle, timeout=30_000)

    def front(self) -> QWidget:
        """The window that has the keyboard."""
        return QApplication.activeModalWidget() or QApplication.activePopupWidget() or self.window

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, where the focus is."""
        front = self.front()
        front.activateWindow()
        QTest.qWaitForWindowActive(front)
        QTest.keyClick(front.focusWidget() or front, key, keys)
        self.rest()

    def type(self, text: str) -> None:
        """Letter by letter, where the focus is."""
        QTest.keyClicks(self.front().focusWidget(), text)
        self.rest()

    def press_and_name(self, key: Qt.Key, path: Path) -> None:
        """A key that opens a file dialog, and the file's name typed into it."""
        QTimer.singleShot(300, self.window, lambda: self._name(path))
        self.press(key)

    def _name(self, path: Path) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog), dialog
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert dialog.focusWidget() is field
        field.selectAll()
        QTest.keyClicks(field, str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The dialog in front, which must be of a kind."""
        front = self.front()
        assert isinstance(front, kind), front
        return front

    def walk_to(self, name: str) -> None:
        """Tab from control to control until the one of that name has the focus."""
        for _ in range(60):
            focused = self.front().focusWidget()
            if focused is not None and focused.objectName() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"{name} cannot be reached with Tab")


@pytest.fixture
def owner(qtbot: QtBot, qapp: QApplication, shop: ShopFile) -> Iterator[Owner]:
    """The real window over an empty shop."""
    context = make_context()
    context.theme.apply()
    window = MainWindow(context, Shops(context))
    with qtbot.waitExposed(window):
        window.show()
    context.set_shop(shop, ShopFacts("Test shop", "EUR", "Europe/Berlin", "DE"))
    made = Owner(window, qtbot)
    made.rest()
    yield made
    window.close()
    context.close()
    window.deleteLater()
    context.deleteLater()


def states(shop: ShopFile) -> dict[str, str]:
    with shop.read() as session:
        found = session.connection().exec_driver_sql("SELECT external_no, state FROM orders ORDER BY external_no").all()
    return dict(tuple(order) for order in found)


def codes(path: Path) -> list[set[str]]:
    """What a decoder reads on each page of a PDF printed at 203 dpi."""
    import zxingcpp

    document = PdfDocument(path)
    pictures = [page.render(scale=DOTS_PER_POINT, grayscale=True).to_numpy() for page in document]
    document.close()
    return [{found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(dots))} for dots in pictures]


def three_orders(folder: Path) -> Path:
    path = folder / "orders.csv"
    rows = [row("#1001"), row("#1002", name="王小明"), row("#1003", name="Chloé Martin")]
    path.write_text("\n".join([HEADERS, *rows]) + "\n", encoding="utf-8")
    return path


def test_from_a_spreadsheet_to_a_parcel_and_back(owner: Owner, shop: ShopFile, tmp_path: Path) -> None:
    labels = tmp_path / "labels.pdf"
    import_by_keyboard(owner, three_orders(tmp_path))
    assert set(states(shop)) == {"#1001", "#1002", "#1003"}

    page = owner.window.page()
    assert page is not None and owner.window.focusWidget() is page.table
    owner.press(Qt.Key.Key_Home, CTRL)
    owner.press(Qt.Key.Key_Down, SHIFT)
    worked_on = selected(owner, shop)
    assert len(worked_on) == 2
    owner.press(Qt.Key.Key_F, CTRL | SHIFT)  # an SKU that an empty shop cannot know: it is fine
    assert selected(owner, shop) == worked_on
    owner.press(Qt.Key.Key_Return, CTRL)
    assert {number for number, state in states(shop).items() if state == "confirmed"} == worked_on

    owner.walk_to("chip.to_ship")
    owner.press(Qt.Key.Key_Space)
    owner.press(Qt.Key.Key_P, CTRL)
    owner.dialog(PrintDialog)
    owner.walk_to("print_go")
    owner.press_and_name(Qt.Key.Key_Return, labels)
    owner.press(Qt.Key.Key_Escape)
    assert [found & worked_on for found in codes(labels)] == [{number} for number in printed(shop)]
    assert set(printed(shop)) == worked_on

    owner.press(Qt.Key.Key_A, CTRL | SHIFT)
    assert selected(owner, shop) == worked_on
    owner.press(Qt.Key.Key_M, CTRL)
    assert {number for number, state in states(shop).items() if state == "shipped"} == worked_on
    take_back_by_keyboard(owner, worked_on)
    assert set(states(shop)) == worked_on


def import_by_keyboard(owner: Owner, path: Path) -> None:
    owner.press(Qt.Key.Key_I, CTRL)
    wizard = owner.dialog(ImportWizard)
    owner.walk_to("choose_file")
    owner.press_and_name(Qt.Key.Key_Return, path)
    assert wizard.next.text() == "&Import 3 orders"
    owner.press(Qt.Key.Key_Return)
    assert wizard.result_page.isVisible()
    owner.press(Qt.Key.Key_Return)
    assert owner.front() is owner.window


def take_back_by_keyboard(owner: Owner, worked_on: set[str]) -> None:
    owner.press(Qt.Key.Key_K, CTRL)
    owner.type("Import history")
    owner.press(Qt.Key.Key_Return)
    history = owner.dialog(ImportHistory)
    owner.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    owner.qtbot.waitUntil(lambda: bool(history._told.text), timeout=10_000)
    assert all(number in history._told.text for number in worked_on)
    owner.press(Qt.Key.Key_Escape)


def selected(owner: Owner, shop: ShopFile) -> set[str]:
    page = owner.window.page()
    assert page is not None
    wanted = ", ".join(map(str, page.table.selected_ids()))
    with shop.read() as session:
        query = f"SELECT external_no FROM orders WHERE id IN ({wanted})"
        return set(session.connection().exec_driver_sql(query).scalars())


def printed(shop: ShopFile) -> list[str]:
    """The order numbers of the print log, in the order in which they came out."""
    query = (
        "SELECT external_no FROM print_job_item JOIN orders ON orders.id = order_id "
        "JOIN print_job ON print_job.id = job_id WHERE document = 'D01' ORDER BY job_id, position"
    )
    with shop.read() as session:
        return list(session.connection().exec_driver_sql(query).scalars())
