"""The main window: tabs, menus, shops, drop, language, undo text; the whole program from start to end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from shopdesk.app.paths import machine_file
from shopdesk.app.program import Program
from shopdesk.app.registry import tab_declarations, tab_names
from shopdesk.app.shop_line import copy_text
from shopdesk.app.shops import Shops, free_path
from shopdesk.app.window import MainWindow
from shopdesk.services.sample_shop import create_sample_shop
from shopdesk.storage.shopfile import create_shop
from shopdesk.ui.action import Action
from shopdesk.ui.tab import TabDeclaration
from tests.ui.demo import DemoShop
from tests.ui.demo_tab import demo_tabs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(qtbot, context):
    context.set_shop(None)
    made = MainWindow(context, Shops(context), demo_tabs())
    made.show()
    context.set_shop(DemoShop())
    qtbot.waitUntil(context.tasks.is_idle)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def program(qtbot):
    made = Program()
    yield made
    made.end()


def test_tabs_are_built_when_they_are_shown(qtbot, window):
    assert len(window.pages.built()) == 1
    window.context.actions.trigger("tab.reports")
    built = window.pages.built()
    assert set(built) == {"today", "reports"} and window.stack.currentWidget() is built["reports"]
    qtbot.waitUntil(window.context.tasks.is_idle)


def test_only_tabs_that_exist_are_shown():
    found = tab_declarations()
    assert {tab.key for tab in found} <= set(tab_names())
    assert [tab.order for tab in found] == sorted({tab.order for tab in found})


def test_without_a_shop_the_window_offers_the_ways_to_one(qtbot, window):
    window.context.set_shop(None)
    assert window.stack.currentWidget() is window.welcome and window.pages.built() == {}
    assert not window.context.actions.qaction("file.import").isEnabled()
    assert window.status.shop_line.whole() == "No shop is open"


@pytest.mark.parametrize(("name", "what"), [("orders.csv", "import"), ("my.shopdesk", "shop")])
def test_a_dropped_file_is_imported_and_a_dropped_shop_opened(window, monkeypatch, tmp_path, name, what):
    heard = []
    monkeypatch.setattr(window.flows, "import_files", lambda paths: heard.append(("import", paths)))
    monkeypatch.setattr(window.shops, "open", lambda path: heard.append(("shop", [path])))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    assert heard == [(what, [tmp_path / name])]


def test_density_and_colours_follow_the_menu_at_once(window):
    context = window.context
    context.actions.trigger("view.compact")
    assert window.page().table.rowHeight(0) == 30
    dark = context.theme.is_dark
    context.actions.trigger("view.dark")
    assert context.theme.is_dark is not dark


def test_menus_hold_every_action_that_names_one(qtbot, window):
    shown = {entry for menu in window.menuBar().actions() for entry in menu.menu().actions()}
    registry = window.context.actions
    assert all(registry.qaction(key) in shown for key in registry.all_keys() if registry.action(key).menu)


OF_THE_SHOP = ("orders.rules", "orders.health", "shop.carriers")


def test_what_belongs_to_the_shop_is_offered_on_every_page(qtbot, window):
    actions = window.context.actions
    menu = window.menuBar().findChild(QMenu, "menu.shop")
    for key in ("reports", "orders"):
        window.show_tab(key)
        actions.refresh()
        qtbot.waitUntil(lambda: {actions.qaction(key) for key in OF_THE_SHOP} <= set(menu.actions()))
        assert {*OF_THE_SHOP} <= {action.key for action, _ in actions.for_palette()}
    window.context.set_shop(None)
    assert not any(actions.qaction(key).isEnabled() for key in OF_THE_SHOP)


def test_a_menu_within_a_menu_holds_its_actions_and_goes_with_them(qtbot, window):
    menu, within = (window.menuBar().findChild(QMenu, name) for name in ("menu.shop", "menu.shop.print"))
    assert within.menuAction() not in menu.actions()
    made = window.context.actions.add(Action("demo.print", "Print it", list, menu="shop.print"), window)
    qtbot.waitUntil(lambda: within.menuAction() in menu.actions())
    assert within.actions() == [made] and made not in menu.actions()
    window.context.actions.remove("demo.print")


def of_tabs(menu) -> list[str]:
    """The entries that are not the window's own."""
    return [entry.text() for entry in menu.actions() if entry.text().startswith("Do ")]


