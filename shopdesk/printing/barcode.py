"""Bars and modules: a text → a pattern in whole printer dots (zxing-cpp). Places and paints nothing.

A module is a whole number of dots and never thinner than 2 dots at 203 dpi (0.25 mm); quiet zones belong to the
pattern's size, so a layout cannot forget them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import CodeKind

MM_PER_INCH = 25.4
MIN_MODULE_MM = 2 * MM_PER_INCH / 203
#: Wider bars read no better and eat the label.
MAX_MODULE_MM = {CodeKind.CODE128: 0.5, CodeKind.QR: 1.0, CodeKind.DATAMATRIX: 1.4}
#: White around the code, in modules (ISO/IEC 15417, 18004, 16022).
QUIET_MODULES = {CodeKind.CODE128: 10, CodeKind.QR: 4, CodeKind.DATAMATRIX: 2}


@dataclass(frozen=True, slots=True)
class Pattern:
    """The black runs of a code in modules, without its quiet zone; a linear code has one row.

    ``runs`` is flat (x, y, width, x, y, width, …): hundreds of small tuples a label cost more than encoding it.
    """

    kind: CodeKind
    text: str
    columns: int
    rows: int
    runs: tuple[int, ...]

    @property
    def quiet(self) -> int:
        """White modules that belong to every side (left and right only for a linear code)."""
        return QUIET_MODULES[self.kind]

    @property
    def full_columns(self) -> int:
        """Modules across, quiet zones included."""
        return self.columns + 2 * self.quiet


def module_dots(pattern: Pattern, width_mm: float, dpi: float, height_mm: float | None = None) -> int:
    """The widest module in whole dots with which ``pattern`` and its quiet zones fit ``width_mm`` (and ``height_mm``).

    Raises ``UserError("barcode_too_wide")`` when even the thinnest readable one (2 dots at 203 dpi) does not fit.
    """
    dot_mm = MM_PER_INCH / dpi
    fitting = floor(width_mm / dot_mm / pattern.full_columns + 1e-6)
    if height_mm is not None and pattern.kind is not CodeKind.CODE128:
        fitting = min(fitting, floor(height_mm / dot_mm / (pattern.rows + 2 * pattern.quiet) + 1e-6))
    thinnest = ceil(MIN_MODULE_MM / dot_mm - 1e-6)
    if fitting < thinnest:
        raise UserError("barcode_too_wide", text=pattern.text, width=f"{width_mm:.0f}")
    return max(thinnest, min(fitting, round(MAX_MODULE_MM[pattern.kind] / dot_mm)))


@lru_cache(maxsize=1024)
def encode(text: str, kind: CodeKind) -> Pattern:
    """The pattern of ``text``. Raises ``UserError("barcode_refused")`` when the code cannot hold it, empty text
    included.
    """
    import zxingcpp

    formats = {
        CodeKind.CODE128: zxingcpp.BarcodeFormat.Code128,
        CodeKind.QR: zxingcpp.BarcodeFormat.QRCode,
        CodeKind.DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    }
    if not text or (kind is CodeKind.CODE128 and not (text.isascii() and text.isprintable())):
        raise UserError("barcode_refused", text=text)
    options = {"ec_level": "M"} if kind is CodeKind.QR else {}
    try:
        image = zxingcpp.create_barcode(text, formats[kind], **options).to_image(scale=1, add_quiet_zones=False)
    except ValueError as error:
        raise UserError("barcode_refused", text=text) from error
    modules = memoryview(image)  # type: ignore[arg-type]
    rows, columns = modules.shape or (0, 0)
    data = modules.tobytes()
    if kind is CodeKind.CODE128:
        rows = 1
    return Pattern(kind, text, columns, rows, _runs(data, columns, rows))


_BLACK = re.compile(rb"\x00+")


def _runs(data: bytes, columns: int, rows: int) -> tuple[int, ...]:
    # A white module after each row keeps a run from going on in the next one.
    fenced = b"\xff".join(data[y * columns : (y + 1) * columns] for y in range(rows))
    step = columns + 1
    flat: list[int] = []
    for match in _BLACK.finditer(fenced):
        start, end = match.span()
        flat += (start % step, start // step, end - start)
    return tuple(flat)


def readable(text: str) -> str:
    """``text`` as people read it aloud: long digit runs in groups of four."""
    return re.sub(r"(\d{4})(?=\d)", r"\1 ", text) if text.isdigit() and len(text) > 8 else text
