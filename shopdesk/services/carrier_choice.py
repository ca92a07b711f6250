"""Which service carries an order (R-O14): the buyer's own choice, else the cheapest that meets transit, goods, weight
and size. Says why every other service is not offered. A parcel that the owner decided about is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.carriers import plain_name
from shopdesk.domain.freight import Comparison, Offer, Parcel, Quote, Rejection, Size, compare, judge
from shopdesk.domain.orders import OPEN
from shopdesk.services import settings
from shopdesk.services.carriers import carrier_index, offers, shop_today
from shopdesk.services.parcel_measures import Measured, measure
from shopdesk.services.recording import Change, Recorder, recording
from shopdesk.storage.queries.order_steps import among
from shopdesk.storage.queries.paper import the_shop
from shopdesk.storage.tables import OwnerEdit, Shipment

_LOCK = "service_id"  # the field of a parcel that the owner types over by choosing


@dataclass(frozen=True, slots=True)
class ParcelOptions:
    """The services for one parcel.

    ``wanted``: what the buyer chose, with its price or what speaks against it; ``taken``: the service in force;
    ``unweighed``: things whose weight nobody knows, for which nothing can be compared. ``is_locked``: the owner chose,
    the parcel has its waybill or has left.
    """

    order_id: int
    order_no: str
    shipment_id: int | None
    weight_g: int | None
    size_mm: Size | None
    comparison: Comparison
    wanted: Quote | Rejection | None = None
    taken: int | None = None
    is_locked: bool = False
    unweighed: tuple[str, ...] = ()

    @property
    def suggested(self) -> Quote | None:
        """What :func:`choose_for` takes: the buyer's choice where it can be, else the cheapest that fits."""
        if self.wanted is not None:
            return self.wanted if isinstance(self.wanted, Quote) else None
        return self.comparison.best


@dataclass(frozen=True, slots=True)
class _Market:
    """What is the same for every parcel: the services, the shop's rules, today. ``compared``: parcels that are alike
    are compared once.
    """

    offers: tuple[Offer, ...]
    by_words: Mapping[str, Offer | None]
    country: str
    currency: str
    days_home: int
    days_abroad: int
    day: date
    compared: dict[Parcel, Comparison] = field(default_factory=dict)

    def most_days(self, country: str) -> int:
        return self.days_home if country == self.country else self.days_abroad


def options(session: Session, order_ids: Sequence[int]) -> list[ParcelOptions]:
    """Every parcel of the orders with the services that take it, and why the others do not."""
    return _all_options(session, _market(session), order_ids)


def _all_options(session: Session, market: _Market, order_ids: Sequence[int]) -> list[ParcelOptions]:
    parcels = measure(session, order_ids)
    locked = _locked(session, parcels)
    return [_options(parcel, market, locked) for parcel in parcels]


def choose_for(session: Session, order_ids: Sequence[int]) -> Change:
    """Give every parcel of ``order_ids`` its carrier and service, with the price asked, in one step.

    Left alone: what has left, has a waybill, has a carrier of the owner's or the file's, and what no service takes.
    Raises ``UserError("carriers_none_chosen")`` when nothing is left, ``carriers_no_prices`` without a price table.
    """
    market = _market(session)
    if not any(offer.rates for offer in market.offers):
        raise UserError("carriers_no_prices")
    found = _all_options(session, market, order_ids)
    ready = [(parcel, quote) for parcel in found if not parcel.is_locked and (quote := parcel.suggested) is not None]
    if not ready:
        raise UserError("carriers_none_chosen", n=len(found))
    orders = len({parcel.order_id for parcel, _ in ready})
    left = len({parcel.order_id for parcel in found}) - orders
    code = "carriers_chosen_some" if left else "carriers_chosen_many"
    with recording(session, code, n=orders, left=left) as step:
        _write(step, ready)
    return step.change


def choose(session: Session, order_id: int, service_id: int, *, shipment_id: int | None = None) -> Change:
    """The owner's own choice for a parcel, by default the first: it is locked from then on.

    Where the service has no price for it, none is kept. Raises ``UserError``: ``order_unknown``, ``service_unknown``,
    ``carrier_parcel_left``.
    """
    market = _market(session)
    offer = next((offer for offer in market.offers if offer.service_id == service_id), None)
    if offer is None:
        raise UserError("service_unknown")
    parcels = measure(session, [order_id])
    parcel = next((one for one in parcels if shipment_id in {None, one.shipment.id if one.shipment else None}), None)
    if parcel is None:
        raise UserError("order_unknown")
    if _has_left(parcel):
        raise UserError("carrier_parcel_left", order_no=parcel.source.order.external_no)
    quote = _judged(parcel, offer, market)
    values = _values(quote if isinstance(quote, Quote) else None, offer)
    with recording(session, "carrier_chosen", order_no=parcel.source.order.external_no, service=offer.name) as step:
        row = parcel.shipment
        if row is None:
            row = Shipment(order_id=parcel.source.order.id)
            step.insert(row)
        step.update(row, by_owner=True, **values)
    return step.change


