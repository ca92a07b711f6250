"""The list of imports that were applied."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.tables import Channel, ImportBatch

_BATCH: Any = ImportBatch.__table__
_CHANNEL: Any = Channel.__table__

TARGET_WORDS = {
    "orders": N_("Orders"),
    "products": N_("Products"),
    "stock": N_("Stock"),
    "customers": N_("Customers"),
    "tracking": N_("Parcel tracking"),
}

IMPORTS = ListSpec(
    key="imports",
    kind="import_batch",
    title=N_("Imports"),
    id=_BATCH.c.id,
    source=_BATCH,
    joins=((_CHANNEL, Channel.id == ImportBatch.channel_id),),
    columns=(
        Column("batch", N_("Import no."), ColumnKind.INTEGER, (ImportBatch.id,), width=70),
        Column("at", N_("When"), ColumnKind.DATETIME, (ImportBatch.at,)),
        Column("file", N_("File"), ColumnKind.TEXT, (ImportBatch.file_name,), width=260),
        Column("target", N_("Contents"), ColumnKind.WORD, (ImportBatch.target,), words=TARGET_WORDS),
        Column("channel", N_("Channel"), ColumnKind.TEXT, (func.coalesce(Channel.name, ""),)),
        Column("format", N_("Format"), ColumnKind.TEXT, (ImportBatch.format_key,)),
        Column("rows", N_("Rows"), ColumnKind.INTEGER, (ImportBatch.rows,), width=80),
        Column("undone_at", N_("Undone"), ColumnKind.DATETIME, (ImportBatch.undone_at,)),
    ),
    filters=(
        Filter("active", N_("In the shop"), ImportBatch.undone_at.is_(None)),
        Filter("undone", N_("Undone"), ImportBatch.undone_at.is_not(None)),
        Filter("all", N_("All")),
    ),
    default_sort=("batch", True),
    search=LikeSearch(_BATCH.c.id, _BATCH, (ImportBatch.file_name, ImportBatch.format_key)),
)
