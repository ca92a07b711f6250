"""Other goods in an order, agreed with the customer (R-O3): another SKU or quantity in a line, if stock lasts for it.

A part of a step that is recorded elsewhere. What was paid stays as it is: money back is a refund of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.orders import Attention
from shopdesk.domain.verification import Tick, without_tick
from shopdesk.services.recording import Recorder
from shopdesk.storage.queries import stock_check
from shopdesk.storage.tables import Order, OrderLine, Product, Sku

_TITLE_CHARS = 60
_SUMMED_UP = 2


@dataclass(frozen=True, slots=True)
class Goods:
    """What a line of an order is to hold from now on."""

    line_id: int
    sku_code: str
    quantity: int


def change_goods(session: Session, step: Recorder, order: Order, goods: Iterable[Goods]) -> None:
    """Put ``goods`` into the lines of ``order``; its ticks for goods and quantity are to be set anew.

    Raises ``UserError``: ``goods_none``, ``goods_unknown_sku``, ``goods_quantity``, ``goods_short`` (stock does not
    last).
    """
    wanted = {item.line_id: item for item in goods}
    lines = _lines(session, order.id)
    if not wanted or not wanted.keys() <= {line.id for line in lines}:
        raise UserError("goods_none")
    skus = {item.line_id: _sku(session, item) for item in wanted.values()}
    _check_stock(session, order, lines, wanted, skus)
    for line in lines:
        if line.id in wanted:
            sku, title = skus[line.id]
            step.update(
                line, by_owner=True, sku_id=sku.id, sku_code=sku.code, title=title, options=sku.options,
                quantity=wanted[line.id].quantity,
            )  # fmt: skip
    _sum_up(step, order, lines)


def _lines(session: Session, order_id: int) -> Sequence[OrderLine]:
    query = select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.line_no, OrderLine.id)
    return session.scalars(query).all()


def _sku(session: Session, item: Goods) -> tuple[Sku, str]:
    if item.quantity < 1:
        raise UserError("goods_quantity")
    code = item.sku_code.strip()
    query = select(Sku, Product.title).join(Product, Product.id == Sku.product_id)
    found = session.execute(query.where(func.lower(Sku.code) == code.lower()).order_by(Sku.code != code)).first()
    if found is None:
        raise UserError("goods_unknown_sku", sku=code)
    return found[0], found[1]


def _check_stock(
    session: Session,
    order: Order,
    lines: Sequence[OrderLine],
    wanted: dict[int, Goods],
    skus: dict[int, tuple[Sku, str]],
) -> None:
    pieces: Counter[int] = Counter()
    for line in lines:
        sku_id = skus[line.id][0].id if line.id in wanted else line.sku_id
        if sku_id is not None:
            pieces[sku_id] += wanted[line.id].quantity if line.id in wanted else line.quantity
    for sku_id, (code, left) in stock_check.free(session, pieces, but_for=[order.id]).items():
        if pieces[sku_id] > left:
            raise UserError("goods_short", sku=code, wanted=pieces[sku_id], free=max(0, left))


def _sum_up(step: Recorder, order: Order, lines: Sequence[OrderLine]) -> None:
    said = [f"{(line.title or line.sku_code)[:_TITLE_CHARS]} × {line.quantity}" for line in lines[:_SUMMED_UP]]
    more = f", +{len(lines) - _SUMMED_UP}" if len(lines) > _SUMMED_UP else ""
    solved = {str(Attention.QUANTITY)} | ({str(Attention.UNKNOWN_SKU)} if all(line.sku_id for line in lines) else set())
    step.update(
        order,
        unit_count=sum(line.quantity for line in lines),
        items_summary=", ".join(said) + more,
        attention=" ".join(code for code in order.attention.split() if code not in solved),
        verified=without_tick(order.verified, (Tick.GOODS, Tick.QUANTITY)),
    )
