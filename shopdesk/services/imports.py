"""Imports: look at what a staged file would do, do it in one transaction.

The rows are moved by set-based SQL in ``storage.queries``; undoing is in ``import_undo``, rejected rows are saved by
``exporting.rejected``. Must not read source files: that is the reader's, in its own process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.domain.money import to_decimal
from shopdesk.importing.request import Staged
from shopdesk.services import order_rules, review_clock, settings
from shopdesk.services.carriers import carrier_index, unknown_carriers
from shopdesk.services.import_result import REJECTED_LISTED, ImportResult, Note, Preview, RejectedRow
from shopdesk.services.recording import Change
from shopdesk.storage import search
from shopdesk.storage.queries import (
    import_attention,
    import_batches,
    import_changes,
    import_foreign,
    import_shipments,
    import_targets,
)
from shopdesk.storage.queries.import_run import CancelCheck, ImportContext, Progress, Run
from shopdesk.storage.session import ShopFile
from shopdesk.storage.staging import driver, read_meta, reading, staged_with_shop
from shopdesk.storage.tables import Channel, Shop, Warehouse
from shopdesk.storage.types import utc_text

_HISTORY_DAYS = "import.history_days"
_NAMED = 8  # orders or unknown carriers that a note names


def prepare(
    shop: ShopFile, staged: Staged, *, channel: str | None = None, is_cancelled: CancelCheck | None = None
) -> Preview:
    """What importing ``staged`` would do. Writes each row's verdict into the staging file, nothing into the shop.

    ``channel``: name of the channel the file belongs to; by default the shop's channel of the format's kind, or a new
    one.
    """
    meta = read_meta(staged.path)
    with shop.read() as session:
        name, found = _channel(session, meta, channel)
        ctx = _context(session, staged, meta, name, found)
        history_days, known = settings.get(session, _HISTORY_DAYS), carrier_index(session)
    with staged_with_shop(staged.path, shop) as connection:
        run = Run(connection, is_cancelled=is_cancelled)
        with run.watched():
            import_targets.TARGETS[ctx.target].match(run, ctx)
            import_changes.store_changes(run, ctx)
            import_changes.mark_kept(run)
            import_targets.store_verdicts(run, ctx.target)
            return _preview(run, ctx, staged, meta, name, _notes(run, ctx, history_days, known))


def _notes(run: Run, ctx: ImportContext, history_days: int, known: Mapping[str, int]) -> tuple[Note, ...]:
    """What the owner should know beside the counts. To ask before the rows are applied."""
    closed = import_batches.new_closed_by_age(run) if ctx.target == "orders" else 0
    stopped, numbers = import_attention.stopped_parcels(run, _NAMED) if ctx.target == "orders" else (0, [])
    foreign, _ = import_foreign.count(run, ctx.target)
    carriers = unknown_carriers(known, import_shipments.carriers(run)) if ctx.target == "orders" else []
    found = (
        Note("import_cancels_labelled", {"n": stopped, "orders": ", ".join(numbers)}) if stopped else None,
        Note("import_closed_by_age", {"n": closed, "days": history_days}) if closed else None,
        Note("import_other_shop", {"n": foreign}) if foreign else None,
        Note("import_unknown_carriers", {"carriers": tr(", ").join(carriers[:_NAMED])}) if carriers else None,
    )
    return tuple(note for note in found if note is not None)


def _preview(
    run: Run, ctx: ImportContext, staged: Staged, meta: Mapping[str, Any], channel: str, notes: tuple[Note, ...]
) -> Preview:
    counts = import_targets.row_counts(run, ctx.target)
    foreign, refused = import_foreign.count(run, ctx.target)
    preview = Preview(
        format_key=str(meta.get("format") or staged.detection.key),
        score=float(meta.get("score") or staged.detection.score),
        target=ctx.target,
        rows=staged.rows,
        counts={
            **{verdict: counts.get(verdict, 0) for verdict in import_targets.VERDICTS},
            "rejected": staged.rejected + refused,
        },
        entities=import_targets.entity_counts(run),
        changed_fields=import_targets.changed_fields(run, ctx),
        reject_reasons=import_batches.reject_reasons(run),
        kept_edits=import_targets.kept_edits(run, ctx),
        channel=channel,
        channel_exists=ctx.channel_id is not None,
        notes=notes,
        foreign=foreign,
    )
    return _with_money(run, ctx, preview) if ctx.target == "orders" else preview


def _with_money(run: Run, ctx: ImportContext, preview: Preview) -> Preview:
    before = import_batches.shop_totals(run)
    new, changed = import_batches.new_totals(run), import_batches.changed_totals(run, ctx)
    after = {
        currency: before.get(currency, (0, 0))[1] + new.get(currency, 0) + changed.get(currency, 0)
        for currency in sorted({*before, *new})
    }
    count = sum(n for n, _ in before.values())
    return replace(
        preview,
        total_by_currency=_amounts(new),
        orders_before=count,
        orders_after=count + preview.entities.get("new", 0),
        money_before=_amounts({currency: total for currency, (_, total) in before.items()}),
        money_after=_amounts(after),
    )


def _amounts(minor_by_currency: Mapping[str, int]) -> dict[str, str]:
    return {currency: str(to_decimal(minor, currency)) for currency, minor in minor_by_currency.items()}


def apply(
    shop: ShopFile,
    staged: Staged,
    *,
    channel: str | None = None,
    on_progress: Progress | None = None,
    is_cancelled: CancelCheck | None = None,
) -> ImportResult:
    """Import ``staged`` in one transaction: all of it or nothing. A file of which no row can be taken makes no batch.

    Raises ``Cancelled`` (everything rolled back), ``UserError("import_declined")`` for files that are recognised but
    not imported yet, and ``MachineError`` when the disk refuses.
    """
    meta = read_meta(staged.path)
    target = _target(staged, meta)
    if staged.rows == staged.rejected:
        with reading(staged.path) as connection:
            return _nothing(Run(connection), staged, meta, target)
    with shop.write(attach=staged.path) as session:
        name, found = _channel(session, meta, channel)
        is_new_channel = found is None and bool(name)
        found = found or _new_channel(session, meta, name)
        ctx = replace(_context(session, staged, meta, name, found), is_new_channel=is_new_channel)
        run = Run(driver(session), on_progress, is_cancelled)
        with run.watched():
            return _apply(session, run, ctx, staged, meta, name)


def _apply(
    session: Session, run: Run, ctx: ImportContext, staged: Staged, meta: Mapping[str, Any], channel: str
) -> ImportResult:
    target = import_targets.TARGETS[ctx.target]
    run.report(0.0, "matching")
    target.match(run, ctx)
    rows, kept = import_targets.row_counts(run, ctx.target), import_targets.kept_edits(run, ctx)
    totals = _amounts(import_batches.new_totals(run)) if ctx.target == "orders" else {}
    notes = _notes(run, ctx, settings.get(session, _HISTORY_DAYS), carrier_index(session))
    if not rows:  # all of them another shop's
        nothing = replace(_nothing(run, staged, meta, ctx.target), notes=notes)
        run.drop_temporary()
        return nothing
    ctx = import_batches.open_batch(run, ctx, rows=staged.rows, headers=staged.detection.headers, meta=meta)
    run.report(0.05, "rows")
    counts = target.apply(run, ctx)
    import_batches.copy_problems(run, ctx)
    import_batches.drop_unused_channel(run, ctx)
    run.report(0.8, "index")
    if ctx.target == "orders":
        counts |= {"orders_to_review": import_batches.new_to_review(run)}
        review_clock.refresh(session, settings.values(session))
        search.reindex(session, import_batches.touched_orders(run))
    result = replace(_result(run, ctx, staged, meta, rows, counts, totals, kept, channel), notes=notes)
    summary = result.to_json() | {"rejected": []}
    import_batches.close_batch(run, ctx, summary, result.change.params, undoable=result.change.undoable)
    run.drop_temporary()
    run.report(1.0, "done")
    run.check()
    return result


def _result(
    run: Run,
    ctx: ImportContext,
    staged: Staged,
    meta: Mapping[str, Any],
    rows: Mapping[str, int],
    counts: Mapping[str, int],
    totals: Mapping[str, str],
    kept: int,
    channel: str,
) -> ImportResult:
    imported = rows.get("new", 0) + rows.get("changed", 0)
    entities = import_targets.entity_counts(run)
    found = {verdict: entities.get(verdict, 0) for verdict in ("new", "changed")}
    params = {"file": str(meta.get("source_name", "")), **found}
    return ImportResult(
        format=str(meta.get("format") or staged.detection.key),
        score=float(meta.get("score") or staged.detection.score),
        target=ctx.target,
        rows=staged.rows,
        imported=imported,
        unchanged=rows.get("same", 0) + rows.get("duplicate", 0),
        rejected_rows=staged.rejected + import_foreign.count(run, ctx.target)[1],
        rejected=tuple(RejectedRow(*row) for row in import_batches.rejected_rows(run, REJECTED_LISTED)),
        counts=counts,
        total_by_currency=totals,
        batch=ctx.batch,
        channel=channel,
        kept_edits=kept,
        change=Change(
            ctx.change, import_batches.CHANGE_CODES[ctx.target], params, _many(ctx.target), undoable=imported > 0
        ),
        entities=entities,
    )


def _nothing(run: Run, staged: Staged, meta: Mapping[str, Any], target: str) -> ImportResult:
    """What became of a file of which no row can be taken: nothing, and why."""
    rejected = import_batches.rejected_rows(run, REJECTED_LISTED)
    code = "import_all_rejected" if staged.rows else "import_without_rows"
    params = {"file": str(meta.get("source_name", "")), "rejected": staged.rows}
    return ImportResult(
        format=str(meta.get("format") or staged.detection.key),
        score=float(meta.get("score") or staged.detection.score),
        target=target,
        rows=staged.rows,
        imported=0,
        unchanged=0,
        rejected_rows=staged.rows,
        rejected=tuple(RejectedRow(*row) for row in rejected),
        counts={},
        total_by_currency={},
        batch=None,
        channel="",
        kept_edits=0,
        change=Change(None, code, params, {}, undoable=False),
    )


def _many(target: str) -> dict[str, tuple[int, ...]]:
    """Views of these tables must look again."""
    return dict.fromkeys(import_batches.TOUCHED[target], ())


def _channel(session: Session, meta: Mapping[str, Any], name: str | None) -> tuple[str, Channel | None]:
    """The channel's name and the channel, ``None`` while it does not exist. The name is ``""`` when the file needs
    none.
    """
    kind = str(meta.get("channel") or "")
    if name:
        return name, session.scalar(select(Channel).where(func.lower(Channel.name) == name.strip().lower()))
    if kind:
        found = session.scalar(select(Channel).where(Channel.kind == kind).order_by(Channel.id).limit(1))
        return (found.name if found else str(meta.get("channel_name") or kind.capitalize())), found
    if meta["target"] != "orders":
        return "", None
    found = session.scalar(select(Channel).where(Channel.kind == "other").order_by(Channel.id).limit(1))
    return (found.name if found else tr("Own shop")), found


def _new_channel(session: Session, meta: Mapping[str, Any], name: str) -> Channel | None:
    if not name:
        return None
    currency = str(meta.get("currency") or "") or session.scalars(select(Shop.currency)).one()
    channel = Channel(name=name.strip(), kind=str(meta.get("channel") or "other"), currency=currency)
    session.add(channel)
    session.flush()
    return channel


def _target(staged: Staged, meta: Mapping[str, Any]) -> str:
    """Which of our tables the file is for. Raises ``UserError("import_declined")``."""
    target = str(meta.get("target") or staged.target)
    if target not in import_targets.TARGETS:
        raise UserError("import_declined", format=str(meta.get("format") or ""), target=target)
    return target


def _context(
    session: Session, staged: Staged, meta: Mapping[str, Any], channel_name: str, channel: Channel | None
) -> ImportContext:
    target = _target(staged, meta)
    columns = meta.get("columns") or {}
    warehouse = session.scalar(
        select(Warehouse.name).where(Warehouse.archived_at.is_(None)).order_by(Warehouse.id).limit(1)
    )
    return ImportContext(
        now=utc_text(now()),
        target=target,
        fields=frozenset(meta.get("fields") or ()),
        columns={entity: frozenset(names) for entity, names in columns.items()},
        channel_id=channel.id if channel else None,
        has_channel_kind=bool(channel_name),
        ship_within_hours=(channel and channel.ship_within_hours) or settings.get(session, "order.ship_within_hours"),
        review_required=settings.get(session, "order.review_required"),
        default_warehouse=warehouse or tr("Main warehouse"),
        shop_country=session.scalars(select(Shop.country)).one(),
        rules=order_rules.rules_on(session) if target == "orders" else (),
    )
