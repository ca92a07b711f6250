"""The rows of a freight template as a grid of text: weights in kilograms (or pieces), fees in the major unit. Writes
nothing: ``freight_templates.save_template`` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from shopdesk.base.i18n import N_
from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template
from shopdesk.domain.search_text import clean
from shopdesk.services.grid_cells import GridRow, amount, kilograms

COLUMNS = {
    "country": N_("Country"),
    "region": N_("State or province"),
    "first_n": N_("First (kg/pcs)"),
    "first_fee": N_("Fee"),
    "step_n": N_("Further (kg/pcs)"),
    "step_fee": N_("Further fee"),
}


def template_cells(template: Template) -> list[list[str]]:
    """The rows in the sequence of :data:`COLUMNS`."""
    shown = kilograms if template.by is FreightBy.WEIGHT else str
    return [
        [
            row.country,
            row.region,
            shown(row.first_n),
            amount(row.first_minor, template.currency),
            shown(row.step_n),
            amount(row.step_minor, template.currency),
        ]
        for row in template.rows
    ]


def parse_template(rows: Sequence[Sequence[str]], by: FreightBy, currency: str) -> tuple[FreightRow, ...]:
    """The rows that a grid means; blank ones are skipped. Raises ``UserError("rate_cell_bad")``."""
    found = []
    for number, texts in enumerate(rows, 1):
        tidy = [" ".join(clean(text).split()) for text in texts]
        if any(tidy):
            row = GridRow(dict(zip(COLUMNS, tidy, strict=False)), number, COLUMNS)
            found.append(_row(row, by, currency))
    return tuple(found)


def _row(row: GridRow, by: FreightBy, currency: str) -> FreightRow:
    read = row.grams if by is FreightBy.WEIGHT else row.whole
    first, fee = read("first_n"), row.minor("first_fee", currency)
    if not first:
        raise row.bad("first_n")
    if fee is None:
        raise row.bad("first_fee")
    return FreightRow(
        first_n=first,
        first_minor=fee,
        step_n=read("step_n") or 0,
        step_minor=row.minor("step_fee", currency) or 0,
        country=row.country("country"),
        region=row.text("region"),
    )
