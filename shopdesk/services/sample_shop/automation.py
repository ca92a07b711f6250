"""What the sample shop does by itself: if-then rules, one that runs and one that waits to be tried, and which shipped
orders its marketplaces were told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.catalog import declarations
from shopdesk.domain.order_rules import parse_rule, to_json
from shopdesk.services.sample_shop.catalogue import SampleSku
from shopdesk.storage.queries.batch_ship import EXPORTED
from shopdesk.storage.tables import Channel, Order, OrderEvent, OrderRule, Shipment

_Rows = list[dict[str, Any]]
_NAMES = {
    "abroad": {"en": "Parcels that leave the country", "zh_CN": "寄往境外的包裹"},
    "large": {"en": "Look at large first orders", "zh_CN": "首次大额订单先看一眼"},
}
_TAG = {"en": "abroad", "zh_CN": "境外"}
_NOTE = {"en": "Customs papers into the pouch outside", "zh_CN": "报关单放在外袋"}


def add_order_rules(session: Session, skus: Sequence[SampleSku], language: str) -> None:
    """Write the rules; the names are in ``language``."""
    abroad: _Rows = [{"subject": "destination", "test": "in", "texts": ["abroad"]}]
    papers: _Rows = [{"deed": "tag", "text": _TAG[language]}, {"deed": "note", "text": _NOTE[language]}]
    large: _Rows = [
        {"subject": "total", "test": "at_least", "number": 15_000, "currency": "EUR"},
        {"subject": "buyer", "test": "in", "texts": ["first"]},
    ]
    thanks: _Rows = [{"deed": "hold"}, {"deed": "gift", "text": skus[0].code, "number": 1}]
    declared = (("abroad", abroad, papers, True), ("large", large, thanks, False))
    for position, (key, conditions, actions, is_on) in enumerate(declared, 1):
        rule = parse_rule(_NAMES[key][language], conditions, actions)
        session.add(OrderRule(name=rule.name, position=position, is_on=is_on, **to_json(rule)))


def tell_marketplaces(session: Session, channels: Sequence[Channel], moment: datetime) -> None:
    """Everything that left more than two days before ``moment`` stood in a file for its marketplace."""
    layouts = {entry["channel"]: (key, entry) for key, entry in declarations("ship_templates")}
    for channel in channels:
        if channel.kind not in layouts:
            continue
        key, layout = layouts[channel.kind]
        shipped = select(Order.id, Order.shipped_at, Shipment.waybill).join(Shipment, Shipment.order_id == Order.id)
        before = moment - timedelta(days=2)
        for order_id, left_at, waybill in session.execute(
            shipped.where(Order.channel_id == channel.id, Order.shipped_at < before)
        ):
            assert left_at is not None
            params = {"key": key, "waybills": [waybill], "marketplace": layout["name"], "file": layout["file"]}
            event = OrderEvent(order_id=order_id, at=left_at + timedelta(hours=1), code=EXPORTED, params=params)
            session.add(event)
