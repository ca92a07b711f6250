"""Freight templates (运费模板): what buyers are charged, kept by the owner, asked for an order. Each change is one
undoable step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template, buyer_freight
from shopdesk.domain.search_text import clean
from shopdesk.services.carriers import field_values
from shopdesk.services.line_tables import replace_lines
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries.carrier_books import template_rows
from shopdesk.storage.tables import FreightTemplate, FreightTemplateRow, Order


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template as it is kept."""

    id: int
    template: Template


@dataclass(frozen=True, slots=True)
class BuyerFreight:
    """What a template asks of an order's buyer, minor units of the order's currency; ``None``: it does not send
    there, or the weight is not known.
    """

    template: str
    fee_minor: int | None


def templates(session: Session) -> list[TemplateEntry]:
    """Every template by name."""
    return [TemplateEntry(row.id, _template(row, rows)) for row, rows in template_rows(session)]


def _template(row: FreightTemplate, rows: Sequence[FreightTemplateRow]) -> Template:
    lines = tuple(FreightRow(**field_values(line, FreightRow)) for line in rows)
    return Template(row.name, row.currency, lines, FreightBy(row.by), row.free_over_minor)


def freight_of(session: Session, order: Order, weight_g: int | None) -> BuyerFreight | None:
    """What the first template in the order's currency asks of its buyer; ``None`` when there is no such template."""
    template = next((entry.template for entry in templates(session) if entry.template.currency == order.currency), None)
    if template is None:
        return None
    amount = order.unit_count if template.by is FreightBy.PIECES else weight_g
    if amount is None:
        return BuyerFreight(template.name, None)
    asked = {"country": order.ship_country, "region": order.ship_region}
    fee = buyer_freight(template, **asked, amount=amount, goods_minor=order.goods_minor - abs(order.discount_minor))
    return BuyerFreight(template.name, fee)


def save_template(session: Session, template: Template, template_id: int | None = None) -> Change:
    """Change a template with its rows, or add one.

    Raises ``UserError``: ``freight_template_unknown``, ``freight_no_name``, ``freight_name_taken``, ``rate_bad``,
    ``rate_twice``.
    """
    name = " ".join(clean(template.name).split())
    row = _checked(session, name, template, template_id)
    values: dict[str, Any] = {
        "name": name,
        "currency": template.currency.upper(),
        "by": str(template.by),
        "free_over_minor": template.free_over_minor,
    }
    with recording(session, "freight_template_saved", template=name) as step:
        if row is None:
            row = FreightTemplate(**values)
            step.insert(row)
        else:
            step.update(row, archived_at=None, **values)
        rows = session.scalars(select(FreightTemplateRow).where(FreightTemplateRow.template_id == row.id))
        old = {(line.country, line.region): line for line in rows}
        wanted = {
            (line.country, line.region): {"template_id": row.id, **field_values(line, FreightRow)}
            for line in template.rows
        }
        replace_lines(step, FreightTemplateRow, old, wanted)
    return step.change


def _checked(session: Session, name: str, template: Template, template_id: int | None) -> FreightTemplate | None:
    if not name:
        raise UserError("freight_no_name")
    row = session.get(FreightTemplate, template_id) if template_id is not None else None
    if template_id is not None and row is None:
        raise UserError("freight_template_unknown")
    same = session.scalars(select(FreightTemplate).where(FreightTemplate.name == name)).first()
    if same is not None and same.id != template_id:
        if same.archived_at is None or template_id is not None:
            raise UserError("freight_name_taken", template=name)
        row = same
    seen = set()
    for place, line in enumerate(template.rows, 1):
        if min(line.first_n, line.first_minor, line.step_n, line.step_minor) < 0 or line.first_n < 1:
            raise UserError("rate_bad", row=place)
        key = (line.country, line.region)
        if key in seen:
            raise UserError("rate_twice", row=place, country=" ".join(key).strip() or "*", grams=line.first_n)
        seen.add(key)
    return row


def archive_template(session: Session, template_id: int) -> Change:
    """Take a template away; it can be undone. Raises ``UserError("freight_template_unknown")``."""
    row = session.get(FreightTemplate, template_id)
    if row is None or row.archived_at is not None:
        raise UserError("freight_template_unknown")
    with recording(session, "freight_template_archived", template=row.name) as step:
        step.update(row, archived_at=now())
    return step.change
