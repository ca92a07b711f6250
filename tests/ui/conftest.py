"""A context, a demo shop and a page for the kit's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shopdesk.app.context import AppContext, make_context
from tests.ui.demo import DemoShop


@pytest.fixture
def context(qapp) -> Iterator[AppContext]:
    made = make_context()
    made.theme.apply()
    made.shop = DemoShop()
    yield made
    made.close()
    made.deleteLater()
