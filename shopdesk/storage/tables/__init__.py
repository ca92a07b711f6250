"""The tables, one file a subject. Importing this package registers all of them on ``Base.metadata``."""

from shopdesk.storage.tables.aftercare import (
    ExceptionContact,
    Installation,
    InvoiceRequest,
    OrderException,
    Refund,
    Task,
    TrackingEvent,
)
from shopdesk.storage.tables.base import Base
from shopdesk.storage.tables.carriers import Carrier, CarrierRate, CarrierService, FreightTemplate, FreightTemplateRow
from shopdesk.storage.tables.catalogue import Listing, Product, Sku
from shopdesk.storage.tables.changes import ChangeItem, ChangeLog, OwnerEdit
from shopdesk.storage.tables.customers import Customer
from shopdesk.storage.tables.imports import ImportBatch, ImportProblem, ImportProfile
from shopdesk.storage.tables.orders import Order, OrderEvent, OrderLine, Shipment, ShipmentLine
from shopdesk.storage.tables.packing import PackingMaterial, PackingRecipe, Wave
from shopdesk.storage.tables.printing import PrintJob, PrintJobItem
from shopdesk.storage.tables.rules import OrderRule, PlatformLimit
from shopdesk.storage.tables.search import SearchItem
from shopdesk.storage.tables.shop import Channel, Shop, ShopSetting, Warehouse
from shopdesk.storage.tables.stock import Bin, BinSku, StockBalance

__all__ = [
    "Base",
    "Bin",
    "BinSku",
    "Carrier",
    "CarrierRate",
    "CarrierService",
    "ChangeItem",
    "ChangeLog",
    "Channel",
    "Customer",
    "ExceptionContact",
    "FreightTemplate",
    "FreightTemplateRow",
    "ImportBatch",
    "ImportProblem",
    "ImportProfile",
    "Installation",
    "InvoiceRequest",
    "Listing",
    "Order",
    "OrderEvent",
    "OrderException",
    "OrderLine",
    "OrderRule",
    "OwnerEdit",
    "PackingMaterial",
    "PackingRecipe",
    "PlatformLimit",
    "PrintJob",
    "PrintJobItem",
    "Product",
    "Refund",
    "SearchItem",
    "Shipment",
    "ShipmentLine",
    "Shop",
    "ShopSetting",
    "Sku",
    "StockBalance",
    "Task",
    "TrackingEvent",
    "Warehouse",
    "Wave",
]
