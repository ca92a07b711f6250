"""A tab with several pages: the switch in the header, the keys, the badges, the palette."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shopdesk.app.shops import Shops
from shopdesk.app.window import MainWindow
from shopdesk.ui.page import TabPage
from shopdesk.ui.tab import TabDeclaration, ViewDeclaration
from tests.ui.demo import DemoShop, DemoSource

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _page(key, title, context, parent):
    page = TabPage(context, key, title, parent)
    page.use_list(DemoSource(8), "Search")
    return page


def _view(cls, key, title, **more):
    return cls(key=key, title=title, icon="package", make=partial(_page, key, title), **more)


@pytest.fixture
def window(qtbot, context):
    parcels = _view(ViewDeclaration, "parcels", "Shipped", badge=lambda _session: 3)
    waves = _view(ViewDeclaration, "waves", "Waiting")
    tabs = (
        _view(TabDeclaration, "orders", "Orders", order=1, also=(parcels, waves)),
        _view(TabDeclaration, "today", "All", order=2),
    )
    context.set_shop(None)
    made = MainWindow(context, Shops(context), tabs)
    made.show()
    context.set_shop(DemoShop())
    qtbot.waitUntil(context.tasks.is_idle)
    made.pages.set_badges({"parcels": 3})
    yield made
    qtbot.waitUntil(context.tasks.is_idle)
    made.close()
    made.deleteLater()


def _button(window, key):
    return window.page().view_switch.findChild(object, f"view.{key}")


def test_the_other_pages_stand_beside_the_title_with_what_waits(window):
    assert window.page().key == "orders"
    assert [_button(window, key).text() for key in ("orders", "parcels", "waves")] == ["Orders", "Shipped 3", "Waiting"]
    assert _button(window, "parcels").accessibleName() == "Shipped, 3 wait"
    assert window.page().title_label.isHidden()


def test_a_click_goes_there_and_the_rail_stays(window, qtbot):
    QTest.mouseClick(_button(window, "parcels"), Qt.MouseButton.LeftButton)
    assert window.page().key == "parcels"
    assert window.rail._buttons["orders"].isChecked()
    assert _button(window, "parcels").isChecked() and not _button(window, "orders").isChecked()
    QTest.mouseClick(_button(window, "parcels"), Qt.MouseButton.LeftButton)  # the one in sight: nothing happens
    assert window.page().key == "parcels" and _button(window, "parcels").isChecked()


def test_keys_walk_the_pages_round_and_a_lone_page_keeps_its_title(window):
    seen = []
    for _ in range(3):
        window.context.actions.trigger("view.next")
        seen.append(window.page().key)
    assert seen == ["parcels", "waves", "orders"]
    window.context.actions.trigger("view.previous")
    assert window.page().key == "waves"
    window.show_tab("today")
    assert window.page().view_switch is None and window.page().title_label.isVisible()
    assert not window.context.actions.qaction("view.next").isEnabled()


def test_a_page_is_found_by_its_key_and_remembered(window):
    window.context.navigate("waves", chip="all")
    assert window.page().key == "waves" and window.page().chips.current() == "all"
    assert window.context.machine.state("window.tab") == "waves"
    assert window.context.actions.qaction("tab.parcels").text() == "Shipped"
    window.show_tab("nowhere")
    assert window.page().key == "waves"
