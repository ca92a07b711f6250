"""What goes on customs papers, as frozen values: the postal declaration (D06) and the invoice (D07). Ready to be shown:
amounts are worded, names cleaned. Built by ``services.customs_papers``, drawn by ``printing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shopdesk.domain.customs import Category, CustomsForm
from shopdesk.domain.paper import ShopFrame


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or recipient as it is printed; ``references``: caption key and number (VAT, EORI, IOSS)."""

    name: str
    lines: tuple[str, ...]
    company: str = ""
    phone: str = ""
    email: str = ""
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CustomsLine:
    """Pieces of one thing at one price: net weight in kilograms, amounts worded without their currency."""

    sku_code: str
    description: str
    quantity: int
    net_kg: str
    unit: str
    value: str
    hs_code: str
    origin: str
    origin_name: str


@dataclass(frozen=True, slots=True)
class CustomsPaper:
    """A parcel that crosses a customs border: what both papers say of it.

    ``value_minor`` in minor units of ``currency``; ``goods``, ``freight`` and ``total`` are worded amounts;
    ``is_proforma``: nothing was sold.
    """

    order_id: int
    shipment_id: int | None
    order_no: str
    form: CustomsForm
    category: Category
    day: date
    currency: str
    value_minor: int
    lines: tuple[CustomsLine, ...]
    net_kg: str
    gross_kg: str
    goods: str
    freight: str
    total: str
    sender: Party
    recipient: Party
    shop: ShopFrame
    destination: str = ""
    carrier: str = ""
    waybill: str = ""
    incoterm: str = ""
    payment: str = ""
    is_proforma: bool = False
    parcel_no: int = 1
    parcel_count: int = 1

    @property
    def units(self) -> int:
        """Pieces in the parcel."""
        return sum(line.quantity for line in self.lines)
