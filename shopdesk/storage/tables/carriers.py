"""Who carries parcels, on which services, at what price; and what buyers are charged for freight."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.storage.tables.base import Base, Dated


class Carrier(Base, Dated):
    """A carrier. ``aliases``: how exports spell it, one a line. ``kind``: express, post, freight, platform.

    Chargeable weight is rounded up to ``weight_step_g``; volumetric weight in kg is cm³ ÷ ``volumetric_divisor``
    (R-O14). The hours after which a parcel without news is stale (R-O7); ``None``: the shop's rule.
    ``traits``: special goods it takes, space-separated. ``tracking_url`` with ``{waybill}``: shown and copied, never
    called.
    """

    __tablename__ = "carrier"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    aliases: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="express")
    country: Mapped[str] = mapped_column(default="")
    volumetric_divisor: Mapped[int] = mapped_column(default=5000)
    weight_step_g: Mapped[int] = mapped_column(default=500)
    stale_domestic_hours: Mapped[int | None]
    stale_abroad_hours: Mapped[int | None]
    first_scan_hours: Mapped[int | None]
    tracking_url: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    traits: Mapped[str] = mapped_column(default="")
    licence_no: Mapped[str] = mapped_column(default="")
    licence_until: Mapped[date | None]
    contract_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class CarrierService(Base, Dated):
    """A service of a carrier: how long it takes and what it takes. ``modes``: freight_collect, upstairs, pickup."""

    __tablename__ = "carrier_service"
    __table_args__ = (UniqueConstraint("carrier_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    carrier_id: Mapped[int] = mapped_column(ForeignKey("carrier.id", ondelete="CASCADE"))
    name: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    transit_days: Mapped[int] = mapped_column(default=3)
    is_tracked: Mapped[bool] = mapped_column(default=True)
    max_weight_g: Mapped[int | None]
    max_length_mm: Mapped[int | None]
    traits: Mapped[str] = mapped_column(default="")
    modes: Mapped[str] = mapped_column(default="")


class CarrierRate(Base):
    """A line of a service's price table: parcels to ``country`` ("" everywhere else) up to ``up_to_g`` cost
    ``price_minor``; heavier ones ``step_minor`` more for each begun ``step_g`` where that is given.
    """

    __tablename__ = "carrier_rate"
    __table_args__ = (UniqueConstraint("service_id", "country", "up_to_g", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("carrier_service.id", ondelete="CASCADE"))
    country: Mapped[str] = mapped_column(default="")
    up_to_g: Mapped[int]
    price_minor: Mapped[int]
    step_g: Mapped[int | None]
    step_minor: Mapped[int | None]
    currency: Mapped[str]
    valid_from: Mapped[date | None]


class FreightTemplate(Base, Dated):
    """What a buyer pays for freight (运费模板). ``by``: weight (grams) or pieces."""

    __tablename__ = "freight_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    currency: Mapped[str]
    by: Mapped[str] = mapped_column(default="weight")
    free_over_minor: Mapped[int | None]


class FreightTemplateRow(Base):
    """To ``country`` and ``region`` ("": all others): the first ``first_n`` cost ``first_minor``, each begun ``step_n``
    more ``step_minor``.
    """

    __tablename__ = "freight_template_row"
    __table_args__ = (UniqueConstraint("template_id", "country", "region"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("freight_template.id", ondelete="CASCADE"))
    country: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    first_n: Mapped[int]
    first_minor: Mapped[int]
    step_n: Mapped[int]
    step_minor: Mapped[int]
