"""Which orders a command works on: those of a chip or wave, or those named by number."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.app.lists import list_specs
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.lists import query
from shopdesk.lists.spec import ListSpec
from shopdesk.services import waves
from shopdesk.storage.tables import Order


def add_choice(parser: argparse.ArgumentParser, *, required: bool = True) -> argparse._MutuallyExclusiveGroup:
    """``--filter CHIP`` or ``--orders A,B``; a command may add another way to the group. Where neither is ``required``,
    :func:`chosen_orders` needs one all the same.
    """
    which = parser.add_mutually_exclusive_group(required=required)
    which.add_argument("--filter", metavar="CHIP", help=tr("the orders of this chip, such as to_ship"))
    which.add_argument("--orders", metavar="A,B", help=tr("these order numbers"))
    which.add_argument("--wave", metavar="NUMBER", help=tr("the orders of this wave"))
    return which


def chosen_orders(session: Session, arguments: argparse.Namespace) -> list[int]:
    """Their ids in the list's order or as named.

    Raises ``UserError``: ``chip_unknown``, ``orders_unknown``, ``wave_unknown``, ``no_orders_there``.
    """
    if arguments.wave:
        found = waves.orders_of(session, waves.wave_called(session, arguments.wave))
    elif arguments.filter:
        found = list(chosen_ids(session, list_specs()["orders"], arguments.filter, ""))
    else:
        found = orders_numbered(session, arguments.orders or "")
    if not found:
        raise UserError("no_orders_there")
    return found


def orders_numbered(session: Session, typed: str) -> list[int]:
    """Ids of the orders whose numbers stand in ``typed``, parted by commas. Raises ``UserError``: ``orders_unknown``,
    ``no_orders_there``.
    """
    numbers = [number.strip() for number in typed.split(",") if number.strip()]
    if not numbers:
        raise UserError("no_orders_there")
    rows = session.execute(select(Order.external_no, Order.id).where(Order.external_no.in_(numbers))).all()
    if missing := [number for number in numbers if number not in dict(rows)]:
        raise UserError("orders_unknown", orders=", ".join(missing))
    return [order_id for number in numbers for external_no, order_id in rows if external_no == number]


def chosen_ids(
    session: Session, spec: ListSpec, chip: str | None, search: str, limit: int | None = None
) -> Sequence[int]:
    """Ids of a chip and search, in the list's order. Raises ``UserError("chip_unknown")``."""
    known = [entry.key for entry in spec.filters]
    if chip is not None and chip not in known:
        raise UserError("chip_unknown", name=chip, known=", ".join(known))
    return query.ids(session, spec, filter=chip, search=search, limit=limit)
