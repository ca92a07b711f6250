"""The sentences of the preview: four cards, what happens to a row, which rows are refused and why. No widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from shopdesk.base.i18n import N_, current_language, message, tr, trn
from shopdesk.dialogs.import_wizard.fields import field_label
from shopdesk.domain.money import to_minor
from shopdesk.domain.orders import OrderState
from shopdesk.lists.formatting import format_date, format_datetime, format_money, format_unit_price
from shopdesk.lists.spec import Money
from shopdesk.lists.status import STATE_WORDS
from shopdesk.services.import_result import Preview, RejectedRow
from shopdesk.services.staged_rows import FieldChange, RowDetail

#: How many refused rows are listed beside the preview; all of them are in the saved file.
LISTED = 40


class Tone(StrEnum):
    """The signal a text carries beside its words."""

    GREEN = "green"
    AMBER = "amber"
    MUTED = "muted"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Card:
    """One of the four cards over the preview; ``verdict`` is what a click filters by."""

    verdict: str
    tone: Tone
    count: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ChangeText:
    """A cell that changes, or that stays as the owner typed it (``kept`` says so)."""

    label: str
    before: str
    after: str
    kept: str = ""


VERDICTS: Mapping[str, tuple[str, str]] = {
    "new": (N_("new"), "green"),
    "changed": (N_("changed"), "amber"),
    "same": (N_("same"), "neutral"),
    "duplicate": (N_("duplicate"), "neutral"),
    "kept": (N_("yours kept"), "amber"),
    "rejected": (N_("rejected"), "red"),
}


def cards(preview: Preview) -> tuple[Card, Card, Card, Card]:
    """New, changed, same, rejected."""
    entities, rejected = preview.entities, preview.counts.get("rejected", 0)
    kept = entities.get("kept", 0)
    same = entities.get("same", 0) + entities.get("duplicate", 0) + kept
    new, changed = entities.get("new", 0), entities.get("changed", 0)
    return (
        Card("new", Tone.GREEN, new, new_title(preview.target, new), _new_detail(preview)),
        Card("changed", Tone.AMBER, changed, tr("changed"), _changed_detail(preview)),
        Card("same", Tone.MUTED, same, tr("already here, same"), _same_detail(kept)),
        Card("rejected", Tone.RED, rejected, tr("rejected"), _rejected_detail(preview)),
    )


def new_title(target: str, n: int) -> str:
    """ "new orders" and its like, without the number."""
    titles = {
        "orders": trn("new order", "new orders", n),
        "products": trn("new product", "new products", n),
        "stock": trn("new stock figure", "new stock figures", n),
        "customers": trn("new customer", "new customers", n),
        "tracking": trn("new tracking event", "new tracking events", n),
    }
    return titles.get(target, "")


def next_text(preview: Preview | None, *, ended: bool, more: bool) -> str:
    """The one button of the wizard: on, import, the next file, done."""
    if ended:
        return tr("&Next file") if more else tr("&Done")
    return import_button(preview) if preview else tr("&Next")


def import_button(preview: Preview) -> str:
    """What the one primary button will do, and to how many."""
    n = to_import(preview)
    if n == 0:
        return tr("&Done, nothing to import")
    texts = {
        "orders": trn("&Import {n} order", "&Import {n} orders", n),
        "products": trn("&Import {n} product", "&Import {n} products", n),
        "stock": trn("&Import {n} stock figure", "&Import {n} stock figures", n),
        "customers": trn("&Import {n} customer", "&Import {n} customers", n),
        "tracking": trn("&Import {n} tracking event", "&Import {n} tracking events", n),
    }
    return texts[preview.target]


def to_import(preview: Preview) -> int:
    """Orders (products …) that the import would add or change."""
    return preview.entities.get("new", 0) + preview.entities.get("changed", 0)


def money(totals: Mapping[str, str]) -> str:
    """Amounts per currency, side by side: they are never added up (R-G1). ``totals``: currency → decimal text."""
    return " · ".join(
        format_money(to_minor(Decimal(amount), currency), currency) for currency, amount in totals.items()
    )


def _new_detail(preview: Preview) -> str:
    if preview.total_by_currency:
        return money(preview.total_by_currency)
    return tr("nothing to add") if not preview.entities.get("new") else tr("will be added")


def _changed_detail(preview: Preview) -> str:
    counted = {key: n for key, n in preview.changed_fields.items() if key.rpartition(".")[2] not in _QUIET}
    fields = sorted(counted.items(), key=lambda item: -item[1])
    named = [tr("{field} {count}", field=field_label(key), count=count) for key, count in fields[:3]]
    return tr(", ").join(named + (["…"] if len(fields) > 3 else [])) or tr("nothing to change")


def _same_detail(kept: int) -> str:
    return trn("{n} as you edited it", "{n} as you edited them", kept) if kept else tr("nothing to do")


def _rejected_detail(preview: Preview) -> str:
    reasons = sorted(preview.reject_reasons.items(), key=lambda item: -item[1])
    return tr("; ").join(short_reason(code) for code, _ in reasons[:3]) or tr("every row can be read")


def short_reason(code: str) -> str:
    """A reason in a few words, for a card; the catalogue has a short form beside each sentence."""
    key = f"short_{code}"
    short = message(key)
    return code.replace("_", " ") if short == key else short


def refused_title(rows: int) -> str:
    """Head of the list of refused rows, ``""`` when there are none."""
    return trn("{n} row cannot be imported", "{n} rows cannot be imported", rows) if rows else ""


def refused_lines(rows: Sequence[RejectedRow], whole: int) -> list[str]:
    """Each refused row with its reason, the first ones only."""
    lines = [refused_line(row) for row in rows[:LISTED]]
    if whole > len(lines):
        lines.append(trn("… and {n} more", "… and {n} more", whole - len(lines)))
    return lines


def refused_line(row: RejectedRow) -> str:
    """``Row 9: no order number.``"""
    return tr("Row {row}: {reason}", row=row.row, reason=message(row.code, **dict(row.params)))


def notes(preview: Preview) -> str:
    """What else there is to know: counts before and after, edits that are kept."""
    lines = []
    if preview.target == "orders" and (counted := before_and_after(preview)):
        lines.append(counted)
    if preview.channel:
        known = tr("Channel: {channel}.") if preview.channel_exists else tr("Channel: {channel} (will be added).")
        lines.append(known.format(channel=preview.channel))
    if preview.kept_edits:
        kept = trn("{n} cell that you edited is kept.", "{n} cells that you edited are kept.", preview.kept_edits)
        lines.append(kept)
    lines += [note.text() for note in preview.notes]
    return "\n".join(lines)


def before_and_after(preview: Preview) -> str:
    """``Orders 400 → 419 · €12,345.00 → €14,089.00``, a pair a currency; ``""`` when nothing would change."""
    parts = []
    if preview.orders_before != preview.orders_after:
        before, after = f"{preview.orders_before:,}", f"{preview.orders_after:,}"
        parts.append(tr("Orders {before} → {after}", before=before, after=after))
    for currency in sorted({*preview.money_before, *preview.money_after}):
        amounts = [Decimal(each.get(currency, "0")) for each in (preview.money_before, preview.money_after)]
        if amounts[0] != amounts[1]:
            parts.append(" → ".join(format_money(to_minor(amount, currency), currency) for amount in amounts))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class RowWords:
    """What the pane says of one row."""

    title: str
    text: str = ""
    changes: tuple[ChangeText, ...] = ()


def row_words(detail: RowDetail, timezone: str) -> RowWords:
    """One row in words: what changes, what is new, why it is refused."""
    row = detail.row
    name = row.name or tr("Row {row}", row=row.row)
    if row.verdict in ("changed", "kept"):
        currency = row.amount.currency if isinstance(row.amount, Money) else ""
        hidden = _QUIET if any(change.field == "state" for change in detail.changes) else _DERIVED
        shown = (change for change in detail.changes if change.field not in hidden)
        changes = tuple(_change_text(change, currency, timezone) for change in shown)
        if row.verdict == "kept":
            return RowWords(tr("{name} stays as you edited it", name=name), "", changes)
        return RowWords(tr("{name} changes", name=name), "" if changes else tr("Only details of its items."), changes)
    if row.verdict == "rejected":
        reason = message(row.code, **dict(row.params))
        return RowWords(tr("Row {row} cannot be imported", row=row.row), reason)
    if row.verdict == "new":
        return RowWords(tr("{name} is new", name=name), "\n".join(_new_lines(detail)))
    if row.verdict == "duplicate":
        return RowWords(name, tr("Stands in the file more than once; it is taken once."))
    return RowWords(name, tr("Is in your shop already, and the file says the same."))


def _new_lines(detail: RowDetail) -> list[str]:
    items = [tr("{quantity} × {item}", quantity=n, item=title or sku) for sku, title, n in detail.lines]
    gap = [""] if items and detail.address else []
    return [*items, *gap, *detail.address]


#: Follow from other cells: a difference in them alone says nothing to the owner.
_DERIVED = frozenset({"ship_by", "attention", "verified", "line_count", "unit_count", "items_summary", "source_hash"})
_QUIET = _DERIVED | {"source_status"}


def _change_text(change: FieldChange, currency: str, timezone: str) -> ChangeText:
    label = tr("Items") if change.field == "line" else field_label(change.field)
    if change.name and change.field != "line":
        label = tr("{field} of {item}", field=label, item=change.name)
    before, after = (value_text(change.field, value, currency, timezone) for value in (change.before, change.after))
    kept = ""
    if change.kept_at is not None:
        day = format_date(change.kept_at, current_language(), timezone)
        kept = tr(
            "You edited “{field}” on {day}; yours is kept. The file says: {after}", field=label, day=day, after=after
        )
    return ChangeText(label, before, after, kept)


def value_text(field: str, value: object, currency: str, timezone: str) -> str:
    """A stored cell in words: money, times on the shop's clock, states."""
    if value is None or value == "":
        return ""
    if isinstance(value, int) and field.endswith("_minor"):
        return format_money(value, currency)
    if isinstance(value, int) and field.endswith("_micros"):
        return format_unit_price(value, currency)
    if isinstance(value, str) and field.endswith("_at"):
        return format_datetime(datetime.fromisoformat(value), current_language(), timezone)
    if field == "state" and value in STATE_WORDS:
        return tr(STATE_WORDS[OrderState(str(value))])
    if field == "payment_state":
        return tr(_PAYMENTS[str(value)]) if value in _PAYMENTS else str(value)
    return str(value)


_PAYMENTS = {
    "unpaid": N_("unpaid"),
    "paid": N_("paid"),
    "part_refunded": N_("partly refunded"),
    "refunded": N_("refunded"),
    "disputed": N_("disputed"),
}
