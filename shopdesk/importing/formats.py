"""Import formats: declarations in ``resources/import_formats/<key>.toml``, one file a format.

This loads and checks them, and the owner's own mappings, which have the same shape. The schema (all but ``name``,
``target`` and ``[columns]`` may be left out)::

    name = { en = "Shopify orders", zh_CN = "Shopify 订单" }
    target = "orders"       # orders products stock customers tracking
                            # recognised, declined for now: returns reviews ads traffic settlement feedback
    channel = "shopify"     # kind of channel
    channel_name = "Shopify"       # the marketplace's own spelling: default name of a new channel
    country = ""            # ISO 3166: of addresses that name none
    currency = ""           # ISO 4217: of amounts when no column, heading or sign says it
    timezone = ""           # IANA ("Asia/Shanghai"): of times without offset; else the shop's
    generic = false         # true: guessed by synonyms; [columns] are the synonyms, matched with tolerance

    [lines]
    layout = "id_repeated"  # row_per_order | id_repeated | totals_repeated | totals_from_lines | id_blank
                            # | item_columns | packed_cell | row_per_unit | row_per_amount
    separator = ";"         # packed_cell: what stands between the items (";", ",", "\\n", "；")
    tax = "included"        # prices hold the tax; "added": total = goods - discount + shipping + tax.
                            # Where one format comes from both kinds of places: [tax_by_channel]
    discount = "amount"     # "signed": a negative number is a discount, a positive one makes the order dearer
    sum = ["total"]         # (rare) order amounts that each row gives for itself: added up, not the first row's
    add = { line_tax = ["shipping-tax"] }           # columns whose amounts are added to a money field …
    deduct = { line_shipping = ["ship-discount"] }  # … or taken off, whatever their sign (one line a row only)

    [columns]               # canonical field = accepted header names, best first
    order_no = ["Name"]     # "Name.2" is the second column of that name
    sku = ["Item {n} SKU"]  # item_columns: "{n}" stands for the number

    [detect]
    signature = ["Lineitem quantity"]   # names that tell this format from its neighbours: weigh three times
    required = ["order_no"]             # canonical fields without which the file is not this; default by target
    without = ["Lineitem name"]         # names that speak against it

    [read]
    date_order = "MDY"      # DMY MDY YMD, fixed by the platform: never asked
    decimal = ","           # likewise
    description_row = true  # the row below the header explains it
    footer = ["总计"]       # a row whose first filled cell starts so is skipped
    date_in_order_no = true # the order number begins with the day it was placed: 260517-6071…
    blank = ["not stocked"] # more texts that mean "nothing here"; case counts

    [status]                # source text, any case; trailing * = prefix → unpaid pending to_ship part_shipped
    "fulfilled" = "shipped" # shipped delivered completed cancelled refunded returned
    "" = "to_ship"          # what a row without a status is (a report of unshipped orders)
                            # tracking: the words of domain.tracking.TRACKED; trailing * as above
    [payment_status]        # the same for the payment column → unpaid paid part_refunded refunded disputed cancelled
    [line_status]           # → cancelled: the line stays, with quantity 0 in the totals
    [tax_by_channel]        # column `channel`, the marketplace's name → added included
    "amazon.com" = "added"
    [tax_by_currency]       # the same where the file names no marketplace; else [lines] tax
    [fulfilment]
    platform = ["Amazon", "AFN"]        # values of column `fulfilment`: the platform ships it, never the owner

    [stock]
    location_columns = true             # every column not mapped is a location (matrix) …
    other_columns = ["COO"]             # … but these
    partition = "normal"

Canonical fields: :data:`FIELDS`. Must not read data files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from shopdesk.base.catalog import declarations
from shopdesk.domain.intake import PAYMENTS, STATUSES
from shopdesk.domain.tracking import TRACKED


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ORDER_FIELDS = _names(
    """order_no placed_at paid_at shipped_at cancelled_at ship_by status payment_status fulfilment currency goods
    discount shipping
    tax total refunded payment_method buyer_name buyer_login buyer_ref buyer_email buyer_phone ship_name ship_first_name
    ship_last_name ship_company ship_phone ship_line1 ship_line2 ship_line3 ship_district ship_city ship_region
    ship_postcode
    ship_country ship_address ship_service buyer_note seller_note tags carrier waybill channel"""
)
LINE_FIELDS = _names(
    "line_id sku title options quantity unit_price line_total line_discount line_tax line_shipping line_status asin"
)
PRODUCT_FIELDS = _names(
    """handle sku parent_sku title options option1_name option1_value option2_name option2_value option3_name
    option3_value brand
    category description barcode weight weight_unit cost price compare_price currency quantity warehouse image_url tags
    external_id status url variant_title hs_code origin_country asin"""
)
STOCK_FIELDS = _names(
    """sku handle title options option1_name option1_value option2_name option2_value option3_name option3_value
    warehouse
    available on_hand incoming quantity barcode cost price currency asin"""
)
CUSTOMER_FIELDS = _names(
    """external_id name first_name last_name email phone company line1 line2 city region postcode country orders_count
    spent
    currency accepts_marketing note tags"""
)
TRACKING_FIELDS = _names("waybill carrier event_at status place text")
FIELDS: dict[str, tuple[str, ...]] = {
    "orders": ORDER_FIELDS + LINE_FIELDS,
    "products": PRODUCT_FIELDS,
    "stock": STOCK_FIELDS,
    "customers": CUSTOMER_FIELDS,
    "tracking": TRACKING_FIELDS,
}
DECLINED = ("returns", "reviews", "ads", "traffic", "settlement", "feedback")
LAYOUTS = _names(
    """row_per_order id_repeated totals_repeated totals_from_lines id_blank item_columns packed_cell row_per_unit
    row_per_amount"""
)
#: What the right-hand sides of a declaration's tables may say.
_ALLOWED = {
    "status": STATUSES,
    "payment_status": PAYMENTS,
    "line_status": ("cancelled",),
    "tax_by_channel": ("added", "included"),
    "tax_by_currency": ("added", "included"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "orders": ("order_no",),
    "products": (),
    "stock": (),
    "customers": (),
    "tracking": ("waybill", "event_at"),
}

_UNIT = (
    r"[+\-]?(?:元|件|個|个|kg|g|lbs?|oz|cm|mm|in|克|千克|公斤|斤|rmb|cny|usd|eur|gbp|jpy|aud|cad|sgd|myr|php|thb|idr|vnd|twd|hkd|"
    r"krw|inr|brl|mxn|pln|sek|ron|chf|aed|us\$|[$€£¥￥₱฿₫₩₹])"
)
_BRACKETED_UNIT = re.compile(rf"[(\[]\s*{_UNIT}\s*[)\]]")
_SPACING = re.compile(r"[\s\-_\u2010-\u2015\u2212'\"`\u2018\u2019\u201c\u201d:*\ufeff\u200b]+")


@lru_cache(maxsize=16_384)
def normal_name(header: str) -> str:
    """``header`` as compared: NFKC, no case, spaces, dashes, quotes, colons; brackets with a unit or currency
    removed."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _SPACING.sub("", _BRACKETED_UNIT.sub("", text))


