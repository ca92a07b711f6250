"""Shop cards (D28) and return slips (D30) from the shop. Prints nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.addresses import address_lines, has_cjk
from shopdesk.domain.enclosures import ReturnSlip, ShopCard, return_days, return_number, web_link
from shopdesk.domain.paper import PackingLine, printable
from shopdesk.services import settings
from shopdesk.services.labels import order_address, recipient
from shopdesk.services.packing_notes import buyer_language
from shopdesk.services.sender import shop_address
from shopdesk.services.shipping_papers import shop_frame
from shopdesk.storage.queries.paper import PaperOrder, paper_orders, the_shop
from shopdesk.storage.tables import Shop


def shop_cards_for(session: Session, order_ids: Sequence[int]) -> list[ShopCard]:
    """A card for each order, in its buyer's language (S2-T7-CARD). Where a text of the owner's is in another language
    than the card, the card's own stands there or none.
    """
    shop, rules = the_shop(session), settings.values(session)
    return [_card(source, shop, rules) for source in paper_orders(session, order_ids)]


def _card(source: PaperOrder, shop: Shop, rules: dict[str, Any]) -> ShopCard:
    language = buyer_language(order_address(source.order), shop)
    contact = (printable(part) for part in (shop.email, shop.phone, shop.website))
    return ShopCard(
        shop_name=printable(shop.name),
        thanks=_readable(shop.thank_you, language),
        contact=tuple(part for part in contact if part),
        language=language,
        link=web_link(printable(shop.website)),
        care_tip=_readable(rules["shop_card.care_tip"], language),
        member_hint=_readable(rules["shop_card.member_hint"], language),
        coupon=printable(rules["shop_card.coupon"]),
    )


def _readable(text: str, language: str) -> str:
    """The owner's text where the buyer can read it."""
    plain = printable(text)
    return plain if has_cjk(plain) == (language == "zh_CN") else ""


def return_slips_for(session: Session, order_ids: Sequence[int]) -> list[ReturnSlip]:
    """A slip for each order (D30, S1-5.2.1.3-BACK): back to the shop, by the end of its time for returns.

    Raises ``UserError``: ``slip_no_address`` while nobody has filled in where the shop is.
    """
    shop, rules = the_shop(session), settings.values(session)
    if not (shop.line1.strip() or shop.line2.strip()):
        raise UserError("slip_no_address")
    return [_slip(source, shop, rules) for source in paper_orders(session, order_ids)]


def _slip(source: PaperOrder, shop: Shop, rules: dict[str, Any]) -> ReturnSlip:
    order, zone = source.order, ZoneInfo(shop.timezone)
    frame = shop_frame(shop)
    language = buyer_language(order_address(order), shop)
    own = max(rules["returns.days"], rules["shipping.return_window_days"])  # what may come back is not completed
    days = return_days(own, shop.country, order.ship_country)
    arrivals = [parcel.delivered_at for parcel in source.shipments]
    delivered = max((at for at in arrivals if at is not None), default=None) if all(arrivals) else None
    return ReturnSlip(
        number=return_number(printable(order.external_no)),
        order_id=order.id,
        order_no=printable(order.external_no),
        channel=printable(source.channel.name),
        placed_on=order.placed_at.astimezone(zone).date(),
        buyer_name=recipient(order)[0],
        return_name=frame.name,
        return_lines=address_lines(shop_address(shop), order.ship_country.upper() or shop.country.upper(), language),
        lines=tuple(
            PackingLine(printable(line.sku_code), printable(line.title), printable(line.options), line.quantity)
            for line in source.lines
            if line.quantity > 0
        ),
        shop=replace(frame, language=language),
        days=days,
        pays=f"pays_{rules['returns.postage']}",
        language=language,
        send_by=(delivered + timedelta(days=days)).astimezone(zone).date() if delivered else None,
        returns_policy=_readable(shop.returns_policy, language),
    )
