"""The log keeps ids and counts, and nobody's name, address, phone, e-mail, account or token (H17)."""

from __future__ import annotations

import logging
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk.base.errors import UserError
from shopdesk.base.log import FILE_NAME, Code, set_up_log, tear_down_log, without_personal_data

log = logging.getLogger("shopdesk.test")
NAMES = ["Emma Fischer", "王小明", "Liam O’Connor", "Sofia García", "田中 花子"]
STREETS = ["Lindenstraße 14", "浙江省杭州市西湖区文三路 90 号", "221B Baker Street", "Calle Mayor 3"]
MAILS = ["emma.fischer@example.de", "liam+shop@mail.example.co.uk", "xiaoming_wang@qq.example"]
PHONES = ["+49 30 1234567", "13800138000", "(020) 7946-0958", "+1-202-555-0143"]
IBANS = ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "FR1420041010050500013M02606"]
TOKENS = [
    "sk_live_51Habc9Xyz0",
    "Bearer abc.def-ghi_123",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "0f3d2c1b4a5968778695a4b3c2d1e0f9",
]


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    handler = set_up_log(tmp_path)
    yield tmp_path / FILE_NAME
    tear_down_log(handler)


def plant(i: int) -> str:
    """One line in one of the ways a careless log call would leak; returns what must not be found."""
    patterned = [*MAILS, *PHONES, *IBANS, *TOKENS]
    anything = [*NAMES, *STREETS, *patterned]
    secret = anything[i % len(anything)]
    match i % 5:
        case 0:
            log.info("order %d for %s", i, secret)
        case 1:
            log.warning("buyer %(who)s has %(n)d orders", {"who": secret, "n": i})
        case 2:
            try:
                raise KeyError(secret)
            except KeyError:
                log.exception("lookup failed in row %d", i)
        case 3:
            log.error("refused: %s", UserError("bad_address", text=secret))
        case _:
            secret = patterned[i % len(patterned)]
            log.info(f"sent to {secret} again")
    return secret


def test_nothing_of_500_planted_lines_is_found(written: Path):
    planted = {plant(i) for i in range(500)}
    text = written.read_text(encoding="utf-8")
    assert text.count("\n") >= 500
    assert [secret for secret in planted if secret in text] == []


def test_ids_counts_and_codes_stay(written: Path):
    log.info("imported %d rows of format %s, %s", 541_909, Code("shopify_orders"), UserError("no_shop_open"))
    text = written.read_text(encoding="utf-8")
    assert "imported 541909 rows of format shopify_orders, no_shop_open" in text


def test_an_error_keeps_its_type_and_place_only(written: Path):
    try:
        raise ValueError("Emma Fischer, Lindenstraße 14")
    except ValueError:
        log.exception("import failed")
    text = written.read_text(encoding="utf-8")
    assert "ValueError" in text and "test_log.py" in text and "Emma" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_the_log_is_the_owners_alone_and_five_times_one_megabyte(tmp_path: Path):
    handler = set_up_log(tmp_path)
    for i in range(60_000):
        log.info("a line of quite some length, to fill the log up, number %d, and a bit more so that it is quick", i)
    tear_down_log(handler)
    files = list(tmp_path.iterdir())
    assert len(files) == 5 and all(file.stat().st_size <= 1_000_000 for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert set_up_log(tmp_path / "file" / "log") is None


def test_plain_numbers_are_left_alone():
    assert without_personal_data("256 rows in 12 ms, 3 of 40,310") == "256 rows in 12 ms, 3 of 40,310"
