"""If-then rules of orders: every condition, every action, their sequence, and what is not known of an order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.order_rules import (
    CHANGED,
    SUBJECTS,
    TESTS,
    Deed,
    RuleFacts,
    differences,
    holds,
    matches,
    parse_rule,
    run,
    to_json,
)

FACTS = RuleFacts(
    channel="amazon", country="US", is_abroad=True, currency="EUR", total_minor=10_000, weight_g=2_000, pieces=3,
    skus=("KET-17", "MUG-1"), titles=("Copper kettle", "Mug"), tags="vip, gift wrap", note="please call",
    service="DHL Express", is_repeat=False, attention="phone", payment="paid",
)  # fmt: skip


def rule(*conditions: dict[str, Any], actions: list[dict[str, Any]] | None = None, name: str = "Rule") -> Any:
    return parse_rule(name, conditions, actions or [{"deed": "tag", "text": "x"}])


def condition(subject: str, test: str, *texts: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "test": test, "texts": texts, **more}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (condition("channel", "in", "amazon", "ebay"), True), (condition("channel", "in", "ebay"), False),
        (condition("channel", "not_in", "ebay"), True), (condition("channel", "not_in", "amazon"), False),
        (condition("destination", "in", "abroad"), True), (condition("destination", "in", "domestic"), False),
        (condition("country", "contains", "us", "CA"), True), (condition("country", "contains", "U"), False),
        (condition("country", "lacks", "DE"), True), (condition("country", "lacks", "US"), False),
        (condition("currency", "contains", "EUR"), True), (condition("currency", "lacks", "USD"), True),
        (condition("total", "at_least", number=10_000, currency="EUR"), True),
        (condition("total", "at_least", number=10_001, currency="EUR"), False),
        (condition("total", "at_most", number=10_000, currency="EUR"), True),
        (condition("total", "at_most", number=9_999, currency="EUR"), False),
        (condition("total", "at_least", number=1, currency="USD"), False),
        (condition("total", "at_most", number=10**9, currency="USD"), False),
        (condition("weight", "at_least", number=2_000), True), (condition("weight", "at_least", number=2_001), False),
        (condition("weight", "at_most", number=1_999), False), (condition("pieces", "at_most", number=3), True),
        (condition("sku", "contains", "ket"), True), (condition("sku", "contains", "PAN"), False),
        (condition("sku", "lacks", "MUG"), False), (condition("product", "contains", "COPPER"), True),
        (condition("tag", "contains", "wrap"), True), (condition("tag", "lacks", "wholesale"), True),
        (condition("note", "contains", "急", "call"), True), (condition("service", "contains", "express"), True),
        (condition("buyer", "in", "first"), True), (condition("buyer", "in", "repeat"), False),
        (condition("attention", "in", "any"), True), (condition("attention", "in", "phone"), True),
        (condition("attention", "in", "address"), False), (condition("attention", "in", "none"), False),
        (condition("attention", "not_in", "address"), True), (condition("payment", "in", "paid"), True),
    ],
)  # fmt: skip
def test_each_condition(wanted: dict[str, Any], expected: bool) -> None:
    assert matches(rule(wanted), FACTS) is expected


@pytest.mark.rule("R-G2")
@pytest.mark.parametrize(
    "wanted",
    [
        condition("weight", "at_least", number=0), condition("weight", "at_most", number=10**6),
        condition("destination", "in", "abroad"), condition("destination", "not_in", "abroad"),
        condition("buyer", "in", "first"), condition("buyer", "not_in", "repeat"),
        condition("country", "contains", "US"), condition("country", "lacks", "US"),
    ],
)  # fmt: skip
def test_what_is_not_known_fulfils_nothing(wanted: dict[str, Any]) -> None:
    assert not matches(rule(wanted), RuleFacts(skus=("A",), pieces=1))


def test_all_conditions_must_hold_and_none_is_for_every_order() -> None:
    here, there = condition("country", "contains", "US"), condition("channel", "in", "ebay")
    assert matches(rule(here), FACTS)
    assert not matches(rule(here, there), FACTS)
    assert matches(rule(), RuleFacts())


def test_each_action() -> None:
    actions = [
        {"deed": "tag", "text": "abroad"}, {"deed": "hold"}, {"deed": "carrier", "text": "DHL", "extra": "Express"},
        {"deed": "warehouse", "number": 2}, {"deed": "gift", "text": "CARD", "number": 1},
        {"deed": "note", "text": "Wrap in film"},
    ]  # fmt: skip
    after, effects = run([rule(actions=actions)], FACTS)
    assert [effect.action.deed for effect in effects] == list(Deed)
    assert [(d.field, d.before, d.after) for d in differences(FACTS, after)] == [
        ("tags", "vip, gift wrap", "vip, gift wrap, abroad"), ("attention", "phone", "phone held"),
        ("carrier", "", "DHL"), ("carrier_service", "", "Express"), ("warehouse_id", "", "2"), ("gifts", "", "CARD"),
        ("packer_note", "", "Wrap in film"),
    ]  # fmt: skip
    assert run([rule(actions=actions)], after) == (after, [])  # done is done


def test_rules_run_in_sequence() -> None:
    first = rule(actions=[{"deed": "tag", "text": "Heavy"}, {"deed": "carrier", "text": "UPS"}], name="A")
    second = rule(condition("tag", "contains", "heavy"), actions=[{"deed": "carrier", "text": "DHL"}], name="B")
    after, effects = run([first, second], FACTS)
    assert after.carrier == "DHL"
    assert [(effect.rule, effect.action.text) for effect in effects] == [("A", "Heavy"), ("A", "UPS"), ("B", "DHL")]
    assert run([second, first], FACTS)[0].carrier == "UPS"


def test_what_is_not_allowed_any_more_is_left() -> None:
    facts = RuleFacts(allowed=frozenset({Deed.TAG}))
    after, effects = run([rule(actions=[{"deed": "carrier", "text": "DHL"}, {"deed": "tag", "text": "x"}])], facts)
    assert (after.carrier, after.tags, len(effects)) == ("", "x", 1)


def test_a_tag_that_is_there_in_another_case_is_not_added() -> None:
    assert run([rule(actions=[{"deed": "tag", "text": "VIP"}])], FACTS)[1] == []


@pytest.mark.parametrize(
    ("name", "conditions", "actions", "code"),
    [
        (" ", [], [{"deed": "hold"}], "rule_without_name"),
        ("A", [], [], "rule_without_action"),
        ("A", [condition("colour", "in", "red")], [{"deed": "hold"}], "rule_condition_invalid"),
        ("A", [condition("country", "at_least", "DE")], [{"deed": "hold"}], "rule_condition_invalid"),
        ("A", [condition("country", "contains", " ")], [{"deed": "hold"}], "rule_condition_invalid"),
        ("A", [condition("total", "at_least", number=5)], [{"deed": "hold"}], "rule_condition_invalid"),
        ("A", [condition("pieces", "at_least", number=-1)], [{"deed": "hold"}], "rule_condition_invalid"),
        ("A", [], [{"deed": "explode"}], "rule_action_invalid"),
        ("A", [], [{"deed": "tag", "text": " "}], "rule_action_invalid"),
        ("A", [], [{"deed": "gift", "text": "CARD"}], "rule_action_invalid"),
        ("A", [], [{"deed": "warehouse"}], "rule_action_invalid"),
    ],
)
def test_what_is_not_complete_is_refused(
    name: str, conditions: list[dict[str, Any]], actions: list[dict[str, Any]], code: str
) -> None:
    with pytest.raises(UserError, match=code):
        parse_rule(name, conditions, actions)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda text: text.strip())


@st.composite
def _conditions(draw: st.DrawFn) -> dict[str, Any]:
    subject = draw(st.sampled_from(sorted(SUBJECTS)))
    test = draw(st.sampled_from(TESTS[SUBJECTS[subject]]))
    texts = draw(st.lists(_TEXT, min_size=1, max_size=3))
    return {
        "subject": subject,
        "test": str(test),
        "texts": texts,
        "number": draw(st.integers(0, 99)),
        "currency": "EUR",
    }


@given(st.lists(_conditions(), max_size=3), st.integers(1, 9))
def test_a_rule_survives_being_stored(conditions: list[dict[str, Any]], number: int) -> None:
    made = parse_rule("R", conditions, [{"deed": "gift", "text": "CARD", "number": number}])
    again = parse_rule("R", **to_json(made))
    assert again == made
    assert again.fingerprint == made.fingerprint


@given(_conditions())
def test_a_condition_and_its_opposite_never_both_hold(entry: dict[str, Any]) -> None:
    kind = SUBJECTS[entry["subject"]]
    if kind in {"choice", "words"}:
        one, other = (rule({**entry, "test": str(test)}).conditions[0] for test in TESTS[kind])
        assert not (holds(one, FACTS) and holds(other, FACTS))
        assert holds(one, FACTS) or holds(other, FACTS)


def test_a_fingerprint_is_of_what_the_rule_does() -> None:
    assert rule(name="A").fingerprint == rule(name="B").fingerprint
    assert rule(condition("country", "contains", "US")).fingerprint != rule().fingerprint
    assert set(CHANGED) <= set(RuleFacts.__slots__)
