"""The Orders tab over the sample shop, noon on 22 November 2026."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from shopdesk.app.context import AppContext, make_context
from shopdesk.services.sample_shop import create_sample_shop
from shopdesk.storage.shopfile import open_shop
from shopdesk.tabs.orders.view import OrdersPage
from shopdesk.ui.action import Action
from shopdesk.ui.context import ShopFacts
from tests.conftest import NOON


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sample shop for all tests of the session; each test works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.shopdesk"
    before = os.environ.get("SHOPDESK_NOW")
    os.environ["SHOPDESK_NOW"] = NOON
    try:
        create_sample_shop(path).close()
    finally:
        os.environ.pop("SHOPDESK_NOW", None)
        if before is not None:
            os.environ["SHOPDESK_NOW"] = before
    return path


@pytest.fixture
def context(qapp, noon, tmp_path, sample_file) -> Iterator[AppContext]:
    """A context with its own copy of the sample shop."""
    copy = tmp_path / "sample.shopdesk"
    shutil.copy(sample_file, copy)
    made = make_context()
    made.theme.apply()
    made.set_shop(open_shop(copy), ShopFacts(name="Sample", currency="EUR", timezone="Europe/Berlin", country="DE"))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(qtbot, context) -> Iterator[OrdersPage]:
    """The page, its first rows loaded."""
    window = QWidget()
    qtbot.addWidget(window)
    context.actions.add(Action("file.import", "Import…", lambda: None, "Ctrl+I", "upload-simple"), window)
    made = OrdersPage(context, window)
    window.resize(1200, 800)
    made.resize(1200, 800)
    with qtbot.waitSignal(made.model.completed):
        window.show()
    qtbot.waitUntil(context.tasks.is_idle)
    yield made
