"""The shipping label (D01) in millimetres: from what must be said and how large the label is to drawing instructions.

Built for a 203-dpi thermal head: black on white, nothing thinner than a dot. Every measure grows with the label; text
shrinks within limits, then wraps, and when even that is not enough it is cut and the drawing says which field. No
price ever stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shopdesk.domain.paper import CodeKind, LabelData
from shopdesk.printing.barcode import encode, module_dots, readable
from shopdesk.printing.captions import captions
from shopdesk.printing.drawing import Bars, Drawing, Filled, Frame, Instruction, Mark, Text
from shopdesk.printing.fitting import MIN_SIZE, Fitted, Line, fit_block, fit_line
from shopdesk.printing.fonts import BASELINE, LINE, advance
from shopdesk.printing.sheets import Box, LabelSheet

_RULE = 0.4


def layout_label(label: LabelData, sheet: LabelSheet, dpi: float | None = None) -> Drawing:
    """The label drawn upright for ``sheet``; bars in dots of ``dpi`` (the sheet's own until the printer is known).

    Raises ``UserError`` ``barcode_refused`` or ``barcode_too_wide`` when the waybill or order number cannot be put
    into bars.
    """
    return _Label(label, sheet, dpi or sheet.dpi).draw()


@dataclass(slots=True)
class _Label:
    """The label while it is being laid out: ``top`` moves down, ``bottom`` up, the consignee gets what is left."""

    label: LabelData
    sheet: LabelSheet
    dpi: float
    items: list[Instruction] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)

    def draw(self) -> Drawing:
        width, height = self.sheet.upright
        margin = self.sheet.margin
        unit = min(1.4, max(0.7, min((width - 2 * margin) / 94, (height - 2 * margin) / 144)))
        words = captions("label", self.label.language)
        abroad = captions("label", self.label.language, bilingual=True)
        top, bottom = margin, height - margin
        area = Box(margin, margin, width - 2 * margin, height - 2 * margin)
        top = self._head(area, top, unit, abroad["customs"])
        bottom = self._foot(area, bottom, unit)
        bottom = self._waybill(area, bottom, unit)
        bottom = self._sender(area, bottom, unit, words["from"])
        bottom = self._instruction(area, bottom, unit)
        self._consignee(Box(area.x, top, area.width, bottom - top), unit, words["to"])
        return Drawing(width, height, tuple(self.items), tuple(self.cut))

    def _rule(self, area: Box, y: float) -> None:
        self.items.append(Filled(Box(area.x, y - _RULE / 2, area.width, _RULE)))

    def _put(
        self, fitted: Fitted, field_name: str, x: float, y: float, align: float = 0.0, white: bool = False
    ) -> float:
        """Lines from ``y`` downwards; the new bottom."""
        for line in fitted.lines:
            self.items.append(Text(x, y + line.size * BASELINE, line.text, line.size, line.bold, align, white))
            y += line.size * LINE
        if fitted.is_cut:
            self.cut.append(field_name)
        return y

    def _head(self, area: Box, top: float, unit: float, customs: str) -> float:
        """Carrier and service, the parcel count, the big destination code and the customs flag."""
        label = self.label
        parcel = f"{label.parcel_no}/{label.parcel_count}"
        parcel_width = advance(parcel, True) * 6 * unit
        self._put(fit_line(parcel, area.width / 3, 6 * unit, True), "parcel", area.right, top, align=1)
        room = area.width - parcel_width - 4 * unit
        carrier = fit_line(label.carrier or label.shop_name, room * (0.6 if label.service else 1), 6 * unit, True)
        self._put(carrier, "carrier", area.x, top)
        if carrier.lines and label.service:
            used = advance(carrier.lines[0].text, True) * carrier.lines[0].size + 2.5 * unit
            service = fit_line(label.service, room - used, 4.2 * unit)
            baseline = top + carrier.lines[0].size * BASELINE
            self._put(service, "service", area.x + used, baseline - service.lines[0].size * BASELINE)
        top += 8.4 * unit
        self._rule(area, top)
        flag_width = self._customs_flag(area, top + 1.6 * unit, unit, customs) if label.customs else 0.0
        code = fit_line(label.destination, area.width - flag_width, 12 * unit, True)
        size = code.lines[0].size if code.lines else 0.0
        self._put(code, "destination", area.x, top + (14.6 * unit - size * LINE) / 2)
        top += 14.6 * unit
        self._rule(area, top)
        return top

    def _customs_flag(self, area: Box, y: float, unit: float, text: str) -> float:
        size = 4.2 * unit
        width, height = advance(text, True) * size + 4 * unit, 7 * unit
        box = Box(area.right - width, y + 2.2 * unit, width, height)
        self.items.append(Filled(box))
        self.items.append(Text(box.x + width / 2, box.y + height / 2 + size * 0.36, text, size, True, 0.5, white=True))
        return width + 3 * unit

    def _caption(self, x: float, y: float, unit: float, text: str) -> float:
        """A small black tab with white words; its width."""
        size = 2.9 * unit
        width, height = advance(text, True) * size + 2.4 * unit, 4.2 * unit
        self.items.append(Filled(Box(x, y, width, height)))
        self.items.append(Text(x + width / 2, y + height / 2 + size * 0.36, text, size, True, 0.5, white=True))
        return width

    def _consignee(self, box: Box, unit: float, caption: str) -> None:
        """Name, phone, address and country, as large as the label allows."""
        label = self.label
        tab = self._caption(box.x, box.y + 2 * unit, unit, caption)
        lines = [
            Line(label.recipient_name, 6 * unit, True),
            Line(label.recipient_company, 4.8 * unit),
            Line(label.recipient_phone, 5 * unit, True),
            *(Line(text, 5 * unit) for text in label.recipient_lines),
            Line(label.recipient_country, 5.4 * unit, True),
        ]
        x = box.x + tab + 2 * unit
        room = box.height - 2.4 * unit
        fitted = fit_block(lines, box.right - x, room, grow=1.35)
        self._put(fitted, "recipient", x, box.y + 1.2 * unit)

    def _sender(self, area: Box, bottom: float, unit: float, caption: str) -> float:
        """The return address, small, and the handling marks beside it."""
        label = self.label
        height = 13.6 * unit
        top = bottom - height
        self._rule(area, top)
        marks_width = self._marks(area.right, top, height, unit)
        tab = self._caption(area.x, top + 1.6 * unit, unit, caption)
        x = area.x + tab + 2 * unit
        size = max(MIN_SIZE, 2.9 * unit)
        head = "  ".join(part for part in (label.sender_name, label.sender_phone) if part)
        lines = [Line(head, size, True), *(Line(text, size) for text in label.sender_lines)]
        room = area.right - marks_width - x
        if len(lines) > 3 and label.sender_lines:
            lines = [lines[0], Line(", ".join(label.sender_lines), size)]
        self._put(fit_block(lines, room, height - 2.2 * unit, smallest=2.0), "sender", x, top + 1.2 * unit)
        return top

    def _marks(self, right: float, top: float, height: float, unit: float) -> float:
        """The pictograms, from the right; the width they took."""
        side = height - 3 * unit
        x = right
        for pictogram in reversed(self.label.pictograms):
            x -= side
            frame = Box(x, top + 1.5 * unit, side, side)
            inner = 1.3 * unit
            self.items.append(Frame(frame))
            picture = Box(x + inner, frame.y + inner, side - 2 * inner, side - 2 * inner)
            self.items.append(Mark(picture, pictogram))
            x -= 1.2 * unit
        return right - x

    def _instruction(self, area: Box, bottom: float, unit: float) -> float:
        """What the courier must know, framed: the handling marks in words, then the buyer's or the shop's own line."""
        label = self.label
        words = captions("label", label.language, bilingual=bool(label.recipient_country))
        marks = " · ".join(words[pictogram] for pictogram in label.pictograms)
        lines = [Line(text, 3.7 * unit, True) for text in (marks, label.instruction) if text]
        if not lines:
            return bottom
        room = (3 if label.instruction else 1) * 3.7 * unit * LINE
        fitted = fit_block(lines, area.width - 4 * unit, room)
        height = fitted.height + 1.6 * unit
        box = Box(area.x, bottom - height - 1.4 * unit, area.width, height)
        self.items.append(Frame(box))
        self._put(fitted, "instruction", box.x + 2 * unit, box.y + 0.8 * unit)
        return box.y - 0.6 * unit

    def _waybill(self, area: Box, bottom: float, unit: float) -> float:
        """The waybill in bars with its number readable below (Code 128) or beside (QR, DataMatrix)."""
        label = self.label
        if not label.waybill:
            return bottom
        pattern = encode(label.waybill, label.waybill_kind)
        if label.waybill_kind is CodeKind.CODE128:
            height = 29 * unit
            top = bottom - height
            box = Box(area.x, top + 2 * unit, area.width, 20 * unit)
            self.items.append(Bars(box, pattern, module_dots(pattern, box.width, self.dpi)))
            number = fit_line(readable(label.waybill), area.width, 4.6 * unit, True)
            self._put(number, "waybill", area.x + area.width / 2, box.bottom + 0.6 * unit, align=0.5)
        else:
            height = 33 * unit
            top = bottom - height
            box = Box(area.x, top + 1.5 * unit, 30 * unit, 30 * unit)
            self.items.append(Bars(box, pattern, module_dots(pattern, box.width, self.dpi, box.height)))
            number = fit_block([Line(readable(label.waybill), 5 * unit, True)], area.width - 33 * unit, box.height)
            self._put(number, "waybill", box.right + 3 * unit, box.y + (box.height - number.height) / 2)
        self._rule(area, top)
        return top

    def _foot(self, area: Box, bottom: float, unit: float) -> float:
        """The order number as a small QR for scan-packing, and the facts of the parcel beside it."""
        label = self.label
        words = captions("label", label.language)
        side = max(16.5, 19 * unit)
        top = bottom - side
        pattern = encode(label.order_no, CodeKind.QR)
        # The quiet zone may reach into the white margin; the box keeps the code clear of the text.
        box = Box(area.x, top + 0.6, side - 0.6, side - 0.6)
        self.items.append(Bars(box, pattern, module_dots(pattern, box.width, self.dpi, box.height)))
        x = box.right + 1.5 * unit
        facts = [
            f"{words['parcel']} {label.parcel_no}/{label.parcel_count}",
            f"{words['ship_on']} {label.ship_on.isoformat()}" if label.ship_on else "",
            f"{words['weight']} {weight_text(label.weight_g)}" if label.weight_g else "",
        ]
        small = max(MIN_SIZE, 3.2 * unit)
        lines = [
            Line(f"{words['order']} {' + '.join((label.order_no, *label.also))}", 4 * unit, True),
            Line(label.shop_name, small),
            Line("   ".join(fact for fact in facts if fact), small),
            Line(_pile(label, words["wave"]), max(MIN_SIZE, 2.8 * unit)),
        ]
        fitted = fit_block(lines, area.right - x, side - 2 * unit)
        self._put(fitted, "order", x, top + (side - fitted.height) / 2)
        self._rule(area, top)
        return top


def _pile(label: LabelData, wave: str) -> str:
    """Which pile the parcel lies in: ``Berlin · Wave 2 · 3/12``, the warehouse, its pick list, its place there."""
    if not label.wave:
        return ""
    place = f"{label.place_in_wave}/{label.wave_size}" if label.wave_size else ""
    return " · ".join(part for part in (label.warehouse, wave.format(wave=label.wave), place) if part)


def weight_text(weight_g: int) -> str:
    """Grams below one kilogram, kilograms above, without needless zeros: ``850 g``, ``1.2 kg``."""
    if weight_g < 1000:
        return f"{weight_g} g"
    return f"{weight_g / 1000:.3f}".rstrip("0").rstrip(".") + " kg"
