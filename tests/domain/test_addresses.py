"""Addresses as each country's post wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.addresses import (
    Address,
    address_lines,
    country_line,
    destination_code,
    is_domestic,
    needs_customs,
)

BERLIN = Address("Lindenstraße 14", city="Berlin", postcode="10969", country="DE")
SHANGHAI = Address("张江路 88 号", "3 号楼 1201 室", "", "浦东新区", "上海市", "上海市", "201203", "CN")

CASES = [
    (BERLIN, "DE", "en", ("Lindenstraße 14", "10969 BERLIN")),
    (BERLIN, "CN", "zh_CN", ("Lindenstraße 14", "10969 BERLIN", "GERMANY 德国")),
    (SHANGHAI, "CN", "zh_CN", ("201203", "上海市浦东新区", "张江路 88 号 3 号楼 1201 室")),
    (SHANGHAI, "GB", "en", ("201203", "上海市浦东新区", "张江路 88 号 3 号楼 1201 室", "CHINA")),
    (
        Address("No. 88 Zhangjiang Rd", "", "", "Pudong", "Shanghai", "Shanghai", "201203", "CN"),
        "GB",
        "en",
        ("No. 88 Zhangjiang Rd", "Pudong", "Shanghai", "201203", "CHINA"),
    ),
    (
        Address("1600 Amphitheatre Pkwy", city="Mountain View", region="California", postcode="94043", country="US"),
        "GB",
        "en",
        ("1600 Amphitheatre Pkwy", "MOUNTAIN VIEW, CA 94043", "UNITED STATES"),
    ),
    (
        Address("10 Downing Street", city="London", postcode="sw1a 2aa", country="GB"),
        "GB",
        "en",
        ("10 Downing Street", "LONDON", "SW1A 2AA"),
    ),
    (
        Address("丸の内1-1-1", city="千代田区", region="東京都", postcode="100-0005", country="JP"),
        "CN",
        "zh_CN",
        ("〒100-0005", "東京都千代田区", "丸の内1-1-1", "JAPAN 日本"),
    ),
    (Address("x 1", city="Luxembourg", postcode="L-1234", country="LU"), "LU", "en", ("x 1", "L-1234 LUXEMBOURG")),
    (Address("Villa 3", "", "", "Jumeirah", "Dubai", country="AE"), "AE", "en", ("Villa 3", "Jumeirah", "Dubai")),
    # mixed: mostly Latin is laid out as Latin
    (
        Address("No. 88 Zhangjiang Rd 张江路 88 号", "Bldg 3", city="Shanghai", postcode="201203", country="CN"),
        "DE",
        "en",
        ("No. 88 Zhangjiang Rd 张江路 88 号", "Bldg 3", "Shanghai", "201203", "CHINA"),
    ),
    # exports that repeat province, city and district in the street
    (
        Address("广东省深圳市南山区科技园路1号", "", "", "南山区", "深圳市", "广东省", "", "CN"),
        "CN",
        "zh_CN",
        ("广东省深圳市南山区", "科技园路1号"),
    ),
    # missing parts leave no commas behind
    (
        Address("1600 Amphitheatre Pkwy", region="California", country="US"),
        "US",
        "en",
        ("1600 Amphitheatre Pkwy", "CA"),
    ),
    (
        Address("1600 Amphitheatre Pkwy", postcode="94043", country="US"),
        "US",
        "en",
        ("1600 Amphitheatre Pkwy", "94043"),
    ),
    # a country nobody knows, and none at all
    (Address("Somewhere 5", city="Town", country="XX"), "DE", "en", ("Somewhere 5", "Town", "XX")),
    (Address("浙江省杭州市西湖区文三路 1 号"), "DE", "en", ("浙江省杭州市西湖区文三路 1 号",)),
    (Address(), "CN", "zh_CN", ()),
]


@pytest.mark.rule("D01")
@pytest.mark.parametrize(("address", "origin", "language", "lines"), CASES)
def test_lines(address, origin, language, lines):
    assert address_lines(address, origin, language) == lines


FIELDS = st.text(st.sampled_from("ab Z1上海号"), max_size=6)
COUNTRIES = st.sampled_from(["", "DE", "US", "CN", "JP", "KR", "HK", "AE", "IE", "BR", "FR", "IN", "GB", "TW", "XX"])


@given(FIELDS, FIELDS, FIELDS, FIELDS, FIELDS, COUNTRIES, COUNTRIES)
def test_no_part_is_lost_and_no_line_is_empty(street, district, city, region, postcode, country, origin):
    """Street, town and postcode always stand on paper, whatever the country's format has fields for."""
    address = Address(street, "", "", district, city, region, postcode, country)
    lines = address_lines(address, origin)
    assert all(line.strip() for line in lines)
    joined = "".join(lines).upper().replace(" ", "")
    for part in (city, postcode):
        assert part.upper().replace(" ", "") in joined


@pytest.mark.rule("D01")
@pytest.mark.parametrize(
    ("address", "origin", "code"),
    [
        (BERLIN, "DE", "10969"),
        (BERLIN, "CN", "DE 10969"),
        (SHANGHAI, "CN", "上海市 浦东新区"),
        (Address("1 rue X", city="Dakar", country="SN"), "FR", "SN"),
        (Address("", city="Zürich"), "CH", "Zürich"),
    ],
)
def test_destination_code(address, origin, code):
    assert destination_code(address, origin) == code


@pytest.mark.parametrize(
    ("country", "origin", "customs"),
    [
        ("DE", "DE", False),
        ("FR", "DE", False),
        ("CH", "DE", True),
        ("GB", "DE", True),
        ("DE", "CN", True),
        ("", "CN", False),
        ("DE", "", False),
        ("de", "DE", False),
    ],
)
def test_customs(country, origin, customs):
    assert needs_customs(Address("1", country=country), origin) is customs


def test_country_is_said_abroad_only():
    assert country_line(BERLIN, "DE") == ""
    assert country_line(BERLIN, "FR") == "GERMANY"
    assert is_domestic(Address("1"), "DE")
    assert country_line(Address("1", country="HK"), "CN", "zh_CN") == "HONG KONG 中国香港"


@pytest.mark.rule("D01")
def test_from_an_unknown_country_the_destination_is_always_said():
    assert country_line(BERLIN, "") == "GERMANY"
    assert address_lines(BERLIN, "")[-1] == "GERMANY"
    assert destination_code(BERLIN, "") == "DE 10969"
    assert not needs_customs(BERLIN, "")
