"""What the columns of a file can mean, in the owner's words, and which meanings a file cannot do without.

The keys are the importer's canonical fields. No Qt here, and no reading: only names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shopdesk.base.i18n import N_, tr
from shopdesk.importing.formats import FIELDS

_LABELS: Mapping[str, str] = {
    "order_no": N_("Order number"),
    "placed_at": N_("Placed at"),
    "paid_at": N_("Paid at"),
    "shipped_at": N_("Shipped at"),
    "cancelled_at": N_("Cancelled at"),
    "ship_by": N_("Ship by"),
    "status": N_("Order status"),
    "payment_status": N_("Payment status"),
    "currency": N_("Currency"),
    "goods": N_("Goods amount"),
    "discount": N_("Discount"),
    "shipping": N_("Shipping charge"),
    "tax": N_("Tax"),
    "total": N_("Order total"),
    "refunded": N_("Refunded amount"),
    "payment_method": N_("Payment method"),
    "buyer_name": N_("Buyer name"),
    "buyer_login": N_("Buyer login"),
    "buyer_ref": N_("Buyer reference"),
    "buyer_email": N_("Buyer e-mail"),
    "buyer_phone": N_("Buyer phone"),
    "ship_name": N_("Consignee"),
    "ship_first_name": N_("Consignee first name"),
    "ship_last_name": N_("Consignee last name"),
    "ship_company": N_("Company"),
    "ship_phone": N_("Phone"),
    "ship_line1": N_("Street"),
    "ship_line2": N_("Address line 2"),
    "ship_line3": N_("Address line 3"),
    "ship_district": N_("District"),
    "ship_city": N_("City"),
    "ship_region": N_("State or province"),
    "ship_postcode": N_("Postcode"),
    "ship_country": N_("Country"),
    "ship_address": N_("Whole address in one cell"),
    "ship_service": N_("Shipping service"),
    "buyer_note": N_("Buyer's note"),
    "seller_note": N_("Seller's note"),
    "tags": N_("Tags"),
    "carrier": N_("Carrier"),
    "waybill": N_("Waybill number"),
    "line_id": N_("Line number"),
    "sku": N_("SKU"),
    "title": N_("Product title"),
    "options": N_("Options"),
    "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"),
    "line_total": N_("Line total"),
    "line_discount": N_("Line discount"),
    "line_tax": N_("Line tax"),
    "line_status": N_("Line status"),
    "asin": N_("ASIN"),
    "handle": N_("Product handle"),
    "parent_sku": N_("Parent SKU"),
    "variant_title": N_("Variant title"),
    "option1_name": N_("Option 1 name"),
    "option1_value": N_("Option 1 value"),
    "option2_name": N_("Option 2 name"),
    "option2_value": N_("Option 2 value"),
    "option3_name": N_("Option 3 name"),
    "option3_value": N_("Option 3 value"),
    "brand": N_("Brand"),
    "category": N_("Category"),
    "description": N_("Description"),
    "barcode": N_("Barcode"),
    "weight": N_("Weight"),
    "weight_unit": N_("Weight unit"),
    "cost": N_("Cost"),
    "price": N_("Price"),
    "compare_price": N_("Price before discount"),
    "warehouse": N_("Warehouse"),
    "image_url": N_("Picture address"),
    "external_id": N_("Platform id"),
    "url": N_("Web address"),
    "available": N_("Available"),
    "on_hand": N_("On hand"),
    "incoming": N_("Incoming"),
    "name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "company": N_("Company"),
    "line1": N_("Street"),
    "line2": N_("Address line 2"),
    "city": N_("City"),
    "region": N_("State or province"),
    "postcode": N_("Postcode"),
    "country": N_("Country"),
    "orders_count": N_("Number of orders"),
    "spent": N_("Amount spent"),
    "accepts_marketing": N_("Agrees to marketing"),
    "note": N_("Note"),
    "fulfilment": N_("Shipped by"),
    "channel": N_("Channel"),
    "line_shipping": N_("Line shipping"),
    "hs_code": N_("HS code"),
    "origin_country": N_("Country of origin"),
    "traits": N_("Traits"),
    "product_title": N_("Product title"),
    "partition": N_("Stock partition"),
    "kind": N_("Order kind"),
    "event_at": N_("Time of the event"),
    "place": N_("Place"),
    "text": N_("What the carrier says"),
    "handed_over_at": N_("Handed over"),
    "first_scan_at": N_("First scan"),
    "last_event_at": N_("Last news"),
    "delivered_at": N_("Delivered"),
    "lines": N_("Items"),
    "address": N_("Address"),
}

#: Every group needs at least one of its fields, or the file cannot be imported.
REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "orders": (("order_no",), ("total", "line_total", "unit_price", "goods", "quantity")),
    "products": (("sku", "title", "handle", "external_id"),),
    "stock": (("sku", "handle", "title", "barcode"),),
    "customers": (("external_id", "email", "phone", "name", "first_name"),),
    "tracking": (("waybill",), ("event_at",)),
}

TARGET_NAMES: Mapping[str, str] = {
    "orders": N_("orders"),
    "products": N_("products"),
    "stock": N_("stock"),
    "customers": N_("customers"),
    "tracking": N_("parcel tracking"),
    "returns": N_("returns"),
    "reviews": N_("reviews"),
    "ads": N_("advertising figures"),
    "traffic": N_("visitor figures"),
    "settlement": N_("platform settlements"),
    "feedback": N_("seller feedback"),
}


def field_label(key: str) -> str:
    """The name of a canonical field, or of a shop column made from it (``total_minor``, ``orders.ship_phone``)."""
    if key in _EXTRA:
        return tr(_EXTRA[key])
    key = key.rpartition(".")[2]
    for candidate in (
        key,
        key.removesuffix("_minor").removesuffix("_micros").removesuffix("_g"),
        key.removeprefix("listing_"),
    ):
        if candidate in _LABELS:
            return tr(_LABELS[candidate])
    return tr(_EXTRA.get(key, "")) or key.replace("_", " ")


_EXTRA: Mapping[str, str] = {
    "external_no": N_("Order number"),
    "shipment.state": N_("Parcel status"),
    "state": N_("Order status"),
    "source_status": N_("Order status"),
    "payment_state": N_("Payment status"),
    "sku_code": N_("SKU"),
    "attention": N_("Needs attention"),
    "items_summary": N_("Items"),
    "line_count": N_("Items"),
    "unit_count": N_("Quantity"),
    "external_line_id": N_("Line number"),
    "listing_quantity": N_("Quantity"),
}


def target_name(target: str) -> str:
    """What a file is about, in the plural and lower case, for the middle of a sentence."""
    return tr(TARGET_NAMES.get(target, "")) or target


def missing_groups(target: str, mapped: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The required groups none of whose fields is mapped."""
    return tuple(group for group in REQUIRED.get(target, ()) if not set(group) & set(mapped))


def is_required(target: str, field: str) -> bool:
    """Whether ``field`` is needed by itself (not merely as one of several)."""
    return (field,) in REQUIRED.get(target, ())


def fields_of(target: str) -> tuple[str, ...]:
    """Every canonical field a file of this kind may have, the needed ones first."""
    needed = [field for group in REQUIRED.get(target, ()) for field in group]
    return tuple(dict.fromkeys((*needed, *FIELDS.get(target, ()))))
