"""Where stock lies: balances per partition, and the bins a picker walks to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base


class StockBalance(Base):
    """Pieces of a SKU in a warehouse and partition (R-I1: normal, pending_shipment, in_return, damaged …)."""

    __tablename__ = "stock_balance"
    __table_args__ = (UniqueConstraint("sku_id", "warehouse_id", "partition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id", ondelete="CASCADE"))
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.id"), index=True)
    partition: Mapped[str] = mapped_column(default="normal")
    quantity: Mapped[int]
    batch_id: Mapped[int | None] = mapped_column(index=True)


class Bin(Base):
    """A shelf place; ``sequence`` is the order a picker walks in."""

    __tablename__ = "bin"
    __table_args__ = (UniqueConstraint("warehouse_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.id"))
    code: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)


class BinSku(Base):
    """Which SKU lies in which bin."""

    __tablename__ = "bin_sku"

    bin_id: Mapped[int] = mapped_column(ForeignKey("bin.id", ondelete="CASCADE"), primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id", ondelete="CASCADE"), primary_key=True, index=True)
