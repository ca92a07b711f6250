"""Stock rows → one staged balance each; matrix files → one a filled location cell. Blank means "not kept here", never
zero."""

from __future__ import annotations

from typing import Any

from shopdesk.importing.cells import Bad, to_line
from shopdesk.importing.entity import EntityReader, minor
from shopdesk.importing.frame import Counter
from shopdesk.importing.plan import Plan
from shopdesk.importing.products import derived_code, option_text
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter

_KEY = ("sku_code", "handle", "options", "warehouse", "partition")


class StockReader(EntityReader):
    """See :class:`EntityReader`."""

    target = "stock"
    table = "staged_stock"

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        super().__init__(plan, writer, counter)
        self._keys: dict[tuple[Any, ...], int] = {}
        self._quantities: dict[int, int] = {}
        self._changed: set[int] = set()
        self._count = plan.converter("quantity")

    def columns(self) -> list[str]:
        """Staged columns that the file fills."""
        filled_by = {
            "title": "title",
            "barcode": "barcode",
            "price_minor": "price",
            "cost_minor": "cost",
            "warehouse": "warehouse",
        }
        given = {column for column, name in filled_by.items() if name in self.fields}
        given |= {"warehouse"} if self.plan.columns.locations else set()
        return sorted(given | {"quantity", "sku_code"})

    def problem(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """A row needs a SKU or what makes one."""
        has_key = any(values.get(name) for name in ("sku", "handle", "title", "barcode", "asin"))
        return None if has_key else ("stock_no_sku", "sku")

    def entities(self, values: dict[str, Any], row: Row) -> list[dict[str, Any]]:
        """One balance, or one a location; a SKU in no location is one balance without a quantity."""
        base = self._base(values)
        if not self.plan.columns.locations:
            quantity = next(
                (values[name] for name in ("available", "on_hand", "quantity") if values.get(name) is not None), None
            )
            return [{**base, "warehouse": values.get("warehouse") or "", "quantity": quantity}]
        found: list[dict[str, Any]] = []
        for place, column in self.plan.columns.locations.items():
            quantity = self._count[row[column]]
            if isinstance(quantity, Bad):
                self._odd_cells.append((quantity.code, place, to_line(row[column])[:80]))
            elif quantity is not None:
                found.append({**base, "warehouse": place, "quantity": quantity})
        return found or [{**base, "warehouse": "", "quantity": None}]

    _odd_cells: list[tuple[str, str, str]]

    def _base(self, values: dict[str, Any]) -> dict[str, Any]:
        self._odd_cells = []
        currency = values.get("currency") or self.plan.currency
        handle = (
            values.get("handle")
            or values.get("sku")
            or values.get("title")
            or values.get("barcode")
            or values.get("asin")
            or ""
        )
        return {
            "sku_code": derived_code(values, handle),
            "handle": values.get("handle") or "",
            "title": values.get("title") or "",
            "options": option_text(values),
            "partition": self.plan.format.partition,
            "price_minor": minor(values.get("price"), currency),
            "cost_minor": minor(values.get("cost"), currency),
            "currency": currency,
            "barcode": values.get("barcode") or "",
        }

    def _fold(self, row: int, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows of the same SKU and place: the same quantity again is a repetition, another one is added."""
        for code, place, value in self._odd_cells:
            self.writer.warn(row, code, "quantity", {"header": place, "value": value})
        fresh = [entity for entity in found if tuple(entity[name] for name in _KEY) not in self._keys]
        for entity in found:
            known = self._keys.get(tuple(entity[name] for name in _KEY))
            if (
                known is not None
                and entity["quantity"] is not None
                and self._quantities.get(known) != entity["quantity"]
            ):
                self._quantities[known] = self._quantities.get(known, 0) + entity["quantity"]
                self._changed.add(known)
        if not fresh:
            first = self._keys[tuple(found[0][name] for name in _KEY)]
            self._folded[first] = self._folded.get(first, 0) + 1
            if self._folded[first] == 1:
                self.writer.warn(row, "duplicate_row", "sku", {"value": found[0]["sku_code"]})
            return []
        kept = super()._fold(row, fresh)
        for entity in kept:
            self._keys[tuple(entity[name] for name in _KEY)] = entity["id"]
            if entity["quantity"] is not None:
                self._quantities[entity["id"]] = entity["quantity"]
        return kept

    def finish(self) -> None:
        """Add what was folded and summed."""
        super().finish()
        sums = [(self._quantities[entity], entity) for entity in sorted(self._changed)]
        self.writer.update("UPDATE staged_stock SET quantity = ?, source_hash = source_hash || '+' WHERE id = ?", sums)
