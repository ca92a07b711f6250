"""Orders, their lines, parcels and events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base, Dated, FromImport


def _where(condition: str) -> dict[str, Any]:
    """A partial index. Naming a second dialect here would import it at every start (40 ms)."""
    return {"sqlite_where": text(condition)}


#: Each ends with ``archived_at`` and what its condition tests: only then SQLite answers a list from the index.
_LIST_INDEXES = (
    Index("ix_orders_placed_at", "placed_at", "id", "state", "archived_at", **_where("archived_at IS NULL")),
    Index("ix_orders_state", "state", "placed_at", "id", "archived_at", **_where("archived_at IS NULL")),
    Index("ix_orders_archived", "placed_at", "id", "archived_at", **_where("archived_at IS NOT NULL")),
    Index("ix_orders_wave", "wave_id", **_where("wave_id IS NOT NULL")),
    Index(
        "ix_orders_attention", "placed_at", "id", "attention", "archived_at",
        **_where("archived_at IS NULL AND attention != ''"),
    ),
)  # fmt: skip


class Order(Base, Dated, FromImport):
    """An order as the owner works on it. Amounts in minor units of ``currency``; ``external_no``: the platform's.

    ``attention`` holds the open problems, space-separated (``domain.orders.Attention``), ``""`` when there are none;
    ``items_summary``, ``line_count`` and ``unit_count`` are kept from the lines so that a list never joins them;
    ``source_hash`` is of what the last import said, so that the same row again is known as "unchanged" at once.
    ``review_due_at`` (R-O1) and ``verified``, the ticks that were set by hand (R-O2, space-separated);
    ``warehouse_id`` where it is to leave from when the owner or a rule says so; ``wave_id`` with which it is picked.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_no"),
        *_LIST_INDEXES,
        Index("ix_orders_external_no", "external_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    external_no: Mapped[str]
    kind: Mapped[str] = mapped_column(default="b2c")
    state: Mapped[str]
    source_status: Mapped[str] = mapped_column(default="")
    attention: Mapped[str] = mapped_column(default="")

    placed_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    ship_by: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    imported_at: Mapped[datetime | None]

    currency: Mapped[str]
    goods_minor: Mapped[int] = mapped_column(default=0)
    discount_minor: Mapped[int] = mapped_column(default=0)
    shipping_minor: Mapped[int] = mapped_column(default=0)
    tax_minor: Mapped[int] = mapped_column(default=0)
    total_minor: Mapped[int] = mapped_column(default=0)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    payment_state: Mapped[str] = mapped_column(default="paid")
    payment_method: Mapped[str] = mapped_column(default="")

    buyer_name: Mapped[str] = mapped_column(default="")
    buyer_login: Mapped[str] = mapped_column(default="")
    buyer_ref: Mapped[str] = mapped_column(default="")
    buyer_email: Mapped[str] = mapped_column(default="")
    buyer_phone: Mapped[str] = mapped_column(default="")
    ship_name: Mapped[str] = mapped_column(default="")
    ship_company: Mapped[str] = mapped_column(default="")
    ship_phone: Mapped[str] = mapped_column(default="")
    ship_line1: Mapped[str] = mapped_column(default="")
    ship_line2: Mapped[str] = mapped_column(default="")
    ship_line3: Mapped[str] = mapped_column(default="")
    ship_district: Mapped[str] = mapped_column(default="")
    ship_city: Mapped[str] = mapped_column(default="")
    ship_region: Mapped[str] = mapped_column(default="")
    ship_postcode: Mapped[str] = mapped_column(default="")
    ship_country: Mapped[str] = mapped_column(default="")
    ship_service: Mapped[str] = mapped_column(default="")
    buyer_note: Mapped[str] = mapped_column(default="")
    seller_note: Mapped[str] = mapped_column(default="")
    tags: Mapped[str] = mapped_column(default="")

    line_count: Mapped[int] = mapped_column(default=0)
    unit_count: Mapped[int] = mapped_column(default=0)
    items_summary: Mapped[str] = mapped_column(default="")
    source_row: Mapped[int | None]
    source_hash: Mapped[str] = mapped_column(default="")

    review_due_at: Mapped[datetime | None]
    verified: Mapped[str] = mapped_column(default="", server_default="")
    warehouse_id: Mapped[int | None]
    wave_id: Mapped[int | None]


class OrderLine(Base):
    """One thing ordered. ``unit_price_micros`` in millionths of the major unit; ``total_minor``: as paid.

    ``is_gift``: put in by the shop (a rule or by hand), not ordered; imports leave it alone.
    """

    __tablename__ = "order_line"
    __table_args__ = (Index("ix_order_line_order", "order_id", "line_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    line_no: Mapped[int]
    external_line_id: Mapped[str] = mapped_column(default="")
    sku_id: Mapped[int | None] = mapped_column(index=True)
    sku_code: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int]
    unit_price_micros: Mapped[int] = mapped_column(default=0)
    discount_minor: Mapped[int] = mapped_column(default=0)
    tax_minor: Mapped[int] = mapped_column(default=0)
    total_minor: Mapped[int] = mapped_column(default=0)
    source_status: Mapped[str] = mapped_column(default="")
    source_row: Mapped[int | None]
    is_gift: Mapped[bool] = mapped_column(default=False, server_default="0")


class Shipment(Base, Dated, FromImport):
    """A parcel of an order (SM-SHIPMENT). Grams, millimetres; fees in minor units of ``fee_currency``.

    ``merged_into_id``: what is in it travels in another order's parcel. ``expected_on`` is a day of the shop (R-O8).
    ``billed_ref`` names the carrier's bill that ``fee_billed_minor`` stands on.
    """

    __tablename__ = "shipment"
    __table_args__ = (
        Index("ix_shipment_carrier_waybill", "carrier", "waybill"),
        Index("ix_shipment_waybill", "waybill"),
        Index("ix_shipment_merged_into", "merged_into_id", **_where("merged_into_id IS NOT NULL")),
        Index("ix_shipment_state", "state", "handed_over_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    parcel_no: Mapped[int] = mapped_column(default=1)
    parcel_count: Mapped[int] = mapped_column(default=1)
    carrier: Mapped[str] = mapped_column(default="")
    service: Mapped[str] = mapped_column(default="")
    waybill: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="created")
    weight_g: Mapped[int | None]
    label_printed_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]

    service_id: Mapped[int | None]
    merged_into_id: Mapped[int | None]
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    pickup: Mapped[str] = mapped_column(default="", server_default="")
    packed_at: Mapped[datetime | None]
    first_scan_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime | None]
    expected_on: Mapped[date | None]
    delivered_at: Mapped[datetime | None]
    fee_quoted_minor: Mapped[int | None]
    fee_billed_minor: Mapped[int | None]
    fee_currency: Mapped[str] = mapped_column(default="", server_default="")
    billed_ref: Mapped[str] = mapped_column(default="", server_default="")


class ShipmentLine(Base):
    """What of an order is in which of its parcels, where the order is split; a parcel without any holds all of it."""

    __tablename__ = "shipment_line"
    __table_args__ = (UniqueConstraint("shipment_id", "order_line_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id", ondelete="CASCADE"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int]


class OrderEvent(Base):
    """What happened to an order, oldest first: the timeline. ``code`` is a message key, ``params`` fill it."""

    __tablename__ = "order_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    code: Mapped[str]
    params: Mapped[dict[str, Any] | None]
