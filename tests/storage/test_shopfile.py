"""A shop file is made whole, opened only when it is ours and sound, copied only with a check."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.base.errors import MachineError, UserError
from shopdesk.base.i18n import message
from shopdesk.storage import migrate, replacement, shopfile
from shopdesk.storage.places import CLOUD_FOLDER, NETWORK_FOLDER, is_cloud, mount_type
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop, open_shop, save_copy
from shopdesk.storage.tables import Channel, Shop


def _pragma(path: Path, pragma: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {pragma}").fetchone()[0]


def _refusal(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises((UserError, MachineError)) as refused:
        open_shop(path)
    assert path.read_bytes() == before
    assert message(refused.value.code, **refused.value.params) != refused.value.code
    return refused.value.code


def test_create_then_open(tmp_path: Path) -> None:
    path = tmp_path / "Größe 店铺" / "my shop.shopdesk"
    create_shop(path, name="柏林水壶", currency="GBP", timezone="Europe/London", language="zh_CN", country="GB").close()
    shop = open_shop(path)
    with shop.read() as session:
        facts = session.query(Shop).one()
    assert (facts.name, facts.currency, facts.timezone, facts.language) == ("柏林水壶", "GBP", "Europe/London", "zh_CN")
    assert shop.warning == ""
    shop.close()
    assert _pragma(path, "journal_mode") == "wal"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_create_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.shopdesk"
    path.write_bytes(b"something")
    with pytest.raises(UserError, match="shop_exists"):
        create_shop(path, name="A", currency="EUR", timezone="UTC")
    assert path.read_bytes() == b"something"


def test_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacement.os, "fsync", full)
    with pytest.raises(MachineError, match="disk_full"):
        create_shop(tmp_path / "a.shopdesk", name="A", currency="EUR", timezone="UTC")
    assert list(tmp_path.iterdir()) == []


def test_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="shop_missing"):
        open_shop(tmp_path / "gone.shopdesk")
    assert list(tmp_path.iterdir()) == []


def test_newer_file_is_refused_in_words(shop: ShopFile) -> None:
    shop.close()
    with closing(sqlite3.connect(shop.path)) as connection:
        connection.execute(f"PRAGMA user_version = {migrate.SCHEMA + 1}")
    with pytest.raises(UserError) as refused:
        open_shop(shop.path)
    assert refused.value.code == "shop_newer"
    assert f"{migrate.SCHEMA + 1}" in message("shop_newer", **refused.value.params)


def test_empty_and_foreign_files_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.shopdesk"
    empty.write_bytes(b"")
    assert _refusal(empty) == "shop_damaged"
    picture = tmp_path / "picture.shopdesk"
    picture.write_bytes(b"\x89PNG\r\n" * 100)
    assert _refusal(picture) == "not_a_shop"
    other = tmp_path / "other.shopdesk"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE shop (id)")
    assert _refusal(other) == "not_a_shop"


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _zero_a_page(content: bytes) -> bytes:
    return content[:8192] + bytes(4096) + content[12288:]


def _garbage_in_a_page(content: bytes) -> bytes:
    return content[:4096] + b"\xa5" * 4096 + content[8192:]


@pytest.mark.parametrize("damage", [_cut, _zero_a_page, _garbage_in_a_page])
def test_damaged_file_is_refused_and_kept(shop: ShopFile, damage: Callable[[bytes], bytes]) -> None:
    with shop.write() as session:
        session.add_all(Channel(name=f"Channel {n}", kind="amazon", currency="EUR") for n in range(500))
    shop.close()
    shop.path.write_bytes(damage(shop.path.read_bytes()))
    assert _refusal(shop.path) == "shop_damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON orders BEGIN DELETE FROM orders; END",
        "CREATE VIEW evil AS SELECT * FROM orders",
    ],
)
def test_foreign_trigger_or_view_is_refused(shop: ShopFile, statement: str) -> None:
    shop.close()
    with closing(sqlite3.connect(shop.path)) as connection:
        connection.execute(statement)
    with pytest.raises(UserError, match="shop_foreign_schema"):
        open_shop(shop.path)


def test_locked_file_says_so(shop: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.close()
    real = sqlite3.connect
    monkeypatch.setattr(shopfile.sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.01}))
    with closing(real(shop.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MachineError, match="shop_locked"):
            open_shop(shop.path)


def test_read_only_says_so(shop: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root a read-only folder can be written, so the driver's refusal is injected."""
    shop.close()
    real = sqlite3.connect

    def read_only(path: object, **options: object) -> sqlite3.Connection:
        return real(f"file:{path}?mode=ro", uri=True, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(shopfile.sqlite3, "connect", read_only)
    with pytest.raises(MachineError) as refused:
        open_shop(shop.path)
    assert refused.value.code == "shop_read_only"
    assert str(shop.path.parent) in message("shop_read_only", **refused.value.params)


def test_cloud_folder_warns_and_keeps_one_file(tmp_path: Path) -> None:
    shop = create_shop(tmp_path / "OneDrive - Shop" / "a.shopdesk", name="A", currency="EUR", timezone="UTC")
    assert shop.warning == CLOUD_FOLDER
    with shop.write() as session:
        session.add(Channel(name="A", kind="amazon", currency="EUR"))
    shop.close()
    assert _pragma(shop.path, "journal_mode") == "delete"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/a/Dropbox/shop.shopdesk", True),
        ("/home/a/Dropbox (Work)/x/shop.shopdesk", True),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/shop.shopdesk", True),
        ("/home/a/坚果云/shop.shopdesk", True),
        ("/home/a/My dropbox notes/shop.shopdesk", False),
        ("/home/a/shops/dropbox", False),
    ],
)
def test_cloud_folders_are_known_by_name(folder: str, expected: bool) -> None:
    assert is_cloud(Path(folder)) is expected


