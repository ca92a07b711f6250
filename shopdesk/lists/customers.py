"""The list of customers the shop knows from its exports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec, money
from shopdesk.storage.tables import Channel, Customer

_CUSTOMER: Any = Customer.__table__
_CHANNEL: Any = Channel.__table__

CUSTOMERS = ListSpec(
    key="customers",
    kind="customer",
    title=N_("Customers"),
    id=_CUSTOMER.c.id,
    source=_CUSTOMER,
    joins=((_CHANNEL, Channel.id == Customer.channel_id),),
    base=Customer.archived_at.is_(None),
    columns=(
        Column("name", N_("Name"), ColumnKind.TEXT, (Customer.name,), width=160),
        Column("email", N_("E-mail"), ColumnKind.TEXT, (Customer.email,), width=200),
        Column("phone", N_("Phone"), ColumnKind.TEXT, (Customer.phone,), width=140),
        Column("channel", N_("Channel"), ColumnKind.TEXT, (func.coalesce(Channel.name, ""),)),
        Column("city", N_("City"), ColumnKind.TEXT, (Customer.city,)),
        Column("country", N_("Country"), ColumnKind.TEXT, (Customer.country,), width=80),
        Column("orders", N_("Orders"), ColumnKind.INTEGER, (Customer.orders_count,), width=80),
        Column("spent", N_("Spent"), ColumnKind.MONEY, (Customer.spent_minor, Customer.currency), money, width=96),
        Column("company", N_("Company"), ColumnKind.TEXT, (Customer.company,), hidden=True),
        Column("marketing", N_("Accepts marketing"), ColumnKind.BOOLEAN, (Customer.accepts_marketing,), hidden=True),
        Column("tags", N_("Tags"), ColumnKind.TEXT, (Customer.tags,), hidden=True),
        Column("note", N_("Note"), ColumnKind.TEXT, (Customer.note,), hidden=True),
    ),
    filters=(
        Filter("returning", N_("Returning"), Customer.orders_count > 1),
        Filter("marketing", N_("Accepts marketing"), Customer.accepts_marketing.is_(True)),
        Filter("all", N_("All")),
    ),
    default_sort=("name", False),
    search=LikeSearch(
        _CUSTOMER.c.id,
        _CUSTOMER,
        (Customer.name, Customer.email, Customer.phone, Customer.company, Customer.city, Customer.tags),
    ),
)
