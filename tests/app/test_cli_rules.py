"""``rules``: listed, tried, switched on, run on chosen orders; in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopdesk.app.cli import main
from shopdesk.base.i18n import set_language
from shopdesk.services import order_rule_words, order_rules
from shopdesk.storage.session import ShopFile
from tests.services.order_rows import add_orders
from tests.services.test_order_rules import EVERYTHING, TO_US, stocked

__all__ = ["stocked"]


@pytest.fixture
def path(stocked: ShopFile) -> Path:
    with stocked.write() as session:
        add_orders(session, 2, ship_country="US")
        add_orders(session, ship_country="DE")
        total = {"subject": "total", "test": "at_least", "number": 1050, "currency": "EUR"}
        order_rules.save(session, None, "Abroad", [TO_US, total], EVERYTHING)
    return stocked.path


def test_a_rule_is_listed_tried_switched_on_and_run(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> str:
        assert main(["--shop", str(path), "rules", *arguments]) == 0
        return capsys.readouterr().out

    assert said().startswith(
        "1. Abroad (off)  If Country is US and Order total at least EUR 10.50: add the tag abroad, hold"
    )
    tried = said("--dry-run", "abroad")
    assert "2 of 3 orders of the last 90 days would be different." in tried
    assert "303-0001  Tags: — → abroad" in tried
    assert "303-0001  Warehouse: — → Berlin" in tried
    assert json.loads(said("--dry-run", "Abroad", "--json"))["fields"]["tags"] == 2
    assert "is on: it runs on every new order" in said("--on", "Abroad")
    assert json.loads(said("--json"))[0]["on"] is True
    assert "changed 1 of 2 orders" in said("--apply", "--orders", "303-0001,303-0003")
    assert "change nothing on these 2" in said("--apply", "--orders", "303-0001,303-0003")
    assert "is off" in said("--off", "Abroad")
    assert main(["--shop", str(path), "rules", "--apply", "--orders", "303-0002"]) == 3
    assert "No rule is on" in capsys.readouterr().err
    assert main(["--shop", str(path), "rules", "--apply"]) == 3
    assert main(["--shop", str(path), "rules", "--dry-run", "Nothing"]) == 3
    assert capsys.readouterr().err


def test_a_rule_reads_well_in_chinese(stocked: ShopFile, path: Path) -> None:
    set_language("zh_CN")
    with stocked.read() as session:
        (kept,) = order_rules.rules(session)
        text = order_rule_words.rule_text(kept.rule, order_rule_words.names(session))
    assert text.startswith("国家/地区为US且订单总额不低于EUR 10.50时：打标签“abroad”")
    assert path
