"""``check`` finds what is planted, and nothing in a shop that lived through imports and undo."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from shopdesk.base.errors import UserError
from shopdesk.services import import_undo, imports, soundness
from shopdesk.storage.session import ShopFile
from tests.services.conftest import Stage
from tests.services.staging_files import line, order


def test_imports_and_undo_leave_a_sound_shop(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B")), order("2")]))
    second = imports.apply(shop, stage("orders", [order("1", line("A", 3), line("C"), line("D")), order("3")]))
    assert soundness.check(shop)["orders"] == 3
    import_undo.undo(shop, second.batch or 0)
    assert soundness.check(shop)["orders"] == 2


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ("DELETE FROM order_line WHERE id = 1", "line_count 1"),
        ("UPDATE orders SET state = 'sleeping' WHERE id = 2", "state 1"),
        ("DELETE FROM search_order WHERE rowid = 2", "search 1"),
        ("INSERT INTO search_order(rowid, text, marks) VALUES (99, 'x', '')", "search 1"),
    ],
)
def test_a_planted_contradiction_is_found(shop: ShopFile, stage: Stage, planted: str, what: str) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B")), order("2")]))
    with closing(sqlite3.connect(shop.path)) as connection, connection:
        connection.execute(planted)
    with pytest.raises(UserError, match="shop_contradicts") as refused:
        soundness.check(shop)
    assert refused.value.params["what"] == what


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE order_line SET order_id = 4711 WHERE id = 1",
        "UPDATE orders SET channel_id = 4711 WHERE id = 1",
    ],
)
def test_a_reference_to_nothing_is_damage(shop: ShopFile, stage: Stage, planted: str) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B"))]))
    with closing(sqlite3.connect(shop.path)) as connection, connection:
        connection.execute(planted)
    with pytest.raises(UserError, match="shop_damaged"):
        soundness.check(shop)
