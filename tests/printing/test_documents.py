"""Pick lists and packing notes: everything stands on the pages, rows stay whole, nothing clipped, black on white."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from shopdesk.domain.paper import (
    PackerNote,
    PackingLine,
    PackingNote,
    PackingStep,
    PickLine,
    PickList,
    PickShare,
    ShopFrame,
    Shortage,
    Unlisted,
)
from shopdesk.printing.documents.packing_note import packing_note_sheaf
from shopdesk.printing.documents.pick_list import pick_list_sheaf
from shopdesk.printing.pages import PAPERS, Sheaf, paint_page, text_document
from shopdesk.printing.pdf import write_sheaves
from tests.printing.conftest import ink_bounds

NOW = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
SHOPS = {
    "en": ShopFrame(
        "Berlin Kettle Co.", ("Hauptstr. 3", "10827 BERLIN"), "+49 30 1", "a@kettle.example", "", "en", "Europe/Berlin"
    ),
    "zh_CN": ShopFrame(
        "晨光家居旗舰店", ("310000", "杭州市西湖区", "文三路 90 号"), "0571-1", "", "", "zh_CN", "Asia/Shanghai"
    ),
}


def pick_list(lines: int, language: str = "en", shares: int = 2) -> PickList:
    picked = tuple(
        PickLine(
            f"A-{number:03}",
            number,
            f"SKU-{number}",
            "Desk lamp & <b>bulb</b> 台灯 " * 3,
            "White / EU",
            tuple(PickShare(f"303-{number:05}-{share}", 1 + share) for share in range(shares)),
        )
        for number in range(lines)
    )
    short = (Shortage("MUG-350", "Mug", 3, ("303-1", "303-2")),)
    return PickList("P20261122-1", "Berlin", "DHL", NOW, picked, short, 12, SHOPS[language])


def note(language: str = "en", **changes: object) -> PackingNote:
    fields: dict[str, object] = {
        "order_id": 1,
        "order_no": "303-0318031-0108177",
        "channel": "Amazon DE",
        "placed_on": date(2026, 11, 21),
        "printed_at": NOW,
        "recipient_name": "Emma Fischer",
        "recipient_lines": ("Lindenstraße 14", "10969 BERLIN"),
        "lines": (PackingLine("KET-17", "Kettle 1.7 L", "Black", 2, "€19.95", "€39.90"),),
        "shop": SHOPS[language],
        "returns_policy": "Within 30 days.",
        "thank_you": "Thank you!",
    }
    return PackingNote(**{**fields, **changes})  # type: ignore[arg-type]


def said(sheaf: Sheaf) -> str:
    return text_document(sheaf, PAPERS["a4"]).toPlainText()


@pytest.mark.rule("D04")
@pytest.mark.rule("R-O5")
@pytest.mark.parametrize("language", sorted(SHOPS))
def test_a_pick_list_says_everything(language):
    text = said(pick_list_sheaf(pick_list(3, language)))
    for part in ("Berlin", "DHL", "A-002", "SKU-2", "<b>bulb</b>", "303-00002-1 × 2", "9", "MUG-350", "303-1, 303-2"):
        assert part in text
    assert ("合计" if language == "zh_CN" else "Total") in text
    assert ("20:05" if language == "zh_CN" else "13:05") in text


@pytest.mark.rule("D04")
def test_a_pick_list_tells_the_packer_what_the_shop_notes():
    told = replace(pick_list(1), packing=(), notes=(PackerNote("303-1", "Wrap <b>in film</b>"),))
    text = said(pick_list_sheaf(told))
    assert "For the packer" in text
    assert "303-1 · Wrap <b>in film</b>" in text


@pytest.mark.rule("D05")
def test_a_packing_note_says_everything():
    text = said(packing_note_sheaf(note(buyer_note="Wrap it", carrier="DHL", waybill="0034")))
    for part in (
        "Emma Fischer",
        "10969 BERLIN",
        "KET-17",
        "Kettle 1.7 L",
        "2",
        "Wrap it",
        "0034",
        "Within 30 days.",
        "Thank you!",
        "2026-11-21",
    ):
        assert part in text
    assert "€" not in text


@pytest.mark.rule("D05")
def test_prices_stand_there_when_asked_for():
    text = said(packing_note_sheaf(note(with_prices=True, amounts=(("goods", "€39.90"), ("total", "€44.80")))))
    assert "€19.95" in text
    assert "€44.80" in text


def test_a_customer_abroad_reads_both_languages():
    text = said(packing_note_sheaf(note("zh_CN", bilingual=True, kind="gift")))
    assert "赠品 Gift" in text
    assert "数量 Qty" in text


@pytest.mark.parametrize("shares", [1, 2, 5, 9])
def test_rows_are_not_cut_by_the_page(shares):
    """No row's text stands on two pages."""
    from shopdesk.printing.pages import _row_span

    document = text_document(pick_list_sheaf(pick_list(60, shares=shares)), PAPERS["a4"])
    assert document.pageCount() > 1
    height = document.pageSize().height()
    table = next(frame for frame in document.rootFrame().childFrames() if frame.rows() > 10)  # type: ignore[attr-defined]
    for row in range(2, table.rows()):  # type: ignore[attr-defined]
        top, bottom = _row_span(document, table, row)  # type: ignore[arg-type]
        assert int(top // height) == int((bottom - 1) // height), f"row {row}"


def page_image(sheaf: Sheaf, number: int, paper: str, dpi: int = 150) -> QImage:
    page = PAPERS[paper]
    image = QImage(round(page[0] / 25.4 * dpi), round(page[1] / 25.4 * dpi), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    paint_page(painter, sheaf, text_document(sheaf, page), number, page, dpi)
    painter.end()
    return image


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("language", sorted(SHOPS))
def test_pages_keep_their_margins_and_are_black_on_white(paper, language):
    sheaf = pick_list_sheaf(pick_list(40, language))
    for number in (1, 2):
        image = page_image(sheaf, number, paper)
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        left, top, right, bottom = ink_bounds(grey)
        margin = 12 / 25.4 * 150
        assert left > margin
        assert top > margin - 15
        assert right < image.width() - margin
        assert bottom < image.height() - margin
        flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        channels = flat.reshape(image.height(), -1, 4)[:, :, :3].astype(int)
        assert (channels.max(2) - channels.min(2)).max() == 0, "coloured ink"


def test_paper_stays_black_in_the_dark_scheme(qapp):
    from PySide6.QtGui import QColor, QPalette

    before = qapp.palette()
    dark = QPalette(QColor("#222222"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#ffffff"))
    qapp.setPalette(dark)
    try:
        shown = page_image(packing_note_sheaf(note()), 1, "a4").convertToFormat(QImage.Format.Format_Grayscale8)
    finally:
        qapp.setPalette(before)
    light = page_image(packing_note_sheaf(note()), 1, "a4").convertToFormat(QImage.Format.Format_Grayscale8)
    assert shown == light


def test_a_pdf_holds_each_document_from_a_page_of_its_own(tmp_path):
    path = tmp_path / "notes.pdf"
    assert write_sheaves(path, [packing_note_sheaf(note()), packing_note_sheaf(note("zh_CN"))]) == 2
    assert path.read_bytes().startswith(b"%PDF")
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.pdf"]


def test_an_empty_list_says_so():
    empty = PickList("P1", "Berlin", "", NOW, (), (), 0, SHOPS["en"])
    assert "Nothing to pick." in said(pick_list_sheaf(empty))


def test_a_local_picture_is_shown(tmp_path):
    picture = tmp_path / "lamp.png"
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(picture))
    whole = pick_list(1)
    line = replace(whole.lines[0], image=picture)
    sheaf = pick_list_sheaf(replace(whole, lines=(line,)))
    assert sheaf.images == {str(picture): picture}
    gone = pick_list_sheaf(replace(whole, lines=(replace(line, image=Path("/nowhere.png")),)))
    assert "nowhere" not in gone.body


MARKUP = '<img src="file:///etc/passwd"><b>x</b><script>1</script>&amp;{{ 7 * 7 }}{% raw %}'


def test_markup_in_a_name_is_text() -> None:
    """H11: names, notes and options are escaped, never read as HTML or as a template; no file is asked for."""
    odd = PackingLine(MARKUP, MARKUP, MARKUP, 1, MARKUP, MARKUP)
    shop = ShopFrame(MARKUP, (MARKUP,), MARKUP, MARKUP, MARKUP, "en", "Europe/Berlin")
    packing = packing_note_sheaf(
        note(
            order_no=MARKUP, channel=MARKUP, recipient_name=MARKUP, recipient_lines=(MARKUP,), lines=(odd,), shop=shop,
            returns_policy=MARKUP, thank_you=MARKUP, buyer_note=MARKUP, carrier=MARKUP, waybill=MARKUP,
        )
    )  # fmt: skip
    picked = (PickLine(MARKUP, 1, MARKUP, MARKUP, MARKUP, (PickShare(MARKUP, 1),)),)
    shortage = (Shortage(MARKUP, MARKUP, 1, (MARKUP,)),)
    picking = pick_list_sheaf(PickList(MARKUP, MARKUP, MARKUP, NOW, picked, shortage, 1, shop))
    for sheaf, times in ((packing, 11), (picking, 8)):
        document = text_document(sheaf, PAPERS["a4"])
        assert document.toPlainText().count(MARKUP) >= times
        assert '<img src="file:' not in document.toHtml()


def on_page(document: object, table: object, row: int) -> tuple[int, int]:
    """First and last page of a row."""
    from shopdesk.printing.pages import _row_span

    height = document.pageSize().height()  # type: ignore[attr-defined]
    top, bottom = _row_span(document, table, row)  # type: ignore[arg-type]
    return int(top // height), int((bottom - 1) // height)


@pytest.mark.rule("D04")
@pytest.mark.parametrize("lines", range(8, 24))
def test_no_page_has_a_head_and_a_total_alone_and_no_box_breaks(lines):
    shortages = tuple(Shortage(f"MUG-{number}", "Mug", 3, ("303-1", "303-2")) for number in range(4))
    whole = replace(pick_list(lines, shares=1), shortages=shortages)
    document = text_document(pick_list_sheaf(whole), PAPERS["a4"])
    _, listed, box = document.rootFrame().childFrames()
    last = listed.rows() - 1  # type: ignore[attr-defined]
    assert on_page(document, listed, 0)[0] == on_page(document, listed, 1)[1]
    assert on_page(document, listed, last - 1)[0] == on_page(document, listed, last)[1]
    for row in range(box.rows()):  # type: ignore[attr-defined]
        first, end = on_page(document, box, row)
        assert first == end
    assert on_page(document, box, 0)[0] == on_page(document, box, 1)[1]


@pytest.mark.rule("D04")
@pytest.mark.parametrize("language", sorted(SHOPS))
def test_what_is_not_itemised_and_what_the_packer_does_stand_apart(language):
    lump = (Unlisted("TB-77", "Mug; lamp", 3),)
    steps = (PackingStep("pack_fragile", ("303-1", "303-2")),)
    text = said(pick_list_sheaf(replace(pick_list(1, language), unlisted=lump, packing=steps)))
    for part in (
        "TB-77 × 3 · Mug; lamp",
        "303-1, 303-2",
        *(("易碎", "请打开订单") if language == "zh_CN" else ("two layers", "open the order")),
    ):
        assert part in text


@pytest.mark.rule("D05")
@pytest.mark.parametrize(
    ("written", "language", "printed"),
    [
        ("Thank you!", "en", "Thank you!"),
        ("Thank you!", "zh_CN", "感谢您的惠顾！"),
        ("谢谢！", "zh_CN", "谢谢！"),
        ("谢谢！", "en", "Thank you for your order!"),
    ],
)
def test_thanks_are_given_in_the_buyers_language(written, language, printed):
    assert printed in said(packing_note_sheaf(note(thank_you=written, buyer_language=language)))


def test_no_thanks_are_given_where_the_shop_gives_none():
    assert "Thank" not in said(packing_note_sheaf(note(thank_you="")))


def test_a_phone_keeps_its_order_beside_arabic():
    """A number between first-strong isolates: +971 stays in front in a paragraph that runs from right to left."""
    sheaf = packing_note_sheaf(
        note(recipient_name="أحمد", recipient_lines=("شارع الشيخ زايد",), recipient_phone="+971 50 123")
    )
    assert "\u2068+971 50 123\u2069" in said(sheaf)
