"""The sentences of the wizard up to the preview, made from what the reader reports.

No widget: what is said is tested without a window.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shopdesk.base.i18n import N_, localized, message, tr, trn
from shopdesk.dialogs.import_wizard.fields import field_label, target_name
from shopdesk.dialogs.import_wizard.state import STEPS, Journey, Step
from shopdesk.importing.formats import formats
from shopdesk.importing.request import Candidate, Question

DATE_ORDERS: Mapping[str, str] = {
    "DMY": N_("day/month/year"),
    "MDY": N_("month/day/year"),
    "YMD": N_("year-month-day"),
}
#: Files in which no amount stands.
_WITHOUT_MONEY = ("tracking",)
#: Where the file names no currency itself, the owner reads what was taken instead.
_DOUBTED = ("currency_from_amounts", "currency_from_country", "currency_from_shop")
_STEP_NAMES = {
    Step.FILE: N_("File"),
    Step.FORMAT: N_("Format"),
    Step.COLUMNS: N_("Columns"),
    Step.PREVIEW: N_("Preview"),
    Step.IMPORT: N_("Import"),
}
_ENCODINGS = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-8-sig": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "gb18030": N_("Chinese, simplified (GB18030)"),
    "big5": N_("Chinese, traditional (Big5)"),
    "cp1252": N_("Western European (Windows-1252)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "shift_jis": N_("Japanese (Shift JIS)"),
}


def title(journey: Journey, number: int, of: int) -> str:
    """The head of the window: the file's name, and which of how many."""
    if not journey.path.name:
        return tr("Import a spreadsheet")
    if of > 1:
        return tr("Import {file} ({number} of {all})", file=journey.path.name, number=number, all=of)
    return tr("Import {file}", file=journey.path.name)


def format_name(key: str) -> str:
    """The name of a declared format in the current language; a profile's own name."""
    declared = formats().get(key)
    if declared:
        return localized(declared.name)
    return tr("own columns") if key == "mapping" else key.removeprefix("profile:")


def progress_text(code: str) -> str:
    """What the reader or the import is doing, from its code."""
    words = {
        "open": tr("Opening the file…"),
        "read": tr("Reading rows…"),
        "matching": tr("Comparing with your shop…"),
        "rows": tr("Writing rows…"),
        "index": tr("Preparing the search…"),
    }
    return words.get(code, "")


def channel_name(journey: Journey) -> str:
    """The channel the rows would go to: the owner's word, else the one found."""
    if journey.choices.channel or journey.preview:
        return journey.choices.channel or (journey.preview.channel if journey.preview else "")
    declared = formats().get(journey.base_key)
    return declared.channel_name if declared else ""


def other_formats() -> list[tuple[str, str]]:
    """Every format that can be imported, by name."""
    known = [(declared.key, localized(declared.name)) for declared in formats().values() if not declared.declined]
    return sorted(known, key=lambda entry: entry[1].casefold())


def encoding_name(key: str) -> str:
    """An encoding as people know it."""
    return tr(_ENCODINGS[key]) if key in _ENCODINGS else key.upper()


def candidate_line(candidate: Candidate) -> str:
    """A format in the list of those that fit."""
    return tr("{format} – {percent} %", format=format_name(candidate.key), percent=round(candidate.score * 100))


def reason(candidate: Candidate) -> str:
    """Why a format fits, with the names that speak for it and those it lacks."""
    listed = tr(", ").join(candidate.matched[:6])
    words = message(candidate.reason, count=len(candidate.matched), headers=listed)
    if candidate.missing:
        lacking = tr(", ").join(field_label(field) for field in candidate.missing)
        words = tr("{reason} Not found: {fields}.", reason=words, fields=lacking)
    return words


def step_text(journey: Journey, step: Step) -> str:
    """The words of a step in the bar on top; what was found stands behind its name once it is known."""
    detection, candidate = journey.detection, journey.candidate()
    if step is Step.FORMAT and detection and candidate:
        name = format_name(journey.base_key if candidate.key == "mapping" else candidate.key)
        if journey.choices.format_key or candidate.reason == "detected_chosen":
            return tr("Format: {format}", format=name)
        return tr("Format: {format} ({percent} % sure)", format=name, percent=round(candidate.score * 100))
    if step is Step.COLUMNS and detection and not detection.declined:
        used = len(set(journey.mapping.values()) & set(detection.headers))
        return tr("Columns: {used} of {all} used", used=used, all=len(detection.headers))
    return tr(_STEP_NAMES[step])


