"""What carriers bill, against what they quoted (S1-4.2.1.4-PRICE): each line of a bill finds its parcel or says why
not; the sums per carrier. A bill taken twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.domain.carriers import is_same_carrier
from shopdesk.domain.money import to_minor
from shopdesk.importing.bill_rows import BillLine
from shopdesk.lists.spec import Money
from shopdesk.services.carriers import carrier_index
from shopdesk.services.recording import Change, recording
from shopdesk.storage.queries import freight_costs as sql
from shopdesk.storage.queries.paper import the_shop
from shopdesk.storage.tables import Shipment


@dataclass(frozen=True, slots=True)
class BillVerdict:
    """What became of a line; ``code`` is a message when it was left out, ``""`` when it was taken."""

    line: BillLine
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    order_no: str = ""

    def reason(self) -> str:
        """Why it was left out, in the current language."""
        return message(self.code, **self.params) if self.code else ""


class BillResult(NamedTuple):
    """What taking a bill did, and what became of each line."""

    change: Change
    verdicts: list[BillVerdict]


@dataclass(frozen=True, slots=True)
class CarrierCosts:
    """A carrier's parcels that were billed, in one currency: what it quoted and what it billed for the same ones;
    ``unquoted``: billed, but never quoted, and in neither sum.
    """

    carrier: str
    parcels: int
    quoted: Money
    billed: Money
    unquoted: int

    @property
    def difference(self) -> Money:
        """Billed above (below: negative) the quote."""
        return Money(self.billed.minor - self.quoted.minor, self.billed.currency)


def take_bill(
    session: Session, lines: Sequence[BillLine], *, bill: str, carrier: str = "", currency: str = ""
) -> BillResult:
    """Write what was billed onto the parcels; lines of one waybill are added up. ``carrier`` and ``currency`` are those
    of lines without one (else any carrier, and the currency of the quote or the shop).

    Raises ``UserError("bill_none")`` when no line could be taken.
    """
    matched = _Matcher(session, lines, carrier, currency)
    verdicts = [matched.judge(line) for line in lines]
    if not matched.sums:
        raise UserError("bill_none", n=len(lines))
    left = sum(1 for verdict in verdicts if verdict.code)
    code = "carrier_bill_taken_some" if left else "carrier_bill_taken"
    with recording(session, code, bill=bill, n=len(matched.sums), left=left) as step:
        for parcel, minor, code_of in matched.sums.values():
            step.update(parcel, fee_billed_minor=minor, fee_currency=code_of, billed_ref=bill)
    return BillResult(step.change, verdicts)


class _Matcher:
    """Finds the parcel of each line and adds up what is billed for it."""

    def __init__(self, session: Session, lines: Sequence[BillLine], carrier: str, currency: str) -> None:
        self._carrier, self._currency = carrier, currency.upper()
        self._own = the_shop(session).currency
        self._index = carrier_index(session)
        self._parcels = sql.parcels_of_waybills(session, {line.waybill for line in lines if line.waybill})
        self.sums: dict[int, tuple[Shipment, int, str]] = {}

    def judge(self, line: BillLine) -> BillVerdict:
        """One line."""
        if not line.waybill:
            return BillVerdict(line, "bill_row_no_waybill")
        if line.amount is None:
            return BillVerdict(line, "bill_row_no_amount", {"value": line.typed or "–"})
        named = line.carrier or self._carrier
        found = self._parcels.get(line.waybill, [])
        fitting = [one for one in found if not named or is_same_carrier(named, one.parcel.carrier, self._index)]
        if not fitting:
            return BillVerdict(line, "bill_row_unknown", {"waybill": line.waybill})
        if len(fitting) > 1:
            return BillVerdict(line, "bill_row_several", {"waybill": line.waybill})
        return self._add(line, fitting[0])

    def _add(self, line: BillLine, found: sql.BilledParcel) -> BillVerdict:
        parcel = found.parcel
        quoted = parcel.fee_currency if parcel.fee_quoted_minor is not None else ""
        code = line.currency or self._currency or quoted or self._own
        if quoted and code != quoted:
            params = {"currency": code, "quoted": quoted}
            return BillVerdict(line, "bill_row_currency", params, found.order_no)
        before = self.sums[parcel.id][1] if parcel.id in self.sums else 0
        assert line.amount is not None
        self.sums[parcel.id] = (parcel, before + to_minor(line.amount, code), code)
        return BillVerdict(line, order_no=found.order_no)


def costs(session: Session) -> list[CarrierCosts]:
    """Quoted against billed, a line a carrier and currency, by name. Names that mean one carrier are put together."""
    index = carrier_index(session)
    folded: dict[tuple[Any, str], CarrierCosts] = {}
    for row in sql.billed_sums(session):
        key = (
            next((name for name, _ in folded if is_same_carrier(name, row.carrier, index)), row.carrier),
            row.currency,
        )
        before = folded.get(key)
        folded[key] = CarrierCosts(
            key[0],
            row.parcels + (before.parcels if before else 0),
            Money(row.quoted_minor + (before.quoted.minor if before else 0), row.currency),
            Money(row.billed_minor + (before.billed.minor if before else 0), row.currency),
            row.unquoted + (before.unquoted if before else 0),
        )
    return sorted(folded.values(), key=lambda entry: (entry.carrier.casefold(), entry.billed.currency))
