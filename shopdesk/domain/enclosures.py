"""What lies in the parcel besides the goods: the shop card (D28) and the return slip (D30). Pure data for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shopdesk.domain.addresses import CUSTOMS_UNION
from shopdesk.domain.paper import PackingLine, ShopFrame

CARD_MM = (90.0, 54.0)
#: Where buyers at a distance may withdraw for 14 days whatever the shop says (2011/83/EU; UK SI 2013/3134).
_WITHDRAWAL = CUSTOMS_UNION - {"MC"} | {"IS", "LI", "NO", "GB"}
_WITHDRAWAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class ShopCard:
    """A card of the shop, in the ``language`` of the buyer. ``link``: what the QR code holds, ``""`` for none. The tip,
    the hint to members and the coupon are the owner's own texts, ``""`` when there are none.
    """

    shop_name: str
    thanks: str
    contact: tuple[str, ...]
    language: str
    link: str = ""
    care_tip: str = ""
    member_hint: str = ""
    coupon: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """What a buyer encloses when goods come back. ``send_by``: the last day, ``None`` before the delivery, then
    ``days`` after it; ``pays``: the caption that says who pays the postage.
    """

    number: str
    order_id: int
    order_no: str
    channel: str
    placed_on: date
    buyer_name: str
    return_name: str
    return_lines: tuple[str, ...]
    lines: tuple[PackingLine, ...]
    shop: ShopFrame
    days: int
    pays: str
    language: str
    send_by: date | None = None
    returns_policy: str = ""
    bilingual: bool = False


def return_days(days: int, *countries: str) -> int:
    """Days for returns after the delivery: the shop's own ``days``, at least 14 where one of ``countries`` (the shop's
    and the buyer's, ISO 3166 alpha-2) gives buyers the right to withdraw.
    """
    return max(days, _WITHDRAWAL_DAYS) if _WITHDRAWAL.intersection(map(str.upper, countries)) else days


def return_number(order_no: str) -> str:
    """The number of an order's return as it is printed and scanned (``R-1042``); never longer than bars can hold."""
    return f"R-{order_no.lstrip('#')}"[:40]


def web_link(website: str) -> str:
    """The shop's address as a camera understands it, ``""`` when there is none."""
    address = website.strip()
    if not address or "://" in address:
        return address
    return f"https://{address}"