def _market(session: Session) -> _Market:
    shop, rules = the_shop(session), settings.values(session)
    known = tuple(offers(session))
    return _Market(
        offers=known,
        by_words=_by_words(session, known),
        country=shop.country.upper(),
        currency=shop.currency,
        days_home=rules["carrier.transit_domestic_days"],
        days_abroad=rules["carrier.transit_abroad_days"],
        day=shop_today(session),
    )


def _by_words(session: Session, known: Sequence[Offer]) -> dict[str, Offer | None]:
    """What a buyer's choice is called → the service; ``None`` where several carriers call theirs so."""
    names: dict[str, Offer | None] = {}
    aliases: dict[str, list[str]] = defaultdict(list)
    by_carrier = carrier_index(session)
    own = {offer.carrier: by_carrier.get(plain_name(offer.carrier)) for offer in known}
    for alias, carrier_id in by_carrier.items():
        for carrier, row_id in own.items():
            if row_id == carrier_id:
                aliases[carrier].append(alias)
    for offer in known:
        service = plain_name(offer.service)
        for words in dict.fromkeys((service, *(alias + service for alias in aliases[offer.carrier]))):
            names[words] = None if words in names and names[words] is not offer else offer
    return names


def _options(parcel: Measured, market: _Market, locked: set[int]) -> ParcelOptions:
    order, shipment = parcel.source.order, parcel.shipment
    wanted = market.by_words.get(plain_name(order.ship_service)) if order.ship_service else None
    judged = _judged(parcel, wanted, market) if wanted is not None else None
    return ParcelOptions(
        order_id=order.id,
        order_no=order.external_no,
        shipment_id=shipment.id if shipment else None,
        weight_g=parcel.weight_g,
        size_mm=parcel.size_mm,
        comparison=_comparison(parcel, market),
        wanted=judged,
        taken=shipment.service_id if shipment else None,
        is_locked=_has_left(parcel) or (shipment is not None and _is_decided(shipment, locked)),
        unweighed=parcel.unweighed,
    )


def _judged(parcel: Measured, offer: Offer, market: _Market) -> Quote | Rejection | None:
    """What a service says to a parcel, however slow it is: somebody wants it. ``None``: the weight is not known."""
    if parcel.weight_g is None:
        return None
    return judge(_to_send(parcel, market), offer, max_days=offer.transit_days, day=market.day)


def _comparison(parcel: Measured, market: _Market) -> Comparison:
    if parcel.weight_g is None:
        return Comparison((), ())
    to_send = _to_send(parcel, market)
    if to_send not in market.compared:
        days = market.most_days(to_send.country)
        market.compared[to_send] = compare(
            to_send, market.offers, max_days=days, currency=market.currency, day=market.day
        )
    return market.compared[to_send]


def _to_send(parcel: Measured, market: _Market) -> Parcel:
    country = parcel.source.order.ship_country.upper() or market.country
    return Parcel(parcel.weight_g or 0, parcel.size_mm, country, parcel.goods)


def _has_left(parcel: Measured) -> bool:
    handed_over = parcel.shipment is not None and parcel.shipment.handed_over_at is not None
    return handed_over or parcel.source.order.state not in OPEN


def _is_decided(shipment: Shipment, locked: set[int]) -> bool:
    """The owner chose, the number stands already, or somebody else named the carrier."""
    foreign = bool(shipment.carrier) and shipment.service_id is None
    return shipment.id in locked or bool(shipment.waybill) or foreign


def _locked(session: Session, parcels: Iterable[Measured]) -> set[int]:
    ids = [parcel.shipment.id for parcel in parcels if parcel.shipment is not None]
    query = select(OwnerEdit.row_id).where(OwnerEdit.kind == Shipment.__tablename__, OwnerEdit.field == _LOCK)
    return set(session.scalars(query.where(among(OwnerEdit.row_id, ids))))


def _values(quote: Quote | None, offer: Offer) -> dict[str, Any]:
    return {
        "carrier": offer.carrier,
        "service": offer.service,
        "service_id": offer.service_id,
        "fee_quoted_minor": quote.price_minor if quote else None,
        "fee_currency": quote.currency if quote else "",
    }


def _write(step: Recorder, ready: Sequence[tuple[ParcelOptions, Quote]]) -> None:
    """Parcels of the same service and price are written together: hundreds in a few statements."""
    known: dict[tuple[int, int], list[int]] = defaultdict(list)
    quotes: dict[tuple[int, int], Quote] = {}
    new = []
    for parcel, quote in ready:
        values = _values(quote, quote.offer)
        if parcel.shipment_id is None:
            new.append({"order_id": parcel.order_id, "parcel_no": 1, "parcel_count": 1, **values})
        else:
            key = (quote.offer.service_id, quote.price_minor)
            known[key].append(parcel.shipment_id)
            quotes[key] = quote
    for key, ids in known.items():
        step.update_many(Shipment, ids, **_values(quotes[key], quotes[key].offer))
    step.insert_many(Shipment, new)
