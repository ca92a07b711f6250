"""Waybills as somebody types, scans or pastes them: which order each line is for. Judged and applied by
:mod:`shopdesk.services.waybill_entry`; writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from shopdesk.domain.search_text import clean
from shopdesk.domain.waybill_entry import TypedWaybill, read_typed
from shopdesk.storage.queries import order_steps
from shopdesk.storage.queries import waybills as sql
from shopdesk.storage.queries.carrier_books import carrier_names

_PARTS = re.compile(r"[\t,;，；\s]+")


def read_text(session: Session, text: str, shown: Sequence[int] = ()) -> list[TypedWaybill]:
    """The lines of ``text`` (R-O6); a column of waybills alone belongs to the orders ``shown``, in their sequence."""
    words = {word for line in text.splitlines() for word in (clean(line).strip(), *_PARTS.split(clean(line)))}
    words |= {part.strip() for line in text.splitlines() for part in re.split(r"[\t,;，；]", clean(line))}
    known = set(sql.orders_by_number(session, words - {""}))
    numbers = {order.id: order.order_no for order in order_steps.briefs(session, shown)}
    return read_typed(text, known.__contains__, [numbers[order_id] for order_id in shown if order_id in numbers])


def carriers(session: Session) -> list[str]:
    """The names of the shop's carriers, by name."""
    return sorted(name for _, name, _ in carrier_names(session))
