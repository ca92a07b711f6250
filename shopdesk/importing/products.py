"""Product and listing rows → one staged SKU each. Variants repeat their product's handle; rows that only bring a
picture join the SKU above."""

from __future__ import annotations

from typing import Any

from shopdesk.importing.cells import Bad
from shopdesk.importing.entity import EntityReader, minor
from shopdesk.importing.frame import Counter
from shopdesk.importing.line_amounts import stable_hash
from shopdesk.importing.numbers import to_grams
from shopdesk.importing.plan import Plan
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter

_NO_VARIANT = frozenset(("default title", "default", ""))
_TELLING = (
    "sku",
    "title",
    "variant_title",
    "price",
    "barcode",
    "options",
    "option1_value",
    "option2_value",
    "external_id",
    "quantity",
)
_SHARED = ("title", "brand", "category", "description", "tags", "image_url")
_OPTION_NAMES = ("option1_name", "option2_name", "option3_name")
#: Staged column ← canonical fields that fill it.
_FILLED_BY = {
    "product_title": ("title",),
    "brand": ("brand",),
    "category": ("category",),
    "description": ("description",),
    "tags": ("tags",),
    "image_url": ("image_url",),
    "hs_code": ("hs_code",),
    "origin_country": ("origin_country",),
    "title": ("title", "variant_title"),
    "options": ("options", "option1_value"),
    "barcode": ("barcode",),
    "weight_g": ("weight",),
    "cost_minor": ("cost",),
    "price_minor": ("price",),
    "currency": ("currency", "price"),
    "external_id": ("external_id",),
    "listing_title": ("title",),
    "listing_price_minor": ("price",),
    "listing_quantity": ("quantity",),
    "listing_status": ("status",),
    "url": ("url",),
    "quantity": ("quantity",),
    "warehouse": ("warehouse",),
    "handle": ("handle", "parent_sku", "sku", "external_id", "title"),
    "sku_code": ("sku", "handle", "external_id", "title", "barcode"),
}


def option_text(values: dict[str, Any]) -> str:
    """``Color: Red / Size: M`` from up to three options; the given text when there is one; ``""`` for *Default
    Title*."""
    if values.get("options"):
        return str(values["options"])
    parts: list[str] = []
    for number in ("1", "2", "3"):
        value = values.get(f"option{number}_value") or ""
        if value.casefold() not in _NO_VARIANT:
            name = values.get(f"option{number}_name") or ""
            parts.append(f"{name}: {value}" if name and name.casefold() != "title" else value)
    return " / ".join(parts)


def option_values(values: dict[str, Any]) -> list[str]:
    """The bare option values, for a code when there is no SKU."""
    found = [str(values.get(f"option{number}_value") or "") for number in ("1", "2", "3")]
    return [value for value in found if value.casefold() not in _NO_VARIANT] or (
        [values["options"]] if values.get("options") else []
    )


def derived_code(values: dict[str, Any], handle: str) -> str:
    """The SKU code: the owner's, else ``handle/option/option``."""
    code = values.get("sku") or ""
    return code or "/".join([handle, *option_values(values)])


