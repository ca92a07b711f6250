"""The actions of the window itself: shop files, import, print, undo, tabs, help. Tabs add their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from shopdesk.app.context import AppContext
from shopdesk.app.flows import Flows
from shopdesk.app.pages import Pages
from shopdesk.base.i18n import N_
from shopdesk.ui.action import Action
from shopdesk.ui.tab import TabDeclaration


class Window(Protocol):
    """What the actions need of the main window."""

    context: AppContext
    flows: Flows
    pages: Pages

    def has_shop(self) -> bool: ...
    def has_page(self) -> bool: ...
    def can_print(self) -> bool: ...
    def is_compact(self) -> bool: ...
    def is_dark(self) -> bool: ...
    def print_page(self) -> None: ...
    def show_palette(self) -> None: ...
    def focus_search(self) -> None: ...
    def copy_rows(self) -> None: ...
    def select_all(self) -> None: ...
    def choose_columns(self) -> None: ...
    def toggle_detail(self) -> None: ...
    def toggle_density(self) -> None: ...
    def toggle_dark(self) -> None: ...
    def close(self) -> bool: ...
    def opener(self, key: str) -> Callable[[], None]: ...


def window_actions(window: Window) -> list[Action]:
    """Everything the menu bar offers before any tab is built."""
    return [
        *_file_actions(window),
        *_edit_actions(window),
        *_view_actions(window),
        *_shop_actions(window),
        *_help_actions(window),
    ]


def _file_actions(window: Window) -> list[Action]:
    flows, shop = window.flows, window.has_shop
    return [
        Action("file.new", N_("New shop…"), flows.new_shop, "Ctrl+N", "file-plus", "file"),
        Action("file.open", N_("Open shop…"), flows.open_shop, "Ctrl+O", "folder-open", "file"),
        Action("file.sample", N_("Open the sample shop"), flows.open_sample, "", "storefront", "file"),
        Action("file.copy", N_("Save a copy…"), flows.save_copy, "Ctrl+Shift+S", "floppy-disk", "file", 1, shop),
        Action("file.import", N_("Import…"), flows.import_file, "Ctrl+I", "upload-simple", "file", 2, shop),
        Action(
            "file.imports", N_("Import history…"), flows.import_history, "", "clock-counter-clockwise", "file", 2, shop
        ),
        Action("file.print", N_("Print…"), window.print_page, "Ctrl+P", "printer", "file", 2, window.can_print),
        Action("file.preferences", N_("Preferences…"), flows.preferences, "Ctrl+,", "gear-six", "file", 3),
        Action("file.quit", N_("Quit"), window.close, "Ctrl+Q", "sign-out", "file", 4),
    ]


def _edit_actions(window: Window) -> list[Action]:
    undo, page = window.context.undo, window.has_page
    redo_keys = ("Ctrl+Shift+Z", "Ctrl+Y")
    return [
        Action("edit.undo", N_("Undo"), undo.undo_last, "Ctrl+Z", "arrow-u-up-left", "edit", 0, undo.can_undo),
        Action("edit.redo", N_("Redo"), undo.redo, redo_keys, "arrow-u-up-right", "edit", 0, undo.can_redo),
        Action(
            "edit.palette",
            N_("Find or do anything…"),
            window.show_palette,
            "Ctrl+K",
            "command",
            "edit",
            1,
            in_palette=False,
        ),
        Action("edit.search", N_("Search"), window.focus_search, "Ctrl+F", "magnifying-glass", "edit", 1, page),
        Action("edit.copy_rows", N_("Copy the selected rows"), window.copy_rows, "", "copy", "edit", 2, page),
        Action(
            "edit.select_all",
            N_("Select all matching"),
            window.select_all,
            "Ctrl+Shift+A",
            "selection-all",
            "edit",
            2,
            page,
        ),
    ]


def _view_actions(window: Window) -> list[Action]:
    page, compact, dark = window.has_page, window.is_compact, window.is_dark
    pages, views, hide = window.pages, window.pages.has_views, N_("Show or hide details")
    following, preceding = N_("Next page of the tab"), N_("Previous page of the tab")
    return [
        Action("view.next", following, pages.next_view, "Ctrl+PgDown", "caret-right", "view", 1, views),
        Action("view.previous", preceding, pages.previous_view, "Ctrl+PgUp", "caret-left", "view", 1, views),
        Action(
            "view.compact", N_("Compact rows"), window.toggle_density, "Ctrl+Shift+R", "rows", "view", 2, None, compact
        ),
        Action("view.dark", N_("Dark colours"), window.toggle_dark, "Ctrl+Shift+K", "moon", "view", 2, None, dark),
        Action("view.columns", N_("Columns…"), window.choose_columns, "Ctrl+Shift+L", "columns", "view", 3, page),
        Action("view.detail", hide, window.toggle_detail, "Ctrl+Shift+D", "square-half", "view", 3, page),
    ]


def _shop_actions(window: Window) -> list[Action]:
    flows, shop = window.flows, window.has_shop
    return [
        Action("orders.rules", N_("Order rules…"), flows.order_rules, "", "flow-arrow", "shop", 9, shop),
        Action("orders.health", N_("Platform health…"), flows.platform_health, "", "heartbeat", "shop", 9, shop),
        Action("shop.carriers", N_("Carriers…"), flows.carriers, "", "truck", "shop", 9, shop),
    ]


def _help_actions(window: Window) -> list[Action]:
    return [
        Action("help.log", N_("Show the log folder"), window.flows.show_log, "", "file-text", "help"),
        Action("help.shortcuts", N_("Keyboard shortcuts"), window.flows.shortcuts, "F1", "keyboard", "help"),
        Action("help.news", N_("What's new"), window.flows.news, "", "sparkle", "help", 1),
        Action("help.about", N_("About ShopDesk"), window.flows.about, "", "info", "help", 1),
    ]


def tab_actions(window: Window, tabs: Sequence[TabDeclaration]) -> list[Action]:
    """Ctrl/⌘+1 … 9: one a tab. The other pages of a tab are found in the menu and in the palette."""
    shop = window.has_shop
    return [
        Action(f"tab.{view.key}", view.title, window.opener(view.key), keys, view.icon, "view", 0, shop)
        for place, tab in enumerate(tabs, start=1)
        for view in tab.views
        for keys in ([f"Ctrl+{place}"] if view is tab else [""])
    ]
