"""Lists that have no tab of their own yet: products, stock, customers, imports. For the command line and for exports.

A list that gets a tab moves to that tab's ``columns.py``.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, func
from sqlalchemy.sql.elements import SQLCoreOperations

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec, Money
from shopdesk.storage.tables import Base, Customer, ImportBatch, Product, Sku, StockBalance, Warehouse

_ALL = Filter("all", N_("All"))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _text(key: str, header: str, *exprs: SQLCoreOperations[str]) -> Column:
    return Column(key, header, ColumnKind.TEXT, tuple(_element(expr) for expr in exprs))


def _element(expr: SQLCoreOperations[str]) -> ColumnElement[str]:
    return func.coalesce(expr, "")


_SKUS = _table(Sku).join(_table(Product), Sku.product_id == Product.id)
_BALANCES = (
    _table(StockBalance)
    .join(_table(Sku), StockBalance.sku_id == Sku.id)
    .join(_table(Warehouse), StockBalance.warehouse_id == Warehouse.id)
)


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


PRODUCTS = ListSpec(
    key="products",
    kind="sku",
    title=N_("Products"),
    id=_table(Sku).c.id,
    source=_SKUS,
    columns=(
        _text("sku", N_("SKU"), Sku.code),
        _text("title", N_("Product"), Product.title),
        _text("options", N_("Options"), Sku.options),
        Column("price", N_("Price"), ColumnKind.MONEY, (_table(Sku).c.price_minor, _table(Sku).c.currency), _money),
        Column("weight_g", N_("Weight (g)"), ColumnKind.INTEGER, (_table(Sku).c.weight_g,)),
        _text("barcode", N_("Barcode"), Sku.barcode),
        _text("category", N_("Category"), Product.category),
    ),
    filters=(_ALL,),
    default_sort=("sku", False),
    search=LikeSearch(_table(Sku).c.id, _SKUS, (Sku.code, Product.title, Sku.options, Sku.barcode)),
    base=_table(Sku).c.archived_at.is_(None),
)

STOCK = ListSpec(
    key="stock",
    kind="stock_balance",
    title=N_("Stock"),
    id=_table(StockBalance).c.id,
    source=_BALANCES,
    columns=(
        _text("sku", N_("SKU"), Sku.code),
        _text("title", N_("Product"), Sku.title),
        _text("options", N_("Options"), Sku.options),
        _text("warehouse", N_("Warehouse"), Warehouse.name),
        _text("partition", N_("Kind of stock"), StockBalance.partition),
        Column("quantity", N_("Pieces"), ColumnKind.INTEGER, (_table(StockBalance).c.quantity,)),
    ),
    filters=(Filter("out", N_("Out of stock"), _table(StockBalance).c.quantity <= 0), _ALL),
    default_sort=("sku", False),
    search=LikeSearch(_table(StockBalance).c.id, _BALANCES, (Sku.code, Sku.title, Warehouse.name)),
)

CUSTOMERS = ListSpec(
    key="customers",
    kind="customer",
    title=N_("Customers"),
    id=_table(Customer).c.id,
    source=_table(Customer),
    columns=(
        _text("name", N_("Name"), Customer.name),
        _text("email", N_("E-mail"), Customer.email),
        _text("phone", N_("Phone"), Customer.phone),
        _text("city", N_("City"), Customer.city),
        _text("country", N_("Country"), Customer.country),
        Column("orders", N_("Orders"), ColumnKind.INTEGER, (_table(Customer).c.orders_count,)),
        Column(
            "spent",
            N_("Spent"),
            ColumnKind.MONEY,
            (_table(Customer).c.spent_minor, _table(Customer).c.currency),
            _money,
        ),
    ),
    filters=(_ALL,),
    default_sort=("name", False),
    search=LikeSearch(
        _table(Customer).c.id, _table(Customer), (Customer.name, Customer.email, Customer.phone, Customer.city)
    ),
    base=_table(Customer).c.archived_at.is_(None),
)

IMPORTS = ListSpec(
    key="imports",
    kind="import_batch",
    title=N_("Imports"),
    id=_table(ImportBatch).c.id,
    source=_table(ImportBatch),
    columns=(
        Column("batch", N_("Batch"), ColumnKind.INTEGER, (_table(ImportBatch).c.id,)),
        Column("at", N_("Imported"), ColumnKind.DATETIME, (_table(ImportBatch).c.at,)),
        _text("file", N_("File"), ImportBatch.file_name),
        _text("format", N_("Format"), ImportBatch.format_key),
        Column("rows", N_("Rows"), ColumnKind.INTEGER, (_table(ImportBatch).c.rows,)),
        Column("undone_at", N_("Undone"), ColumnKind.DATETIME, (_table(ImportBatch).c.undone_at,)),
    ),
    filters=(_ALL,),
    default_sort=("batch", True),
    search=LikeSearch(_table(ImportBatch).c.id, _table(ImportBatch), (ImportBatch.file_name, ImportBatch.format_key)),
)

RECORDS = {spec.key: spec for spec in (PRODUCTS, STOCK, CUSTOMERS, IMPORTS)}
