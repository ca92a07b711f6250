"""Every tab and dialog over the sample shop: pictures to look at and for the README, screens for tests to walk.

A new tab is found by itself; a new dialog is one entry in :data:`SCREENS`. It works on a
shop of its own and remembers nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from shopdesk.app import about_screens, automation_screens, parcel_screens
from shopdesk.app.context import make_context
from shopdesk.app.machine import Machine
from shopdesk.app.offscreen import quiet_platform
from shopdesk.app.shops import Shops
from shopdesk.app.start import make_application
from shopdesk.app.window import MainWindow
from shopdesk.base.errors import MachineError
from shopdesk.base.i18n import current_language, set_language
from shopdesk.services.sample_shop import create_sample_shop, sample_exports
from shopdesk.services.summary import shop_summary
from shopdesk.storage.session import ShopFile
from shopdesk.ui.context import ShopFacts

_LONGEST_MS = 20_000
_LOOK_MS = 15
_QUIET_LOOKS = 4
_DOUBTFUL = """Order number,Order date,SKU,Product,Quantity,Unit price
A-1,03/04/2026,KET-10,Kettle,1,"1,234"
A-2,05/06/2026,KET-10,Kettle,2,"1,234"
"""  # is it March or April, a thousand or one and a bit?


class Stage(QObject):
    """A window with the sample shop in it. ``folder`` is its own and goes with it."""

    def __init__(self, folder: Path, scheme: str, size: tuple[int, int]) -> None:
        super().__init__()
        self.folder = folder
        self.machine = Machine(None, self)
        self.machine.set_preference("scheme", scheme)
        self.machine.set_preference("language", current_language())
        self.context = make_context(self.machine, self)
        self.context.theme.apply()
        self.window = MainWindow(self.context, Shops(self.context))
        self.window.resize(*size)
        self.window.show()

    def open_shop(self) -> None:
        """Open a fresh sample shop in the window."""
        self.serve(create_sample_shop(self.folder / "sample.shopdesk", language=current_language()))

    def serve(self, shop: ShopFile) -> None:
        """Open ``shop`` in the window."""
        with shop.read() as session:
            found = shop_summary(session)
        facts = ShopFacts(found.name, found.currency, found.timezone, found.country, found.is_sample)
        self.context.set_shop(shop, facts)
        self.settle()

    def dialog(self, dialog: QDialog) -> QWidget:
        """Show a dialog over the window."""
        dialog.open()
        self.settle()
        return dialog

    def settle(self, ready: Callable[[], bool] = lambda: True) -> None:
        """Let the event loop run until no task is under way and ``ready()``. Raises ``TimeoutError``."""
        waiting = _Waiting(lambda: self.context.tasks.is_idle() and ready(), self)
        if not waiting.wait():
            raise TimeoutError([task.title for task in self.context.tasks.running()])

    def clear(self) -> None:
        """Close every dialog."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and isinstance(widget, QDialog):
                widget.done(0)  # not reject(): that may ask whether what is typed is to be lost
                widget.deleteLater()
        self.settle()

    def close(self) -> None:
        """Let go of window, shop and lanes."""
        self.clear()
        self.window.close()
        self.context.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class _Waiting(QObject):
    """Looks again and again until something holds for a few looks in a row."""

    def __init__(self, holds: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._holds = holds
        self._quiet = 0
        self._loop = QEventLoop(self)
        self._deadline = QDeadlineTimer(_LONGEST_MS)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def wait(self) -> bool:
        """False when it took too long."""
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        return self._quiet >= _QUIET_LOOKS

    @Slot()
    def _look(self) -> None:
        self._quiet = self._quiet + 1 if self._holds() else 0
        if self._quiet >= _QUIET_LOOKS or self._deadline.hasExpired():
            self._loop.quit()


@dataclass(frozen=True, slots=True)
class Screen:
    """``make(stage)`` brings the screen up and returns the widget to look at; ``needs_shop``: over the sample shop."""

    key: str
    make: Callable[[Stage], QWidget]
    needs_shop: bool = True


def _welcome(stage: Stage) -> QWidget:
    return stage.window


def _first_start(stage: Stage) -> QWidget:
    from shopdesk.dialogs.first_start.dialog import FirstStart

    return stage.dialog(FirstStart(stage.window))


def _first_start_own_shop(stage: Stage) -> QWidget:
    dialog = _first_start(stage)
    dialog.own.click()  # type: ignore[attr-defined]
    return dialog


def _palette(stage: Stage) -> QWidget:
    stage.window.show_palette()
    stage.settle()
    return QApplication.activePopupWidget() or stage.window


def _preferences(stage: Stage) -> QWidget:
    from shopdesk.dialogs.preferences import PreferencesDialog

    return stage.dialog(PreferencesDialog(stage.context, stage.window))


def _rules(stage: Stage) -> QWidget:
    dialog = _preferences(stage)
    dialog.list.setCurrentRow(dialog.list.count() - 1)  # type: ignore[attr-defined]
    return dialog


def _service_hours(stage: Stage) -> QWidget:
    dialog = _preferences(stage)
    dialog.show_section("rules.service")  # type: ignore[attr-defined]
    return dialog


def _wizard(stage: Stage, *files: Path) -> QWidget:
    from shopdesk.dialogs.import_wizard.wizard import ImportWizard

    return stage.dialog(ImportWizard(stage.context, files, stage.window))


def _import_file(stage: Stage) -> QWidget:
    return _wizard(stage)


def _import_preview(stage: Stage) -> QWidget:
    return _wizard(stage, sample_exports()[0])


def _import_columns(stage: Stage) -> QWidget:
    wizard = _import_preview(stage)
    wizard.back.click()  # type: ignore[attr-defined]
    return wizard


def _import_question(stage: Stage) -> QWidget:
    path = stage.folder / "order_lines.csv"
    path.write_text(_DOUBTFUL, encoding="utf-8")
    wizard = _wizard(stage, path)
    wizard.next.click()  # type: ignore[attr-defined]
    return wizard


def _import_format(stage: Stage) -> QWidget:
    wizard = _import_columns(stage)
    wizard.back.click()  # type: ignore[attr-defined]
    return wizard


def _import_result(stage: Stage) -> QWidget:
    wizard = _import_preview(stage)
    wizard.next.click()  # type: ignore[attr-defined]
    return wizard


def _import_history(stage: Stage) -> QWidget:
    from shopdesk.dialogs.import_history import ImportHistory

    return stage.dialog(ImportHistory(stage.context, stage.window))


def _printing(paper: str) -> Callable[[Stage], QWidget]:
    def make(stage: Stage) -> QWidget:
        from shopdesk.dialogs.print_dialog.dialog import PrintDialog

        return stage.dialog(PrintDialog(stage.context, parcel_screens.to_ship(stage), stage.window, paper))

    return make


def _printing_in_trouble(stage: Stage) -> QWidget:
    """A printer that jammed, and orders without an address."""
    from shopdesk.domain.paper import Document
    from shopdesk.services import order_edit, printing

    orders = parcel_screens.to_ship(stage)
    assert stage.context.shop is not None
    with stage.context.shop.write() as session:
        labels = printing.label_items(printing.labels_for(session, orders[2:], phone_required=False).ready)
        printing.log_print(session, Document.LABEL, labels, printer="Zebra ZD421", printed=len(labels) // 2)
        for order in orders[:2]:
            order_edit.edit(session, order, ship_line1="")
    return _printing("labels")(stage)


def _calibration(stage: Stage) -> QWidget:
    from shopdesk.dialogs.print_dialog.calibration import CalibrationDialog
    from shopdesk.printing.sheets import sheet

    nothing: Callable[[], object] = lambda: None  # noqa: E731 - the page is not printed for a picture
    return stage.dialog(CalibrationDialog("Zebra ZD421", sheet("thermal_100x150"), nothing, stage.window))


def _carriers(stage: Stage) -> QWidget:
    from shopdesk.dialogs.carriers import CarriersDialog

    return stage.dialog(CarriersDialog(stage.context, stage.window))


def _freight_template(stage: Stage) -> QWidget:
    dialog = _carriers(stage)
    dialog.list.setCurrentRow(dialog.list.count() - 1)  # type: ignore[attr-defined]
    return dialog


def _carrier_edited(stage: Stage) -> QWidget:
    dialog = _carriers(stage)
    dialog.carrier.asked.emit("edit")  # type: ignore[attr-defined]
    stage.settle()
    return QApplication.activeModalWidget() or dialog


def _shortcuts(stage: Stage) -> QWidget:
    from shopdesk.dialogs.shortcuts import ShortcutsDialog

    return stage.dialog(ShortcutsDialog(stage.context, stage.window))


def _crash(stage: Stage) -> QWidget:
    from shopdesk.app.crash import CrashDialog

    return stage.dialog(CrashDialog("ShopDesk 0.1.0\nZeroDivisionError in example.py, line 1", stage.window))


def _tab(key: str) -> Callable[[Stage], QWidget]:
    def make(stage: Stage) -> QWidget:
        stage.window.show_tab(key)
        return stage.window

    return make


def _orders_under(chip: str) -> Callable[[Stage], QWidget]:
    """The first order of a chip in its pane."""

    def make(stage: Stage) -> QWidget:
        stage.window.show_tab("orders", chip=chip)
        stage.settle()
        stage.window.show_tab("orders")  # the cursor goes to the first row when there are rows
        return stage.window

    return make


#: Besides the tabs, which are found by listing. In this order: later ones see what earlier ones left (the import, say).
SCREENS = (
    Screen("welcome", _welcome, needs_shop=False),
    Screen("first_start", _first_start, needs_shop=False),
    Screen("first_start_own_shop", _first_start_own_shop, needs_shop=False),
    Screen("orders_to_review", _orders_under("to_review")),
    Screen("orders_exceptions", _orders_under("exceptions")),
    Screen("palette", _palette),
    Screen("preferences", _preferences),
    Screen("preferences_rules", _rules),
    Screen("preferences_service", _service_hours),
    Screen("import_file", _import_file),
    Screen("import_preview", _import_preview),
    Screen("import_columns", _import_columns),
    Screen("import_question", _import_question),
    Screen("import_format", _import_format),
    Screen("import_result", _import_result),
    Screen("import_history", _import_history),
    Screen("print_labels", _printing("labels")),
    Screen("print_pick_list", _printing("pick_list")),
    Screen("print_packing_notes", _printing("packing_notes")),
    Screen("print_return_slips", _printing("return_slips")),
    Screen("print_handover", _printing("handover")),
    Screen("merge_parcels", parcel_screens.merge),
    Screen("split_order", parcel_screens.split),
    Screen("waybills", parcel_screens.waybills),
    Screen("packing_recipes", parcel_screens.packing(0)),
    Screen("packing_materials", parcel_screens.packing(1)),
    Screen("shortage", parcel_screens.shortage),
    Screen("print_in_trouble", _printing_in_trouble),
    Screen("print_customs", _printing("customs")),
    Screen("print_invoices", _printing("invoices")),
    Screen("carriers", _carriers),
    Screen("carriers_edit", _carrier_edited),
    Screen("carriers_template", _freight_template),
    Screen("printer_measure", _calibration),
    Screen("order_rules", automation_screens.rules),
    Screen("order_rule_tried", automation_screens.rule_tried),
    Screen("platform_health", automation_screens.health),
    Screen("platform_limit", automation_screens.limit),
    Screen("batch_ship", automation_screens.batch_ship),
    Screen("shortcuts", _shortcuts),
    Screen("crash", _crash),
    Screen("about", about_screens.about),
    Screen("about_news", about_screens.news),
    Screen("about_licences", about_screens.licences),
    Screen("about_updates", about_screens.updates),
)


def all_screens(stage: Stage) -> list[Screen]:
    """The tabs, then everything else; what needs no shop comes first."""
    tabs = [Screen(view.key, _tab(view.key)) for tab in stage.window.tabs.values() for view in tab.views]
    return sorted([*tabs, *SCREENS], key=lambda screen: screen.needs_shop)


@contextmanager
def stage_set(scheme: str = "light", size: tuple[int, int] = (1440, 900)) -> Iterator[Stage]:
    """A stage in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shopdesk-screens-", ignore_cleanup_errors=True) as folder:
        stage = Stage(Path(folder), scheme, size)
        try:
            yield stage
        finally:
            stage.close()


def walk(stage: Stage, only: str = "") -> Iterator[tuple[str, QWidget]]:
    """Bring up each screen whose key holds ``only``, settled; the widget is shown until the next one is asked for."""
    for screen in all_screens(stage):
        if only not in screen.key:
            continue
        if screen.needs_shop and stage.context.shop is None:
            stage.open_shop()
        widget = screen.make(stage)
        stage.settle()
        yield screen.key, widget
        stage.clear()


def draw_screens(out: Path, *, language: str, scheme: str, size: tuple[int, int], only: str = "") -> list[Path]:
    """Draw the screens into ``out`` as ``<key>.png``. Raises ``MachineError("picture_not_written")``."""
    set_language(language)
    make_application(["shopdesk"])
    drawn = []
    out.mkdir(parents=True, exist_ok=True)
    with quiet_platform(), stage_set(scheme, size) as stage:
        for key, widget in walk(stage, only):
            path = out / f"{key}.png"
            if not widget.grab().save(str(path)):
                raise MachineError("picture_not_written", file=str(path))
            drawn.append(path)
    return drawn
