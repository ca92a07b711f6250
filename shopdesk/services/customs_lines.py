"""What the lines of a parcel declare to customs (R-O13): what was paid for each piece, discounts shared out exactly;
what was not sold at its market value. And what its products lack for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.customs import hs_fault, name_fault, net_values, origin_fault, unit_values, value_fault
from shopdesk.domain.intake import OrderFacts, discount_outside_lines
from shopdesk.domain.orders import OrderKind
from shopdesk.domain.paper import printable
from shopdesk.services.parcel_measures import Measured
from shopdesk.storage.queries.paper import PaperOrder
from shopdesk.storage.tables import OrderLine, Product, Sku

_SOLD = {OrderKind.B2C, OrderKind.B2B}
_TOLERANCE = 1

Prices = Mapping[tuple[int, int], tuple[int, str]]  # (SKU id, channel id or 0) → minor units, currency


@dataclass(frozen=True, slots=True)
class Declared:
    """A line as it is declared: ``units``: the value of each piece, minor units (empty: nobody knows it). ``subject``:
    what the owner calls the thing.
    """

    subject: str
    sku_code: str
    sku_id: int | None
    product_id: int | None
    name: str
    hs_code: str
    origin: str
    piece_g: int
    units: tuple[int, ...]

    @property
    def net_g(self) -> int:
        """Grams of all its pieces."""
        return self.piece_g * len(self.units)


def declared_lines(parcel: Measured, prices: Prices) -> list[Declared]:
    """The lines of a parcel, of the orders that share it too. Of a split order, each parcel declares its own pieces."""
    found = []
    for source in parcel.source.in_parcel:
        for line, units in _paid(source, prices):
            here = _slice(source, parcel, line, units)
            if here != ():
                found.append(_declared(source, line, here))
    return found


def _paid(source: PaperOrder, prices: Prices) -> Iterator[tuple[OrderLine, tuple[int, ...] | None]]:
    """Each line with the value of each of its pieces; ``None`` where nobody knows one."""
    order, lines = source.order, [line for line in source.lines if line.quantity > 0]
    totals = [max(0, line.total_minor) for line in lines]
    facts = OrderFacts(
        goods_minor=sum(totals),
        discount_minor=abs(order.discount_minor),
        shipping_minor=order.shipping_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
    )
    values = net_values(totals, discount_outside_lines(facts, _TOLERANCE) or 0)
    for line, value in zip(lines, values, strict=True):
        market = _market(source, line, prices)
        if order.kind in _SOLD and value > 0:
            yield line, tuple(unit_values(value, line.quantity))
        elif market is not None and not value_fault(market * line.quantity, value):
            yield line, (market,) * line.quantity
        else:
            yield line, tuple(unit_values(value, line.quantity)) if value > 0 else None


def _market(source: PaperOrder, line: OrderLine, prices: Prices) -> int | None:
    """What a piece sells for in the order's currency: on its channel, else by the catalogue."""
    for channel in (source.order.channel_id, 0):
        found = prices.get((line.sku_id or 0, channel))
        if found is not None and found[1] == source.order.currency and found[0] > 0:
            return found[0]
    return None


def _slice(
    source: PaperOrder, parcel: Measured, line: OrderLine, units: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """The pieces of a line that are in this parcel, after those in the parcels before it; none: ``()``."""
    if parcel.shipment is None or parcel.shipment.id not in source.contents:
        return units
    before = 0
    for shipment in source.shipments:
        count = source.contents.get(shipment.id, {}).get(line.id, 0)
        if shipment.id == parcel.shipment.id:
            return () if not count else units if units is None else units[before : before + count]
        before += count
    return ()


def _declared(source: PaperOrder, line: OrderLine, units: tuple[int, ...] | None) -> Declared:
    sku: Sku | None = source.skus.get(line.sku_id or 0)
    product: Product | None = source.products.get(line.sku_id or 0)
    return Declared(
        subject=printable(line.sku_code or line.title),
        sku_code=printable(sku.code if sku else line.sku_code),
        sku_id=sku.id if sku else None,
        product_id=product.id if product else None,
        name=printable(product.customs_name_en) if product else "",
        hs_code=product.hs_code if product else "",
        origin=product.origin_country.upper() if product else "",
        piece_g=(sku.weight_g or 0) if sku else 0,
        units=units or (),
    )


def faults(lines: Sequence[Declared]) -> list[tuple[str, str, str]]:
    """What the lines lack: message code, what the owner calls the thing, the field to fill in (``"hs_code:12"``)."""
    if not lines:
        return [("customs_nothing", "", "")]
    return [fault for line in lines for fault in _faults(line)]


def _faults(line: Declared) -> Iterable[tuple[str, str, str]]:
    if line.product_id is None:
        yield "customs_no_product", line.subject, ""
        return
    checks = (
        (name_fault(line.name), f"customs_name_en:{line.product_id}"),
        (hs_fault(line.hs_code), f"hs_code:{line.product_id}"),
        (origin_fault(line.origin), f"origin_country:{line.product_id}"),
        ("" if line.piece_g else "customs_no_weight", f"weight_g:{line.sku_id}"),
        ("" if line.units else "customs_no_value", ""),
    )
    yield from ((code, line.subject, field) for code, field in checks if code)
