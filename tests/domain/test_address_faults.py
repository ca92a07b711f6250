"""What an address lacks for the post of its country, and what a marketplace has masked (R-O2)."""

from __future__ import annotations

import pytest

from shopdesk.domain.address_faults import AddressFault, Place, address_faults
from shopdesk.domain.masking import is_masked

STREET = ("88 Some Street",)


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("city", "region", "postcode", "country"),
    [
        ("上海市", "上海市", "", "CN"), ("上海市", "", "", "CN"), ("", "上海", "", "CN"), ("北京市", "", "", "CN"),
        ("天津", "", "", "CN"), ("", "重庆市", "", "CN"), ("Shanghai", "", "", "CN"), ("Hong Kong", "", "", "HK"),
        ("", "", "", "HK"), ("Macau", "", "", "MO"), ("Singapore", "", "238823", "SG"), ("", "", "238823", "SG"),
        ("Seoul", "", "04524", "KR"), ("東京都", "", "100-0001", "JP"), ("Dubai", "", "", "AE"),
    ],
)  # fmt: skip
def test_a_city_that_is_its_own_province_lacks_nothing(city: str, region: str, postcode: str, country: str) -> None:
    assert address_faults(Place("王芳", STREET, city, region, postcode, country), 5) == ()


@pytest.mark.rule("R-O2")
@pytest.mark.parametrize(
    ("place", "faults"),
    [
        (Place("A", STREET, "Bath", "", "", "GB"), [AddressFault.POSTCODE]),
        (Place("A", STREET, "Bath", "", "123", "GB"), [AddressFault.POSTCODE_FORM]),
        (Place("A", STREET, "", "", "", "US"), [AddressFault.CITY, AddressFault.REGION, AddressFault.POSTCODE]),
        (Place("A", STREET, "New York", "", "10001", "US"), [AddressFault.REGION]),
        (Place("A", ("1",), "Berlin", "", "10115", "DE"), [AddressFault.STREET]),
        (Place("A", ("中山路一百号",), "", "江苏省", "", "CN"), [AddressFault.CITY]),
        (Place("A", ("江苏省南京市建邺区中山路1号",), "", "", "", "CN"), []),
        (Place("张**", ("中山路一百号",), "南京市", "江苏省", "", "CN"), [AddressFault.MASKED]),
        (Place("张三", ("沙洲街道****",), "南京市", "江苏省", "", "CN"), [AddressFault.MASKED]),
        (Place("##abc==", ("$$def",), "南京市", "江苏省", "", "CN"), [AddressFault.MASKED]),
    ],
)
def test_the_missing_parts_are_named(place: Place, faults: list[AddressFault]) -> None:
    assert list(address_faults(place, 5)) == faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1******6198", True), ("138****5678", True), ("张*", True), ("*先生", True), ("沙洲街道****", True),
        ("##7Hb/==", True), ("$$3fa", True), ("Flat 3 * rear", False), ("Apt #12", False), ("", False), ("A$AP", False),
    ],
)  # fmt: skip
def test_masks(text: str, expected: bool) -> None:
    assert is_masked(text) is expected
