"""The hand-over sheet (S1-4.1.3.2-PICKUP): what a carrier takes along, to be signed. Prints and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.domain.addresses import country_name
from shopdesk.domain.paper import HandoverLine, HandoverSheet, printable
from shopdesk.domain.parcels import LEFT, TO_HAND_OVER
from shopdesk.services.labels import own_service
from shopdesk.services.shipping_papers import shop_frame
from shopdesk.storage.queries.paper import PaperOrder, the_shop, travelling_orders
from shopdesk.storage.tables import Shipment


def handover_sheets_for(session: Session, order_ids: Iterable[int]) -> list[HandoverSheet]:
    """One sheet for each carrier, of the parcels of these orders that wait to be handed over; when none waits any more,
    of those that have left (a sheet printed afterwards).
    """
    sources = [source for source in travelling_orders(session, list(order_ids)) if source.host is None]
    taken: dict[str, list[HandoverLine]] = defaultdict(list)
    for source, parcel in _parcels(sources):
        taken[printable(parcel.carrier)].append(_line(source, parcel))
    shop, moment = the_shop(session), now()
    local = moment.astimezone(ZoneInfo(shop.timezone))
    return [
        HandoverSheet(f"H{local:%Y%m%d-%H%M}-{number}", carrier, moment, tuple(lines), shop_frame(shop))
        for number, (carrier, lines) in enumerate(sorted(taken.items()), 1)
    ]


def _parcels(sources: Iterable[PaperOrder]) -> list[tuple[PaperOrder, Shipment]]:
    every = [(source, parcel) for source in sources for parcel in source.shipments if parcel.merged_into_id is None]
    waiting = [pair for pair in every if pair[1].state in TO_HAND_OVER]
    return waiting or [pair for pair in every if pair[1].state in LEFT]


def _line(source: PaperOrder, parcel: Shipment) -> HandoverLine:
    order = source.order
    return HandoverLine(
        order_id=order.id,
        shipment_id=parcel.id,
        order_nos=tuple(printable(each.order.external_no) for each in source.in_parcel),
        waybill=printable(parcel.waybill),
        service=own_service(parcel),
        recipient=printable(order.ship_name or order.buyer_name),
        place=" ".join(
            part for part in map(printable, (order.ship_postcode, order.ship_city or order.ship_region)) if part
        ),
        country=country_name(order.ship_country.upper()) if order.ship_country else "",
        parcel_no=parcel.parcel_no,
        parcel_count=max(parcel.parcel_count, len(source.shipments)),
        weight_g=parcel.weight_g,
    )
