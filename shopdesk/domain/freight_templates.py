"""What a buyer pays for freight (运费模板, S1-2.2.3.2-FREIGHT): by weight or pieces, free above an amount. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.carriers import plain_name


class FreightBy(StrEnum):
    """What a template counts."""

    WEIGHT = "weight"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True)
class FreightRow:
    """To ``country`` and ``region`` (``""``: all others): the first ``first_n`` (grams or pieces) cost ``first_minor``,
    each begun ``step_n`` more ``step_minor``.
    """

    first_n: int
    first_minor: int
    step_n: int
    step_minor: int
    country: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A freight template; amounts in minor units of ``currency``. ``free_over_minor``: goods from which it is free."""

    name: str
    currency: str
    rows: tuple[FreightRow, ...]
    by: FreightBy = FreightBy.WEIGHT
    free_over_minor: int | None = None


def buyer_freight(template: Template, *, country: str, region: str, amount: int, goods_minor: int) -> int | None:
    """What the template asks of a buyer, minor units: ``amount`` grams or pieces, goods worth ``goods_minor``; ``None``
    when it does not send there.
    """
    row = _row_for(template.rows, country.upper(), plain_name(region))
    if row is None:
        return None
    if template.free_over_minor is not None and goods_minor >= template.free_over_minor:
        return 0
    more = max(0, amount - row.first_n)
    steps = -(-more // row.step_n) if row.step_n else 0
    return row.first_minor + steps * row.step_minor


def _row_for(rows: Sequence[FreightRow], country: str, region: str) -> FreightRow | None:
    """The row of the region, else of the country, else of everywhere else."""

    def fit(row: FreightRow) -> int:
        if row.country and row.country.upper() != country:
            return -1
        if row.region and (not region or plain_name(row.region) != region):
            return -1
        return 2 * bool(row.region) + bool(row.country)

    best = max(rows, key=fit, default=None)
    return best if best is not None and fit(best) >= 0 else None
