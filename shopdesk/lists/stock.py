"""The list of where stock lies, one row a SKU, warehouse and partition."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.tables import Product, Sku, StockBalance, Warehouse

_BALANCE: Any = StockBalance.__table__
_SKU: Any = Sku.__table__
_PRODUCT: Any = Product.__table__
_WAREHOUSE: Any = Warehouse.__table__
_JOINS = (
    (_SKU, Sku.id == StockBalance.sku_id),
    (_PRODUCT, Product.id == Sku.product_id),
    (_WAREHOUSE, Warehouse.id == StockBalance.warehouse_id),
)

PARTITION_WORDS = {
    "normal": N_("Available"),
    "pending_shipment": N_("Pending shipment"),
    "shipped": N_("On its way"),
    "in_return": N_("In return"),
    "sold": N_("Sold"),
    "damaged": N_("Damaged"),
}

STOCK = ListSpec(
    key="stock",
    kind="stock_balance",
    title=N_("Stock"),
    id=_BALANCE.c.id,
    source=_BALANCE,
    joins=_JOINS,
    columns=(
        Column("sku", N_("SKU"), ColumnKind.TEXT, (Sku.code,), width=150),
        Column("product", N_("Product"), ColumnKind.TEXT, (Product.title,), width=240),
        Column("options", N_("Options"), ColumnKind.TEXT, (Sku.options,)),
        Column("warehouse", N_("Warehouse"), ColumnKind.TEXT, (Warehouse.name,)),
        Column("partition", N_("Kind of stock"), ColumnKind.WORD, (StockBalance.partition,), words=PARTITION_WORDS),
        Column("quantity", N_("Quantity"), ColumnKind.INTEGER, (StockBalance.quantity,), width=90),
    ),
    filters=(
        Filter("normal", N_("Available"), StockBalance.partition == "normal"),
        Filter("empty", N_("Empty"), (StockBalance.partition == "normal") & (StockBalance.quantity <= 0)),
        Filter("all", N_("All")),
    ),
    default_sort=("sku", False),
    search=LikeSearch(
        _BALANCE.c.id,
        _BALANCE.join(*_JOINS[0]).join(*_JOINS[1]).join(*_JOINS[2]),
        (Sku.code, Sku.options, Sku.barcode, Product.title, Warehouse.name),
    ),
)
