"""A shop of a million orders, made set-based in a temporary folder; for measurements only."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.schema import CreateIndex, CreateTable

from shopdesk.storage import search
from shopdesk.storage.session import ShopFile
from shopdesk.storage.shopfile import create_shop
from shopdesk.storage.tables import Base, Channel, Order, OrderLine
from shopdesk.storage.tables.search import FTS_DDL
from shopdesk.storage.types import utc_text

NAME = "million.shopdesk"
_EDITION = "2"  # another one makes the kept shops anew
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_LATIN = (
    "Emma",
    "Noah",
    "Sofía",
    "Liam",
    "Chloé",
    "Jürgen",
    "Olga",
    "Mateo",
    "Ines",
    "Jack",
    "Zoë",
    "Anna",
    "Tom",
    "Mia",
)
_LAST = ("Fischer", "Smith", "García", "O'Connor", "Martin", "Müller", "Petrova", "Rossi", "Silva", "Novák", "Jones")
_HAN_LAST, _HAN_FIRST = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "小明雪花伟芳娜敏静丽强磊军洋勇艳杰娟涛超"
_CITIES = ("Berlin", "London", "Madrid", "Paris", "New York", "Osaka", "上海市", "杭州市", "广州市", "北京市")
_NOUNS = ("Kettle", "Lamp", "Mug", "Desk", "Lantern", "Holder", "Bag", "保温杯", "数据线", "Toaster")
_TRAITS = ("1.7 L", "black", "white", "cream", "red", "500ml", "large", "set of 3", "vintage", "USB-C")


def make_shop(folder: Path, orders: int = 1_000_000, seed: int = 7) -> ShopFile:
    """``orders`` orders over three years with 1.2 lines each, indexed; prints how long the index took."""
    draw = random.Random(seed)
    shop = create_shop(folder / NAME, name="Million", currency="EUR", timezone="Europe/Berlin")
    items = [(f"SKU-{n:05d}", f"{draw.choice(_NOUNS)} {draw.choice(_TRAITS)} {n}") for n in range(5_000)]
    with shop.write() as session:
        for number, name in enumerate(("Amazon DE", "Shopify", "Taobao", "Tmall", "eBay UK"), 1):
            session.add(Channel(id=number, name=name, kind=name.split(" ")[0].lower(), currency="EUR"))
        session.flush()
        for start in range(0, orders, 50_000):
            chunk = range(start + 1, min(start + 50_000, orders) + 1)
            session.execute(insert(Order), [_order(draw, number, orders) for number in chunk])
            session.execute(insert(OrderLine), [line for number in chunk for line in _lines(draw, number, items)])
    began = time.perf_counter()
    with shop.write() as session:
        search.reindex(session)
    print(f"search index of {orders:,} orders: {time.perf_counter() - began:.1f} s")
    return shop


def _order(draw: random.Random, number: int, orders: int) -> dict[str, object]:
    placed = NOW - timedelta(seconds=(orders - number) * 94 + draw.randrange(90))
    recent = number > orders * 0.98
    state = draw.choice(("confirmed", "to_review", "shipped", "imported")) if recent else "completed"
    if draw.random() < 0.03:
        state = "cancelled"
    if draw.random() < 0.3:
        name, phone = draw.choice(_HAN_LAST) + draw.choice(_HAN_FIRST) + draw.choice(_HAN_FIRST), "1"
    else:
        name, phone = f"{draw.choice(_LATIN)} {draw.choice(_LAST)}", "+49"
    return {
        "id": number,
        "channel_id": draw.randint(1, 5),
        "external_no": f"{draw.randint(300, 306)}-{draw.randrange(10**7):07d}-{draw.randrange(10**7):07d}",
        "state": state,
        "attention": draw.choice(("address", "phone", "totals", "unknown_sku")) if draw.random() < 0.002 else "",
        "placed_at": placed,
        "paid_at": placed,
        "ship_by": placed + timedelta(hours=48),
        "currency": draw.choice(("EUR", "CNY", "USD", "JPY")),
        "total_minor": draw.randrange(500, 30_000),
        "buyer_name": name,
        "buyer_email": f"user{draw.randrange(400_000)}@mail.example",
        "ship_name": name,
        "ship_phone": f"{phone}{draw.randrange(10**10):010d}",
        "ship_line1": f"{draw.choice(_LAST)}str. {draw.randint(1, 200)}",
        "ship_city": draw.choice(_CITIES),
        "ship_postcode": f"{draw.randrange(100_000):05d}",
        "ship_country": draw.choice(("DE", "GB", "CN", "US", "JP")),
        "line_count": 1,
        "unit_count": 1,
        "items_summary": "Kettle 1.7 L × 1",
    }


def _lines(draw: random.Random, number: int, items: list[tuple[str, str]]) -> list[dict[str, object]]:
    return [
        {"order_id": number, "line_no": line_no, "sku_code": code, "title": title, "quantity": 1}
        for line_no in range(1, draw.choice((2, 2, 2, 2, 3)))
        for code, title in [draw.choice(items)]
    ]


def utc(moment: datetime) -> str:
    """For statements in plain sqlite3."""
    return utc_text(moment)


def kept_shop(orders: int = 1_000_000) -> Path:
    """The file of such a shop, made once for all measurements; anew when the tables change."""
    tables = [str(CreateTable(table)) for table in Base.metadata.sorted_tables]
    indexes = sorted(str(CreateIndex(index)) for table in Base.metadata.sorted_tables for index in table.indexes)
    said = "".join([_EDITION, *tables, *indexes, *FTS_DDL]).encode()
    folder = Path(tempfile.gettempdir()) / "shopdesk-bench" / f"{orders}-{zlib.crc32(said):08x}"
    kept = folder / NAME
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="making-", dir=folder))  # two measurements may begin at the same time
        make_shop(making, orders).close()
        os.replace(making / NAME, kept)
        shutil.rmtree(making, ignore_errors=True)
    return kept


if __name__ == "__main__":
    print(kept_shop(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
