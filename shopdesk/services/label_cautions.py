"""What is odd about labels that print nevertheless: said before printing, never in the way. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from shopdesk.base.i18n import current_language, message, tr
from shopdesk.domain.paper import Document, LabelData
from shopdesk.domain.waybills import waybill_warning
from shopdesk.lists.formatting import format_date
from shopdesk.services import settings
from shopdesk.services.packing import OrderPacking, has_materials, packing_of
from shopdesk.storage.queries.paper import orders_sharing_waybills, paper_orders, printed_before
from shopdesk.storage.tables import Shop

PACKING_MISSING = "packing_missing"
PRINTED_BEFORE = "label_printed_before"
_PIECES_SHOWN = 4


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
        if self.code == PACKING_MISSING:
            params["pieces"] = _pieces(params["pieces"])
        if "printed_at" in params:
            params["day"] = format_date(params["printed_at"], current_language(), params["timezone"])
        if "facts" in params:
            comma = "、" if current_language() == "zh_CN" else ", "
            params["facts"] = comma.join(message(f"shop_fact_{name}") for name in params["facts"])
        return message(self.code, order=self.order_no, **params)


def _pieces(lacking: Mapping[str, Sequence[str]]) -> str:
    """``VASE-1: a second layer of padding, filling for the gaps; CUP: …``."""
    comma = tr(", ")
    shown = [
        f"{sku}: {comma.join(message(f'pack_lack_{lack}') for lack in lacks)}"
        for sku, lacks in list(lacking.items())[:_PIECES_SHOWN]
    ]
    return "; ".join(shown) + (" …" if len(lacking) > _PIECES_SHOWN else "")


def cautions(session: Session, shop: Shop, labels: Sequence[LabelData]) -> tuple[Caution, ...]:
    """Those about all labels first: no sender, printed before; then wrong check digits and waybills that stand on two
    orders (R-O6).
    """
    if not labels:
        return ()
    return (
        *_sender(shop, labels),
        *_reprints(session, shop, labels),
        *packing_cautions(session, [label.order_id for label in labels]),
        *_waybills(session, labels),
    )


def packing_cautions(session: Session, order_ids: Sequence[int]) -> Iterator[Caution]:
    """What the recipes of these orders' goods lack (R-O12), to be asked about before printing."""
    if not has_materials(session) or not settings.get(session, "packing.ask_missing"):
        return
    sources = paper_orders(session, list(dict.fromkeys(order_ids)))
    packed = packing_of(session, sources)
    lacking = [source for source in sources if packed.get(source.order.id, OrderPacking()).lacks]
    if lacking:
        pieces = dict(lack for source in lacking for lack in packed[source.order.id].lacks)
        first = lacking[0].order
        params = {"orders": len(lacking), "pieces": pieces}
        yield Caution(first.id, first.external_no, PACKING_MISSING, params)


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
        params = {"count": len(again), "printed_at": last, "timezone": shop.timezone}
        yield Caution(again[0].order_id, again[0].order_no, PRINTED_BEFORE, params)


def _waybills(session: Session, labels: Sequence[LabelData]) -> Iterator[Caution]:
    pairs = {(label.carrier, label.waybill) for label in labels if label.waybill}
    shared = orders_sharing_waybills(session, pairs)
    for label in labels:
        if waybill_warning(label.waybill):
            yield Caution(label.order_id, label.order_no, "label_check_digit", {"waybill": label.waybill})
        if (label.carrier, label.waybill) in shared:
            params = {"waybill": label.waybill, "carrier": label.carrier}
            yield Caution(label.order_id, label.order_no, "waybill_twice", params)
