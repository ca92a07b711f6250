"""Before paper is wasted: glyphs, cut text, bars."""

from __future__ import annotations

from shopdesk.base.i18n import set_language
from shopdesk.printing.glyphs import missing_glyphs
from shopdesk.printing.preflight import check_labels
from shopdesk.printing.sheets import sheet
from tests.printing.conftest import make_label
from tests.printing.variety import various_labels

UNKNOWN = "\ue123\U0010fffd"  # private: no font has them


def test_common_scripts_have_glyphs():
    assert missing_glyphs("Emma Fischer 王小明 上海市 Łódź Ångström 田中花子 丸の内 ¥€£ × · …") == ()


def test_what_no_font_draws_is_named_once():
    assert missing_glyphs(f"a{UNKNOWN}b{UNKNOWN}") == tuple(UNKNOWN)


def test_the_orders_and_characters_are_named():
    labels = [make_label(), make_label(order_id=2, order_no="A-2", recipient_name="Zoë \ue123")]
    (finding,) = check_labels(labels, sheet("thermal_100x150"))
    assert (finding.order_id, finding.code, finding.is_blocking) == (2, "label_glyphs_missing", False)
    assert "A-2" in finding.text()
    assert "U+E123" in finding.text()


def test_cut_text_is_asked_about_in_chinese_too():
    labels = [make_label(order_no="A-3", recipient_lines=("word " * 60,) * 12)]
    (finding,) = check_labels(labels, sheet("thermal_76x130"))
    assert (finding.code, finding.is_blocking) == ("label_text_cut", False)
    set_language("zh_CN")
    assert "收件地址" in finding.text()


def test_bars_that_cannot_be_blocks():
    (finding,) = check_labels([make_label(order_no="A-4", waybill="运单")], sheet("thermal_100x150"))
    assert finding.is_blocking
    assert "运单" in finding.text()


def test_ordinary_labels_pass():
    assert check_labels(various_labels(40), sheet("thermal_100x150")) == []
