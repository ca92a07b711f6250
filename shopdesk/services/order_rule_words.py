"""If-then rules in words: conditions, actions and differences in the current language. Reads names, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.i18n import N_, tr
from shopdesk.domain.money import to_decimal
from shopdesk.domain.order_rules import SUBJECTS as KINDS
from shopdesk.domain.order_rules import Action, Compare, Condition, Deed, Difference, Kind, Rule
from shopdesk.lists.status import ATTENTION_WORDS
from shopdesk.storage.queries import rule_targets
from shopdesk.storage.tables import Channel

SUBJECTS = {
    "channel": N_("Channel"),
    "destination": N_("Destination"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "total": N_("Order total"),
    "weight": N_("Weight in g"),
    "pieces": N_("Pieces"),
    "sku": N_("SKU"),
    "product": N_("Product"),
    "tag": N_("Tag"),
    "note": N_("Buyer's note"),
    "service": N_("Shipping the buyer chose"),
    "buyer": N_("Buyer"),
    "attention": N_("Open problem"),
    "payment": N_("Payment"),
}
COMPARES = {
    Compare.IN: N_("is"),
    Compare.NOT_IN: N_("is not"),
    Compare.CONTAINS: N_("contains"),
    Compare.LACKS: N_("does not contain"),
    Compare.AT_LEAST: N_("at least"),
    Compare.AT_MOST: N_("at most"),
}
_WHOLE = {Compare.CONTAINS: Compare.IN, Compare.LACKS: Compare.NOT_IN}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "destination": {"domestic": N_("domestic"), "abroad": N_("abroad")},
    "buyer": {"first": N_("a first-time buyer"), "repeat": N_("a known buyer")},
    "attention": {"any": N_("any problem"), "none": N_("none"), **{str(c): w for c, w in ATTENTION_WORDS.items()}},
    "payment": {
        "unpaid": N_("Unpaid"),
        "paid": N_("Paid"),
        "part_refunded": N_("Partly refunded"),
        "refunded": N_("Refunded"),
        "disputed": N_("Disputed"),
    },
}
DEEDS = {
    Deed.TAG: N_("Add a tag"),
    Deed.HOLD: N_("Hold until somebody has looked"),
    Deed.CARRIER: N_("Send with carrier"),
    Deed.WAREHOUSE: N_("Leave from warehouse"),
    Deed.GIFT: N_("Add a gift"),
    Deed.NOTE: N_("Note for the packer"),
}
FIELDS = {
    "tags": N_("Tags"),
    "attention": N_("Open problem"),
    "carrier": N_("Carrier"),
    "carrier_service": N_("Service"),
    "warehouse_id": N_("Warehouse"),
    "gifts": N_("Gifts"),
    "packer_note": N_("Note for the packer"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: channels and warehouses."""

    channels: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen where a rule is made. ``channels`` by id as text, ``places``: warehouses by id."""

    channels: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    carriers: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ("EUR",)


def offered(session: Session) -> Offered:
    """What this shop has to choose from."""
    known = names(session)
    return Offered(
        channels=known.channels,
        places=known.places,
        carriers=tuple(rule_targets.carriers_in_use(session)),
        skus=tuple(rule_targets.sku_codes(session)),
        currencies=tuple(rule_targets.currencies_in_use(session)),
    )


def names(session: Session) -> Names:
    """The names of this shop."""
    channels = {str(row_id): name for row_id, name in session.execute(select(Channel.id, Channel.name))}
    return Names(channels, rule_targets.place_names(session))


def compare_word(subject: str, test: Compare) -> str:
    """The word between subject and value: a country *is* what a product *contains*."""
    is_whole = subject in {"country", "currency"}
    return tr(COMPARES[_WHOLE.get(test, test) if is_whole else test])


def condition_text(condition: Condition, known: Names) -> str:
    """A condition: "Country is US or CA"."""
    compare = compare_word(condition.subject, condition.test)
    return tr("{subject} {compare} {value}", subject=tr(SUBJECTS[condition.subject]), compare=compare,
              value=_value(condition, known))  # fmt: skip


def _value(condition: Condition, known: Names) -> str:
    kind = KINDS[condition.subject]
    if kind is Kind.NUMBER:
        return f"{condition.number:,}"
    if kind is Kind.MONEY:
        return f"{condition.currency} {to_decimal(condition.number, condition.currency):,f}"
    words = known.channels if condition.subject == "channel" else CHOICES.get(condition.subject, {})
    return tr(" or ").join(tr(words.get(text, text)) for text in condition.texts)


def action_text(action: Action, known: Names) -> str:
    """An action: "add the tag vip"."""
    if action.deed is Deed.WAREHOUSE:
        return tr("leave from {name}", name=known.places.get(action.number, "?"))
    if action.deed is Deed.GIFT:
        return tr("add {n} × {sku} as a gift", n=action.number, sku=action.text)
    if action.deed is Deed.CARRIER:
        return tr("send with {name}", name=f"{action.text} {action.extra}".strip())
    if action.deed is Deed.NOTE:
        return tr("tell the packer “{text}”", text=action.text)
    return tr("add the tag {text}", text=action.text) if action.deed is Deed.TAG else tr("hold it for a look")


def rule_text(rule: Rule, known: Names) -> str:
    """The whole rule in a sentence."""
    does = tr(", ").join(action_text(action, known) for action in rule.actions)
    if not rule.conditions:
        return tr("Always: {does}", does=does)
    when = tr(" and ").join(condition_text(condition, known) for condition in rule.conditions)
    return tr("If {when}: {does}", when=when, does=does)


def difference_text(difference: Difference, known: Names) -> tuple[str, str, str]:
    """The field and its values before and after, in words; "—" for nothing."""
    values = (difference.before, difference.after)
    if difference.field == "warehouse_id":
        values = tuple(known.places.get(int(value), "?") if value else "" for value in values)  # type: ignore[assignment]
    if difference.field == "attention":
        values = tuple(_problems(value.split()) for value in values)  # type: ignore[assignment]
    before, after = (value or "—" for value in values)
    return tr(FIELDS[difference.field]), before, after


def _problems(codes: Sequence[str]) -> str:
    words = CHOICES["attention"]
    return tr(", ").join(tr(words.get(code, code)) for code in codes)
