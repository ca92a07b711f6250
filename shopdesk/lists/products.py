"""The list of what is sold, one row a SKU."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec, money
from shopdesk.storage.tables import Listing, Product, Sku, StockBalance

_SKU: Any = Sku.__table__
_PRODUCT: Any = Product.__table__
_ON_PRODUCT = Product.id == Sku.product_id

_stock = (
    select(func.coalesce(func.sum(StockBalance.quantity), 0))
    .where(StockBalance.sku_id == Sku.id, StockBalance.partition == "normal")
    .scalar_subquery()
)
_listings = select(func.count()).where(Listing.sku_id == Sku.id, Listing.archived_at.is_(None)).scalar_subquery()

COLUMNS = (
    Column("sku", N_("SKU"), ColumnKind.TEXT, (Sku.code,), width=150),
    Column("product", N_("Product"), ColumnKind.TEXT, (Product.title,), width=240),
    Column("options", N_("Options"), ColumnKind.TEXT, (Sku.options,)),
    Column("price", N_("Price"), ColumnKind.MONEY, (Sku.price_minor, Sku.currency), money, width=96),
    Column("stock", N_("In stock"), ColumnKind.INTEGER, (_stock,), width=90),
    Column("listings", N_("Listings"), ColumnKind.INTEGER, (_listings,), width=90),
    Column("cost", N_("Cost"), ColumnKind.MONEY, (Sku.cost_minor, Sku.currency), money, width=96, hidden=True),
    Column("weight_g", N_("Weight (g)"), ColumnKind.INTEGER, (Sku.weight_g,), width=90, hidden=True),
    Column("barcode", N_("Barcode"), ColumnKind.TEXT, (Sku.barcode,), hidden=True),
    Column("brand", N_("Brand"), ColumnKind.TEXT, (Product.brand,), hidden=True),
    Column("category", N_("Category"), ColumnKind.TEXT, (Product.category,), hidden=True),
    Column("handle", N_("Handle"), ColumnKind.TEXT, (Product.handle,), hidden=True),
)

PRODUCTS = ListSpec(
    key="products",
    kind="sku",
    title=N_("Products"),
    id=_SKU.c.id,
    source=_SKU,
    joins=((_PRODUCT, _ON_PRODUCT),),
    base=Sku.archived_at.is_(None),
    columns=COLUMNS,
    filters=(
        Filter("out_of_stock", N_("Out of stock"), _stock <= 0),
        Filter("unlisted", N_("Not listed"), _listings == 0),
        Filter("all", N_("All")),
    ),
    default_sort=("sku", False),
    search=LikeSearch(_SKU.c.id, _SKU.join(_PRODUCT, _ON_PRODUCT), (Sku.code, Sku.options, Sku.barcode, Product.title)),
)
