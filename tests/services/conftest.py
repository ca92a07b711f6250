"""Fixtures for imports: a shop and staging files of the rows a test names."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from shopdesk.importing.request import Staged
from tests.services.staging_files import stage as write_staging

Stage = Callable[..., Staged]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """``stage("orders", [order("1"), …])`` → a staging file."""
    numbers = count(1)

    def make(target: str, rows: Any, /, **more: Any) -> Staged:
        return write_staging(tmp_path / f"staging{next(numbers)}.sqlite", target, rows, **more)

    return make
