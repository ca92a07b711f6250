"""The sentences of the wizard, made from what reader and services report. No widget: what is said can be tested without a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.base.i18n import N_, localized, message, tr, trn
from shopdesk.dialogs.import_wizard.fields import field_label, target_name
from shopdesk.dialogs.import_wizard.state import STEPS, Journey, Step
from shopdesk.lists.formatting import format_money
from shopdesk.services.imports import ImportResult, Preview


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


DATE_ORDERS: Mapping[str, str] = {
    "DMY": N_("day/month/year"),
    "MDY": N_("month/day/year"),
    "YMD": N_("year-month-day"),
}

VERDICTS: Mapping[str, tuple[str, Tone]] = {
    "new": (N_("new"), Tone.GREEN),
    "changed": (N_("changed"), Tone.AMBER),
    "same": (N_("same"), Tone.MUTED),
    "duplicate": (N_("duplicate"), Tone.MUTED),
    "rejected": (N_("rejected"), Tone.RED),
}


def format_name(key: str) -> str:
    """The name of a declared format in the current language; the key itself for a profile."""
    path = resources_dir() / "import_formats" / f"{key}.toml"
    return localized(load_toml(path)["name"]) if path.is_file() else key


def step_text(journey: Journey, step: Step) -> str:
    """The words of a step in the bar on top; what was found out stands behind its name once it is known."""
    detection, candidate = journey.detection, journey.candidate()
    if step is Step.FORMAT and detection and candidate:
        name = format_name(candidate.key)
        if journey.choices.format_key:
            return tr("Format: {format}", format=name)
        return tr("Format: {format} ({percent} % sure)", format=name, percent=round(candidate.score * 100))
    if step is Step.COLUMNS and detection and not detection.declined:
        return tr("Columns: {used} of {all} used", used=len(set(journey.mapping.values())), all=len(detection.headers))
    return tr(_STEP_NAMES[step])


_STEP_NAMES = {
    Step.FILE: N_("File"),
    Step.FORMAT: N_("Format"),
    Step.COLUMNS: N_("Columns"),
    Step.PREVIEW: N_("Preview"),
    Step.IMPORT: N_("Import"),
}


def done_steps(journey: Journey, current: Step) -> frozenset[Step]:
    """The steps that lie behind the owner."""
    return frozenset(STEPS[: STEPS.index(current)]) if journey.detection else frozenset()


def cards(preview: Preview) -> tuple[Card, Card, Card, Card]:
    """New, changed, same, rejected."""
    counts, same = preview.counts, preview.counts.get("same", 0) + preview.counts.get("duplicate", 0)
    return (
        Card("new", Tone.GREEN, counts.get("new", 0), _new_title(preview), _new_detail(preview)),
        Card("changed", Tone.AMBER, counts.get("changed", 0), tr("changed"), _changed_detail(preview)),
        Card("same", Tone.MUTED, same, tr("already here, same"), tr("nothing to do")),
        Card("rejected", Tone.RED, counts.get("rejected", 0), tr("rejected"), _rejected_detail(preview)),
    )


def _new_title(preview: Preview) -> str:
    return trn_target("new", preview.target, preview.counts.get("new", 0))


def trn_target(verb: str, target: str, n: int) -> str:
    """"new orders" and its like, without the number: one sentence a target, since languages differ in more than the noun."""
    one, many = _COUNTED[verb].get(target, _COUNTED[verb]["rows"])
    return trn(one, many, n)


_COUNTED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "new": {
        "orders": (N_("new order"), N_("new orders")),
        "products": (N_("new product"), N_("new products")),
        "stock": (N_("new stock figure"), N_("new stock figures")),
        "customers": (N_("new customer"), N_("new customers")),
        "rows": (N_("new row"), N_("new rows")),
    },
    "import": {
        "orders": (N_("Import {n} order"), N_("Import {n} orders")),
        "products": (N_("Import {n} product"), N_("Import {n} products")),
        "stock": (N_("Import {n} stock figure"), N_("Import {n} stock figures")),
        "customers": (N_("Import {n} customer"), N_("Import {n} customers")),
        "rows": (N_("Import {n} row"), N_("Import {n} rows")),
    },
    "done_new": {
        "orders": (N_("{n} new order"), N_("{n} new orders")),
        "products": (N_("{n} new product"), N_("{n} new products")),
        "stock": (N_("{n} new stock figure"), N_("{n} new stock figures")),
        "customers": (N_("{n} new customer"), N_("{n} new customers")),
        "rows": (N_("{n} new row"), N_("{n} new rows")),
    },
}


def money(totals: Mapping[str, str]) -> str:
    """Amounts per currency, side by side: they are never added up (R-G1)."""
    return " · ".join(format_money(amount, currency) for currency, amount in totals.items())


def _new_detail(preview: Preview) -> str:
    if preview.total_by_currency:
        return money(preview.total_by_currency)
    return tr("into {channel}", channel=preview.channel) if preview.channel else tr("nothing to add")


def _changed_detail(preview: Preview) -> str:
    fields = sorted(preview.changed_fields.items(), key=lambda item: -item[1])
    named = [tr("{field} {count}", field=field_label(key), count=count) for key, count in fields[:3]]
    if len(fields) > 3:
        named.append("…")
    return tr(", ").join(named) or tr("nothing to change")


def _rejected_detail(preview: Preview) -> str:
    reasons = sorted(preview.reject_reasons.items(), key=lambda item: -item[1])
    return tr("; ").join(short_reason(code) for code, _ in reasons[:3]) or tr("every row can be read")


def short_reason(code: str) -> str:
    """A reason in a few words, for a card: the catalogue has a short form beside each sentence."""
    short = message(f"short.{code}")
    return short if short != f"short.{code}" else code.replace("_", " ")


def footer(journey: Journey) -> str:
    """What the preview rests on: how dates were read and what proves it, and which currency."""
    detection, preview = journey.detection, journey.preview
    if detection is None or preview is None:
        return ""
    return " ".join(part for part in (_dates(journey), _currency(journey, preview)) if part)


def _dates(journey: Journey) -> str:
    order = journey.choices.date_order or journey.detection_evidence.get("date_order", "")
    if order not in DATE_ORDERS:
        return ""
    words = tr(DATE_ORDERS[order])
    if journey.choices.date_order:
        return tr("Dates read as {order} (you said so).", order=words)
    proof = journey.detection_evidence.get("date_rows", 0)
    if not proof:
        return tr("Dates read as {order}.", order=words)
    return trn("Dates read as {order} ({n} row proves it).", "Dates read as {order} ({n} rows prove it).", proof, order=words)


def _currency(journey: Journey, preview: Preview) -> str:
    currencies = tr(", ").join(preview.total_by_currency) or journey.currency
    return tr("Prices in {currency}.", currency=currencies) if currencies else ""


def import_button(preview: Preview) -> str:
    """What the one primary button will do, and to how many."""
    return trn_target("import", preview.target, preview.counts.get("new", 0) + preview.counts.get("changed", 0))


def result_lines(result: ImportResult) -> list[str]:
    """What the import did, one fact a line."""
    lines = [message("import_done_rows", rows=f"{result.rows:,}")]
    return lines


def declined(journey: Journey) -> str:
    """A file of a kind that has no home yet: what it is, and what can be imported."""
    candidate = journey.candidate()
    return message(
        "import_declined", format=format_name(candidate.key) if candidate else "", target=target_name(journey.target)
    )
