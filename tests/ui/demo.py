"""A small list for developing the kit: orders made up on the spot, without a database."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from shopdesk.base.i18n import N_, current_language
from shopdesk.ui.table.source import Query, Sort


@dataclass(frozen=True, slots=True)
class DemoColumn:
    key: str
    header: str
    kind: str = "text"
    width: int = 120
    sortable: bool = True
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class DemoFilter:
    key: str
    label: str


class DemoShop:
    """Stands for a ShopFile: counts its sessions."""

    def __init__(self) -> None:
        self.reads = 0
        self.writes = 0
        self.closed = False

    @contextmanager
    def read(self) -> Iterator[Any]:
        self.reads += 1
        yield self

    @contextmanager
    def write(self) -> Iterator[Any]:
        self.writes += 1
        yield self

    def close(self) -> None:
        self.closed = True


BUYERS = ("Emma Fischer", "王小明", "Liam O’Connor", "李雪", "Sofia García", "田中 花子", "Noah Smith", "Chloé Martin")
ITEMS = (
    "Kettle 1.7 L × 1",
    "保温杯 500ml × 2",
    "Desk lamp × 1",
    "数据线 × 3",
    "Kettle 1.7 L × 1 +2",
    "Lamp × 2",
    "Mug × 4",
    "Desk lamp × 1",
)
CHANNELS = ("Amazon DE", "Taobao", "Shopify", "Tmall", "eBay UK", "Amazon JP", "Etsy", "Amazon DE")
TOTALS = ("€39.90", "¥128.00", "$54.00", "¥57.00", "£61.20", "¥6,980", "$48.00", "€54.00")
STATES = (
    ("due", "amber"),
    ("late", "red"),
    ("ready", "green"),
    ("ready", "green"),
    ("address", "red"),
    ("ready", "green"),
    ("ready", "green"),
    ("due5", "amber"),
)
WORDS = {
    "en": {
        "due": "Due in 2 h",
        "late": "Overdue 35 min",
        "ready": "Ready",
        "address": "Address?",
        "due5": "Due in 5 h",
    },
    "zh_CN": {
        "due": "2 小时内发货",
        "late": "超时 35 分钟",
        "ready": "可发货",
        "address": "地址异常",
        "due5": "5 小时内发货",
    },
}


@dataclass
class DemoSource:
    """``size`` made-up orders; ids count from 1."""

    size: int = 8
    kind: str = "orders"
    default_sort: Sort | None = ("placed", True)
    asked: list[str] = field(default_factory=list)
    columns: Sequence[Any] = (
        DemoColumn("order", N_("Order"), width=170),
        DemoColumn("channel", N_("Channel"), width=100),
        DemoColumn("buyer", N_("Buyer"), width=112),
        DemoColumn("items", N_("Items"), width=160, sortable=False),
        DemoColumn("total", N_("Total"), kind="money", width=90),
        DemoColumn("placed", N_("Placed"), kind="datetime", width=120),
        DemoColumn("status", N_("Status"), kind="status", width=140),
    )
    filters: Sequence[Any] = (
        DemoFilter("to_ship", N_("To ship")),
        DemoFilter("to_review", N_("To review")),
        DemoFilter("attention", N_("Needs attention")),
        DemoFilter("shipped", N_("Shipped")),
        DemoFilter("all", N_("All")),
    )

    def ids(self, session: Any, query: Query, limit: int | None = None) -> array[int]:
        self.asked.append(f"ids {query.chip} {query.search!r} {query.sort} {limit}")
        found: array[int] = array("q", range(1, self.size + 1))
        if query.search:
            found = array("q", (n for n in found if query.search in str(n)))
        if query.sort is not None and query.sort[0] == "order" and query.sort[1]:
            found = found[::-1]
        return found if limit is None else found[:limit]

    def window(self, session: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        self.asked.append(f"window {len(ids)}")
        return [self._row(n) for n in ids]

    def _row(self, n: int) -> tuple[Any, ...]:
        i = (n - 1) % 8
        number = f"{303 + i % 4}-{8812940 - n:07d}-{1120394 + n:07d}"
        return number, CHANNELS[i], BUYERS[i], ITEMS[i], TOTALS[i], f"22 Nov 0{8 + i % 2}:{10 + i * 5}", STATES[i][0]

    def counts(self, session: Any, search: str) -> dict[str, int]:
        return {"to_ship": self.size, "to_review": 3, "attention": 2, "shipped": 412, "all": 431}

    def text(self, column: Any, value: Any) -> str:
        return WORDS[current_language()][value] if column.key == "status" else str(value)

    def tone(self, column: Any, value: Any) -> str:
        return dict(STATES)[value] if column.key == "status" else ""
