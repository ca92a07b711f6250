"""Walks every tab and dialog over the sample shop (listed in ``shopdesk.app.screens``): named, uncut, readable."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from shopdesk.app.screens import stage_set, walk
from shopdesk.app.start import make_application
from shopdesk.base.i18n import set_language
from shopdesk.ui.theme import use_fonts
from tests.journeys.walk import problems

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),  # the offscreen platform says so
    pytest.mark.slow,
]

SCALED = "SHOPDESK_TEST_SCALED"
SIZES = [(1440, 900), (1280, 720)]
LOOKS = [("en", "light"), ("en", "dark"), ("zh_CN", "light"), ("zh_CN", "dark")]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_every_screen_is_right(qapp: QApplication, language: str, scheme: str, size: tuple[int, int]) -> None:
    set_language(language)
    make_application(["shopdesk"])
    with stage_set(scheme, size) as stage:
        found = [f"{key}: {problem}" for key, widget in walk(stage) for problem in problems(widget)]
    use_fonts(qapp, "en")
    assert found == [], "\n".join(found)


@pytest.mark.skipif(SCALED in os.environ, reason="this is the scaled process")
def test_every_screen_is_right_at_double_scale() -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": "2", SCALED: "1"}
    wanted = "is_right and 1280x720 and light"
    command = [sys.executable, "-m", "pytest", __file__, "-q", "-p", "no:randomly", "-k", wanted]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-4000:]