def test_network_mounts_are_known_by_their_type() -> None:
    mounts = "/dev/sda / ext4 rw 0 0\n//nas/x /mnt/nas\\040one cifs rw 0 0\nhost:/x /srv nfs4 rw 0 0\n"
    assert mount_type(Path("/mnt/nas one/shop"), mounts) == "cifs"
    assert mount_type(Path("/srv/a/shop"), mounts) == "nfs4"
    assert mount_type(Path("/srvx/shop"), mounts) == "ext4"


def test_network_place_is_warned_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopdesk.storage.places._is_network", lambda _path: True)
    shop = create_shop(tmp_path / "a.shopdesk", name="A", currency="EUR", timezone="UTC")
    assert shop.warning == NETWORK_FOLDER
    shop.close()


def test_vanished_file_is_not_made_anew(shop: ShopFile) -> None:
    for entry in list(shop.path.parent.iterdir()):
        entry.unlink()
    with pytest.raises(UserError, match="shop_missing"), shop.read() as session:
        session.query(Shop).one()
    assert list(shop.path.parent.iterdir()) == []


def test_copy_holds_everything_and_replaces_only_when_checked(shop: ShopFile, tmp_path: Path) -> None:
    target = tmp_path / "copy.shopdesk"
    target.write_bytes(b"older copy")
    with shop.write() as session:
        session.add(Channel(name="A", kind="amazon", currency="EUR"))
    save_copy(shop, target)
    copy = open_shop(target)
    with copy.read() as session:
        assert session.query(Channel).one().name == "A"
    copy.close()


def test_copy_that_fails_leaves_the_old_one(shop: ShopFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "copy.shopdesk"
    target.write_bytes(b"older copy")

    def damaged(*_: object, **__: object) -> None:
        raise UserError("shop_damaged", file="copy.shopdesk")

    monkeypatch.setattr(shopfile, "check_integrity", damaged)
    with pytest.raises(UserError, match="shop_damaged"):
        save_copy(shop, target)
    assert target.read_bytes() == b"older copy"
    assert not [entry for entry in tmp_path.iterdir() if ".part" in entry.name]


def test_copy_onto_itself_is_refused(shop: ShopFile) -> None:
    with pytest.raises(UserError, match="copy_onto_itself"):
        save_copy(shop, shop.path)
