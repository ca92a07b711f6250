"""Labels on paper: readable by two decoders, nothing outside, places, calibration, preview equal to print."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import CodeKind, LabelData
from shopdesk.printing.calibration import Calibration
from shopdesk.printing.drawing import Bars, Text
from shopdesk.printing.labels import page_images, paint_placed, paint_preview
from shopdesk.printing.layout import layout_label, weight_text
from shopdesk.printing.painter import Scale, bar_rects
from shopdesk.printing.sheets import LabelSheet, sheet, sheets
from tests.printing.conftest import ink_bounds, make_label
from tests.printing.variety import various_labels

THERMAL = [entry for entry in sheets().values() if entry.dpi == 203]


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return np.ascontiguousarray(flat[:, : image.width()])


def read_with_zxing(image: QImage) -> set[str]:
    import zxingcpp

    return {found.text for found in zxingcpp.read_barcodes(pixels(image))}


def read_with_zbar(image: QImage) -> set[str]:
    from pyzbar.pyzbar import ZBarSymbol, decode

    found = decode(pixels(image), symbols=[ZBarSymbol.CODE128, ZBarSymbol.QRCODE])
    return {code.data.decode() for code in found}


def unread(labels: list[LabelData], stock: LabelSheet, read: object) -> list[tuple[str, str]]:
    """``(order number, waybill)`` of the labels whose codes are not all read as they are."""
    images = page_images(labels, stock, dpi=203)
    return [
        (label.order_no, label.waybill)
        for label, image in zip(labels, images, strict=True)
        if not {label.order_no, label.waybill} <= read(image)  # type: ignore[operator]
    ]


@pytest.mark.slow
@pytest.mark.rule("D01")
@pytest.mark.rule("R-O6")
def test_two_hundred_labels_are_read_by_zxing():
    assert not unread(various_labels(200), sheet("thermal_100x150"), read_with_zxing)


@pytest.mark.slow
@pytest.mark.rule("D01")
def test_two_hundred_labels_are_read_by_an_independent_decoder():
    pytest.importorskip("pyzbar.pyzbar", reason="needs pyzbar and libzbar0")
    assert not unread(various_labels(200), sheet("thermal_100x150"), read_with_zbar)


@pytest.mark.parametrize("stock", THERMAL, ids=lambda stock: stock.key)
def test_every_thermal_size_is_read(stock):
    labels = [label for label in various_labels(30, seed=11) if len(label.waybill) <= 18]
    assert not unread(labels, stock, read_with_zxing)


@pytest.mark.parametrize("kind", [CodeKind.QR, CodeKind.DATAMATRIX])
def test_a_waybill_as_matrix_code_is_read(kind):
    label = make_label(waybill="SF1234567890123", waybill_kind=kind)
    assert not unread([label], sheet("thermal_76x130"), read_with_zxing)


@pytest.mark.rule("D01")
@pytest.mark.parametrize("stock", sheets().values(), ids=lambda stock: stock.key)
def test_nothing_is_drawn_outside_the_label(stock):
    """Each label alone on its place leaves ink inside its own margins only."""
    per_mm = 203 / 25.4
    for label in various_labels(20, seed=3):
        for position in (1, stock.per_page):
            image = next(page_images([label], stock, start=position, dpi=203))
            left, top, right, bottom = ink_bounds(image)
            place = stock.place(position)
            spare = (stock.margin - 0.5) * per_mm
            assert left >= place.x * per_mm + spare, label.order_no
            assert top >= place.y * per_mm + spare, label.order_no
            assert right <= place.right * per_mm - spare, label.order_no
            assert bottom <= place.bottom * per_mm - spare, label.order_no


@pytest.mark.parametrize("stock", sheets().values(), ids=lambda stock: stock.key)
def test_no_two_things_overlap(stock):
    """Bars never touch text: a text's line stays out of every code's box."""
    for label in various_labels(40, seed=5):
        drawing = layout_label(label, stock)
        bars = [item for item in drawing.items if isinstance(item, Bars)]
        for text in (item for item in drawing.items if isinstance(item, Text)):
            for bar in bars:
                apart = text.y <= bar.box.y or text.y - 0.75 * text.size >= bar.box.bottom - 0.01
                assert apart or text.x >= bar.box.right, (label.order_no, text.text)


@pytest.mark.rule("D01")
def test_the_label_says_what_it_must():
    drawing = layout_label(make_label(parcel_no=2, parcel_count=3, customs=True), sheet("thermal_100x150"))
    said = " ".join(item.text for item in drawing.items if isinstance(item, Text))
    for part in (
        "DHL",
        "Paket",
        "10969",
        "Emma Fischer",
        "+49 30 555 123",
        "Lindenstraße 14",
        "10969 BERLIN",
        "Kettle Co.",
        "2/3",
        "1.2 kg",
        "2026-11-22",
        "303-0318031-0108177",
        "0034 0434 1610 9404 2557",
        "CUSTOMS",
    ):
        assert part in said
    assert not drawing.cut


def test_modules_are_whole_dots_and_at_least_two():
    for stock in sheets().values():
        for label in various_labels(20, seed=2):
            for item in layout_label(label, stock, 203).items:
                if isinstance(item, Bars):
                    assert item.module >= 2
                    assert item.pattern.full_columns * item.module <= item.box.width * 203 / 25.4 + 1e-6
                    assert all(rect.width() % item.module == 0 for rect in bar_rects(item, Scale.at(203)))


def test_too_much_text_is_cut_and_said():
    endless = tuple(
        f"Line {number} of an address that goes on and on and on without any end in sight" for number in range(40)
    )
    assert "recipient" in layout_label(make_label(recipient_lines=endless), sheet("thermal_76x130")).cut


def test_long_text_shrinks_and_wraps_before_it_is_cut():
    long = (
        "Flat 12B, The Old Brewery Residences, North Tower, Entrance by the Canal, 221 Some Long Street Name Road",
    ) * 3
    assert not layout_label(make_label(recipient_lines=long), sheet("thermal_76x130")).cut


def test_bars_that_do_not_fit_are_refused():
    with pytest.raises(UserError, match="barcode_too_wide"):
        layout_label(make_label(waybill="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123"), sheet("thermal_76x130"))


def test_a_waybill_that_has_no_bars_is_refused():
    with pytest.raises(UserError, match="barcode_refused"):
        layout_label(make_label(waybill="运单123"), sheet("thermal_100x150"))


def test_preview_equals_print():
    """The preview at the printer's own resolution is the printed label, dot for dot where there are bars."""
    stock = sheet("thermal_100x150")
    label = make_label()
    printed = next(page_images([label], stock))
    shown = QImage(printed.size(), QImage.Format.Format_Grayscale8)
    painter = QPainter(shown)
    paint_preview(painter, label, stock, 100 * 203 / 25.4)
    painter.end()
    difference = np.abs(pixels(printed).astype(int) - pixels(shown).astype(int))
    assert (difference > 128).mean() < 0.002


