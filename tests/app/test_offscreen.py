"""Whether there is a display is asked of the server, not of a name in the environment."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.app.offscreen import has_display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A socket where a Wayland server would listen."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        yield "wayland-7"


@pytest.fixture
def x_server() -> Iterator[int]:
    """A socket where an X server would listen; the number of its display."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4098")
        server.listen()
        yield 4098


def test_nothing_named_is_no_display() -> None:
    assert not has_display()


@pytest.mark.parametrize("name", ["wayland-7", "{folder}/wayland-7"])
def test_a_wayland_server_that_answers_is_one(
    wayland: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", name.format(folder=tmp_path))
    assert has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-8")
    assert not has_display()


@pytest.mark.parametrize("name", [":{n}", ":{n}.0", "unix:{n}"])
def test_an_x_server_that_answers_is_one(x_server: int, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name.format(n=x_server))
    assert has_display()
    monkeypatch.setenv("DISPLAY", name.format(n=x_server + 1))
    assert not has_display()


def test_an_x_server_of_another_machine_is_asked_by_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as server:
        server.bind(("localhost", 0))
        server.listen()
        monkeypatch.setenv("DISPLAY", f"localhost:{server.getsockname()[1] - 6000}.0")
        assert has_display()
    assert not has_display()


def test_a_platform_that_was_asked_for_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()