class ProductReader(EntityReader):
    """See :class:`EntityReader`."""

    target = "products"
    table = "staged_sku"

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        super().__init__(plan, writer, counter)
        self._products: dict[str, dict[str, Any]] = {}
        self._latest: dict[str, int] = {}
        self._parents: dict[str, int] = {}
        self._variants: dict[str, int] = {}
        self._keys: dict[tuple[str, str], tuple[int, int]] = {}  # (SKU, listing) → entity, hash of what it says
        self._repeated: tuple[str, bool] | None = None  # the row just read: its SKU, whether it says the same again
        self._unit = plan.columns.weight_unit()

    def columns(self) -> list[str]:
        """Staged columns that the file fills."""
        given = {"brand", "category"} & set(self.fields)
        return sorted(
            given | {column for column, names in _FILLED_BY.items() if any(name in self.fields for name in names)}
        )

    def problem(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """A row needs something to know its product by."""
        return None if _handle_of(values) or values.get("barcode") else ("product_no_key", "sku")

    def entities(self, values: dict[str, Any], row: Row) -> list[dict[str, Any]]:
        """One SKU; none when the row only adds a picture to the SKU above."""
        handle = _handle_of(values) or str(values.get("barcode"))
        shared = self._products.setdefault(handle, {})
        for name in (*_SHARED, *_OPTION_NAMES):
            if values.get(name) and not shared.get(name):
                shared[name] = values[name]
        if not any(values.get(name) not in ("", None) for name in _TELLING) and handle in self._latest:
            self._folded[self._latest[handle]] = self._folded.get(self._latest[handle], 0) + 1
            return []
        entity = self._entity(values, handle, shared)
        key = (entity["sku_code"], entity["external_id"])
        digest = stable_hash(tuple(entity.items()))
        first, first_digest = self._keys.setdefault(key, (self._next, digest))
        if first != self._next:
            self._folded[first] = self._folded.get(first, 0) + 1
            self._repeated = (entity["sku_code"], digest == first_digest)
            return []
        self._latest[handle] = self._next
        is_parent = not values.get("sku") and entity["price_minor"] is None and not entity["barcode"]
        (self._parents if is_parent else self._variants).setdefault(handle, self._next)
        return [entity]

    def finish(self) -> None:
        """A row without code and price above the variants of a listing is no SKU of its own: it counts with the first
        of them."""
        removed: list[tuple[int]] = []
        for handle, parent in self._parents.items():
            if (variant := self._variants.get(handle)) is not None:
                count = 1 + self._folded.pop(parent, 0)
                self._folded[variant] = self._folded.get(variant, 0) + count
                removed.append((parent,))
        super().finish()
        self.writer.update("DELETE FROM staged_sku WHERE id = ?", removed)

    def _fold(self, row: int, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same SKU of the same listing again has been counted with the first; here that is said."""
        if self._repeated is None:
            return super()._fold(row, found)
        sku_code, is_same = self._repeated
        self._repeated = None
        self.writer.warn(row, "duplicate_row" if is_same else "sku_repeated", "sku", {"value": sku_code})
        return []

    def _grams(self, values: dict[str, Any]) -> int | None:
        """The weight in grams; ``None`` when neither cell, row nor heading say in what it is measured."""
        unit = values.get("weight_unit") or self._unit
        text = str(values.get("weight") or "")
        grams = to_grams(text, unit, self.plan.decimal) if unit or _has_letters(text) else None
        return None if isinstance(grams, Bad) else grams

    def _entity(self, values: dict[str, Any], handle: str, shared: dict[str, Any]) -> dict[str, Any]:
        currency = values.get("currency") or self.plan.currency
        price = minor(values.get("price"), currency)
        title = values.get("variant_title") or ""
        grams = self._grams(values)
        product_title = shared.get("title") or values.get("title") or title or handle
        return {
            "handle": handle,
            "product_title": product_title,
            **{name: shared.get(name) or "" for name in ("brand", "category", "description", "tags", "image_url")},
            "hs_code": values.get("hs_code") or "",
            "origin_country": values.get("origin_country") or "",
            "sku_code": derived_code(values, handle),
            "title": title or values.get("title") or product_title,
            "options": option_text(values | {name: shared.get(name, "") for name in _OPTION_NAMES}),
            "barcode": values.get("barcode") or "",
            "weight_g": grams,
            "cost_minor": minor(values.get("cost"), currency),
            "price_minor": price,
            "currency": currency,
            "external_id": values.get("external_id") or values.get("asin") or "",
            "listing_title": values.get("title") or product_title,
            "listing_price_minor": price,
            "listing_quantity": values.get("quantity"),
            "listing_status": values.get("status") or "",
            "url": values.get("url") or "",
            "quantity": values.get("quantity"),
            "warehouse": values.get("warehouse") or "",
        }


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _handle_of(values: dict[str, Any]) -> str:
    """What groups the variants of a product. Where rows name their parent, the parent goes by its SKU, else by the
    platform's id."""
    own = ("sku", "external_id") if "parent_sku" in values else ("external_id", "sku")
    for name in ("handle", "parent_sku", *own, "title"):
        if values.get(name):
            return str(values[name]).removeprefix("id:")
    return ""
