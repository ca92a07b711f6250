"""Every window and dialog of the program, and how to bring it up. Add a line, and every walk covers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shopdesk.app.context import AppContext
from shopdesk.app.crash import CrashDialog
from shopdesk.app.shops import Shops
from shopdesk.app.window import MainWindow
from shopdesk.base.errors import MachineError, UserError
from shopdesk.base.i18n import tr
from shopdesk.ui.context import ShopFacts
from shopdesk.ui.message import show_message, worded
from tests.ui.demo import DemoShop
from tests.ui.demo_tab import demo_tabs


@dataclass(frozen=True, slots=True)
class Shown:
    """A window by name; ``make`` brings it up and returns what is to be looked over."""

    name: str
    make: Callable[[AppContext], QWidget]
    size: tuple[int, int] | None = None


def main_window(context: AppContext) -> MainWindow:
    """The main window over the demo list, with its detail pane."""
    window = MainWindow(context, Shops(context), demo_tabs())
    window.resize(1440, 900)
    window.show()
    context.set_shop(DemoShop(), ShopFacts("Berlin Kettle Co.", timezone="Europe/Berlin"))
    for key, count in (("today", 12), ("orders", 8), ("inventory", 5), ("tickets", 3)):
        window.rail.set_badge(key, count)
    return window


def small_window(context: AppContext) -> QWidget:
    """The main window at the smallest size promised."""
    window = main_window(context)
    window.resize(1280, 720)
    return window


def empty_window(context: AppContext) -> QWidget:
    """A search that finds nothing."""
    window = main_window(context)
    page = window.page()
    assert page is not None
    page.search.search_now("nothing like this")
    return window


def welcome(context: AppContext) -> QWidget:
    """No shop is open."""
    context.set_shop(None)
    window = MainWindow(context, Shops(context), demo_tabs())
    window.show()
    return window


def toast(context: AppContext) -> QWidget:
    """A change was made: the toast offers Undo."""
    window = main_window(context)
    context.toasts.show("8 orders confirmed.", action=(tr("Undo"), lambda: None))
    return window


def palette(context: AppContext) -> QWidget:
    """Ctrl/⌘+K."""
    from shopdesk.ui.palette import CommandPalette

    window = main_window(context)
    made = CommandPalette(context, [], window)
    made.show()
    return made


def crash(_context: AppContext) -> QWidget:
    """A bug was met."""
    made = CrashDialog("ShopDesk 0.1.0\nPython 3.11 · Qt 6.12\n\nValueError\n  shopdesk/x.py:1 in y")
    made.show()
    return made


def refused(_context: AppContext) -> QWidget:
    """Something cannot be done."""
    return show_message(None, worded(UserError("no_shop_open")), title=tr("Not done"), warning=True)


def trouble(_context: AppContext) -> QWidget:
    """The machine refuses."""
    return show_message(None, worded(MachineError("disk_full")), title=tr("The computer refused"), warning=True)


WINDOWS = [
    Shown("main", main_window),
    Shown("main-small", small_window),
    Shown("main-empty", empty_window),
    Shown("welcome", welcome),
    Shown("toast", toast),
    Shown("palette", palette),
    Shown("crash", crash),
    Shown("refused", refused),
    Shown("trouble", trouble),
]
