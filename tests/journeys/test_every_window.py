"""Walks every window: a name on each control, no text cut off, contrast, focus, an entry for every action.

In English and Chinese, light and dark, at 100 % and (in a process of its own) at 200 % scaling.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk.app.context import AppContext, make_context
from shopdesk.app.machine import Machine
from shopdesk.base.i18n import set_language
from shopdesk.ui.theme import use_fonts
from tests.journeys.walk import problems
from tests.journeys.windows import WINDOWS, Shown, main_window

SCALED = "SHOPDESK_TEST_SCALED"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

LOOKS = [("en", "light"), ("en", "dark"), ("zh_CN", "light"), ("zh_CN", "dark")]


@pytest.fixture(params=LOOKS, ids=["-".join(look) for look in LOOKS])
def looking(request, qapp) -> Iterator[AppContext]:
    """A context that speaks a language and wears a scheme."""
    language, scheme = request.param
    machine = Machine(None)
    machine.set_preference("scheme", scheme)
    yield from _context(qapp, machine, language)


@pytest.fixture
def plain(qapp) -> Iterator[AppContext]:
    yield from _context(qapp, Machine(None), "en")


def _context(qapp: QApplication, machine: Machine, language: str) -> Iterator[AppContext]:
    set_language(language)
    use_fonts(qapp, language)
    context = make_context(machine)
    context.theme.apply()
    yield context
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    context.close()
    context.deleteLater()


def bring_up(qtbot, context: AppContext, shown: Shown) -> QWidget:
    """The window, painted, with nothing under way."""
    window = shown.make(context)
    if shown.size is not None:
        window.resize(*shown.size)
    qtbot.waitExposed(window)
    qtbot.waitUntil(context.tasks.is_idle)
    QApplication.processEvents()
    return window


@pytest.mark.parametrize("shown", WINDOWS, ids=lambda shown: shown.name)
def test_the_window_is_right(qtbot, looking, shown):
    window = bring_up(qtbot, looking, shown)
    assert problems(window) == []


@pytest.mark.parametrize("shown", WINDOWS, ids=lambda shown: shown.name)
def test_the_focus_is_seen(qtbot, plain, shown):
    window = bring_up(qtbot, plain, shown)
    window.activateWindow()
    assert problems(window, focus=True) == []


@pytest.mark.skipif(SCALED in os.environ, reason="this is the scaled process")
def test_the_windows_are_right_at_double_scale():
    environment = os.environ | {"QT_SCALE_FACTOR": "2", SCALED: "1"}
    command = [sys.executable, "-m", "pytest", __file__, "-q", "-p", "no:randomly", "-k", "is_right"]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_action_is_in_the_palette_or_has_a_shortcut(qtbot, plain):
    main_window(plain)
    registry = plain.actions
    lost = [
        key
        for key in registry.all_keys()
        if not registry.action(key).in_palette and registry.qaction(key).shortcut().isEmpty()
    ]
    assert lost == []


def test_no_shortcut_means_two_things(qtbot, plain):
    """On no page of any tab: what is the window's works there too."""
    window = main_window(plain)
    for page in [view.key for tab in window.tabs.values() for view in tab.views]:
        window.show_tab(page)
        taken: dict[str, str] = {}
        for key in plain.actions.all_keys():
            owner = plain.actions.qaction(key).parent()
            if not owner.isWindow() and owner is not window.page() and not window.page().isAncestorOf(owner):
                continue
            for sequence in plain.actions.qaction(key).shortcuts():
                text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
                assert taken.setdefault(text, key) == key, f"{page}: {text} is {taken[text]} and {key}"
        assert len(taken) > 15


def test_every_menu_entry_is_an_action_of_the_registry(qtbot, plain):
    window = main_window(plain)
    known = {plain.actions.qaction(key) for key in plain.actions.all_keys()}
    for menu in window.menuBar().actions():
        for entry in menu.menu().actions():
            assert entry in known or entry.isSeparator() or entry.menu() is not None, entry.text()