def done_steps(journey: Journey, current: Step) -> frozenset[Step]:
    """The steps that lie behind the owner."""
    if journey.detection is None:
        return frozenset()
    return frozenset(STEPS[: STEPS.index(current)])


def declined(journey: Journey) -> str:
    """A file of a kind that has no home yet: what it is, and what can be imported."""
    candidate = journey.candidate()
    name = format_name(candidate.key) if candidate else ""
    return message("file_declined", format=name, target=target_name(journey.target))


def missing(journey: Journey) -> str:
    """Which needed fields no column gives."""
    groups = [tr(" or ").join(field_label(field) for field in group) for group in journey.missing]
    return tr("Choose a column for: {fields}.", fields=tr("; ").join(groups)) if groups else ""


def question(asked: Question) -> str:
    """An ambiguity as a question, with the file's own cell in it."""
    example = asked.examples[0] if asked.examples else ""
    if asked.kind == "date_order":
        return tr("Which day is “{cell}”? The file does not say.", cell=example)
    return tr("How much is “{cell}”? The file does not say.", cell=example)


def answer(asked: Question, choice: str) -> str:
    """An answer, showing what the file's cell would become."""
    example = asked.examples[0] if asked.examples else ""
    if asked.kind == "date_order":
        return tr("{order}: {date}", order=tr(DATE_ORDERS.get(choice, "")) or choice, date=_as_date(example, choice))
    if choice == ".":
        return tr("The point is the decimal mark: {amount}", amount=_as_amount(example, "."))
    return tr("The comma is the decimal mark: {amount}", amount=_as_amount(example, ","))


def _as_date(cell: str, order: str) -> str:
    from shopdesk.dialogs.import_wizard.examples import read_date

    return read_date(cell, order) or cell


def _as_amount(cell: str, mark: str) -> str:
    from shopdesk.dialogs.import_wizard.examples import read_amount

    return read_amount(cell, mark) or cell


def footer(journey: Journey) -> str:
    """What the preview rests on: how dates were read and what proves it, and which currency."""
    if journey.detection is None or journey.preview is None:
        return ""
    return " ".join(part for part in (_dates(journey), _currency(journey)) if part)


def _dates(journey: Journey) -> str:
    detection = journey.staged.detection if journey.staged else journey.detection
    order = journey.choices.date_order or (detection.date_order if detection else "")
    if order not in DATE_ORDERS or detection is None:
        return ""
    words = tr(DATE_ORDERS[order])
    if journey.choices.date_order:
        return tr("Dates read as {order}, as you said.", order=words)
    if not detection.date_evidence:
        return tr("Dates read as {order}.", order=words)
    proof = len(detection.date_evidence)
    return trn(
        "Dates read as {order} ({n} row proves it).", "Dates read as {order} ({n} rows prove it).", proof, order=words
    )


def _currency(journey: Journey) -> str:
    preview, detection = journey.preview, journey.detection
    if journey.target in _WITHOUT_MONEY:
        return ""
    found = list(preview.total_by_currency) if preview else []
    if detection and is_currency_assumed(journey):
        evidence = tr(", ").join(detection.currency_evidence)
        return message(detection.currency_reason, currency=detection.currency, evidence=evidence)
    currencies = tr(", ").join(found) or (detection.currency if detection else "")
    return tr("Prices in {currency}.", currency=currencies) if currencies else ""


def is_currency_assumed(journey: Journey) -> bool:
    """Whether the file itself names no currency, so that the owner should look at what was taken."""
    preview, detection = journey.preview, journey.detection
    if detection is None or preview is None or detection.currency_reason not in _DOUBTED:
        return False
    if journey.target in _WITHOUT_MONEY:
        return False
    return list(preview.total_by_currency) in ([], [detection.currency])


def can_go_on(journey: Journey, step: Step) -> bool:
    """Whether Next would lead anywhere."""
    if step is Step.FORMAT:
        return journey.detection is not None and not journey.detection.declined and journey.candidate() is not None
    if step is Step.COLUMNS:
        return not journey.open_questions and not journey.missing
    return True


def rejected_file_name(path: Path) -> str:
    """The name proposed for the refused rows of ``path``."""
    return tr("{file} to fix.xlsx", file=path.stem)
