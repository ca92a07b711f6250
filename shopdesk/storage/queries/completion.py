"""Delivered orders that nobody waits for any more. Reads recent parcels, not every order of the past."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState, PaymentState
from shopdesk.domain.parcels import ParcelState
from shopdesk.storage.tables import Order, Shipment

_LOOKED_BACK = timedelta(days=180)  # handed over longer ago: the platform's own status completes it


def delivered_before(session: Session, moment: datetime, window_days: int) -> list[int]:
    """Delivered orders, not disputed, whose last parcel came more than ``window_days`` before ``moment``."""
    query = (
        select(Order.id)
        .join(Shipment, Shipment.order_id == Order.id)
        .where(
            Shipment.state == ParcelState.DELIVERED,
            Shipment.handed_over_at >= moment - _LOOKED_BACK,
            Order.state == OrderState.DELIVERED,
            Order.payment_state != PaymentState.DISPUTED,
        )
        .group_by(Order.id)
        .having(func.max(Shipment.delivered_at) < moment - timedelta(days=window_days))
        .order_by(Order.id)
    )
    return list(session.scalars(query))
