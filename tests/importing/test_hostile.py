"""Broken and hostile files: each ends in a plain code, in the child, and leaves no staging file."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shopdesk.base.errors import Cancelled, UserError
from shopdesk.base.i18n import message
from shopdesk.importing import child
from shopdesk.importing.request import ReadRequest
from tests.importing import hostile

GOOD = hostile.csv_bytes(hostile.good_rows())


def request_for(folder: Path, name: str, content: bytes, **hints: object) -> ReadRequest:
    path = folder / name
    path.write_bytes(content)
    return ReadRequest(path=path, staging=folder / "staging.db", **hints)  # type: ignore[arg-type]


def _mixed() -> bytes:
    lines = ["Order number,Order date,Description,Quantity", *[f"{n},2026-11-01,茶杯 茶杯 {n},1" for n in range(9)]]
    return "\n".join(lines).encode() + b"\n" + "\n".join(lines[1:]).encode("gb18030")


def _zip_of(**members: bytes) -> bytes:
    import io

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return target.getvalue()


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b"", "file_empty"),
    "only blanks": ("a.csv", lambda: b"\n \n\n", "file_empty"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 900, "file_is_picture"),
    "pdf": ("a.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 900, "file_is_pdf"),
    "password": ("a.xlsx", hostile.encrypted_ole, "file_encrypted"),
    "program": ("a.csv", lambda: b"MZ" + bytes(range(256)) * 40, "file_not_a_table"),
    "truncated": ("a.xlsx", lambda: hostile.good_workbook()[:1200], "table_damaged"),
    "far cells": ("a.xlsx", hostile.far_cells, "file_far_cells"),
    "laughs": ("a.xlsx", hostile.billion_laughs, "file_has_entities"),
    "lock file": ("~$a.xlsx", lambda: b"x" * 165, "file_is_lock"),
    "10 MB cell": ("a.csv", lambda: GOOD + b'\n1,"' + b"x" * 10_000_000 + b'",3,4,5,6\n', "cell_too_long"),
    "40,000 columns": ("a.csv", lambda: b",".join(b"c%d" % n for n in range(40_000)) + b"\n1,2\n", "too_many_columns"),
    "mixed encodings": ("a.csv", _mixed, "file_mixed_encodings"),
    "zip of zips": ("a.zip", lambda: _zip_of(b__csv=_zip_of(c__csv=GOOD)), "zip_in_zip"),
    "zip of many": ("a.zip", lambda: _zip_of(b__csv=GOOD, c__csv=GOOD), "zip_many_tables"),
    "zip of none": ("a.zip", lambda: _zip_of(b__exe=b"MZ"), "zip_without_table"),
    "noise": ("a.csv", lambda: random.Random(1).randbytes(5000), "file_not_a_table"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    file_name, content, code = REFUSED[name]
    request = request_for(tmp_path, file_name, content())
    with pytest.raises(UserError) as caught:
        child.read(request)
    assert caught.value.code == code
    assert "{" not in message(code, **caught.value.params)
    assert not request.staging.exists()
    with pytest.raises(UserError):
        child.detect(request.path)


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    hostile.write_bomb(path, (1 << 30) + (1 << 24))
    with pytest.raises(UserError) as caught:
        child.detect(path)
    assert caught.value.code == "file_unpacks_too_large"


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        child.detect(tmp_path / "gone.csv")
    assert caught.value.code == "file_missing"


def test_ids_in_scientific_notation_are_rejected_row_by_row(tmp_path: Path) -> None:
    rows = [*hostile.good_rows(4), ("5.11861E+18", "2026-11-20", "S", "T", 1, 2)]
    staged = child.read(request_for(tmp_path, "a.csv", hostile.csv_bytes(rows)))
    assert (staged.rows, staged.rejected) == (5, 1)


def test_two_header_rows_are_read_as_one_table(tmp_path: Path) -> None:
    rows = [("Order", "", "Item", "", "", ""), *hostile.good_rows(4)]
    staged = child.read(request_for(tmp_path, "a.csv", hostile.csv_bytes(rows)))
    assert (staged.rows, staged.rejected, staged.detection.header_row) == (4, 0, 2)


def test_ambiguous_dates_are_asked_and_the_answer_is_kept_to(tmp_path: Path) -> None:
    rows = [hostile.HEADERS, ("A-1", "03/04/2026", "S", "T", 1, 2)]
    request = request_for(tmp_path, "a.csv", hostile.csv_bytes(rows))
    detection = child.detect(request.path)
    assert [question.kind for question in detection.questions] == ["date_order"]
    with pytest.raises(UserError) as caught:
        child.read(request)
    assert caught.value.code == "date_order_needed"
    assert child.read(request_for(tmp_path, "a.csv", hostile.csv_bytes(rows), date_order="DMY")).rejected == 0


def test_cancel_kills_the_child_and_leaves_nothing(tmp_path: Path) -> None:
    request = request_for(tmp_path, "a.csv", GOOD)
    with pytest.raises(Cancelled):
        child.read(request, is_cancelled=lambda: True)
    assert not request.staging.exists()


def test_a_child_that_dies_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(UserError) as caught:
        child.detect(request_for(tmp_path, "a.csv", GOOD).path)
    assert caught.value.code == "file_unreadable"


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(child, "_BASE_SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(UserError) as caught:
        child.detect(request_for(tmp_path, "a.csv", GOOD).path)
    assert caught.value.code == "file_took_too_long"
    assert time.monotonic() - started < 60


_LOOP = """
import json, random, sys, tempfile
from pathlib import Path
from shopdesk.base.errors import UserError
from shopdesk.importing.limits import limit_own_memory
from shopdesk.importing.reader import detect_file
from shopdesk.importing.request import ReadRequest
limit_own_memory(1 << 30)
good, folder, outcomes = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), {}
for seed in range(300):
    dice, data = random.Random(seed), bytearray(good)
    for _ in range(dice.randint(1, 12)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    if seed % 5 == 0:
        del data[dice.randrange(len(data)):]
    path = folder / "mutant.xlsx"
    path.write_bytes(data)
    try:
        detect_file(ReadRequest(path, folder / "staging"))
        outcome = "read"
    except UserError as error:
        outcome = error.code
    except Exception as error:
        outcome = f"BUG {error!r}"
    except BaseException:
        outcome = "panic"
    outcomes[outcome] = outcomes.get(outcome, 0) + 1
print(json.dumps(outcomes))
"""


def test_three_hundred_damaged_workbooks_never_raise_a_bug(tmp_path: Path) -> None:
    good = tmp_path / "good.xlsx"
    good.write_bytes(hostile.good_workbook())
    done = subprocess.run(
        [sys.executable, "-c", _LOOP, str(good), str(tmp_path)],
        capture_output=True,
        check=False,
        env=child._environment(),
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    outcomes = json.loads(done.stdout)
    assert sum(outcomes.values()) == 300
    assert not [outcome for outcome in outcomes if outcome.startswith("BUG")], outcomes
