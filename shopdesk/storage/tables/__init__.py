"""The tables, one file a subject. Importing this package registers all of them on ``Base.metadata``."""

from shopdesk.storage.tables.base import Base
from shopdesk.storage.tables.catalogue import Listing, Product, Sku
from shopdesk.storage.tables.changes import ChangeItem, ChangeLog, OwnerEdit
from shopdesk.storage.tables.customers import Customer
from shopdesk.storage.tables.imports import ImportBatch, ImportProblem, ImportProfile
from shopdesk.storage.tables.orders import Order, OrderEvent, OrderLine, Shipment
from shopdesk.storage.tables.printing import PrintJob, PrintJobItem
from shopdesk.storage.tables.search import SearchItem
from shopdesk.storage.tables.shop import Channel, Shop, ShopSetting, Warehouse
from shopdesk.storage.tables.stock import Bin, BinSku, StockBalance

__all__ = [
    "Base",
    "Bin",
    "BinSku",
    "ChangeItem",
    "ChangeLog",
    "Channel",
    "Customer",
    "ImportBatch",
    "ImportProblem",
    "ImportProfile",
    "Listing",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OwnerEdit",
    "PrintJob",
    "PrintJobItem",
    "Product",
    "SearchItem",
    "Shipment",
    "Shop",
    "ShopSetting",
    "Sku",
    "StockBalance",
    "Warehouse",
]
