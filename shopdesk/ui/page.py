"""The frame of every tab, four storeys: header, chips, table, detail. A person who learned one tab knows all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.ui.buttons import ActionButton
from shopdesk.ui.chips import ChipBar
from shopdesk.ui.context import Context
from shopdesk.ui.detail_pane import DetailPane
from shopdesk.ui.elide import ElidedLabel
from shopdesk.ui.empty import EmptyPane
from shopdesk.ui.panel import Panel, heading
from shopdesk.ui.search import SearchField
from shopdesk.ui.tab import ViewDeclaration
from shopdesk.ui.table.model import ListModel
from shopdesk.ui.table.source import RowSource
from shopdesk.ui.table.view import TableView
from shopdesk.ui.view_switch import ViewSwitch

_EDGE = 24


class TabPage(QWidget):
    """``TabPage(context, "orders", N_("Orders"), parent)``, then :meth:`use_list`, :meth:`use_pane` …

    ``record_shown(id | None)`` follows the table's cursor, as the pane does. ``view_asked(key)`` when another page of
    the same tab is wanted.
    """

    record_shown = Signal(object)
    view_asked = Signal(str)
    print_key = ""  # the registered action that Ctrl/⌘+P means here

    def __init__(self, context: Context, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.key = key
        self.title_label = heading(tr(title), scale=1.6, parent=self)
        self.title_label.setObjectName("pageTitle")
        self.state_label = ElidedLabel(parent=self)
        self.state_label.setObjectName("pageState")
        self.search = SearchField(tr("Search"), self)
        self.chips = ChipBar(self)
        self.table = TableView(context, key, self)
        self.table.setAccessibleName(tr(title))
        self.empty = EmptyPane(context, self)
        self.model: ListModel | None = None
        self.view_switch: ViewSwitch | None = None
        self._header = QHBoxLayout()
        self._buttons = QHBoxLayout()
        self._primary: ActionButton | None = None
        self._wanted_record = 0
        self._focus_waits = False
        self._lay_out()
        self.search.searched.connect(self._searched)
        self.search.left.connect(self.focus_table)
        self.chips.chosen.connect(self._chosen)
        self.table.current_changed.connect(self.record_shown)
        self.table.selection_changed.connect(self._follow)
        self.table.previewed.connect(self._preview)
        self.table.opened.connect(self._open)
        self.empty.elsewhere.connect(self._show_all)

    # ---- what a tab says

    def use_list(self, source: RowSource, search_hint: str) -> ListModel:
        """Show a list: its columns, its filters as chips, its search. Returns the model."""
        self.model = ListModel(source, self.context, self)
        self.table.set_list(self.model)
        self.chips.set_filters(source.filters)
        self.chips.setVisible(bool(source.filters))
        self.search.set_hint(search_hint)
        self.model.counts_changed.connect(self.chips.set_counts)
        self.model.counts_changed.connect(self._offer_elsewhere)
        self.model.loaded.connect(self._show_rows_or_reason)
        self.model.completed.connect(self._show_wanted)
        self.model.set_chip(self.chips.current())
        self.model.count()
        return self.model

    def offer_views(self, views: Sequence[ViewDeclaration]) -> None:
        """The pages of the tab stand where the title stood; with one page the title stays."""
        if len(views) < 2 or self.view_switch is not None:
            return
        self.view_switch = ViewSwitch(views, self.key, self)
        self.view_switch.asked.connect(self.view_asked)
        self._header.replaceWidget(self.title_label, self.view_switch)
        self.title_label.hide()

    def set_view_badges(self, badges: dict[str, int]) -> None:
        """How much waits on the other pages of the tab."""
        if self.view_switch is not None:
            self.view_switch.set_badges(badges)

    def set_state_text(self, text: str) -> None:
        """The one line in words beside the title: "8 to ship · 2 need attention"."""
        self.state_label.set_whole(text)

    def set_primary(self, key: str) -> ActionButton:
        """The ONE primary action (already registered). Say its number with ``actions.set_text``."""
        if self._primary is not None:
            self._primary.deleteLater()
        action = self.context.actions.action(key)
        self._primary = ActionButton(
            self.context.actions.qaction(key), rank="primary", icon_name=action.icon, parent=self
        )
        self._buttons.addWidget(self._primary)
        return self._primary

    def set_secondary(self, *keys: str) -> None:
        """Secondary actions (already registered), left of the primary one."""
        for place, key in enumerate(keys):
            icon_name = self.context.actions.action(key).icon
            button = ActionButton(self.context.actions.qaction(key), icon_name=icon_name, parent=self)
            self._buttons.insertWidget(place, button)

    def set_detail(self, widget: QWidget) -> None:
        """Something fixed beside the table."""
        self.detail_pane.set_widget(widget)
        self.detail_pane.show()

    def use_pane(self, make: Callable[[], QWidget], load: Callable[[Any, int], Any]) -> None:
        """The record under the cursor beside the table. ``make()`` builds the widget once the first rows are painted:
        it has ``show_record(loaded)`` and ``clear()``. ``load(session, record)`` reads in the io lane, again after each
        change; imports that neither needs before belong inside them.
        """
        self.detail_pane.use(make, load)
        self.detail_pane.show()
        self.record_shown.connect(self._follow)

    @property
    def pane(self) -> Any:
        """The widget beside the table, built when it is first asked for."""
        return self.detail_pane.widget()

    def set_empty(self, icon: str, title: str, text: str, action: str = "") -> None:
        """What an empty list says: what belongs here, and (``action``: a registered key) the one next step."""
        self.empty.say(icon, title, text, action)

    def show_record(self, record: int) -> None:
        """Put the cursor onto a record, over the chip "all" when the current one hides it."""
        if self.model is None:
            return
        if self.model.row_of(record) < 0 and self.model.source.filters:
            self.search.search_now("")
            self.chips.choose(self.model.source.filters[-1].key)
            self._wanted_record = 0 if self.model.is_complete else record  # all ids are here: it is gone
        else:
            self.table.select_ids([record])

    def show_chip(self, key: str) -> None:
        """Switch to a chip."""
        self.chips.choose(key)

    # ---- inside

    def _lay_out(self) -> None:
        header = self._header
        header.setSpacing(12)
        header.addWidget(self.title_label)
        header.addWidget(self.state_label, 1)
        header.addWidget(self.search, 1)
        self._buttons.setSpacing(12)
        header.addLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 16, _EDGE, 12)
        column.setSpacing(12)
        column.addLayout(header)
        column.addWidget(self.chips)
        column.addWidget(self._make_splitter(), 1)

    def _make_splitter(self) -> QSplitter:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        table_panel = Panel(parent=self.splitter)
        table_panel.column.setContentsMargins(1, 4, 1, 4)
        self._stack = QStackedWidget(table_panel)
        table_panel.column.addWidget(self._stack)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.detail_pane = DetailPane(self.context, self.splitter)
        self.detail_pane.hide()
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes(self.context.machine.state(f"splitter.{self.key}", [720, 280]))
        self.splitter.splitterMoved.connect(self._remember_splitter)
        return self.splitter

    @Slot()
    def focus_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def focus_table(self) -> None:
        """Go to the rows; the first is the cursor when there was none."""
        self._focus_waits = self._stack.currentWidget() is not self.table  # until there are rows to go to
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model is not None and not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    @Slot()
    def toggle_detail(self) -> None:
        """Show or hide the pane beside the table."""
        self.detail_pane.setVisible(not self.detail_pane.isVisible())

    @Slot(int)
    def _preview(self, _record: int) -> None:
        self.detail_pane.show()

    @Slot(int)
    def _open(self, _record: int) -> None:
        if self.pane is not None:
            self.detail_pane.show()
            self.pane.setFocus()

    @Slot()
    def _follow(self) -> None:
        """A click beside the rows selects none: the pane then shows none either, as the buttons act on none."""
        self.detail_pane.follow(self.table.current_id() if self.table.selected_count() else None)

    @Slot(str)
    def _searched(self, text: str) -> None:
        if self.model is not None:
            self.model.set_search(text)

    @Slot(str)
    def _chosen(self, key: str) -> None:
        if self.model is not None:
            self.model.set_chip(key)

    @Slot()
    def _show_rows_or_reason(self) -> None:
        assert self.model is not None
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            self.detail_pane.prepare()
            if self._focus_waits:
                self.focus_table()
            return
        self.empty.set_search(self.model.query.search)
        self._stack.setCurrentWidget(self.empty)
        self.record_shown.emit(None)

    @Slot(dict)
    def _offer_elsewhere(self, counts: dict[str, int]) -> None:
        """Nothing here, but other chips have matches: say so."""
        if self.model is not None and self.model.query.search and self.model.source.filters:
            self.empty.set_elsewhere(counts.get(self.model.source.filters[-1].key, 0))

    @Slot()
    def _show_all(self) -> None:
        assert self.model is not None
        self.chips.choose(self.model.source.filters[-1].key)

    @Slot()
    def _show_wanted(self) -> None:
        wanted, self._wanted_record = self._wanted_record, 0
        if wanted:
            self.table.select_ids([wanted])

    @Slot()
    def _remember_splitter(self) -> None:
        self.context.machine.set_state(f"splitter.{self.key}", self.splitter.sizes())
