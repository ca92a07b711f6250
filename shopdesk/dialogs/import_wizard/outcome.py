"""What an import, or taking it back, came to: a headline, facts, what was kept, what was refused. No widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shopdesk.base.i18n import message, tr, trn
from shopdesk.dialogs.import_wizard.fields import field_label
from shopdesk.dialogs.import_wizard.preview_wording import money, refused_line
from shopdesk.services.import_result import ImportResult, UndoResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """The text of the last page. ``can_undo`` and ``can_save`` say which buttons make sense."""

    title: str
    lines: list[str] = field(default_factory=list)
    kept: str = ""
    refused: str = ""
    can_undo: bool = False
    can_save: bool = False


def imported(result: ImportResult) -> Outcome:
    """Every row is imported, unchanged or rejected, and the sentence says how many of each."""
    lines = _counted(result.counts)
    if result.total_by_currency:
        lines.append(tr("New orders add up to {amount}.", amount=money(result.total_by_currency)))
    if result.unchanged:
        lines.append(
            trn("{n} row was here already, unchanged.", "{n} rows were here already, unchanged.", result.unchanged)
        )
    if waiting := result.counts.get("orders_to_review", 0):
        lines.append(trn("{n} new order waits under To review.", "{n} new orders wait under To review.", waiting))
    lines += [note.text() for note in result.notes]
    title = trn("{n} row read, all done.", "{n} rows read, all done.", result.rows)
    if result.rejected_rows:
        title = trn("{n} row read; some were not imported.", "{n} rows read; some were not imported.", result.rows)
    return Outcome(
        title, lines, refused=_refused(result), can_undo=result.batch is not None, can_save=bool(result.rejected_rows)
    )


def _counted(counts: Mapping[str, int]) -> list[str]:
    def n(key: str) -> int:
        return counts.get(key, 0)

    facts = {
        "orders_new": trn("{n} new order", "{n} new orders", n("orders_new")),
        "orders_changed": trn("{n} order changed", "{n} orders changed", n("orders_changed")),
        "products_new": trn("{n} new product", "{n} new products", n("products_new")),
        "products_changed": trn("{n} product changed", "{n} products changed", n("products_changed")),
        "skus_new": trn("{n} new SKU", "{n} new SKUs", n("skus_new")),
        "skus_changed": trn("{n} SKU changed", "{n} SKUs changed", n("skus_changed")),
        "stock_new": trn("{n} new stock figure", "{n} new stock figures", n("stock_new")),
        "stock_changed": trn("{n} stock figure changed", "{n} stock figures changed", n("stock_changed")),
        "customers_new": trn("{n} new customer", "{n} new customers", n("customers_new")),
        "customers_changed": trn("{n} customer changed", "{n} customers changed", n("customers_changed")),
        "tracking_new": trn("{n} new tracking event", "{n} new tracking events", n("tracking_new")),
        "parcels_changed": trn("{n} parcel moved on", "{n} parcels moved on", n("parcels_changed")),
    }
    return [words for key, words in facts.items() if n(key)]


def _refused(result: ImportResult) -> str:
    rows = result.rejected_rows
    if not rows:
        return ""
    head = trn("{n} row was not imported. The rest is in.", "{n} rows were not imported. The rest is in.", rows)
    listed = [refused_line(row) for row in result.rejected[:3]]
    return "\n".join([head, *listed, *(["…"] if rows > 3 else [])])


def taken_back(outcome: UndoResult) -> Outcome:
    """What the undo removed, put back, and kept because it was edited since."""
    lines = []
    if outcome.removed:
        lines.append(trn("{n} record was removed.", "{n} records were removed.", outcome.removed))
    if outcome.restored:
        lines.append(trn("{n} record is as before.", "{n} records are as before.", outcome.restored))
    if not outcome.done:
        return Outcome(message(outcome.change.code, **outcome.change.params), kept=_kept(outcome))
    return Outcome(tr("The import was taken back."), lines, kept=_kept(outcome))


def _kept(outcome: UndoResult) -> str:
    if not outcome.kept:
        return ""
    count = len(outcome.kept)
    head = trn("{n} record was kept, since you edited it:", "{n} records were kept, since you edited them:", count)
    named = [_named(row.name, row.fields) for row in outcome.kept[:12]]
    return "\n".join([head, *named, *(["…"] if count > 12 else [])])


def _named(name: str, fields: tuple[str, ...]) -> str:
    listed = tr(", ").join(dict.fromkeys(field_label(field) for field in fields))
    return f"{name} ({listed})" if listed else name
