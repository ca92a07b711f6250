"""The shop card (D28) in millimetres: thanks, contact, a word about honest opinions, the owner's own lines, a QR code.

Black on white like every paper here; ten lie on a page and are cut apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtGui import QPdfWriter

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.domain.enclosures import ShopCard
from shopdesk.domain.paper import CodeKind
from shopdesk.printing.barcode import encode, module_dots
from shopdesk.printing.captions import captions
from shopdesk.printing.drawing import Bars, Drawing, Frame, Instruction, Text
from shopdesk.printing.fitting import Fitted, Line, fit_block
from shopdesk.printing.fonts import BASELINE, LINE
from shopdesk.printing.labels import render_placed
from shopdesk.printing.pdf import write_pdf
from shopdesk.printing.sheets import Box, LabelSheet, parse_sheet

_CODE_MM = 20.0
_SMALLEST = 1.9  # a laser or ink printer draws it readably; cards are not for thermal heads
_GAP = 2.0
_HAIRLINE = 0.1


@cache
def card_sheet(key: str = "a4_10up") -> LabelSheet:
    """The stock that cards are printed on."""
    return parse_sheet(key, load_toml(resources_dir() / "card_sheets" / f"{key}.toml"))


def layout_card(card: ShopCard, sheet: LabelSheet, dpi: float | None = None) -> Drawing:
    """One card with a hairline to cut along. Raises ``UserError("barcode_too_wide")`` for an endless web address."""
    width, height = sheet.upright
    area = Box(sheet.margin, sheet.margin, width - 2 * sheet.margin, height - 2 * sheet.margin)
    words = captions("shop_card", card.language)
    items: list[Instruction] = [Frame(Box(0, 0, width, height), _HAIRLINE)]
    cut: list[str] = []
    code = _code(items, card.link, area, dpi or sheet.dpi)
    room = area.width - code
    name = fit_block([Line(card.shop_name, 5.4, True)], room, 8.2)
    top = _put(items, cut, name, "shop", area.x, area.y)
    thanks = fit_block([Line(card.thanks or words["thanks"], 3.8, True)], room, 9.2)
    top = _put(items, cut, thanks, "thanks", area.x, top + 0.6)
    contact = fit_block([Line(" · ".join(card.contact), 2.7)], area.width, 6.4, _SMALLEST)
    bottom = area.bottom - contact.height
    _put(items, cut, contact, "contact", area.x, bottom)
    coupon = words["coupon"].format(code=card.coupon) if card.coupon else ""
    lines = [
        Line(coupon, 3.4, True), Line(words["review"], 2.9), Line(card.care_tip, 2.9), Line(card.member_hint, 2.9),
        Line(words["problem"], 2.9),
    ]  # fmt: skip
    start = max(top + 1.2, area.y + (code if code else 0.0))
    body = fit_block(lines, area.width, bottom - start - 0.8, _SMALLEST, grow=1.15)
    _put(items, cut, body, "text", area.x, start)
    return Drawing(width, height, tuple(items), tuple(cut))


def _code(items: list[Instruction], link: str, area: Box, dpi: float) -> float:
    """The link as a QR code in the upper right corner; the width it takes from the text."""
    if not link:
        return 0.0
    pattern = encode(link, CodeKind.QR)
    box = Box(area.right - _CODE_MM + _GAP, area.y - _GAP, _CODE_MM, _CODE_MM)
    items.append(Bars(box, pattern, module_dots(pattern, box.width, dpi, box.height)))
    return _CODE_MM


def _put(items: list[Instruction], cut: list[str], fitted: Fitted, name: str, x: float, y: float) -> float:
    """Lines from ``y`` downwards; the new bottom."""
    for line in fitted.lines:
        items.append(Text(x, y + line.size * BASELINE, line.text, line.size, line.bold))
        y += line.size * LINE
    if fitted.is_cut:
        cut.append(name)
    return y


def write_cards(path: Path, cards: Sequence[ShopCard], sheet: LabelSheet, *, start: int = 1) -> int:
    """Cards → PDF; returns the pages. Errors as :func:`shopdesk.printing.labels.render_placed`."""

    def render(writer: QPdfWriter) -> int:
        return render_placed(cards, layout_card, sheet, writer, start=start)

    return write_pdf(path, sheet.page, sheet.dpi, path.stem, render)
