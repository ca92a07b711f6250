"""Codes: whole dots, thick enough, quiet zones, refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import CodeKind
from shopdesk.printing.barcode import encode, module_dots, readable

PLAIN = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)


@settings(max_examples=60)
@given(PLAIN, st.sampled_from(CodeKind))
def test_a_code_reads_back(text, kind):
    import numpy as np
    import zxingcpp

    pattern = encode(text, kind)
    quiet = 10
    image = np.full((pattern.rows + 2 * quiet, pattern.columns + 2 * quiet), 255, np.uint8)
    for x, y, width in zip(*(pattern.runs[n::3] for n in range(3)), strict=True):
        image[quiet + y, quiet + x : quiet + x + width] = 0
    if kind is CodeKind.CODE128:
        image = np.repeat(image[quiet : quiet + 1], 40, axis=0)
    found = zxingcpp.read_barcodes(np.kron(image, np.ones((3, 3), np.uint8)))
    assert [code.text for code in found] == [text]


@given(PLAIN, st.floats(30, 200), st.sampled_from([203, 300, 600]))
def test_modules_fit_with_their_quiet_zone_and_are_never_thin(text, width, dpi):
    pattern = encode(text, CodeKind.CODE128)
    try:
        dots = module_dots(pattern, width, dpi)
    except UserError as error:
        assert error.code == "barcode_too_wide"
        assert pattern.full_columns * 2 * 25.4 / 203 > width - pattern.full_columns * 25.4 / dpi
        return
    assert dots * 25.4 / dpi >= 2 * 25.4 / 203 - 1e-9
    assert pattern.full_columns * dots * 25.4 / dpi <= width + 1e-6


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", CodeKind.QR),
        ("", CodeKind.CODE128),
        ("运单", CodeKind.CODE128),
        ("é", CodeKind.CODE128),
        ("x" * 300, CodeKind.CODE128),
    ],
)
def test_what_cannot_be_encoded_is_refused(text, kind):
    with pytest.raises(UserError, match="barcode_refused"):
        encode(text, kind)


def test_chinese_goes_into_a_qr_code():
    assert encode("订单-12", CodeKind.QR).rows == encode("订单-12", CodeKind.QR).columns


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("00340434161094042557", "0034 0434 1610 9404 2557"),
        ("RR123456785CN", "RR123456785CN"),
        ("12345678", "12345678"),
        ("123456789", "1234 5678 9"),
    ],
)
def test_readable(text, read):
    assert readable(text) == read
