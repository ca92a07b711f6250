"""What printed paper needs of the shop, read in few statements for many orders. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.parcels import LEFT
from shopdesk.storage.queries.parcels import companions, contents
from shopdesk.storage.tables import (
    Bin,
    BinSku,
    Channel,
    Order,
    OrderLine,
    PrintJob,
    PrintJobItem,
    Product,
    Shipment,
    Shop,
    Sku,
    StockBalance,
    Warehouse,
    Wave,
)

_CHUNK = 500
_ON_SHELF = ("normal", "pending_shipment")
_T = TypeVar("_T")


@dataclass(slots=True)
class PaperOrder:
    """An order with everything that is printed of it; ``skus`` and ``products`` by SKU id.

    ``contents``: what is in the parcels of a split order, pieces by line id by parcel id. ``host``: the order in whose
    parcel this one travels; ``guests``: those that travel in this one's.
    """

    order: Order
    channel: Channel
    lines: list[OrderLine] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    skus: dict[int, Sku] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)
    contents: dict[int, dict[int, int]] = field(default_factory=dict)
    host: PaperOrder | None = None
    guests: list[PaperOrder] = field(default_factory=list)

    @property
    def parcel(self) -> Shipment | None:
        """Its first parcel, or the one it travels in."""
        source = self.host or self
        return source.shipments[0] if source.shipments else None

    @property
    def in_parcel(self) -> list[PaperOrder]:
        """All that lies in its parcels: the order and what travels along."""
        return [self, *self.guests]

    def gone(self, line_id: int) -> int:
        """Pieces of a line in parcels that have left already."""
        left = [shipment.id for shipment in self.shipments if shipment.state in LEFT]
        return sum(self.contents.get(shipment_id, {}).get(line_id, 0) for shipment_id in left)


def the_shop(session: Session) -> Shop:
    """The one row that says who the shop is."""
    return session.scalars(select(Shop)).one()


def paper_orders(session: Session, order_ids: Sequence[int]) -> list[PaperOrder]:
    """The orders of ``order_ids`` that exist, in that sequence, each once."""
    wanted = list(dict.fromkeys(order_ids))
    found: dict[int, PaperOrder] = {}
    channels = {channel.id: channel for channel in session.scalars(select(Channel))}
    for chunk in _chunks(wanted):
        for order in session.scalars(select(Order).where(Order.id.in_(chunk))):
            found[order.id] = PaperOrder(order, channels[order.channel_id])
        lines = select(OrderLine).where(OrderLine.order_id.in_(chunk)).order_by(OrderLine.order_id, OrderLine.line_no)
        for line in session.scalars(lines):
            found[line.order_id].lines.append(line)
        parcels = select(Shipment).where(Shipment.order_id.in_(chunk), Shipment.archived_at.is_(None))
        for shipment in session.scalars(parcels.order_by(Shipment.order_id, Shipment.parcel_no, Shipment.id)):
            found[shipment.order_id].shipments.append(shipment)
    orders = [found[order_id] for order_id in wanted if order_id in found]
    _add_contents(session, orders)
    _add_products(session, orders)
    return orders


def travelling_orders(session: Session, order_ids: Sequence[int]) -> list[PaperOrder]:
    """As :func:`paper_orders`, each tied to the orders that share its parcel, whether these were asked for or not."""
    together = companions(session, list(order_ids))
    by_id = {source.order.id: source for source in paper_orders(session, together)}
    hosts = {shipment.id: source for source in by_id.values() for shipment in source.shipments}
    for source in sorted(by_id.values(), key=lambda each: each.order.id):
        merged = next((parcel.merged_into_id for parcel in source.shipments if parcel.merged_into_id), None)
        if merged is not None and merged in hosts:
            source.host = hosts[merged]
            source.host.guests.append(source)
    return [by_id[order_id] for order_id in dict.fromkeys(order_ids) if order_id in by_id]


def _add_contents(session: Session, orders: Sequence[PaperOrder]) -> None:
    split = {parcel.id: source for source in orders if len(source.shipments) > 1 for parcel in source.shipments}
    for shipment_id, lines in contents(session, split).items() if split else ():
        split[shipment_id].contents[shipment_id] = lines


def _add_products(session: Session, orders: Sequence[PaperOrder]) -> None:
    sku_ids = {line.sku_id for order in orders for line in order.lines if line.sku_id is not None}
    known: dict[int, tuple[Sku, Product]] = {}
    for chunk in _chunks(sorted(sku_ids)):
        rows = session.execute(
            select(Sku, Product).join(Product, Sku.product_id == Product.id).where(Sku.id.in_(chunk))
        )
        known.update({sku.id: (sku, product) for sku, product in rows})
    for order in orders:
        for line in order.lines:
            if line.sku_id is not None and line.sku_id in known:
                order.skus[line.sku_id], order.products[line.sku_id] = known[line.sku_id]


def warehouses(session: Session) -> list[Warehouse]:
    """Places stock is kept at, the owner's own ones first."""
    rows = session.scalars(select(Warehouse).where(Warehouse.archived_at.is_(None)).order_by(Warehouse.id)).all()
    return sorted(rows, key=lambda row: (row.kind != "own", row.kind == "platform", row.id))


