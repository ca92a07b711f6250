"""Which carrier a text means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.carriers import find_named, is_ending, is_same_carrier, name_index, plain_name

INDEX = name_index(
    [
        ("dhl", ["DHL", "DHL Paket", "Deutsche Post DHL"]),
        ("dhl_express", ["DHL Express"]),
        ("ups", ["UPS", "United Parcel Service"]),
        ("sf", ["顺丰速运", "顺丰", "SF Express"]),
        ("late", ["DHL"]),  # claimed already
    ]
)


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("DHL", "dhl"),
        ("dhl-paket", "dhl"),
        ("DHL Paket 2 kg", "dhl"),
        ("DHL Express Worldwide", "dhl_express"),
        ("ＤＨＬ", "dhl"),
        ("UPS Standard", "ups"),
        ("UPSTREAM", None),
        ("顺丰标快", "sf"),
        ("顺丰速运(陆运)", "sf"),
        ("SFExpress", "sf"),
        ("", None),
        ("  ", None),
        ("Hermes", None),
    ],
)
def test_names_as_exports_write_them(text: str, carrier: str | None) -> None:
    assert find_named(text, INDEX) == carrier


@given(st.text(max_size=40))
def test_any_text_is_safe(text: str) -> None:
    assert find_named(text, INDEX) in {None, "dhl", "dhl_express", "ups", "sf"}
    assert plain_name(plain_name(text)) == plain_name(text)


@pytest.mark.rule("R-O6")
def test_two_names_of_one_carrier() -> None:
    assert is_same_carrier("DHL", "DHL Paket", INDEX)
    assert is_same_carrier("Hermes", "hermes ", INDEX)
    assert not is_same_carrier("DHL", "UPS", INDEX)
    assert not is_same_carrier("Hermes", "GLS", INDEX)
    assert not is_same_carrier("", "DHL", INDEX)


def test_papers_that_end() -> None:
    today = date(2026, 11, 25)
    assert is_ending(date(2026, 12, 25), today, 30)
    assert not is_ending(date(2026, 12, 26), today, 30)
    assert is_ending(date(2026, 1, 1), today, 30)
    assert not is_ending(None, today, 30)
