"""The command line: exit codes, plain words on stderr, JSON and CSV for scripts, no Qt where nothing is painted."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shopdesk.app.cli import COMMANDS, command_module, main
from shopdesk.app.commands.output import say_csv
from shopdesk.app.paths import machine_file, shops_dir
from shopdesk.services.sample_shop import create_sample_shop
from shopdesk.storage.session import ShopFile
from tests.sources import ROOT


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "sample.shopdesk"
    create_sample_shop(path).close()
    return path


Answer = Callable[..., object]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str], sample: Path) -> Answer:
    """Run a command on the sample shop and parse its JSON."""

    def run(*arguments: str) -> object:
        assert main(["--shop", str(sample), *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_every_command_says_what_it_does() -> None:
    for name in COMMANDS:
        assert command_module(name).HELP


def test_unknown_command_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["frobnicate", "--json"])
    assert wrong.value.code == 2


def test_no_shop_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 3
    said = capsys.readouterr()
    assert "shopdesk new" in said.err
    assert "Traceback" not in said.err
    assert not said.out


def test_chinese_words(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["check"]) == 3
    assert "还没有店铺文件" in capsys.readouterr().err


def test_the_only_shop_and_the_last_opened_one_need_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(shops_dir() / "one.shopdesk")]) == 0
    assert main(["check"]) == 0
    assert "one.shopdesk is sound" in capsys.readouterr().out
    assert main(["new", str(shops_dir() / "two.shopdesk")]) == 0
    assert main(["check"]) == 3
    assert "one.shopdesk" in capsys.readouterr().err
    machine_file().write_text(json.dumps({"recent": [str(shops_dir() / "two.shopdesk")]}), encoding="utf-8")
    assert main(["check"]) == 0
    assert "two.shopdesk is sound" in capsys.readouterr().out


def test_new_refuses_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "店.shopdesk"
    assert main(["new", str(path), "--currency", "XXQ"]) == 3
    assert main(["new", str(path), "--timezone", "Mars/Phobos"]) == 3
    assert not path.exists()
    assert main(["new", str(path), "--currency", "gbp", "--timezone", "Europe/London", "--lang", "zh_CN"]) == 0
    assert main(["new", str(path)]) == 3
    assert "店.shopdesk" in capsys.readouterr().err


def test_check_counts(answer: Answer) -> None:
    found = answer("check")
    assert isinstance(found, dict)
    assert found["sound"] is True
    assert found["rows"]["orders"] == 400


def test_check_finds_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.shopdesk"
    create_sample_shop(path).close()
    content = bytearray(path.read_bytes())
    content[40_000:60_000] = b"\xa5" * 20_000
    path.write_bytes(content)
    assert main(["--shop", str(path), "check"]) == 3
    assert "broken.shopdesk" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["orders", "products", "stock", "customers", "imports"])
def test_every_list_can_be_read(answer: Answer, name: str) -> None:
    rows = answer("list", name)
    assert isinstance(rows, list)
    assert rows or name == "imports"


def test_orders_by_chip_and_search(answer: Answer) -> None:
    to_ship, all_orders = answer("list", "orders", "--filter", "to_ship"), answer("list", "orders")
    assert isinstance(to_ship, list)
    assert isinstance(all_orders, list)
    assert 0 < len(to_ship) < len(all_orders) == 400
    number = to_ship[0]["order_no"]
    found = answer("list", "orders", "--search", number)
    assert isinstance(found, list)
    assert [row["order_no"] for row in found] == [number]
    assert {"amount", "currency"} == set(found[0]["total"])


def test_csv_is_a_table_without_formulas(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(sample), "list", "customers", "--csv"]) == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header[0] == "name"
    assert {len(row) for row in rows} == {len(header)}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_csv_guards_its_headings_too_and_wide_signs(capsys: pytest.CaptureFixture[str]) -> None:
    say_csv(["=head", "n"], [["＝1+1", -5]])
    assert capsys.readouterr().out == "'=head,n\n'＝1+1,-5\n"


def test_lists_and_chips_that_are_not_there(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(sample), "list", "unicorns"]) == 3
    assert "orders" in capsys.readouterr().err
    assert main(["--shop", str(sample), "list", "orders", "--filter", "shiny"]) == 3
    assert "to_ship" in capsys.readouterr().err


def test_a_table_for_people_lines_up_chinese(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(sample), "list", "orders", "--limit", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Order")
    assert lines[-1] == "5 rows"


def test_a_missing_shop_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(tmp_path / "gone.shopdesk"), "list", "orders"]) == 3
    assert "gone.shopdesk" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_commands_that_paint_nothing_load_no_qt(shop: ShopFile) -> None:
    probe = (
        "import sys; from shopdesk.app.cli import main; main(sys.argv[1:]);"
        "heavy = {'PySide6', 'openpyxl', 'matplotlib', 'babel'} & {name.split('.')[0] for name in sys.modules};"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, "--shop", str(shop.path), "list", "orders"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
