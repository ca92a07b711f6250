"""Migrations: the steps give the schema of the tables; a step that fails or loses rows changes nothing (F2)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from shopdesk.base.errors import UserError
from shopdesk.storage import migrate, shopfile
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import open_shop
from shopdesk.storage.tables import Base, Channel, Order, OrderLine

#: The step after the newest one.
FOLLOWING = f"{migrate.SCHEMA + 1:04d}"
STEP = """
from alembic import op
import sqlalchemy as sa

revision = "{following}"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("orders") as batch:
        batch.add_column(sa.Column("mood", sa.String(), nullable=False, server_default="fine"))
    {extra}
"""


def _schema(connection: sqlite3.Connection) -> dict[str, tuple[str, list[str]]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> tuple[str, list[str]]:
    """The head of a statement and its parts: the order in which constraints are written says nothing."""
    head, _, body = " ".join(sql.split()).partition("(")
    parts, depth, part = [], 0, ""
    for letter in body.strip().removesuffix(")"):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return head.strip(), sorted([*parts, part.strip()])


def test_steps_and_tables_give_the_same_schema(tmp_path: Path) -> None:
    stepped, made = tmp_path / "stepped.db", tmp_path / "made.db"
    with create_engine(f"sqlite:///{stepped}").begin() as connection:
        assert migrate.run_steps(connection) == migrate.HEAD
    with create_engine(f"sqlite:///{made}").begin() as connection:
        Base.metadata.create_all(connection)
    with closing(sqlite3.connect(stepped)) as first, closing(sqlite3.connect(made)) as second:
        assert _schema(first) == _schema(second)


def test_new_file_is_at_the_head_and_needs_no_alembic(shop: ShopFile) -> None:
    with closing(sqlite3.connect(shop.path)) as connection:
        assert migrate.revision_of(connection) == migrate.HEAD
        assert connection.execute("PRAGMA user_version").fetchone()[0] == migrate.SCHEMA


@pytest.fixture
def filled(shop: ShopFile) -> Iterator[Path]:
    with shop.write() as session:
        session.add(Channel(id=1, name="A", kind="amazon", currency="EUR"))
        session.flush()
        from shopdesk.base.clock import now

        for number in range(1, 21):
            session.add(
                Order(
                    id=number, channel_id=1, external_no=str(number), state="completed", placed_at=now(), currency="EUR"
                )
            )
            session.flush()
            session.add(OrderLine(order_id=number, line_no=1, quantity=1))
    shop.close()
    yield shop.path


def _steps(tmp_path: Path, extra: str = "pass") -> Path:
    steps = tmp_path / "steps"
    shutil.copytree(migrate.STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / f"{FOLLOWING}_mood.py").write_text(
        STEP.format(extra=extra, following=FOLLOWING, head=migrate.HEAD), encoding="utf-8"
    )
    return steps


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return migrate.row_counts(connection)


def test_step_over_a_parent_keeps_its_children(filled: Path, tmp_path: Path) -> None:
    """A batch change of a parent with ON DELETE CASCADE deletes the children when foreign keys are on."""
    before = _counts(filled)
    migrate.upgrade(filled, filled, steps=_steps(tmp_path))
    assert _counts(filled) == before
    assert before["order_line"] == 20
    with closing(sqlite3.connect(filled)) as connection:
        assert migrate.revision_of(connection) == FOLLOWING
        assert connection.execute("SELECT mood FROM orders").fetchone() == ("fine",)
        assert connection.execute("PRAGMA user_version").fetchone()[0] == int(FOLLOWING)


@pytest.mark.parametrize(
    ("extra", "error"),
    [
        ("raise RuntimeError('injected')", RuntimeError),
        ("op.execute('INSERT INTO nowhere VALUES (1)')", OperationalError),
        ("op.execute('DELETE FROM order_line WHERE id < 5')", UserError),
        ("op.execute('UPDATE order_line SET order_id = 999 WHERE id = 1')", UserError),
    ],
)
def test_failing_step_changes_nothing(filled: Path, tmp_path: Path, extra: str, error: type[Exception]) -> None:
    before, rows = _schema_of(filled), _counts(filled)
    with pytest.raises(error):
        migrate.upgrade(filled, filled, steps=_steps(tmp_path, extra))
    assert _schema_of(filled) == before
    assert _counts(filled) == rows
    open_shop(filled).close()


def _schema_of(path: Path) -> dict[str, tuple[str, list[str]]]:
    with closing(sqlite3.connect(path)) as connection:
        return _schema(connection)


def test_older_file_is_copied_first_then_migrated(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, steps, upgrade = migrate.HEAD, _steps(tmp_path), migrate.upgrade
    monkeypatch.setattr(shopfile.migrate, "HEAD", FOLLOWING)
    monkeypatch.setattr(shopfile.migrate, "SCHEMA", int(FOLLOWING))
    monkeypatch.setattr(shopfile.migrate, "upgrade", lambda path, backup: upgrade(path, backup, steps=steps))
    open_shop(filled).close()
    copies = [entry for entry in filled.parent.iterdir() if f"before upgrade {head}" in entry.name]
    assert len(copies) == 1
    assert _counts(copies[0])["orders"] == 20
    with closing(sqlite3.connect(copies[0])) as connection:
        assert migrate.revision_of(connection) == head


def test_no_migration_without_a_good_copy(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = migrate.HEAD
    monkeypatch.setattr(shopfile.migrate, "HEAD", FOLLOWING)

    def no_copy(*_: object) -> Path:
        raise UserError("copy_differs", file="x")

    monkeypatch.setattr(shopfile, "copy_file", no_copy)
    with pytest.raises(UserError, match="copy_differs"):
        open_shop(filled)
    with closing(sqlite3.connect(filled)) as connection:
        assert migrate.revision_of(connection) == head


def test_a_shop_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """Rows are kept, new columns of old tables are filled in place."""
    first = tmp_path / "steps"
    shutil.copytree(
        migrate.STEPS,
        first,
        ignore=lambda _, names: [name for name in names if name.endswith(".py") and name[:4] > "0001"],
    )
    path = tmp_path / "old.shopdesk"
    with create_engine(f"sqlite:///{path}").begin() as connection:
        assert migrate.run_steps(connection, first) == "0001"
        connection.exec_driver_sql(
            "INSERT INTO shop (id, name, legal_name, line1, line2, city, region, postcode, country,"
            " phone, email, website, returns_policy, thank_you, currency, timezone, language, is_sample, created_at)"
            " VALUES (1, 'Old', '', '', '', '', '', '', 'DE', '', '', '', '', '', 'EUR', 'Europe/Berlin', 'en', 0,"
            " '2026-01-01T00:00:00Z')"
        )
    migrate.upgrade(path, path)
    with closing(sqlite3.connect(path)) as connection:
        assert migrate.revision_of(connection) == migrate.HEAD
        assert connection.execute("SELECT name, vat_no, ioss_no FROM shop").fetchone() == ("Old", "", "")