def stored_waves(session: Session, orders: Iterable[Order]) -> dict[int, Wave]:
    """The waves that these orders are picked in, by id."""
    ids = sorted({order.wave_id for order in orders if order.wave_id is not None})
    return {wave.id: wave for chunk in _chunks(ids) for wave in session.scalars(select(Wave).where(Wave.id.in_(chunk)))}


def shelf_stock(session: Session, sku_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Pieces on the shelf, free or kept for orders, by warehouse id and SKU id; what is not counted is absent."""
    stock: dict[int, dict[int, int]] = defaultdict(dict)
    for chunk in _chunks(sorted(set(sku_ids))):
        query = (
            select(StockBalance.warehouse_id, StockBalance.sku_id, func.sum(StockBalance.quantity))
            .where(StockBalance.sku_id.in_(chunk), StockBalance.partition.in_(_ON_SHELF))
            .group_by(StockBalance.warehouse_id, StockBalance.sku_id)
        )
        for warehouse_id, sku_id, quantity in session.execute(query):
            stock[warehouse_id][sku_id] = quantity
    return dict(stock)


def first_bins(session: Session, warehouse_id: int, sku_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The first bin of each SKU on the walk through a warehouse: code and sequence."""
    bins: dict[int, tuple[str, int]] = {}
    for chunk in _chunks(sorted(set(sku_ids))):
        query = (
            select(BinSku.sku_id, Bin.code, Bin.sequence)
            .join(Bin, Bin.id == BinSku.bin_id)
            .where(Bin.warehouse_id == warehouse_id, BinSku.sku_id.in_(chunk))
            .order_by(Bin.sequence.desc(), Bin.code.desc())
        )
        bins.update({sku_id: (code, sequence) for sku_id, code, sequence in session.execute(query)})
    return bins


def orders_sharing_waybills(session: Session, waybills: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those ``(carrier, waybill)`` pairs that stand on more than one order (R-O6)."""
    owners: dict[tuple[str, str], set[int]] = defaultdict(set)
    for chunk in _chunks(sorted({waybill for _, waybill in waybills})):
        query = select(Shipment.carrier, Shipment.waybill, Shipment.order_id).where(Shipment.waybill.in_(chunk))
        for carrier, waybill, order_id in session.execute(query):
            owners[carrier, waybill].add(order_id)
    return {pair for pair, orders in owners.items() if len(orders) > 1}


def printed_before(session: Session, document: str, order_ids: Sequence[int]) -> dict[tuple[int, int | None], datetime]:
    """``(order id, shipment id)`` of what this document was printed for already → when last (UTC)."""
    seen: dict[tuple[int, int | None], datetime] = {}
    for chunk in _chunks(sorted(set(order_ids))):
        query = (
            select(PrintJobItem.order_id, PrintJobItem.shipment_id, PrintJob.at)
            .join(PrintJob, PrintJob.id == PrintJobItem.job_id)
            .where(
                PrintJob.document == document,
                PrintJobItem.order_id.in_(chunk),
                PrintJobItem.position <= PrintJob.printed,
            )
            .order_by(PrintJob.at)
        )
        seen.update({(order_id, shipment_id): at for order_id, shipment_id, at in session.execute(query)})
    return seen


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