def test_a_menu_offers_the_actions_of_the_tab_in_sight_alone(qtbot, context):
    def tab(key: str, order: int) -> TabDeclaration:
        def make(_context, parent):
            made = QWidget(parent)
            context.actions.add(Action(f"{key}.do", f"Do {key}", list, menu="shop"), made)
            return made

        return TabDeclaration(key=key, title=key.title(), icon="package", order=order, make=make)

    context.set_shop(None)
    window = MainWindow(context, Shops(context), (tab("today", 1), tab("orders", 2)))
    shop_menu = next(menu.menu() for menu in window.menuBar().actions() if menu.menu().objectName() == "menu.shop")
    assert window.menuBar().actions()[0].isVisible()  # what is the window's is there before the window is shown
    context.set_shop(DemoShop())
    for key in ("today", "orders", "today"):
        window.show_tab(key)
        qtbot.waitUntil(lambda: of_tabs(shop_menu) == [f"Do {key}"])  # noqa: B023
    context.set_shop(None)
    qtbot.waitUntil(lambda: not of_tabs(shop_menu))
    qtbot.waitUntil(context.tasks.is_idle)
    window.deleteLater()


def test_without_a_shop_no_tab_is_offered(qtbot, window):
    actions, rail = window.context.actions, window.rail
    button = rail.findChild(QPushButton, "rail.reports")
    assert button.isEnabled() and actions.qaction("tab.reports").isEnabled()
    window.context.set_shop(None)
    assert not button.isEnabled() and not actions.qaction("tab.reports").isEnabled()
    assert rail.preferences.isEnabled()
    assert not actions.qaction("edit.search").isEnabled()


def test_the_program_opens_a_shop_and_remembers_it(qtbot, program, tmp_path):
    path = tmp_path / "mine.shopdesk"
    create_shop(path, name="Mine", currency="GBP", timezone="Europe/London").close()
    with qtbot.waitSignal(program.shops.opened, timeout=10_000):
        assert program.begin(path)
    assert program.window.windowTitle() == "Mine – ShopDesk" and program.context.facts.currency == "GBP"
    qtbot.waitUntil(lambda: "0 orders" in program.window.status.shop_line.whole())
    assert program.machine.recent_shops() == [path]
    qtbot.waitUntil(program.context.tasks.is_idle)


def test_a_shop_that_is_open_elsewhere_is_left_to_that_window(qtbot, program, tmp_path):
    path = tmp_path / "mine.shopdesk"
    create_shop(path, name="Mine", currency="GBP", timezone="Europe/London").close()
    with qtbot.waitSignal(program.shops.opened, timeout=10_000):
        program.begin(path)
    second = Program()
    with qtbot.waitSignal(program.shops.asked):
        assert not second.begin(path)
    second.end()
    qtbot.waitUntil(program.context.tasks.is_idle)


def test_a_file_that_is_no_shop_is_refused_in_words_and_kept(qtbot, program, tmp_path):
    path = tmp_path / "broken.shopdesk"
    path.write_text("this is no shop")
    with qtbot.waitSignal(program.shops.failed, timeout=10_000) as caught:
        program.begin(path)
    assert caught.args[0].code and path.read_text() == "this is no shop"
    assert program.context.shop is None
    for box in program.window.findChildren(type(program.window).__mro__[1]):
        box.close()
    message = program.window.findChild(object, "message")
    assert message is not None
    message.close()


def test_the_language_changes_while_the_program_runs(qtbot, program, tmp_path):
    path = tmp_path / "mine.shopdesk"
    create_sample_shop(path).close()
    with qtbot.waitSignal(program.shops.opened, timeout=10_000):
        program.begin(path)
    before = program.window
    program.machine.set_preference("language", "zh_CN")
    qtbot.waitUntil(lambda: program.window is not before and program.window.rail.preferences.text() == "偏好设置")
    qtbot.waitUntil(program.context.tasks.is_idle)
    assert program.window.page() is not None


