"""The pick list's sums (R-O5): what orders need, folded by SKU and bin in the order of the walk, and what is short.

Pure: who has how much, and which bin comes first, is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopdesk.domain.paper import PickLine, PickShare, Shortage, Unlisted

#: Where a SKU without a bin stands in the walk: behind all that have one.
NO_BIN_SEQUENCE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Demand:
    """One order line that has to be picked. ``stock_key`` names what stock is counted by (a SKU id), ``None`` when
    untracked; what is not itemised (several goods in one line) stands in no bin.
    """

    order_id: int
    order_no: str
    sku_code: str
    title: str
    options: str
    quantity: int
    stock_key: int | None = None
    bin: str = ""
    bin_sequence: int = NO_BIN_SEQUENCE
    image: Path | None = None
    is_itemised: bool = True


@dataclass(frozen=True, slots=True)
class Picking:
    """The folded lines, the shortages, the orders that cannot be filled (they go back to exception), and what is not
    itemised.
    """

    lines: tuple[PickLine, ...]
    shortages: tuple[Shortage, ...]
    short_order_ids: tuple[int, ...]
    unlisted: tuple[Unlisted, ...] = ()


def fold(demands: Iterable[Demand], available: Mapping[int, int]) -> Picking:
    """Lines by (bin, SKU) sorted by bin sequence, bin, SKU; Σ picked + Σ missing + Σ not itemised = Σ ordered (R-O5).

    ``available``: pieces by ``stock_key``; a key that is absent is not counted by the shop and never short. Earlier
    demands are served first. Lines of no or negative quantity (credits, cancelled) are left out. A line without SKU is
    known by its title and options.
    """
    left = dict(available)
    picks: dict[tuple[str, ...], list[tuple[Demand, int]]] = {}
    short: dict[tuple[str, ...], list[tuple[Demand, int]]] = {}
    wanted = [demand for demand in demands if demand.quantity > 0]
    for demand in (demand for demand in wanted if demand.is_itemised):
        taken = demand.quantity
        if demand.stock_key is not None and demand.stock_key in left:
            taken = min(taken, max(0, left[demand.stock_key]))
            left[demand.stock_key] -= taken
        goods = (demand.sku_code,) if demand.sku_code else ("", demand.title, demand.options)
        if taken:
            picks.setdefault((demand.bin, *goods), []).append((demand, taken))
        if taken < demand.quantity:
            short.setdefault(goods, []).append((demand, demand.quantity - taken))
    lines = sorted((_line(shares) for shares in picks.values()), key=_walk)
    shortages = tuple(_shortage(missing) for missing in short.values())
    orders = dict.fromkeys(demand.order_id for missing in short.values() for demand, _ in missing)
    return Picking(tuple(lines), shortages, tuple(orders), _unlisted(wanted))


def _unlisted(demands: Sequence[Demand]) -> tuple[Unlisted, ...]:
    apart = (demand for demand in demands if not demand.is_itemised)
    return tuple(Unlisted(demand.order_no, demand.title, demand.quantity) for demand in apart)


def _walk(line: PickLine) -> tuple[int, str, str, str, str]:
    return line.bin_sequence, line.bin, line.sku_code, line.title, line.options


def _line(picked: list[tuple[Demand, int]]) -> PickLine:
    first = picked[0][0]
    by_order: dict[str, int] = {}
    for demand, quantity in picked:
        by_order[demand.order_no] = by_order.get(demand.order_no, 0) + quantity
    shares = tuple(PickShare(order_no, quantity) for order_no, quantity in by_order.items())
    return PickLine(first.bin, first.bin_sequence, first.sku_code, first.title, first.options, shares, first.image)


def _shortage(missing: list[tuple[Demand, int]]) -> Shortage:
    first = missing[0][0]
    orders = tuple(dict.fromkeys(demand.order_no for demand, _ in missing))
    return Shortage(first.sku_code, first.title, sum(quantity for _, quantity in missing), orders)
