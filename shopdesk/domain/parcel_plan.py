"""Which orders may travel in one parcel, and how an order is dealt out to several. Pure: nothing is looked up here."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopdesk.base.errors import UserError
from shopdesk.domain.masking import is_masked

_PHONE_DIGITS = 8  # the end of a number: with and without the country's code it is the same


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that has not left. ``buyer`` and ``address`` are keys (:func:`buyer_key`, :func:`address_key`), ``""``
    when they say too little; ``place``: what else must be equal, such as the warehouse it leaves from.
    """

    order_id: int
    buyer: str
    address: str
    placed_at: datetime
    place: str = ""


def buyer_key(name: str, phone: str, email: str, login: str) -> str:
    """Who buys, as comparable text: the name with a phone, mail address or login; ``""`` when masked or unsaid."""
    digits = "".join(c for c in phone if c.isdigit())[-_PHONE_DIGITS:]
    contact = digits or email.strip().casefold() or login.strip().casefold()
    if not name.strip() or not contact or is_masked(name) or is_masked(phone or email or login):
        return ""
    return f"{_plain(name)}|{contact}"


def address_key(lines: Sequence[str], city: str, postcode: str, country: str) -> str:
    """Where it goes, as comparable text: case, spaces and punctuation aside. ``""`` when masked or without a street."""
    street = "".join(lines)
    if not street.strip() or is_masked(street) or is_masked(city):
        return ""
    return "|".join(_plain(part) for part in (street, city, postcode, country))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


def merge_groups(waiting: Iterable[Waiting], window: timedelta) -> tuple[tuple[int, ...], ...]:
    """Orders of the same buyer to the same address, each group placed within ``window`` of its first order; at least
    two in a group, oldest first. Exactly at the end of the window still belongs to it.
    """
    alike: dict[tuple[str, str, str], list[Waiting]] = defaultdict(list)
    for order in sorted(waiting, key=lambda each: (each.placed_at, each.order_id)):
        if order.buyer and order.address:
            alike[order.buyer, order.address, order.place].append(order)
    groups: list[tuple[int, ...]] = []
    for orders in alike.values():
        group: list[Waiting] = []
        for order in orders:
            if group and order.placed_at - group[0].placed_at > window:
                groups.append(tuple(each.order_id for each in group))
                group = []
            group.append(order)
        groups.append(tuple(each.order_id for each in group))
    return tuple(group for group in groups if len(group) > 1)


def check_split(ordered: Mapping[int, int], parts: Sequence[Mapping[int, int]]) -> None:
    """Whether ``parts`` (quantity by order line, one mapping a parcel) are the whole order and no parcel is empty.

    Raises ``UserError``: ``split_empty`` (a parcel holds nothing), ``split_sum`` (Σ differs from what was ordered),
    ``split_line_unknown``.
    """
    dealt: dict[int, int] = defaultdict(int)
    for number, part in enumerate(parts, 1):
        if any(quantity < 0 for quantity in part.values()) or not any(part.values()):
            raise UserError("split_empty", parcel=number)
        for line, quantity in part.items():
            if line not in ordered:
                raise UserError("split_line_unknown")
            dealt[line] += quantity
    if {line: dealt[line] for line in ordered} != dict(ordered):
        raise UserError("split_sum", ordered=sum(ordered.values()), dealt=sum(dealt.values()))
