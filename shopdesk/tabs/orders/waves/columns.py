"""The list of waves: its columns, chips and search. No Qt."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import N_
from shopdesk.lists.like_search import LikeSearch
from shopdesk.lists.parcel_words import WAVE_TONES, WAVE_WORDS
from shopdesk.lists.spec import Column, ColumnKind, Filter, ListSpec
from shopdesk.storage.queries import parcel_lists as sql
from shopdesk.storage.tables import Warehouse, Wave

_WAVE: Any = Wave.__table__
_WAREHOUSE: Any = Warehouse.__table__
_AT = Warehouse.id == Wave.warehouse_id

WAVES = ListSpec(
    key="waves",
    kind="wave",
    title=N_("Waves"),
    id=_WAVE.c.id,
    source=_WAVE,
    joins=((_WAREHOUSE, _AT),),
    base=Wave.archived_at.is_(None),
    columns=(
        Column("number", N_("Wave"), ColumnKind.TEXT, (Wave.number,), width=130),
        Column("warehouse", N_("Warehouse"), ColumnKind.TEXT, (Warehouse.name,), width=100),
        Column("carrier", N_("Carrier"), ColumnKind.TEXT, (Wave.carrier,), width=100),
        Column("orders", N_("Orders"), ColumnKind.INTEGER, (sql.orders_in_wave(),), width=72),
        Column("pieces", N_("Pieces"), ColumnKind.INTEGER, (sql.pieces_in_wave(),), width=72),
        Column("packed", N_("Packed"), ColumnKind.INTEGER, (sql.packed_or_gone(),), width=72),
        Column("status", N_("Status"), ColumnKind.STATUS, (Wave.state,), width=110, words=WAVE_WORDS, tones=WAVE_TONES),
        Column("started_at", N_("Started"), ColumnKind.DATETIME, (Wave.created_at,), width=116),
        Column("picker", N_("Picked by"), ColumnKind.TEXT, (Wave.picker,), width=110, hidden=True),
        Column("picked_at", N_("Picked at"), ColumnKind.DATETIME, (Wave.picked_at,), width=116, hidden=True),
        Column(
            "handed_over_at", N_("Handed over"), ColumnKind.DATETIME, (Wave.handed_over_at,), width=116, hidden=True
        ),
    ),
    filters=(
        Filter("open", N_("Picking"), Wave.state == "open"),
        Filter("picked", N_("Picked"), Wave.state == "picked"),
        Filter("handed_over", N_("Handed over"), Wave.state == "handed_over"),
        Filter("all", N_("All")),
    ),
    default_sort=("started_at", True),
    search=LikeSearch(
        _WAVE.c.id, _WAVE.outerjoin(_WAREHOUSE, _AT), (Wave.number, Wave.carrier, Wave.picker, Warehouse.name)
    ),
)
