"""Orders whose items stand in one cell: named, and replaced by the real lines when the item report comes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from shopdesk.importing.child import read
from shopdesk.importing.request import ReadRequest, Staged
from shopdesk.services import import_undo, imports
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderLine
from tests.services.conftest import Stage
from tests.services.staging_files import line, order
from tests.services.test_imports_orders import lines_of, the

PAID = "买家已付款，等待卖家发货"
PLACED = ("2026-11-20 10:00:00", "2026-11-20 10:00:30")
ORDERS = (
    ("订单编号", "买家应付货款", "买家应付邮费", "总金额", "订单状态", "收货人姓名", "收货地址", "运送方式", "联系手机",
     "订单创建时间", "订单付款时间", "宝贝标题", "宝贝种类", "宝贝总数量"),
    ("'5110000000000000011", "58.00", "6.00", "64.00", PAID, "陈小雨", "浙江省 杭州市 西湖区 文三路 1 号", "快递",
     "'13800001111", *PLACED, "陶瓷杯 350ml，杯垫", "2", "3"),
    ("'5110000000000000012", "20.00", "0.00", "20.00", PAID, "刘一", "四川省 成都市 武侯区 人民南路 9 号", "快递",
     "'13800002222", *PLACED, "茶壶", "1", "1"),
    ("'5110000000000000013", "40.00", "0.00", "40.00", PAID, "刘二", "四川省 成都市 武侯区 人民南路 8 号", "快递",
     "'13800002223", *PLACED, "茶壶", "1", "2"),
)  # fmt: skip
ITEMS = (
    ("子订单编号", "主订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息", "订单状态",
     "商家编码", "买家应付货款", "退款金额", "订单创建时间", "订单付款时间"),
    ("'6110000000000000001", "'5110000000000000011", "陶瓷杯 350ml", "19.00", "2", "CUP-350", "颜色:蓝", "", PAID,
     "CUP-350", "38.00", "0.00", *PLACED),
    ("'6110000000000000002", "'5110000000000000011", "杯垫", "20.00", "1", "MAT-1", "", "", PAID,
     "MAT-1", "20.00", "0.00", *PLACED),
)  # fmt: skip
NUMBER = "5110000000000000011"


def _read(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> Staged:
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return read(ReadRequest(path=path, staging=folder / f"{name}.staging", history_days=40_000))


def test_the_item_report_takes_the_place_of_the_lump_and_back(shop: ShopFile, tmp_path: Path) -> None:
    imports.apply(shop, _read(tmp_path, "orders.csv", ORDERS))
    with shop.read() as session:
        assert "not_itemised" in the(session, NUMBER).attention.split()
        assert "not_itemised" not in the(session, "5110000000000000012").attention
        assert "not_itemised" in the(session, "5110000000000000013").attention.split()
        assert the(session, NUMBER).items_summary == "陶瓷杯 350ml，杯垫 × 3"
    result = imports.apply(shop, _read(tmp_path, "items.csv", ITEMS))
    with shop.read() as session:
        row = the(session, NUMBER)
        assert lines_of(session, NUMBER) == [("CUP-350", 2), ("MAT-1", 1)]
        assert "not_itemised" not in row.attention
        assert (row.line_count, row.unit_count, row.items_summary) == (2, 3, "陶瓷杯 350ml × 2, 杯垫 × 1")
    again = imports.apply(shop, _read(tmp_path, "orders2.csv", ORDERS))
    with shop.read() as session:
        assert lines_of(session, NUMBER) == [("CUP-350", 2), ("MAT-1", 1)]
        assert "not_itemised" not in the(session, NUMBER).attention
    import_undo.undo(shop, again.batch or 0)
    import_undo.undo(shop, result.batch or 0)
    with shop.read() as session:
        assert "not_itemised" in the(session, NUMBER).attention.split()
        titles = session.scalars(select(OrderLine.title).join(Order).where(Order.external_no == NUMBER))
        assert list(titles) == ["陶瓷杯 350ml，杯垫"]


def test_a_report_with_itemised_lines_still_replaces_lines(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A"), line("B"))]))
    imports.apply(shop, stage("orders", [order("1", line("A"))]))
    with shop.read() as session:
        assert lines_of(session, "1") == [("A", 1)]
