"""The owner's if-then rules for orders: conditions and actions as data, and what they would do to an order.

Rules run from top to bottom; a later one sees the tags an earlier one set and overrides its carrier or warehouse. All
conditions of a rule must hold; what is not known of an order (its weight, when a SKU has none) fulfils no condition
(R-G2). Pure: reads and writes no shop.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import Attention

_TAG_BREAKS = re.compile(r"[,，;；\n]+")


class Kind(StrEnum):
    """What a condition compares. ``choice``: one of few keys; ``words``: a text holds one of several."""

    CHOICE = "choice"
    WORDS = "words"
    NUMBER = "number"
    MONEY = "money"


class Compare(StrEnum):
    """How it compares."""

    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    LACKS = "lacks"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


TESTS = {
    Kind.CHOICE: (Compare.IN, Compare.NOT_IN),
    Kind.WORDS: (Compare.CONTAINS, Compare.LACKS),
    Kind.NUMBER: (Compare.AT_LEAST, Compare.AT_MOST),
    Kind.MONEY: (Compare.AT_LEAST, Compare.AT_MOST),
}

#: What a condition may look at. ``total`` in minor units of the condition's currency, ``weight`` in grams.
SUBJECTS: Mapping[str, Kind] = {
    "channel": Kind.CHOICE,
    "destination": Kind.CHOICE,
    "country": Kind.WORDS,
    "currency": Kind.WORDS,
    "total": Kind.MONEY,
    "weight": Kind.NUMBER,
    "pieces": Kind.NUMBER,
    "sku": Kind.WORDS,
    "product": Kind.WORDS,
    "tag": Kind.WORDS,
    "note": Kind.WORDS,
    "service": Kind.WORDS,
    "buyer": Kind.CHOICE,
    "attention": Kind.CHOICE,
    "payment": Kind.CHOICE,
}
#: Subjects that need the lines of the order, and those that need the buyer's other orders.
OF_LINES, OF_BUYER = frozenset({"sku", "product", "weight"}), frozenset({"buyer"})
#: Subjects of which the whole text is compared and not a part of it.
_WHOLE = frozenset({"country", "currency"})


class Deed(StrEnum):
    """What a rule does. ``hold``: an open problem that blocks confirmation until the owner marks it as fine."""

    TAG = "tag"
    HOLD = "hold"
    CARRIER = "carrier"
    WAREHOUSE = "warehouse"
    GIFT = "gift"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Condition:
    """``texts`` for choices and words; ``number`` for numbers and money (minor units of ``currency``)."""

    subject: str
    test: Compare
    texts: tuple[str, ...] = ()
    number: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """``text``: tag, carrier, SKU or note; ``extra``: the carrier's service; ``number``: pieces or warehouse id."""

    deed: Deed
    text: str = ""
    extra: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """If every condition holds, every action is done."""

    name: str
    conditions: tuple[Condition, ...]
    actions: tuple[Action, ...]

    @property
    def fingerprint(self) -> str:
        """Of what the rule does: a dry run counts only for the rule it was made with."""
        told = json.dumps(to_json(self), sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What rules know of an order. ``total_minor`` in ``currency``; ``weight_g`` is ``None`` when a SKU has none;
    ``is_abroad`` when a country of ship or shop is missing too; ``skus`` and ``titles`` of the lines bought;
    ``allowed``: what may still be done to it (a parcel that has left takes no other carrier).
    """

    channel: str = ""
    country: str = ""
    is_abroad: bool | None = None
    currency: str = ""
    total_minor: int = 0
    weight_g: int | None = None
    pieces: int = 0
    skus: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tags: str = ""
    note: str = ""
    service: str = ""
    is_repeat: bool | None = None
    attention: str = ""
    payment: str = ""
    carrier: str = ""
    carrier_service: str = ""
    warehouse_id: int | None = None
    gifts: tuple[str, ...] = ()
    packer_note: str = ""
    allowed: frozenset[Deed] = frozenset(Deed)


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing a rule does to an order that is not so already."""

    rule: str
    action: Action


def parse_rule(name: str, conditions: Iterable[Mapping[str, Any]], actions: Iterable[Mapping[str, Any]]) -> Rule:
    """A rule from its stored form. Raises ``UserError``: ``rule_without_name``, ``rule_without_action``,
    ``rule_condition_invalid``, ``rule_action_invalid``.
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise UserError("rule_without_name")
    rule = Rule(tidy, tuple(map(_condition, conditions)), tuple(map(_action, actions)))
    if not rule.actions:
        raise UserError("rule_without_action", rule=tidy)
    return rule


def to_json(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    """Conditions and actions as they are stored."""
    return {
        "conditions": [
            {"subject": c.subject, "test": str(c.test), "texts": list(c.texts), "number": c.number,
             "currency": c.currency}
            for c in rule.conditions
        ],
        "actions": [
            {"deed": str(a.deed), "text": a.text, "extra": a.extra, "number": a.number} for a in rule.actions
        ],
    }  # fmt: skip


def _condition(entry: Mapping[str, Any]) -> Condition:
    subject, test = str(entry.get("subject", "")), str(entry.get("test", ""))
    kind = SUBJECTS.get(subject)
    texts = tuple(text for given in entry.get("texts") or () if (text := str(given).strip()))
    number, currency = entry.get("number") or 0, str(entry.get("currency") or "")
    is_whole = isinstance(number, int) and number >= 0
    needs_texts = kind in {Kind.CHOICE, Kind.WORDS}
    if kind is None or test not in TESTS[kind] or not is_whole or (needs_texts and not texts):
        raise UserError("rule_condition_invalid", subject=subject)
    if kind is Kind.MONEY and not currency:
        raise UserError("rule_condition_invalid", subject=subject)
    return Condition(subject, Compare(test), texts, number, currency)


def _action(entry: Mapping[str, Any]) -> Action:
    deed, number = str(entry.get("deed", "")), entry.get("number") or 0
    text, extra = (" ".join(str(entry.get(name) or "").split()) for name in ("text", "extra"))
    is_known = deed in {str(known) for known in Deed} and isinstance(number, int) and number >= 0
    needs = {"tag": text, "carrier": text, "note": text, "gift": text and number, "warehouse": number}
    if not is_known or not needs.get(deed, True):
        raise UserError("rule_action_invalid", deed=deed)
    return Action(Deed(deed), text, extra, number)


# ---- do the conditions hold?


def matches(rule: Rule, facts: RuleFacts) -> bool:
    """Whether every condition of ``rule`` holds; a rule without conditions is for every order."""
    return all(holds(condition, facts) for condition in rule.conditions)


def holds(condition: Condition, facts: RuleFacts) -> bool:
    """Whether the condition holds; never for what is not known."""
    kind = SUBJECTS[condition.subject]
    if kind is Kind.NUMBER:
        return _compares(condition, facts.weight_g if condition.subject == "weight" else facts.pieces)
    if kind is Kind.MONEY:
        return condition.currency == facts.currency and _compares(condition, facts.total_minor)
    if kind is Kind.CHOICE:
        known = _keys(condition.subject, facts)
        return bool(known) and (not known.isdisjoint(condition.texts)) == (condition.test is Compare.IN)
    return _holds_words(condition, _texts(condition.subject, facts))


def _compares(condition: Condition, value: int | None) -> bool:
    if value is None:
        return False
    return value >= condition.number if condition.test is Compare.AT_LEAST else value <= condition.number


def _keys(subject: str, facts: RuleFacts) -> set[str]:
    """What the order is, of the choices of ``subject``; empty when it is not known."""
    if subject == "destination":
        return set() if facts.is_abroad is None else {"abroad" if facts.is_abroad else "domestic"}
    if subject == "buyer":
        return set() if facts.is_repeat is None else {"repeat" if facts.is_repeat else "first"}
    if subject == "attention":
        return {"any", *facts.attention.split()} if facts.attention else {"none"}
    return {facts.channel} if subject == "channel" else {facts.payment}


def _texts(subject: str, facts: RuleFacts) -> Sequence[str]:
    if subject == "sku":
        return facts.skus
    if subject == "product":
        return facts.titles
    if subject == "tag":
        return split_tags(facts.tags)
    return [getattr(facts, subject)]


def _holds_words(condition: Condition, texts: Sequence[str]) -> bool:
    wanted = _folded(condition.texts)
    if condition.subject in _WHOLE:
        text = texts[0].casefold()
        return bool(text) and (text in wanted) == (condition.test is Compare.CONTAINS)
    folded = [text.casefold() for text in texts if text]
    found = any(want in text for want in wanted for text in folded)
    return found == (condition.test is Compare.CONTAINS)


@lru_cache(maxsize=256)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    """As they are compared; the same few of a rule for thousands of orders."""
    return tuple(text.casefold() for text in texts)


# ---- what they do


def split_tags(tags: str) -> list[str]:
    """The tags of an order."""
    return [tag for part in _TAG_BREAKS.split(tags) if (tag := part.strip())]


def with_tag(tags: str, tag: str) -> str:
    """``tags`` with one more, unless it is there (whatever its case)."""
    known = split_tags(tags)
    return tags if tag.casefold() in {one.casefold() for one in known} else ", ".join([*known, tag])


def with_note(notes: str, note: str) -> str:
    """``notes`` with one more line, unless it is there."""
    return notes if note in notes.splitlines() else "\n".join([*notes.splitlines(), note])


def run(rules: Sequence[Rule], facts: RuleFacts) -> tuple[RuleFacts, list[Effect]]:
    """What the order is after all ``rules``, and what each did that was not so before."""
    effects: list[Effect] = []
    for rule in rules:
        if not matches(rule, facts):
            continue
        for action in rule.actions:
            after = _done(action, facts) if action.deed in facts.allowed else facts
            if after != facts:
                effects.append(Effect(rule.name, action))
                facts = after
    return facts, effects


def _done(action: Action, facts: RuleFacts) -> RuleFacts:
    if action.deed is Deed.TAG:
        return replace(facts, tags=with_tag(facts.tags, action.text))
    if action.deed is Deed.HOLD:
        held = facts.attention.split()
        return facts if Attention.HELD in held else replace(facts, attention=" ".join([*held, Attention.HELD]))
    if action.deed is Deed.CARRIER:
        return replace(facts, carrier=action.text, carrier_service=action.extra)
    if action.deed is Deed.WAREHOUSE:
        return replace(facts, warehouse_id=action.number)
    if action.deed is Deed.GIFT:
        return facts if action.text in facts.gifts else replace(facts, gifts=(*facts.gifts, action.text))
    return replace(facts, packer_note=with_note(facts.packer_note, action.text))


def told(effect: Effect, places: Mapping[int, str]) -> tuple[str, dict[str, Any]]:
    """What the order's timeline says of an effect: message code and parameters. ``places``: warehouses by id."""
    action = effect.action
    text = places.get(action.number, "") if action.deed is Deed.WAREHOUSE else f"{action.text} {action.extra}".strip()
    return f"order_rule_{action.deed}", {"rule": effect.rule, "text": text, "number": action.number}


#: The fields of an order that rules change.
CHANGED = ("tags", "attention", "carrier", "carrier_service", "warehouse_id", "gifts", "packer_note")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an order before and after the rules, as texts; a warehouse by its id."""

    field: str
    before: str
    after: str


def differences(before: RuleFacts, after: RuleFacts) -> list[Difference]:
    """What is different, field by field."""
    return [
        Difference(name, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in CHANGED
        if getattr(before, name) != getattr(after, name)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)
