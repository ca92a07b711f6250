"""Customers of a staging file into the shop, met by their key (platform id, else e-mail or phone)."""

from __future__ import annotations

from shopdesk.storage.queries import import_merge
from shopdesk.storage.queries.import_merge import Field
from shopdesk.storage.queries.import_run import ImportContext, Run

_TEXTS = [
    "external_id",
    "name",
    "email",
    "phone",
    "company",
    "line1",
    "line2",
    "city",
    "region",
    "postcode",
    "country",
    "currency",
    "note",
    "tags",
]
_NUMBERS = ("orders_count", "spent_minor", "accepts_marketing")


def fields() -> list[Field]:
    """The columns a customer file may change."""
    return [*(import_merge.text(name) for name in _TEXTS), *(import_merge.number(name) for name in _NUMBERS)]


def match(run: Run, ctx: ImportContext) -> None:
    """Fill ``temp.m_entity`` and build the merge."""
    run.do("CREATE TEMP TABLE m_entity (id INTEGER PRIMARY KEY, target INTEGER, verdict TEXT NOT NULL)")
    run.do(
        "INSERT INTO temp.m_entity SELECT s.id, o.id, CASE WHEN row_number() OVER (PARTITION BY s.key ORDER BY s.id) "
        "> 1 THEN 'duplicate' "
        "WHEN o.id IS NULL THEN 'new' ELSE 'same' END FROM staged_customer s LEFT JOIN customer o ON o.key = s.key"
    )
    import_merge.build(
        run, "customer", fields(),
        "FROM temp.m_entity m JOIN staged_customer s ON s.id = m.id JOIN customer o ON o.id = m.target WHERE "
        "m.verdict = 'same'",
    )  # fmt: skip
    changed = import_merge.changed_stage_ids("customer", fields())
    run.do(f"UPDATE temp.m_entity SET verdict = 'changed' WHERE id IN ({changed})")


def apply(run: Run, ctx: ImportContext) -> dict[str, int]:
    """Insert and update. Counts: customers_new, customers_changed."""
    columns = (*_TEXTS, *_NUMBERS)
    base = import_merge.next_id(run, "customer") - 1
    new = run.do(
        f"INSERT INTO customer (id, channel_id, key, created_at, updated_at, batch_id, {', '.join(columns)}) "
        f"SELECT :base + row_number() OVER (ORDER BY s.id), :channel, s.key, :now, :now, :batch, "
        f"{', '.join(f's.{name}' for name in columns)} FROM temp.m_entity m JOIN staged_customer s ON s.id = m.id "
        f"WHERE m.verdict = 'new'",
        base=base,
        channel=ctx.channel_id,
        now=ctx.now,
        batch=ctx.batch,
    )
    return {"customers_new": new, "customers_changed": import_merge.write(run, ctx, "customer", fields())}
