"""The main job from the command line: sample shop, imports, undo, papers. What scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from shopdesk.app.cli import main
from shopdesk.base.clock import now
from shopdesk.services.sample_shop import create_sample_shop, sample_exports

EXPORTS = {path.name: path for path in sample_exports()}
EXPECTED = {
    "amazon_unshipped_orders.txt": {"rows": 26, "rejected_rows": 1, "currency": "EUR"},
    "shopify_orders.csv": {"rows": 19, "rejected_rows": 0, "currency": "USD"},
    "taobao_orders.csv": {"rows": 14, "rejected_rows": 0, "currency": "CNY"},
}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.shopdesk"
    create_sample_shop(path).close()
    return path


Shopdesk = Callable[..., Any]


@pytest.fixture
def shopdesk(sample: Path, capsys: pytest.CaptureFixture[str]) -> Shopdesk:
    def run(*arguments: str) -> Any:
        assert main(["--shop", str(sample), *map(str, arguments), "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return run


def _orders(shopdesk: Shopdesk) -> int:
    return len(shopdesk("list", "orders"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_sample_export_imports_into_the_sample_shop(shopdesk: Shopdesk, name: str) -> None:
    expected = EXPECTED[name]
    dry = shopdesk("import", EXPORTS[name], "--dry-run")
    assert dry["batch"] is None
    assert _orders(shopdesk) == 400
    done = shopdesk("import", EXPORTS[name])
    assert done["imported"] + done["unchanged"] + done["rejected_rows"] == done["rows"] == expected["rows"]
    assert done["rejected_rows"] == expected["rejected_rows"] == len(done["rejected"])
    assert set(done["total_by_currency"]) == {expected["currency"]}
    assert done["total_by_currency"] == dry["total_by_currency"]
    assert _orders(shopdesk) == 400 + done["orders_new"]
    again = shopdesk("import", EXPORTS[name])
    assert (again["orders_new"], again["orders_changed"], again["imported"]) == (0, 0, 0)


def test_an_import_is_taken_back_whole(shopdesk: Shopdesk, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = shopdesk("import", EXPORTS["shopify_orders.csv"])
    undone = shopdesk("undo-import", str(done["batch"]))
    assert undone["removed"] > 0
    assert undone["kept"] == []
    assert _orders(shopdesk) == 400
    assert main(["--shop", str(sample), "undo-import", str(done["batch"])]) == 3
    assert "shopify_orders.csv" in capsys.readouterr().err
    assert main(["--shop", str(sample), "undo-import", "99"]) == 3


def test_rejected_rows_are_named_with_their_row(shopdesk: Shopdesk) -> None:
    (rejected,) = shopdesk("import", EXPORTS["amazon_unshipped_orders.txt"])["rejected"]
    assert rejected["row"] == 27
    assert rejected["code"] == "order_no_missing"
    assert rejected["message"] != rejected["code"]


def test_a_result_in_words(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shop", str(sample), "import", str(EXPORTS["amazon_unshipped_orders.txt"])]) == 0
    said = capsys.readouterr().out
    assert "(26 rows): " in said
    assert "1 row rejected" in said
    assert "row 27" in said
    assert "undo-import 1" in said


def test_an_answer_in_words_counts_orders_and_rows(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--shop", str(sample), "import", str(EXPORTS["shopify_orders.csv"])]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "16 orders (19 rows): 16 new, 0 changed, 0 unchanged." in said
    assert "11 new orders wait under To review." in said
    assert main(arguments) == 0
    assert "16 orders (19 rows): 0 new, 0 changed, 16 unchanged." in capsys.readouterr().out
    assert main([*arguments[:2], "undo-import", "1"]) == 0
    assert "Orders removed: 16." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "why"), [("", "no rows"), (",2026-11-01,A,1,2.00\n" * 3, "every row was rejected (3)")]
)
@pytest.mark.parametrize("more", [[], ["--json"], ["--dry-run"]])
def test_an_import_in_which_nothing_came_in(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, why: str, more: list[str]
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("Order ID,Date,SKU,Qty,Price\n" + rows, encoding="utf-8")
    assert main(["--shop", str(sample), "import", str(table), *more]) == 3
    said = capsys.readouterr()
    assert why in said.err
    assert "undo-import" not in said.out
    if more == ["--json"]:
        answer = json.loads(said.out)
        assert answer["batch"] is None
        assert answer["rejected_rows"] == len(answer["rejected"]) == answer["rows"] == rows.count("\n")
    assert main(["--shop", str(sample), "list", "imports", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("cells", "option", "answer"),
    [(("01/02/2026", "2.00"), "--date-order (DMY / MDY)", ["--date-order", "DMY"]),
     (("2026-11-01", "1.234"), "--decimal (. / ,)", ["--decimal", ","])],
)  # fmt: skip
def test_what_a_file_leaves_open_is_answered_by_an_option(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], cells: tuple[str, str], option: str,
    answer: list[str],
) -> None:  # fmt: skip
    table = tmp_path / "own.csv"
    day, price = cells
    table.write_text(f"Order ID,Date,SKU,Qty,Price\n1,{day},A,1,{price}\n", encoding="utf-8")
    assert main(["--shop", str(sample), "import", str(table)]) == 3
    assert option in capsys.readouterr().err
    assert main(["--shop", str(sample), "import", str(table), *answer]) == 0


def test_old_orders_without_a_status_are_told_of(shopdesk: Shopdesk, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    rows = "".join(f"{n},2020-01-{n:02d},A,1,2.00\n" for n in range(1, 4)) + f"9,{now().date()},A,1,2.00\n"
    table.write_text("Order ID,Date,SKU,Qty,Price\n" + rows, encoding="utf-8")
    for more in (["--dry-run"], []):
        (note,) = shopdesk("import", table, *more)["notes"]
        assert note["code"] == "import_closed_by_age"
        assert note["params"] == {"n": 3, "days": 60}
    assert shopdesk("import", table)["notes"] == []


def test_what_cannot_be_read_is_refused_in_words(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sample.read_bytes()
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    (tmp_path / "map.toml").write_text("this is = not [toml", encoding="utf-8")
    for arguments in (
        ["import", str(broken)],
        ["import", str(tmp_path / "gone.csv")],
        ["import", str(EXPORTS["taobao_orders.csv"]), "--map", str(tmp_path / "map.toml")],
        ["detect", str(tmp_path / "gone.csv")],
    ):
        assert main(["--shop", str(sample), *arguments]) == 3
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert " " in said.strip(), f"no sentence for {said}"
    assert sample.read_bytes() == before


def test_detect_needs_no_shop(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", str(EXPORTS["taobao_orders.csv"]), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["key"], found["target"]) == ("taobao_orders", "orders")


def test_a_mapping_file_reads_a_table_of_ones_own(shopdesk: Shopdesk, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("Nr;Wann;Artikel;Stueck;Preis\nA-1;2026-11-20;KET-17-BLA;2;39,90\n", encoding="utf-8")
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        'target = "orders"\n[lines]\nlayout = "totals_from_lines"\n[columns]\norder_no = ["Nr"]\nplaced_at = ["Wann"]\n'
        'sku = ["Artikel"]\nquantity = ["Stueck"]\nunit_price = ["Preis"]\n',
        encoding="utf-8",
    )
    done = shopdesk("import", table, "--map", mapping, "--channel", "Own", "--decimal", ",")
    assert (done["orders_new"], done["total_by_currency"]) == (1, {"EUR": "79.80"})


@pytest.mark.parametrize(
    ("document", "size", "pages_per_order"),
    [("labels", "thermal_100x150", 1), ("labels", "a4_4up", 0.25), ("packing-note", "a4", 1)],
)
def test_papers_as_pdf(
    sample: Path, tmp_path: Path, shopdesk: Shopdesk, document: str, size: str, pages_per_order: float
) -> None:
    orders = [row["order_no"] for row in shopdesk("list", "orders", "--filter", "to_ship")][:8]
    out = tmp_path / "paper.pdf"
    arguments = ["print", document, "--orders", ",".join(orders), "--size", size, "--out", str(out)]
    assert main(["--shop", str(sample), *arguments]) == 0
    assert len(PdfReader(out).pages) == len(orders) * pages_per_order


def test_pick_list_of_a_chip(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "pick.pdf"
    assert main(["--shop", str(sample), "print", "pick-list", "--filter", "to_ship", "--out", str(out)]) == 0
    text = PdfReader(out).pages[0].extract_text().replace("\t", " ")
    assert "Pick list" in text


def test_printing_refuses_in_words(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "x.pdf")
    for arguments in (
        ["print", "labels", "--orders", "no-such-order", "--out", out],
        ["print", "labels", "--filter", "to_ship", "--size", "postage_stamp", "--out", out],
        ["print", "pick-list", "--filter", "to_ship", "--size", "a7", "--out", out],
        ["print", "labels", "--filter", "cancelled", "--out", out],
    ):
        assert main(["--shop", str(sample), *arguments]) == 3
        assert "Traceback" not in capsys.readouterr().err
    assert not Path(out).exists()
