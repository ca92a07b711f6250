"""Faults of the disk and of other programs: a message in words, the file as it was, never a shop that looks empty."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shopdesk.base.errors import MachineError, UserError
from shopdesk.base.i18n import message
from shopdesk.lists import query
from shopdesk.lists.formatting import format_cell
from shopdesk.storage import session as session_module
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop, open_shop, save_copy
from shopdesk.storage.tables import Channel, Order, Shop
from shopdesk.tabs.orders.columns import ORDERS
from tests.services.order_rows import add_orders

ROOT = Path(__file__).resolve().parents[2]
ORDERS_IN_SHOP = 120
COPIES = 400


def _flip_a_bit(content: bytearray, chance: random.Random) -> bytearray:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _flip_in_the_header(content: bytearray, chance: random.Random) -> bytearray:
    content[chance.randrange(100)] ^= 1 << chance.randrange(8)
    return content


def _zero_a_page(content: bytearray, chance: random.Random) -> bytearray:
    return _overwrite(content, chance, bytes(4096))


def _noise_in_a_page(content: bytearray, chance: random.Random) -> bytearray:
    return _overwrite(content, chance, chance.randbytes(4096))


def _overwrite(content: bytearray, chance: random.Random, page: bytes) -> bytearray:
    start = chance.randrange(len(content) // 4096) * 4096
    content[start : start + 4096] = page
    return content


def _truncate(content: bytearray, chance: random.Random) -> bytearray:
    return content[: chance.randrange(len(content))]


DAMAGES = (_flip_a_bit, _flip_in_the_header, _zero_a_page, _noise_in_a_page, _truncate)


def _look(path: Path) -> str:
    """What becomes of opening a shop and showing every order: ``shown`` or the code of the refusal."""
    try:
        shop = open_shop(path)
    except (UserError, MachineError) as refused:
        return refused.code
    try:
        with shop.read() as session:
            assert session.scalar(select(func.count()).select_from(Order)) == ORDERS_IN_SHOP
            for row in query.window(session, ORDERS, query.ids(session, ORDERS)):
                for column, cell in zip(ORDERS.columns, row, strict=True):
                    format_cell(column, cell, "en", "UTC")
            session.scalars(select(Order)).all()
    except (UserError, MachineError) as refused:
        return refused.code
    finally:
        shop.close()
    return "shown"


def test_400_damaged_copies(shop: ShopFile, tmp_path: Path) -> None:
    """F4: each is refused in words or shows all its orders; none is taken for an empty shop, none is a traceback."""
    with shop.write() as session:
        add_orders(session, ORDERS_IN_SHOP)
    shop.close()
    whole = shop.path.read_bytes()
    chance = random.Random(20261122)
    outcomes: Counter[tuple[str, str]] = Counter()
    path = tmp_path / "damaged.shopdesk"
    for number in range(COPIES):
        damage = DAMAGES[number % len(DAMAGES)]
        damaged = bytes(damage(bytearray(whole), chance))
        path.write_bytes(damaged)
        outcome = _look(path)
        outcomes[damage.__name__, outcome] += 1
        assert outcome == "shown" or message(outcome, file="a", folder="b", file_schema=2, program_schema=1)
        if outcome in {"shop_damaged", "not_a_shop", "shop_newer"} and not path.with_name(path.name + "-wal").exists():
            assert len(path.read_bytes()) == len(damaged)
        for rest in path.parent.glob("damaged.shopdesk-*"):
            rest.unlink()
    assert sum(outcomes.values()) == COPIES
    shown = {damage for damage, outcome in outcomes if outcome == "shown"}
    assert shown <= {"_flip_a_bit", "_flip_in_the_header"}, "a page or more was lost and nobody noticed"


@pytest.mark.parametrize(
    "damage",
    ["UPDATE orders SET placed_at = '2026-11-2x' WHERE id = 3",
     "UPDATE orders SET buyer_name = CAST(x'ff41' AS TEXT) WHERE id = 3"],
)  # fmt: skip
def test_a_flipped_value_in_an_open_shop_is_damage_and_no_bug(shop: ShopFile, damage: str) -> None:
    """F4: what no check of pages can see is met when the row is read."""
    with shop.write() as session:
        add_orders(session, 5)
    with closing(sqlite3.connect(shop.path)) as connection, connection:
        connection.execute(damage)
    with pytest.raises(UserError) as refused, shop.read() as session:
        session.scalars(select(Order)).all()
    assert (refused.value.code, refused.value.params) == ("shop_damaged", {"file": shop.path.name})


@pytest.mark.parametrize(
    ("written", "flipped"),
    [(b"ship_postcode VARCHAR", b"ship_poStcOde_VARCHAR"), (b"CREATE TABLE orders (", b"CREATE TABLE \xe9rders (")],
)
def test_a_flipped_bit_in_the_schemas_text_is_damage(shop: ShopFile, written: bytes, flipped: bytes) -> None:
    shop.close()
    content = shop.path.read_bytes()
    assert written in content
    shop.path.write_bytes(content.replace(written, flipped))
    with pytest.raises(UserError, match="shop_damaged"):
        open_shop(shop.path)


def test_written_while_another_program_holds_it(shop: ShopFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """F15: after the wait a message that names the file; nothing half-written, and the next try goes through."""
    quick = tuple(pragma.replace("busy_timeout = 5000", "busy_timeout = 20") for pragma in session_module._PRAGMAS)
    monkeypatch.setattr(session_module, "_PRAGMAS", quick)
    other = open_shop(shop.path)
    with closing(sqlite3.connect(shop.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError) as refused, other.write() as session:
            session.add(Channel(name="A", kind="amazon", currency="EUR"))
        holder.execute("ROLLBACK")
    assert (refused.value.code, refused.value.params["file"]) == ("shop_locked", shop.path.name)
    with other.write() as session:
        session.add(Channel(name="B", kind="amazon", currency="EUR"))
    with other.read() as session:
        assert session.scalars(select(Channel.name)).all() == ["B"]
    other.close()


def test_a_shop_taken_away_is_not_written_anew(shop: ShopFile, tmp_path: Path) -> None:
    """F16: the drive is pulled, then put back."""
    elsewhere = tmp_path / "pulled"
    elsewhere.mkdir()
    for entry in list(tmp_path.glob("test.shopdesk*")):
        shutil.move(entry, elsewhere / entry.name)
    with pytest.raises(UserError, match="shop_missing"), shop.write() as session:
        session.add(Channel(name="A", kind="amazon", currency="EUR"))
    assert not shop.path.exists()
    for entry in list(elsewhere.iterdir()):
        shutil.move(entry, tmp_path / entry.name)
    with shop.read() as session:
        assert session.query(Shop).one().name == "Test shop"
        assert session.query(Channel).count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "a?b=c.shopdesk", "50%20 off #1.shopdesk", "a&mode=ro.shopdesk", "it's \"mine\"; x.shopdesk", ":memory:",
        " Größe 店铺 😀.shopdesk", "x" * 230 + ".shopdesk", f"{'d' * 200}/{'e' * 200}/f.shopdesk",
    ],
)  # fmt: skip
def test_odd_names(tmp_path: Path, name: str) -> None:
    """F20: the name is a name, whatever it would mean in an address; the shop holds what was put in, so does a copy."""
    if sys.platform == "win32" and set('?":') & set(name):
        pytest.skip("no such name on Windows")
    path = tmp_path / "home" / name
    made = create_shop(path, name="A", currency="EUR", timezone="UTC")
    with made.write() as session:
        session.add(Channel(name="Amazon", kind="amazon", currency="EUR"))
    copy = save_copy(made, path.with_name("copy.shopdesk"))
    made.close()
    for found in (path, copy):
        opened = open_shop(found)
        with opened.read() as session:
            assert session.scalars(select(Channel.name)).all() == ["Amazon"]
        opened.close()
    assert {entry.name for entry in path.parent.iterdir()} == {path.name, "copy.shopdesk"}


@pytest.mark.parametrize("act", [lambda path: create_shop(path, name="A", currency="EUR", timezone="UTC"), open_shop])
def test_a_name_too_long_for_the_disk(tmp_path: Path, act: Callable[[Path], ShopFile]) -> None:
    with pytest.raises(MachineError, match="name_too_long"):
        act(tmp_path / ("x" * 300 + ".shopdesk"))
    assert list(tmp_path.iterdir()) == []


FULL = """
import resource, sys
from pathlib import Path
from shopdesk.base.errors import MachineError
from shopdesk.storage.shopfile import open_shop, save_copy
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
shop = open_shop(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    save_copy(shop, Path(sys.argv[2]))
except MachineError as refused:
    print(refused.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_no_room_for_a_copy(shop: ShopFile, tmp_path: Path) -> None:
    """F5: the older copy stays, nothing partial is left, the shop itself is untouched."""
    target = tmp_path / "copies" / "copy.shopdesk"
    target.parent.mkdir()
    target.write_bytes(b"older copy")
    shop.close()
    before = shop.path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(shop.path), str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() in {"disk_full", "disk_error"}, done.stderr
    assert target.read_bytes() == b"older copy"
    assert [entry.name for entry in target.parent.iterdir()] == ["copy.shopdesk"]
    assert shop.path.read_bytes() == before