@dataclass(frozen=True, slots=True)
class ReadHints:
    """``[read]`` of a declaration."""

    date_order: str = ""
    decimal: str = ""
    description_row: bool = False
    footer: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    date_in_order_no: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One declared format. ``columns``: canonical field → accepted names as written; compare with
    :func:`normal_name`."""

    key: str
    name: Mapping[str, str]
    target: str
    columns: Mapping[str, tuple[str, ...]]
    channel: str = ""
    channel_name: str = ""
    country: str = ""
    currency: str = ""
    timezone: str = ""
    generic: bool = False
    layout: str = "row_per_order"
    separator: str = ";"
    tax: str = "included"
    tax_by_channel: Mapping[str, str] = field(default_factory=dict)
    tax_by_currency: Mapping[str, str] = field(default_factory=dict)
    is_discount_signed: bool = False
    sum: tuple[str, ...] = ()
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deduct: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    read: ReadHints = field(default_factory=ReadHints)
    status: Mapping[str, str] = field(default_factory=dict)
    payment_status: Mapping[str, str] = field(default_factory=dict)
    line_status: Mapping[str, str] = field(default_factory=dict)
    platform_ships: tuple[str, ...] = ()
    location_columns: bool = False
    other_columns: tuple[str, ...] = ()
    partition: str = "normal"

    @property
    def accepted_names(self) -> tuple[tuple[str, ...], ...]:
        """Every header name that this format knows, as written, by where it is declared."""
        return (*self.columns.values(), *self.add.values(), *self.deduct.values(), self.signature)

    @property
    def declined(self) -> bool:
        """Recognised, but left to a later version."""
        return self.target in DECLINED


def _texts(values: Iterable[str] | str | None) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values or ())


def _columns(table: Mapping[str, Iterable[str] | str]) -> dict[str, tuple[str, ...]]:
    return {name: _texts(headers) for name, headers in table.items()}


def _lowered(table: Mapping[str, str]) -> dict[str, str]:
    return {unicodedata.normalize("NFKC", text).casefold().strip(): state for text, state in table.items()}


def _read_hints(read: Mapping[str, Any]) -> ReadHints:
    return ReadHints(
        date_order=read.get("date_order", ""),
        decimal=read.get("decimal", ""),
        description_row=read.get("description_row", False),
        footer=_texts(read.get("footer")),
        blank=_texts(read.get("blank")),
        date_in_order_no=read.get("date_in_order_no", False),
    )


def _check_values(key: str, entry: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a status or rule that nothing here knows."""
    own = {"status": tuple(map(str, TRACKED))} if entry["target"] == "tracking" else {}
    for table, allowed in (_ALLOWED | own).items():
        if unknown := sorted(set(entry.get(table, {}).values()) - set(allowed)):
            raise ValueError(f"{key}: [{table}] knows {', '.join(allowed)}; not {', '.join(map(repr, unknown))}")


