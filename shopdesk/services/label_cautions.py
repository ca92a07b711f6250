"""What is odd about labels that print nevertheless: said before printing, never in the way. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shopdesk.base.i18n import current_language, message
from shopdesk.domain.paper import Document, LabelData
from shopdesk.domain.waybills import waybill_warning
from shopdesk.storage.queries.paper import orders_sharing_waybills, printed_before
from shopdesk.storage.tables import Shop


@dataclass(frozen=True, slots=True)
class Caution:
    """Something odd about a label that prints nevertheless; about several of them, the order is the first one's."""

    order_id: int
    order_no: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The warning in the current language."""
        params = dict(self.params)
        if "facts" in params:
            comma = "、" if current_language() == "zh_CN" else ", "
            params["facts"] = comma.join(message(f"shop_fact_{name}") for name in params["facts"])
        return message(self.code, order=self.order_no, **params)


def cautions(session: Session, shop: Shop, labels: Sequence[LabelData]) -> tuple[Caution, ...]:
    """Those about all labels first: no sender, printed before; then wrong check digits and waybills that stand on two
    orders (R-O6).
    """
    if not labels:
        return ()
    return (*_sender(shop, labels), *_reprints(session, shop, labels), *_waybills(session, labels))


def _sender(shop: Shop, labels: Sequence[LabelData]) -> Iterator[Caution]:
    lacking = {
        "name": any(not label.sender_name for label in labels),
        "address": not shop.line1.strip() and any(label.sender_is_shop for label in labels),
        "country": any(not label.origin for label in labels),
    }
    if facts := [name for name, is_lacking in lacking.items() if is_lacking]:
        yield Caution(labels[0].order_id, labels[0].order_no, "label_no_sender", {"facts": facts})


def _reprints(session: Session, shop: Shop, labels: Sequence[LabelData]) -> Iterator[Caution]:
    seen = printed_before(session, Document.LABEL, [label.order_id for label in labels])
    again = [label for label in labels if (label.order_id, label.shipment_id) in seen]
    if again:
        last = max(seen[label.order_id, label.shipment_id] for label in again)
        day = f"{last.astimezone(ZoneInfo(shop.timezone)):%Y-%m-%d}"
        params = {"count": len(again), "day": day}
        yield Caution(again[0].order_id, again[0].order_no, "label_printed_before", params)


def _waybills(session: Session, labels: Sequence[LabelData]) -> Iterator[Caution]:
    pairs = {(label.carrier, label.waybill) for label in labels if label.waybill}
    shared = orders_sharing_waybills(session, pairs)
    for label in labels:
        if waybill_warning(label.waybill):
            yield Caution(label.order_id, label.order_no, "label_check_digit", {"waybill": label.waybill})
        if (label.carrier, label.waybill) in shared:
            params = {"waybill": label.waybill, "carrier": label.carrier}
            yield Caution(label.order_id, label.order_no, "waybill_twice", params)
