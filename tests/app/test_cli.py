"""The command line: exit codes, plain words on stderr, JSON and CSV for scripts, no Qt where nothing is painted."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shopdesk.app.cli import COMMANDS, command_module, main
from shopdesk.app.commands.output import say_csv
from shopdesk.app.paths import machine_file, shops_dir
from shopdesk.domain.orders import OrderState
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


def test_the_language_is_the_environments_not_the_windows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine_file().write_text(json.dumps({"preferences": {"language": "zh_CN"}}), encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert main(["check"]) == 3
    assert "There is no shop file yet" in capsys.readouterr().err
    monkeypatch.setenv("LANGUAGE", "zh_CN:en")
    assert main(["check"]) == 3
    assert "还没有店铺文件" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--lang", "zh_CN"], ["--lang=zh_CN"]])
def test_the_language_may_be_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main([*asked, "check"]) == 3
    assert "还没有店铺文件" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["--lang", "tlh", "check"])
    assert wrong.value.code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("start", [["-m", "shopdesk"], ["main.py"], ["main.py", "--shop", "my.shopdesk"]])
@pytest.mark.parametrize(
    "named", [{}, {"DISPLAY": ":4097", "WAYLAND_DISPLAY": "wayland-4097"}, {"DISPLAY": "nonsense"}]
)
def test_without_a_display_the_window_says_so(start: list[str], named: dict[str, str]) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANGUAGE", "LC_ALL", "LC_MESSAGES"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"LANG": "C.UTF-8"}
    environment |= named  # a name of a server that is gone is no display either
    done = subprocess.run(
        [sys.executable, *start], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "no window can open" in done.stderr
    assert len(done.stderr.splitlines()) == 1


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


def _place(path: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        timezone, country = connection.execute("SELECT timezone, country FROM shop").fetchone()
    return timezone, country


@pytest.mark.parametrize(
    ("zone", "arguments", "place", "asks"),
    [
        ("Asia/Shanghai", [], ("Asia/Shanghai", "CN"), False),
        ("Asia/Shanghai", ["--timezone", "Europe/London"], ("Europe/London", "GB"), False),
        ("Asia/Shanghai", ["--country", "de"], ("Asia/Shanghai", "DE"), False),
        ("UTC", [], ("UTC", ""), True),
    ],
)
def test_a_new_shop_is_where_the_machine_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], zone: str,
    arguments: list[str], place: tuple[str, str], asks: bool,
) -> None:  # fmt: skip
    monkeypatch.setenv("TZ", zone)
    path = tmp_path / "new.shopdesk"
    assert main(["new", str(path), *arguments]) == 0
    assert _place(path) == place
    assert ("--country" in capsys.readouterr().out) is asks


def test_a_country_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "new.shopdesk"), "--country", "Germany"]) == 3
    assert "ISO 3166" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


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


def test_lists_for_scripts_are_the_same_in_every_language(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for language in ("en", "zh_CN"):
        for form in ("--csv", "--json"):
            assert main(["--lang", language, "--shop", str(sample), "list", "orders", "--limit", "40", form]) == 0
            said.append(capsys.readouterr().out)
    assert said[:2] == said[2:]
    (row, *_), (first, *_) = csv.DictReader(io.StringIO(said[0])), json.loads(said[1])
    assert row["order_no"] == first["order_no"]
    assert (row["total"], row["total_currency"]) == (first["total"]["amount"], first["total"]["currency"])
    assert datetime.fromisoformat(row["placed_at"]).utcoffset() == timedelta()
    assert {entry["state"] for entry in json.loads(said[1])} <= {str(state) for state in OrderState}
    assert row["status"] == first["status"] == first["state"]


def test_a_list_in_a_file_shows_chinese_in_excel(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "订单.csv"
    arguments = ["--shop", str(sample), "list", "orders", "--search", "王"]
    assert main([*arguments, "--out", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_bytes().startswith(codecs.BOM_UTF8)
    assert main([*arguments, "--csv"]) == 0
    on_screen = capsys.readouterr().out
    assert not on_screen.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows == list(csv.reader(io.StringIO(on_screen)))
    assert "王" in out.read_text(encoding="utf-8-sig")
    assert main([*arguments, "--json", "--out", str(tmp_path / "orders.json")]) == 0
    assert len(json.loads((tmp_path / "orders.json").read_text(encoding="utf-8"))) == len(rows) - 1
    assert main([*arguments, "--out", str(tmp_path / "no such folder" / "o.csv")]) == 3


@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
def test_our_own_lists_can_be_imported(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str], bom: bytes
) -> None:
    assert main(["--shop", str(sample), "list", "products", "--csv"]) == 0
    table = tmp_path / "products.csv"
    table.write_bytes(bom + capsys.readouterr().out.encode())
    assert main(["detect", str(table), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["target"] in {"products", "stock"}
    assert "sku" in found["mapping"]


def test_steps_of_orders_answer_by_the_same_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.shopdesk"
    create_sample_shop(path).close()
    said = ["--shop", str(path)]
    assert main([*said, "list", "orders", "--filter", "to_ship", "--limit", "2", "--json"]) == 0
    first, second = (row["order_no"] for row in json.loads(capsys.readouterr().out))
    assert main([*said, "ship", "--orders", f"{first},{second}", "--waybill", "X1"]) == 3
    assert "one order" in capsys.readouterr().err
    assert main([*said, "ship", "--orders", first]) == 0
    assert main([*said, "ship", "--orders", first]) == 3
    assert main([*said, "confirm", "--orders", first]) == 3
    assert main([*said, "confirm", "--orders", "none-such"]) == 3
    for wrong in (
        ["confirm"],
        ["ship", "--filter", "to_ship", "--orders", first],
        ["list", "orders", "--json", "--csv"],
    ):
        with pytest.raises(SystemExit) as error:
            main([*said, *wrong])
        assert error.value.code == 2


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


def test_pictures_are_drawn_without_noise(tmp_path: Path) -> None:
    arguments = ["screens", "--out", str(tmp_path), "--only", "crash", "--size", "1280x720"]
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["crash.png"]


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
