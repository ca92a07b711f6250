"""Merging what a file says into rows the shop has, field by field and set-based, for every kind of row.

Rules: a blank cell never erases; a field the owner typed over (``owner_edit``) is kept and counted; everything else
follows the file. A merge builds ``temp.g_<table>`` (``row_id``, ``stage_id``, one column a field, ``kept``);
:func:`write` then puts it into the shop and notes what stood there before. SQL is put together from the names declared
here and never from a file's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.storage.queries.import_run import ImportContext, Run


@dataclass(frozen=True, slots=True)
class Field:
    """A shop column and the SQL that says what the file gives (over ``s``, the staged row, and ``o``, the shop's row).

    ``counts``: a difference here makes the row "changed" (a hash alone does not).
    """

    column: str
    value: str
    given: str
    counts: bool = True

    def differs(self) -> str:
        """SQL: the file gives something else than the shop has."""
        return f"({self.given}) AND ({self.value}) IS NOT o.{self.column}"


def text(column: str, staged: str = "", *, only_blank: str = "") -> Field:
    """A text: given when not blank. ``only_blank``: SQL under which an existing text is left alone."""
    name = staged or column
    given = f"s.{name} <> ''"
    if only_blank:
        given += f" AND (o.{column} = '' OR NOT ({only_blank}))"
    return Field(column, f"s.{name}", given)


def number(column: str, staged: str = "") -> Field:
    """A number or time: given when not NULL."""
    name = staged or column
    return Field(column, f"s.{name}", f"s.{name} IS NOT NULL")


def edited(table: str, column: str) -> str:
    """SQL: the owner typed over this field of ``o``."""
    return f"EXISTS (SELECT 1 FROM owner_edit e WHERE e.kind = '{table}' AND e.row_id = o.id AND e.field = '{column}')"


def build(run: Run, table: str, fields: Sequence[Field], source: str, **params: object) -> None:
    """Create ``temp.g_<table>``: each matched row as it should be. ``source``: SQL from ``FROM`` on, with aliases ``s``
    and ``o``.
    """
    merged = ", ".join(
        f"CASE WHEN {f.differs()} AND NOT {edited(table, f.column)} THEN {f.value} ELSE o.{f.column} END AS {f.column}"
        for f in fields
    )
    kept = " + ".join(f"(({f.differs()}) AND {edited(table, f.column)})" for f in fields if f.counts) or "0"
    run.do(
        f"CREATE TEMP TABLE g_{table} AS SELECT o.id AS row_id, s.id AS stage_id, {merged}, {kept} AS kept {source}",
        **params,
    )
    run.do(f"CREATE UNIQUE INDEX temp.g_{table}_row ON g_{table} (row_id)")


def changed(fields: Sequence[Field]) -> str:
    """SQL over ``g`` and ``o``: the merge changes something that counts."""
    return "(" + (" OR ".join(f"g.{f.column} IS NOT o.{f.column}" for f in fields if f.counts) or "0") + ")"


def changed_stage_ids(table: str, fields: Sequence[Field]) -> str:
    """SQL: ids of staged rows whose merge changes something."""
    return f"SELECT g.stage_id FROM temp.g_{table} g JOIN {table} o ON o.id = g.row_id WHERE {changed(fields)}"


def field_counts(run: Run, table: str, fields: Sequence[Field]) -> dict[str, int]:
    """How many rows change in each field (those that change in none are left out)."""
    counted = [f.column for f in fields if f.counts]
    sums = ", ".join(f"sum(g.{c} IS NOT o.{c})" for c in counted)
    found = run.rows(f"SELECT {sums} FROM temp.g_{table} g JOIN {table} o ON o.id = g.row_id")
    return {column: n for column, n in zip(counted, found[0], strict=True) if n}


def kept_count(run: Run, table: str) -> int:
    """How many cells stay as the owner typed them."""
    return int(run.value(f"SELECT coalesce(sum(kept), 0) FROM temp.g_{table}"))


def json_of_changed(columns: Sequence[str], alias: str) -> str:
    """SQL: a JSON object of those ``columns`` in which ``g`` and ``o`` differ, with the values of ``alias``."""
    parts = " || ".join(
        f"CASE WHEN g.{c} IS NOT o.{c} THEN '\"{c}\":' || json_quote({alias}.{c}) || ',' ELSE '' END" for c in columns
    )
    return f"'{{' || rtrim({parts}, ',') || '}}'"


def json_row(columns: Sequence[str], alias: str) -> str:
    """SQL: a whole row as a JSON object."""
    return "json_object(" + ", ".join(f"'{c}', {alias}.{c}" for c in columns) + ")"


def write(
    run: Run, ctx: ImportContext, table: str, fields: Sequence[Field], *, where: str = "", stamped: bool = True
) -> int:
    """Put the changed rows of ``temp.g_<table>`` into the shop, their old and new values into ``change_item``; how
    many.

    ``where``: SQL over ``g`` and ``o`` in place of "something that counts changed".
    """
    columns = [f.column for f in fields]
    condition = where or changed(fields)
    run.do(
        f"INSERT INTO change_item (change_id, kind, row_id, before, after) "
        f"SELECT :change, '{table}', o.id, {json_of_changed(columns, 'o')}, {json_of_changed(columns, 'g')} "
        f"FROM temp.g_{table} g JOIN {table} o ON o.id = g.row_id WHERE {condition}",
        change=ctx.change,
    )
    stamp = ", updated_at = :now" if stamped else ""
    return run.do(
        f"UPDATE {table} SET {', '.join(f'{c} = g.{c}' for c in columns)}{stamp} "
        f"FROM temp.g_{table} g, {table} o WHERE g.row_id = {table}.id AND o.id = {table}.id AND {condition}",
        **({"now": ctx.now} if stamped else {}),
    )


def next_id(run: Run, table: str) -> int:
    """An id above every row of ``table`` and above every row that a logged change still names."""
    return int(
        run.value(
            f"SELECT 1 + max(coalesce((SELECT max(id) FROM {table}), 0), "
            f"coalesce((SELECT max(row_id) FROM change_item WHERE kind = '{table}'), 0))"
        )
    )


def log_created(run: Run, ctx: ImportContext, table: str, ids: str) -> None:
    """Note rows that this import made and that carry no batch of their own. ``ids``: SQL of their ids."""
    run.do(
        f"INSERT INTO change_item (change_id, kind, row_id, before, after) SELECT :change, '{table}', id, NULL, '{{}}' "
        f"FROM ({ids})",
        change=ctx.change,
    )
