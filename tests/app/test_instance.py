"""One window a shop: the second start is refused and raises the first (F7)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk.app.instance import ShopLock, socket_name, speak_to_first

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from shopdesk.app.instance import ShopLock
app = QCoreApplication([])
lock = ShopLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    path = tmp_path / "shop.shopdesk"
    path.touch()
    return path


def test_a_second_lock_is_refused_until_the_first_is_released(qapp, shop_path):
    first, second = ShopLock(shop_path), ShopLock(shop_path)
    assert first.take() and not second.take()
    first.release()
    assert second.take()
    second.release()


def test_the_first_hears_what_the_second_was_given(qapp, qtbot, shop_path):
    first = ShopLock(shop_path)
    assert first.take()
    with qtbot.waitSignal(first.asked) as caught:
        assert speak_to_first(shop_path, {"raise": True, "import": "订单.csv"})
    assert caught.args == [{"raise": True, "import": "订单.csv"}]
    first.release()


def test_nonsense_on_the_socket_is_ignored(qapp, qtbot, shop_path):
    from PySide6.QtNetwork import QLocalSocket

    first, heard = ShopLock(shop_path), []
    assert first.take()
    first.asked.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(shop_path))
    assert socket.waitForConnected(1000)
    socket.write(b"not json\n")
    socket.waitForBytesWritten(1000)
    with qtbot.waitSignal(first.asked):
        speak_to_first(shop_path, {"raise": True})
    assert heard == [{"raise": True}]
    socket.abort()
    first.release()


def test_a_lock_left_by_a_process_that_was_killed_is_taken_over(qapp, shop_path):
    command = [sys.executable, "-c", HOLD, str(shop_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip() == "True"
        ours = ShopLock(shop_path)
        assert not ours.take()
        holder.kill()
        holder.wait()
    assert ours.take()
    ours.release()


def test_the_same_file_by_another_way_is_the_same_shop(tmp_path, shop_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path, target_is_directory=True)
    assert socket_name(link / "shop.shopdesk") == socket_name(shop_path)


def test_nobody_there_is_said(qapp, shop_path):
    assert not speak_to_first(shop_path, {"raise": True})
