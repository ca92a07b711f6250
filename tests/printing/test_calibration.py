"""Calibration: what a crooked printer does is undone by what its test page tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.printing.calibration import FIRST_MM, Calibration, from_readings, span
from shopdesk.printing.sheets import sheet, sheets

OFFSETS = st.floats(-10, 10)
STRETCHES = st.floats(0.96, 1.04)


@given(OFFSETS, STRETCHES, OFFSETS, STRETCHES, st.sampled_from(sorted(sheets())), st.floats(0, 200), st.floats(0, 200))
def test_a_calibrated_printer_hits_the_mark(shift_x, stretch_x, shift_y, stretch_y, key, x, y):
    """A printer that puts ``p`` at ``shift + stretch × p``, told where :meth:`place` says, hits its place."""
    stock = sheet(key)

    def printed_x(asked: float) -> float:
        return shift_x + stretch_x * asked

    def printed_y(asked: float) -> float:
        return shift_y + stretch_y * asked

    far_x, far_y = FIRST_MM + span(stock.page[0]), FIRST_MM + span(stock.page[1])
    found = from_readings(stock, printed_x(FIRST_MM), printed_x(far_x), printed_y(FIRST_MM), printed_y(far_y))
    asked = found.place(x, y)
    assert printed_x(asked[0]) == pytest.approx(x, abs=1e-6)
    assert printed_y(asked[1]) == pytest.approx(y, abs=1e-6)


@given(OFFSETS, OFFSETS, STRETCHES, STRETCHES)
def test_kept_text_reads_back(offset_x, offset_y, scale_x, scale_y):
    kept = Calibration(offset_x, offset_y, scale_x, scale_y)
    read = Calibration.from_text(kept.to_text())
    assert read.place(200, 200) == pytest.approx(kept.place(200, 200), abs=0.01)


def test_a_worked_example():
    """100 mm thermal: lines asked for at 20 and 80 mm came out at 21 and 81.6 mm: 1 % too long, 0.8 mm to the right."""
    found = from_readings(sheet("thermal_100x150"), 21.0, 81.6, 20.0, 130.0)
    assert found.scale_x == pytest.approx(1 / 1.01)
    assert found.offset_x == pytest.approx(-0.8 / 1.01)
    assert (found.offset_y, found.scale_y) == (pytest.approx(0), 1.0)


def test_fit_to_page_is_named():
    with pytest.raises(UserError, match="calibration_scale"):
        from_readings(sheet("a4_4up"), 20, 175, 20, 260)


def test_another_paper_is_named():
    with pytest.raises(UserError, match="calibration_offset"):
        from_readings(sheet("thermal_100x150"), 40, 100, 20, 130)


@pytest.mark.parametrize("text", ["", "1 2 3", "a b c d"])
def test_broken_text_is_refused(text):
    with pytest.raises(UserError, match="calibration_unreadable"):
        Calibration.from_text(text)
