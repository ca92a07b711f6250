"""The owner's own if-then rules for orders, and the limits platforms measure the shop by."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base, Dated


class OrderRule(Base, Dated):
    """If all ``conditions`` hold for a new order, do the ``actions``; rules run by ``position``."""

    __tablename__ = "order_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_on: Mapped[bool] = mapped_column(default=False)
    conditions: Mapped[list[dict[str, Any]]]
    actions: Mapped[list[dict[str, Any]]]


class PlatformLimit(Base):
    """A limit of a marketplace that the owner changed: ``limit_bp`` basis points over ``window_days``, from a day."""

    __tablename__ = "platform_limit"
    __table_args__ = (UniqueConstraint("channel_kind", "metric", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_kind: Mapped[str]
    metric: Mapped[str]
    limit_bp: Mapped[int]
    window_days: Mapped[int]
    valid_from: Mapped[date]