def test_markup_in_a_name_is_text():
    """H11: a label draws what stands there, letter for letter."""
    name = '<b>Emma</b> <img src="file:///etc/passwd"> & Co.'
    drawing = layout_label(make_label(recipient_name=name, recipient_lines=("<i>Weg</i> 1",)), sheet("thermal_100x150"))
    drawn = " ".join(item.text for item in drawing.items if isinstance(item, Text))
    assert "<b>Emma</b>" in drawn and "file:///etc/passwd" in drawn and "<i>Weg</i> 1" in drawn


def test_calibration_moves_the_label():
    stock = sheet("thermal_100x150")
    bounds = []
    for calibration in (Calibration(), Calibration(offset_x=1.0, offset_y=-0.5)):
        image = QImage(900, 1300, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        paint_placed(painter, layout_label(make_label(), stock), stock, 1, 203, calibration)
        painter.end()
        bounds.append(ink_bounds(image))
    assert bounds[1][0] - bounds[0][0] == 8
    assert bounds[1][1] - bounds[0][1] == -4


def test_start_position_leaves_the_used_labels_alone():
    stock = sheet("a4_4up")
    pages = list(page_images([make_label()] * 3, stock, start=3, dpi=203))
    assert len(pages) == 2
    half = stock.place(3).y * 203 / 25.4
    assert ink_bounds(pages[0])[1] >= half
    assert ink_bounds(pages[1])[3] <= half


@pytest.mark.parametrize(
    ("grams", "text"), [(80, "80 g"), (999, "999 g"), (1000, "1 kg"), (1200, "1.2 kg"), (29950, "29.95 kg")]
)
def test_weight(grams, text):
    assert weight_text(grams) == text


@pytest.mark.rule("D01")
def test_the_label_says_which_pile_it_lies_in():
    placed = make_label(warehouse="Berlin", wave=2, place_in_wave=3, wave_size=12)
    for language, said in (("en", "Berlin · Wave 2 · 3/12"), ("zh_CN", "Berlin · 第 2 批 · 3/12")):
        drawing = layout_label(replace(placed, language=language), sheet("thermal_100x150"))
        texts = " ".join(item.text for item in drawing.items if isinstance(item, Text))
        assert said in texts
        assert ("Ship date 2026-11-22" if language == "en" else "发货日期 2026-11-22") in texts
    plain = layout_label(make_label(), sheet("thermal_100x150"))
    assert not any("Wave" in item.text for item in plain.items if isinstance(item, Text))


def test_one_label_a_page_starts_at_the_first():
    def drawn(start: int) -> list[bytes]:
        page = next(page_images([make_label()], sheet("thermal_100x150"), start=start))
        return [bytes(page.constScanLine(y))[: page.width()] for y in range(page.height())]

    drawn(1)  # the first time a glyph is drawn its edges differ by a few shades from every later time
    assert drawn(2) == drawn(1)