def settled(qtbot, program) -> None:
    """Nothing runs, and what was to be destroyed is."""
    qtbot.waitUntil(program.context.tasks.is_idle)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(qtbot, program, tmp_path):
    """The program with the sample shop open."""
    create_sample_shop(tmp_path / "sample.shopdesk").close()
    with qtbot.waitSignal(program.shops.opened, timeout=10_000):
        program.begin(tmp_path / "sample.shopdesk")
    qtbot.waitUntil(program.context.tasks.is_idle)
    return program


def test_toasts_are_said_in_the_window_of_another_language_too(qtbot, opened):
    before = opened.window
    opened.machine.set_preference("language", "zh_CN")
    qtbot.waitUntil(lambda: opened.window is not before)
    settled(qtbot, opened)
    opened.context.toasts.show("8 orders confirmed")
    assert opened.context.toasts.text() == "8 orders confirmed"


def test_the_first_start_goes_on_in_the_language_that_is_chosen_in_it(qtbot, program):
    program.begin(None)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    before, dialog = program.window, QApplication.activeModalWidget()
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    qtbot.waitUntil(lambda: program.window is not before)
    settled(qtbot, program)
    again = QApplication.activeModalWidget()
    assert again is not None and again.window().parent() is program.window
    assert again.windowTitle() == "欢迎使用 ShopDesk" and again.language.currentData() == "zh_CN"
    again.close()


def test_the_preferences_stay_open_on_their_page_when_the_language_is_chosen_there(qtbot, opened):
    opened.window.flows.preferences()
    before = opened.window
    opened.machine.set_preference("language", "zh_CN")
    qtbot.waitUntil(lambda: opened.window is not before)
    settled(qtbot, opened)
    again = QApplication.activeModalWidget()
    assert again is not None and again.objectName() == "preferences"
    assert again.list.currentItem().text() == "外观"
    again.close()
    qtbot.waitUntil(opened.context.tasks.is_idle)


def test_a_spreadsheet_given_to_a_second_start_is_imported_by_the_first(qtbot, opened, tmp_path, monkeypatch):
    given, heard = tmp_path / "orders.csv", []
    monkeypatch.setattr(opened.window.flows, "import_file", heard.append)
    monkeypatch.chdir(tmp_path)
    opened.machine.save()
    second = Program()
    with qtbot.waitSignal(opened.shops.asked):
        assert not second.begin(Path("orders.csv"))
    second.end()
    assert heard == [str(given)]


def test_the_palette_finds_the_orders_of_the_shop_and_goes_to_them(qtbot, opened):
    from shopdesk.app.lists import list_specs
    from shopdesk.lists.query import ids, window

    with opened.context.shop.read() as session:
        spec = list_specs()["orders"]
        last = list(ids(session, spec, filter="shipped"))[-1:]
        number = window(session, spec, last)[0][0]
    opened.window.show_palette()
    palette = QApplication.activePopupWidget()
    palette.field.setText(number)
    qtbot.waitUntil(lambda: palette.list.count() == 1)
    assert palette.list.item(0).text().startswith(f"Orders:  {number}")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.window.page().table.current_id() == last[0])
    settled(qtbot, opened)


def test_the_machine_file_is_written_at_the_end(qtbot, tmp_path):
    program = Program()
    program.machine.set_state("window.tab", "orders")
    program.end()
    assert "orders" in machine_file().read_text()


def test_a_free_path_never_names_a_file_that_is_there(tmp_path: Path):
    first = free_path(tmp_path, "My/Shop: 店")
    first.touch()
    assert first.name == "My Shop  店.shopdesk" and free_path(tmp_path, "My/Shop: 店") != first


def test_a_clock_set_back_counts_as_now():
    from datetime import timedelta

    assert copy_text(timedelta(minutes=-5)) == "copy saved just now"
    assert copy_text(timedelta(minutes=6)) == "copy saved 6 min ago"
    assert copy_text(timedelta(days=3)) == "copy saved 3 days ago"