def parse_format(key: str, entry: Mapping[str, Any]) -> Format:
    """A declaration (or a profile of the same shape) → :class:`Format`. Raises ``ValueError`` naming what is wrong
    with it."""
    target = entry["target"]
    if target not in FIELDS and target not in DECLINED:
        raise ValueError(f"{key}: unknown target {target!r}")
    lines, detect, stock = (entry.get(table, {}) for table in ("lines", "detect", "stock"))
    columns = _columns(entry.get("columns", {}))
    named = {*columns, *lines.get("add", {}), *lines.get("deduct", {})}
    unknown = named - set(FIELDS.get(target, named))
    if unknown:
        raise ValueError(f"{key}: unknown fields {sorted(unknown)}")
    layout = lines.get("layout", "row_per_order")
    if layout not in LAYOUTS:
        raise ValueError(f"{key}: unknown layout {layout!r}")
    _check_values(key, entry)
    name = entry.get("name", key)
    return Format(
        key=key,
        name={"en": name} if isinstance(name, str) else dict(name),
        target=target,
        columns=columns,
        channel=entry.get("channel", ""),
        channel_name=entry.get("channel_name", ""),
        country=entry.get("country", ""),
        currency=entry.get("currency", ""),
        timezone=entry.get("timezone", ""),
        generic=entry.get("generic", key.startswith("generic")),
        layout=layout,
        separator=lines.get("separator", ";"),
        tax=lines.get("tax", "included"),
        tax_by_channel=_lowered(entry.get("tax_by_channel", {})),
        tax_by_currency=_lowered(entry.get("tax_by_currency", {})),
        is_discount_signed=lines.get("discount", "amount") == "signed",
        sum=_texts(lines.get("sum")),
        add=_columns(lines.get("add", {})),
        deduct=_columns(lines.get("deduct", {})),
        signature=_texts(detect.get("signature")),
        required=_texts(detect.get("required")) or REQUIRED.get(target, ()),
        without=_texts(detect.get("without")),
        read=_read_hints(entry.get("read", {})),
        status=_lowered(entry.get("status", {})),
        payment_status=_lowered(entry.get("payment_status", {})),
        line_status=_lowered(entry.get("line_status", {})),
        platform_ships=tuple(text.casefold() for text in _texts(entry.get("fulfilment", {}).get("platform"))),
        location_columns=stock.get("location_columns", False),
        other_columns=_texts(stock.get("other_columns")),
        partition=stock.get("partition", "normal"),
    )


@cache
def formats() -> Mapping[str, Format]:
    """Every declared format by key."""
    return {key: parse_format(key, entry) for key, entry in declarations("import_formats")}


@cache
def known_names() -> frozenset[str]:
    """Every normalised header that some format knows."""
    names: set[str] = set()
    for declared in formats().values():
        for accepted in declared.accepted_names:
            names.update(normal_name(text) for text in accepted if "{n}" not in text)
    return frozenset(names)
