"""``split``: deal an order out to several parcels, or make it one again."""

from __future__ import annotations

import argparse

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import orders_numbered
from shopdesk.app.commands.output import say
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr
from shopdesk.services import splitting
from shopdesk.storage.tables import OrderLine

HELP = N_("split an order into parcels, or make it one parcel again")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("order", metavar="ORDER", help=tr("the order number"))
    what = parser.add_mutually_exclusive_group(required=True)
    words = tr("what goes into the first parcel, as SKU=PIECES; once for each parcel, the rest goes into the last one")
    what.add_argument("--parcel", action="append", metavar="SKU=N,SKU=N", help=words)
    what.add_argument("--undo", action="store_true", help=tr("make it one parcel again"))


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError``: ``split_parcel_unreadable`` and what splitting raises."""
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            (order_id,) = orders_numbered(session, arguments.order)[:1]
            if arguments.undo:
                change = splitting.unsplit(session, order_id)
            else:
                change = splitting.split(session, order_id, _parts(session, order_id, arguments.parcel))
    finally:
        shop.close()
    say(message(change.code, **change.params))
    return 0


def _parts(session: Session, order_id: int, parcels: list[str]) -> list[dict[int, int]]:
    """The parcels as they were typed, and one more for what is left."""
    lines = session.execute(
        select(OrderLine.id, OrderLine.sku_code, OrderLine.quantity)
        .where(OrderLine.order_id == order_id, OrderLine.quantity > 0)
        .order_by(OrderLine.line_no)
    ).all()
    left = {line_id: quantity for line_id, _, quantity in lines}
    parts: list[dict[int, int]] = []
    for typed in parcels:
        part: dict[int, int] = {}
        for sku, pieces in _pairs(typed):
            wanted = pieces
            for line_id in [line_id for line_id, code, _ in lines if code == sku]:
                taken = min(wanted, left[line_id])
                part[line_id] = part.get(line_id, 0) + taken
                left[line_id] -= taken
                wanted -= taken
            if wanted:
                raise UserError("split_parcel_unreadable", text=typed)
        parts.append(part)
    if any(left.values()):
        parts.append({line_id: quantity for line_id, quantity in left.items() if quantity})
    return parts


def _pairs(typed: str) -> list[tuple[str, int]]:
    pairs = []
    for piece in typed.split(","):
        sku, _, number = piece.rpartition("=")
        if not sku.strip() or not number.strip().isdecimal():
            raise UserError("split_parcel_unreadable", text=typed)
        pairs.append((sku.strip(), int(number)))
    return pairs
