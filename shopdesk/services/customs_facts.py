"""What customs must know of a product, filled in by the owner (R-O13): English name, tariff number, origin, weight.
Each is one undoable step that imports leave alone.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.customs import hs_fault, name_fault, origin_fault, plain_hs
from shopdesk.domain.search_text import clean
from shopdesk.importing.numbers import to_grams
from shopdesk.importing.places import to_country
from shopdesk.services.recording import Change, recording
from shopdesk.storage.tables import Product, Sku

#: The facts by the name of their field, each with what judges it.
_FAULTS = {"customs_name_en": name_fault, "hs_code": hs_fault, "origin_country": origin_fault}
_MAX_GRAMS = 1_000_000


def is_fact(field: str) -> bool:
    """Whether ``field`` (``"hs_code:12"``) names a fact of a product or SKU."""
    return field.partition(":")[0] in {*_FAULTS, "weight_g"} and field.partition(":")[2].isdigit()


def set_fact(session: Session, field: str, text: str) -> Change:
    """Fill in ``field``: a fact and the id it belongs to (``hs_code:12``: product 12; ``weight_g:7``: SKU 7, in grams
    or with a unit).

    Raises ``UserError``: ``product_gone``, and why the text cannot be: ``customs_no_name``, ``customs_generic_name``,
    ``customs_no_hs``, ``customs_no_origin``, ``customs_weight_bad``.
    """
    name, _, row_id = field.partition(":")
    typed = " ".join(clean(text).split())
    row: Sku | Product | None = session.get(Sku if name == "weight_g" else Product, int(row_id))  # type: ignore[assignment]
    if row is None:
        raise UserError("product_gone")
    value = _grams(typed) if name == "weight_g" else _checked(name, typed)
    title = row.code if isinstance(row, Sku) else row.title
    with recording(session, "customs_fact_saved", product=title) as step:
        step.update(row, by_owner=True, **{name: value})
    return step.change


def _checked(name: str, typed: str) -> str:
    value = typed
    if name == "origin_country":
        value = to_country(typed).upper()
    elif name == "hs_code":
        value = plain_hs(typed)
    if fault := _FAULTS[name](value):
        raise UserError(f"{fault}_typed", value=typed or "–")
    return value


def _grams(typed: str) -> int:
    grams = to_grams(typed, "g")
    if not isinstance(grams, int) or not 0 < grams <= _MAX_GRAMS:
        raise UserError("customs_weight_bad", value=typed or "–")
    return grams
