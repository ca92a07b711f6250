"""Shop cards and return slips: ten on a page, nothing cut, codes that scan, words that ask for honesty."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.domain.enclosures import CARD_MM, ReturnSlip, ShopCard, return_number, web_link
from shopdesk.domain.paper import PackingLine
from shopdesk.printing.cards import card_sheet, layout_card, write_cards
from shopdesk.printing.documents.return_slip import return_slip_sheaf
from shopdesk.printing.drawing import Text
from shopdesk.printing.fonts import advance
from shopdesk.printing.pdf import write_sheaves
from tests.printing.test_documents import SHOPS

LONG = "Descale the kettle once a month with a spoon of citric acid and never let it boil dry."


def card(**changes: Any) -> ShopCard:
    fields: dict[str, Any] = {
        "shop_name": "Berlin Kettle Co.", "thanks": "", "contact": ("a@kettle.example", "+49 30 1", "kettle.example"),
        "language": "en", "link": "https://kettle.example",
    }  # fmt: skip
    return ShopCard(**(fields | changes))


def slip(**changes: Any) -> ReturnSlip:
    fields: dict[str, Any] = {
        "number": "R-303-1", "order_id": 1, "order_no": "303-1", "channel": "Amazon DE", "placed_on": date(2026, 11, 2),
        "buyer_name": "Emma Fischer", "return_name": "Berlin Kettle Co.",
        "return_lines": ("Hauptstr. 3", "10827 BERLIN"),
        "lines": (PackingLine("KET-17", "Kettle <1.7 L>", "steel", 2),), "shop": SHOPS["en"], "days": 7,
        "pays": "pays_buyer", "language": "en",
    }  # fmt: skip
    return ReturnSlip(**(fields | changes))


def codes(path: Path) -> list[list[str]]:
    document = PdfDocument(path)
    pictures = [page.render(scale=300 / 72, grayscale=True).to_numpy() for page in document]
    document.close()
    return [[found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(dots))] for dots in pictures]


def test_ten_cards_of_their_size_lie_on_a_page_and_can_be_cut_apart():
    sheet = card_sheet()
    assert sheet.size == CARD_MM and sheet.per_page == 10
    places = [sheet.place(position) for position in range(1, 11)]
    assert all(box.x > 0 and box.right < sheet.page[0] and box.y > 0 and box.bottom < sheet.page[1] for box in places)
    assert len({(box.x, box.y) for box in places}) == 10


def test_cards_fill_pages_and_every_code_leads_to_the_shop(tmp_path: Path):
    out = tmp_path / "cards.pdf"
    assert write_cards(out, [card()] * 12, card_sheet()) == 2
    assert [len(page) for page in codes(out)] == [10, 2]
    assert {text for page in codes(out) for text in page} == {"https://kettle.example"}


def test_a_part_used_sheet_is_begun_where_it_is_free(tmp_path: Path):
    out = tmp_path / "cards.pdf"
    assert write_cards(out, [card()] * 2, card_sheet(), start=10) == 2


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("link", ["", "https://a-very-long-web-address-of-a-shop.example/with/a/path"])
def test_everything_the_owner_writes_fits_and_stays_inside(language: str, link: str):
    tip = LONG if language == "en" else "请每月用一勺柠檬酸除垢，切勿干烧。" * 3
    full = card(
        shop_name="The Berlin Kettle and Household Goods Trading Company", language=language, link=link, care_tip=tip,
        member_hint="Members get 98 % – join at the till.", coupon="KETTLE-2026-AUTUMN",
    )  # fmt: skip
    drawing = layout_card(full, card_sheet())
    assert not drawing.cut
    for item in drawing.items:
        if isinstance(item, Text):
            assert item.x + advance(item.text, item.bold) * item.size <= drawing.width - 3
            assert 0 < item.y < drawing.height - 2


def test_the_card_asks_for_an_honest_word_and_rewards_none():
    words = load_toml(resources_dir() / "documents" / "shop_card.toml")
    assert "honest" in words["review"]["en"] and "good or bad" in words["review"]["en"]
    for texts in words.values():
        assert not {"5 star", "five star", "positive review", "好评", "五星", "返现"} & set(texts.values())
        assert not any(bad in text for text in texts.values() for bad in ("好评", "五星", "返现", "5 points", "five"))


def test_the_slip_says_what_where_to_until_when_and_who_pays(tmp_path: Path):
    out = tmp_path / "slips.pdf"
    assert write_sheaves(out, [return_slip_sheaf(slip(send_by=date(2026, 11, 27)))]) == 1
    text = PdfReader(out).pages[0].extract_text()
    for said in (
        "Return slip",
        "KET-17",
        "Kettle <1.7 L>",
        "2026-11-27",
        "You pay the postage",
        "10827 BERLIN",
        "Emma",
    ):
        assert said in text
    assert codes(out) == [["R-303-1"]]


def test_before_the_delivery_the_slip_counts_from_it_and_speaks_the_buyers_language(tmp_path: Path):
    out = tmp_path / "slips.pdf"
    chinese = slip(language="zh_CN", pays="pays_shop", days=30, shop=SHOPS["zh_CN"])
    write_sheaves(out, [return_slip_sheaf(chinese)])
    text = PdfReader(out).pages[0].extract_text()
    assert "签收后 30 天内" in text and "由我们承担" in text and "退货单" in text


def test_a_slip_of_many_items_goes_on_on_the_next_page(tmp_path: Path):
    out = tmp_path / "slips.pdf"
    lines = tuple(PackingLine(f"SKU-{n}", "Desk lamp " * 6, "white", 1) for n in range(60))
    assert write_sheaves(out, [return_slip_sheaf(slip(lines=lines))]) > 1
    assert all(f"SKU-{n}" in "".join(page.extract_text() for page in PdfReader(out).pages) for n in range(60))


@pytest.mark.parametrize(
    ("website", "link"),
    [("", ""), ("kettle.example", "https://kettle.example"), ("http://a.example", "http://a.example")],
)
def test_a_camera_understands_the_link(website: str, link: str):
    assert web_link(website) == link


def test_numbers_of_returns_are_those_of_their_orders():
    assert return_number("#1042") == "R-1042"
    assert len(return_number("9" * 80)) == 40
