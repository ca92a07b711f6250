"""A context, a demo shop and a page for the kit's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6

from shopdesk.app.context import AppContext, make_context
from tests.ui.demo import DemoShop


@pytest.fixture
def context(qapp) -> Iterator[AppContext]:
    made = make_context()
    made.theme.apply()
    made.shop = DemoShop()
    yield made
    made.close()
    shiboken6.delete(made)  # here and now, on this thread: what belongs to it goes with it
