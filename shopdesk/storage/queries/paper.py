"""What printed paper needs of the shop, read in few statements for many orders. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
)

_CHUNK = 500
_ON_SHELF = ("normal", "pending_shipment")
_T = TypeVar("_T")


@dataclass(slots=True)
class PaperOrder:
    """An order with everything that is printed of it; ``skus`` and ``products`` by SKU id."""

    order: Order
    channel: Channel
    lines: list[OrderLine] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    skus: dict[int, Sku] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)


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
    _add_products(session, orders)
    return orders


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
