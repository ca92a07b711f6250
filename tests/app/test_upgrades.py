"""The first start of a new version: a checked copy first, the way back, and no network call that nobody turned on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import shopdesk
from shopdesk.app.context import AppContext, make_context
from shopdesk.app.shops import Shops
from shopdesk.app.upgrades import DailyLook
from shopdesk.base.errors import MachineError
from shopdesk.dialogs.about import update_check
from shopdesk.dialogs.about.update_check import TURNED_ON, Announced
from shopdesk.storage import shopfile
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop, row_counts


@pytest.fixture
def fresh(qapp: object) -> Iterator[AppContext]:
    context = make_context()
    yield context
    context.close()


@pytest.fixture
def path(shop: ShopFile) -> Path:
    shop.close()
    return shop.path


def _opened(qtbot, context: AppContext, path: Path) -> None:
    shops = Shops(context)
    with qtbot.waitSignal(shops.opened):
        shops.open(path)
    context.set_shop(None)
    shops.close()


def _copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem} before upgrade*"))


def test_the_first_start_of_a_new_version_saves_a_checked_copy_and_says_so(
    qtbot, fresh: AppContext, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(fresh.toasts, "show", lambda text, **_: told.append(text))
    _opened(qtbot, fresh, path)
    assert _copies(path) == [] and told == []
    monkeypatch.setattr(shopdesk, "__version__", "9.9.9")
    _opened(qtbot, fresh, path)
    (copy,) = _copies(path)
    assert "9.9.9" in copy.name and [copy.name in text for text in told] == [True]
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(path)) as now:
        assert row_counts(kept) == row_counts(now)
    _opened(qtbot, fresh, path)
    assert _copies(path) == [copy], "once for each version"
    assert fresh.machine.state("upgraded")[str(path)] == {"to": "9.9.9", "file": str(copy)}


def test_the_copy_opens_in_the_version_before(
    qtbot, fresh: AppContext, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened(qtbot, fresh, path)
    with monkeypatch.context() as newer:
        newer.setattr(shopdesk, "__version__", "9.9.9")
        _opened(qtbot, fresh, path)
    (copy,) = _copies(path)
    with closing(open_shop(copy)) as back, back.read() as session:
        assert session.connection().exec_driver_sql("SELECT name FROM shop").scalar() == "Test shop"
    _opened(qtbot, fresh, copy)


def test_without_room_for_the_copy_the_shop_is_left_as_it_is(
    qtbot, fresh: AppContext, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened(qtbot, fresh, path)
    before = path.read_bytes()
    monkeypatch.setattr(shopdesk, "__version__", "9.9.9")

    def full(_source: Path, _target: Path) -> None:
        raise MachineError("disk_full")

    monkeypatch.setattr(shopfile, "copy_file", full)
    shops = Shops(fresh)
    with qtbot.waitSignal(shops.failed) as failed:
        shops.open(path)
    assert failed.args[0].code == "disk_full" and path.read_bytes() == before


def test_a_migration_does_not_copy_what_was_just_copied(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(shopfile.migrate, "HEAD", "9999")
    monkeypatch.setattr(shopfile.migrate, "upgrade", lambda _path, backup: asked.append(backup))
    open_shop(path, backup=tmp_path / "just made").close()
    assert asked == [tmp_path / "just made"] and _copies(path) == []


# ---- the look for a newer version


def _looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    looked: list[bool] = []
    monkeypatch.setattr(update_check, "announced_at", lambda: "https://shop.example/release.json")
    monkeypatch.setattr(update_check.UpdateCheck, "look", lambda _self: looked.append(True))
    return looked


def test_nobody_looks_unless_it_is_turned_on(fresh: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = _looks(monkeypatch)
    DailyLook(fresh).look_if_due()
    assert looked == []
    fresh.machine.set_state(TURNED_ON, True)
    monkeypatch.setattr(update_check, "announced_at", lambda: "")
    DailyLook(fresh).look_if_due()
    assert looked == [], "this build names no place to look at"


def test_once_a_day_is_enough(fresh: AppContext, monkeypatch: pytest.MonkeyPatch, stop_clock) -> None:
    looked = _looks(monkeypatch)
    fresh.machine.set_state(TURNED_ON, True)
    look = DailyLook(fresh)
    for moment, times in (
        ("2026-11-22T12:00:00", 1),
        ("2026-11-23T11:59:00", 1),
        ("2026-11-23T12:00:00", 2),
        ("2026-11-20T08:00:00", 3),
    ):
        stop_clock(f"{moment}+00:00")
        look.look_if_due()
        assert len(looked) == times, moment


def test_a_newer_version_is_told_an_older_one_is_not(fresh: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    _looks(monkeypatch)
    fresh.machine.set_state(TURNED_ON, True)
    told: list[str] = []
    monkeypatch.setattr(fresh.toasts, "show", lambda text, **_: told.append(text))
    look = DailyLook(fresh)
    look.look_if_due()
    check = look.findChild(update_check.UpdateCheck)
    check.found.emit(Announced("0.0.9", "https://shop.example"))
    assert told == []
    check.found.emit(Announced("77.0.0", "https://shop.example"))
    assert "77.0.0" in told[0]
