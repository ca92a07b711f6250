"""What follows an order: exceptions, tracking, refunds, invoices, installations; and the tasks that come of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.base.clock import now
from shopdesk.storage.tables.base import Base, FromImport


class OrderException(Base):
    """Why an order cannot go on, what was proposed, how it ended (R-O3)."""

    __tablename__ = "order_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class ExceptionContact(Base):
    """A word with the customer about an exception. ``method``: phone, email, chat, other."""

    __tablename__ = "exception_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    exception_id: Mapped[int] = mapped_column(ForeignKey("order_exception.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    method: Mapped[str] = mapped_column(default="phone")
    text: Mapped[str] = mapped_column(default="")


class TrackingEvent(Base, FromImport):
    """What a carrier says of a parcel. ``status`` is a word of SM-SHIPMENT or ``""`` when it says none."""

    __tablename__ = "tracking_event"
    __table_args__ = (UniqueConstraint("shipment_id", "at", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")


class Refund(Base):
    """Money that goes back to a buyer. The clock starts at ``started_at`` (R-O9). Minor units of ``currency``."""

    __tablename__ = "refund"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(default="")


class InvoiceRequest(Base):
    """A buyer wants an invoice (R-O11). ``kind``: personal or company. Minor units of ``currency``."""

    __tablename__ = "invoice_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="personal")
    title: Mapped[str]
    tax_no: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(default=now)
    issued_at: Mapped[datetime | None]
    issued_no: Mapped[str] = mapped_column(default="")


class Installation(Base):
    """A first installation at the buyer's (R-O15). ``outlet``: who does it."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    requested_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    outlet: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class Task(Base):
    """Something to do (SM-TASK): raised once by a rule or by hand, closed by itself or by the owner.

    ``key`` is unique for a subject and period, so that the same finding never makes two. ``kind`` has a message
    ``task_<kind>`` that ``params`` fill. ``stake_minor``: what waiting puts at risk, in the shop's currency.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "due_at", "id", sqlite_where=text("state = 'due'")),
        Index("ix_task_order", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    shipment_id: Mapped[int | None] = mapped_column(ForeignKey("shipment.id", ondelete="CASCADE"))
    params: Mapped[dict[str, Any] | None]
    stake_minor: Mapped[int | None]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="due")
    snoozed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
