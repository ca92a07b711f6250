"""``archive``: out of the lists and back, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders


@pytest.fixture
def path(shop: ShopFile) -> Path:
    with shop.write() as session:
        add_orders(session, 2, state="cancelled")
        add_orders(session, 1, state="confirmed")
    return shop.path


def test_orders_go_and_come_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(path), "archive", "--filter", "cancelled"]) == 0
    assert "2 orders are in the archive." in capsys.readouterr().out
    assert main(["--shop", str(path), "archive", "--filter", "archived", "--back"]) == 0
    assert "2 orders are back in the lists." in capsys.readouterr().out
    assert main(["--shop", str(path), "archive", "--filter", "archived", "--back"]) == 3


def test_what_is_open_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(path), "archive", "--filter", "to_ship"]) == 3
    assert "still waits" in capsys.readouterr().err
