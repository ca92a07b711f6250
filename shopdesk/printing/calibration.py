"""A printer's own error: where it starts and how much it stretches. Measured once on a test page, kept per printer by
the caller.

The test page prints four hairlines at known places, 20 mm from the left and the top edge and ``SPAN`` further on. The
owner reads with a ruler where they came out, measured from the paper's edge; two readings along each axis give offset
and scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from shopdesk.base.errors import UserError
from shopdesk.printing.sheets import Box, LabelSheet

FIRST_MM = 20.0
MAX_OFFSET_MM = 15.0
MAX_STRETCH = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """What to add (mm) and to multiply so that a printer's page comes out true. The default changes nothing."""

    offset_x: float = 0.0
    offset_y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where to tell the printer to draw so that ink lands at ``(x, y)`` mm of the paper."""
        return self.offset_x + x * self.scale_x, self.offset_y + y * self.scale_y

    def box(self, box: Box) -> Box:
        """The rectangle to tell the printer for ``box`` of the paper."""
        x, y = self.place(box.x, box.y)
        return Box(x, y, box.width * self.scale_x, box.height * self.scale_y)

    def to_text(self) -> str:
        """As kept in the machine's settings: ``0.500 -1.200 1.00000 0.99800``."""
        return f"{self.offset_x:.3f} {self.offset_y:.3f} {self.scale_x:.5f} {self.scale_y:.5f}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The inverse of :meth:`to_text`. Raises ``UserError("calibration_unreadable")``."""
        try:
            offset_x, offset_y, scale_x, scale_y = (float(part) for part in text.split())
        except ValueError as error:
            raise UserError("calibration_unreadable", text=text) from error
        return cls(offset_x, offset_y, scale_x, scale_y)


def span(length: float) -> float:
    """How far apart the two lines of one axis stand on a page that is ``length`` mm long, in mm: whole centimetres."""
    return max(20.0, (length - 2 * FIRST_MM) // 10 * 10)


def _axis(first: float, second: float, distance: float) -> tuple[float, float]:
    """Offset and scale that undo ``read = shift + stretch × asked``."""
    stretch = (second - first) / distance
    if abs(stretch - 1) > MAX_STRETCH:
        raise UserError("calibration_scale", measured=f"{second - first:.1f}", expected=f"{distance:.1f}")
    shift = first - stretch * FIRST_MM
    if abs(shift) > MAX_OFFSET_MM:
        raise UserError("calibration_offset", measured=f"{first:.1f}", expected=f"{FIRST_MM:.1f}")
    return -shift / stretch, 1 / stretch


def from_readings(sheet: LabelSheet, left: float, right: float, upper: float, lower: float) -> Calibration:
    """The calibration for ruler readings (mm from the paper's left or top edge) of the test page's four lines.

    Raises ``UserError("calibration_scale")`` when the page was stretched by more than 5 % (a driver's "fit to page"),
    or ``"calibration_offset"`` when it is shifted by more than 15 mm (another paper size).
    """
    offset_x, scale_x = _axis(left, right, span(sheet.page[0]))
    offset_y, scale_y = _axis(upper, lower, span(sheet.page[1]))
    return Calibration(offset_x, offset_y, scale_x, scale_y)
