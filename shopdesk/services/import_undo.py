"""Undo this import: removes what it made, restores what it changed, keeps and names what was used since."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.services import review_clock, settings
from shopdesk.services.import_result import UndoResult
from shopdesk.services.recording import Change, KeptRow
from shopdesk.storage import search
from shopdesk.storage.queries import import_batches, import_undo
from shopdesk.storage.queries.import_run import Run
from shopdesk.storage.session import ShopFile
from shopdesk.storage.staging import driver
from shopdesk.storage.tables import ChangeLog, ImportBatch

_SUMMED_UP = frozenset(
    {"verified", "source_hash", "line_count", "unit_count", "items_summary"}
)  # follow from other cells

#: What was removed, in a message, and the table whose rows it counts, by target.
COUNTED = {
    "orders": ("import_removed_orders", "orders"),
    "products": ("import_removed_products", "sku"),
    "stock": ("import_removed_stock", "stock_balance"),
    "customers": ("import_removed_customers", "customer"),
    "tracking": ("import_removed_tracking", "tracking_event"),
}


def undo(shop: ShopFile, batch_id: int) -> UndoResult:
    """Undo the import ``batch_id`` in one transaction. Raises as :func:`undo_batch`."""
    with shop.write() as session:
        return undo_batch(session, batch_id)


def undo_batch(session: Session, batch_id: int) -> UndoResult:
    """Undo an import in the transaction of ``session``.

    Raises ``UserError``: ``import_unknown``, ``import_already_undone``, ``import_nothing_to_undo`` (the import changed
    nothing). When everything was used since, nothing changes and ``UndoResult.done`` is False.
    """
    batch = session.get(ImportBatch, batch_id)
    step = session.scalar(select(ChangeLog).where(ChangeLog.batch_id == batch_id).order_by(ChangeLog.id).limit(1))
    if batch is None or step is None:
        raise UserError("import_unknown", batch=batch_id)
    if batch.undone_at is not None:
        raise UserError("import_already_undone", file=batch.file_name)
    if not step.undoable:
        raise UserError("import_nothing_to_undo", file=batch.file_name)
    session.flush()
    undone = import_undo.undo(Run(driver(session)), batch_id, step.id)
    session.expire_all()
    result = _result(batch, undone)
    if result.done:
        batch.undone_at = step.undone_at = now()
        search.reindex(session, undone.orders)
        if batch.target == "orders":
            review_clock.refresh(session, settings.values(session))
    return result


def _result(batch: ImportBatch, undone: import_undo.Undone) -> UndoResult:
    kept = tuple(
        KeptRow(kind, row_id, name, tuple(field for field in fields if field not in _SUMMED_UP))
        for kind, row_id, name, fields in undone.kept
        if not fields or set(fields) - _SUMMED_UP
    )
    removed, main = COUNTED[batch.target]
    numbers = {
        removed: undone.removed_by_kind.get(main, 0), "import_restored": undone.restored, "import_kept": len(kept)
    }  # fmt: skip
    told = "".join(message(code, n=n) for code, n in numbers.items() if n)
    params = {"file": batch.file_name, "told": told, "kept": len(kept)}
    code = "import_undone" if undone.removed or undone.restored else "import_undo_kept_all"
    touched: dict[str, tuple[int, ...]] = dict.fromkeys(import_batches.TOUCHED[batch.target], ())
    change = Change(None, code, params, touched, undoable=False)
    return UndoResult(batch.id, undone.removed, undone.restored, kept, change)
