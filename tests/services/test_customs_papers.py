"""Customs papers from the shop (D06, D07, R-O13)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message
from shopdesk.domain.customs import Category, CustomsForm
from shopdesk.services import changes, customs_facts, settings
from shopdesk.services import shop as shop_facts
from shopdesk.services.customs_papers import CustomsBatch, customs_papers
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Order, OrderLine, OwnerEdit, Product, Shipment, ShipmentLine, Sku
from tests.services.carrier_rows import add_sku, orders_to_send

FACTS = {"customs_name_en": "Electric kettle", "hs_code": "8516.79", "origin_country": "CN"}


def _order(session: Session, *lines: tuple[int, int, int], country: str = "US", **fields: Any) -> int:
    """An order of ``(SKU id, pieces, total in cents)`` lines."""
    shop_facts.set_facts(session, line1="Hauptstr. 3", city="Berlin", postcode="10827", country="DE", name="Kettle Co.")
    (order_id,) = orders_to_send(session, ship_line1="1 Main St", ship_city="Salem", **fields)
    session.execute(delete(OrderLine).where(OrderLine.order_id == order_id))
    for number, (sku_id, quantity, total) in enumerate(lines, 1):
        session.add(
            OrderLine(
                order_id=order_id, line_no=number, sku_id=sku_id, sku_code=f"S{sku_id}", quantity=quantity,
                total_minor=total,
            )
        )  # fmt: skip
    goods = sum(total for _, _, total in lines)
    off = fields.get("discount_minor", 0)
    values = {
        "ship_country": country,
        "goods_minor": goods,
        "total_minor": goods - off + fields.get("shipping_minor", 0),
    }
    session.execute(update(Order).where(Order.id == order_id).values(**values))
    session.flush()
    session.expire_all()
    return order_id


def _lines(batch: CustomsBatch) -> list[tuple[int, str, str, str]]:
    return [(line.quantity, line.unit, line.value, line.net_kg) for paper in batch.ready for line in paper.lines]


@pytest.mark.rule("R-O13")
def test_worked_example(shop: ShopFile) -> None:
    with shop.write() as session:
        kettle = add_sku(session, "KET", 500, product=FACTS)
        cup = add_sku(session, "CUP", 200, product={**FACTS, "customs_name_en": "Tea cup"})
        order_id = _order(session, (kettle, 3, 3_750), (cup, 2, 1_600), shipping_minor=690)
        (paper,) = customs_papers(session, [order_id]).ready
        assert (paper.value_minor, paper.goods, paper.freight, paper.total) == (5_350, "53.50", "6.90", "60.40")
        assert [(line.quantity, line.unit, line.value) for line in paper.lines] == [
            (3, "12.50", "37.50"),
            (2, "8.00", "16.00"),
        ]
        assert (paper.category, paper.form, paper.is_proforma) == (Category.SALE, CustomsForm.CN22, False)
        assert (paper.net_kg, paper.units, paper.lines[0].hs_code) == ("1.900", 5, "851679")


@pytest.mark.rule("R-O13")
@pytest.mark.rule("R-G6")
def test_a_discount_of_the_order_lowers_each_value_exactly(shop: ShopFile) -> None:
    with shop.write() as session:
        sku_id = add_sku(session, "KET", 500, product=FACTS)
        order_id = _order(session, (sku_id, 3, 3_000), discount_minor=200)
        batch = customs_papers(session, [order_id])
        assert _lines(batch) == [(1, "9.34", "9.34", "0.500"), (2, "9.33", "18.66", "1.000")]
        assert batch.ready[0].value_minor == 2_800
        session.execute(update(Order).values(total_minor=3_000))  # the lines were net of it already
        session.expire_all()
        assert customs_papers(session, [order_id]).ready[0].value_minor == 3_000


@pytest.mark.rule("R-O13")
def test_a_sale_is_never_a_gift(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id = _order(session, (add_sku(session, "KET", 500, product=FACTS), 1, 1_000))
        (refusal,) = customs_papers(session, [order_id], category=Category.GIFT).refused
        assert refusal.missing == ("customs_gift_for_sale",)
        session.execute(update(Order).values(kind="gift"))
        session.expire_all()
        assert customs_papers(session, [order_id]).ready[0].category is Category.GIFT


@pytest.mark.rule("R-O13")
def test_samples_and_free_things_declare_their_market_value(shop: ShopFile) -> None:
    with shop.write() as session:
        priced = add_sku(session, "KET", 500, product=FACTS, price_minor=3_990, currency="EUR")
        foreign = add_sku(session, "CUP", 500, product=FACTS, price_minor=900, currency="USD")
        sample = _order(session, (priced, 2, 0), kind="sample")
        (paper,) = customs_papers(session, [sample]).ready
        assert (paper.value_minor, paper.is_proforma, paper.category) == (7_980, True, Category.SAMPLE)
        sold = _order(session, (priced, 1, 2_000), (priced, 1, 0))
        assert [line.value for line in customs_papers(session, [sold]).ready[0].lines] == ["20.00", "39.90"]
        unknown = _order(session, (foreign, 1, 0), kind="sample")
        (refusal,) = customs_papers(session, [unknown]).refused
        assert refusal.missing == ("customs_no_value",)


@pytest.mark.rule("R-O13")
def test_what_a_product_lacks_is_named_and_mended(shop: ShopFile) -> None:
    with shop.write() as session:
        sku_id = add_sku(session, "KET", None, product={"customs_name_en": "gift"})
        order_id = _order(session, (sku_id, 1, 1_000))
        (refusal,) = customs_papers(session, [order_id]).refused
        assert refusal.missing == (
            "customs_generic_name",
            "customs_no_hs",
            "customs_no_origin",
            "customs_no_weight",
        )
        product_id = session.scalars(select(Product.id)).one()
        assert [fix.field for fix in refusal.fixes if fix.field] == [
            f"customs_name_en:{product_id}",
            f"hs_code:{product_id}",
            f"origin_country:{product_id}",
            f"weight_g:{sku_id}",
        ]
        assert refusal.text().startswith(f"303-0001: S{sku_id}: {message('customs_generic_name')}")
        for field, text in (
            (f"customs_name_en:{product_id}", " Electric  kettle"),
            (f"hs_code:{product_id}", "8516.79"),
            (f"origin_country:{product_id}", "China"),
            (f"weight_g:{sku_id}", "1.2 kg"),
        ):
            assert customs_facts.is_fact(field)
            change = customs_facts.set_fact(session, field, text)
        (paper,) = customs_papers(session, [order_id]).ready
        line = paper.lines[0]
        assert (line.description, line.hs_code, line.origin_name, line.net_kg) == (
            "Electric kettle",
            "851679",
            "China",
            "1.200",
        )
        assert session.get(OwnerEdit, ("product", product_id, "hs_code")) is not None
        changes.undo(session, change.id or 0)
        assert session.scalars(select(Sku.weight_g)).one() is None


@pytest.mark.rule("R-O13")
@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("customs_name_en:1", "goods", "customs_generic_name_typed"),
        ("customs_name_en:1", "水壶", "customs_no_name_typed"),
        ("hs_code:1", "8516", "customs_no_hs_typed"),
        ("origin_country:1", "Atlantis", "customs_no_origin_typed"),
        ("weight_g:1", "heavy", "customs_weight_bad"),
        ("weight_g:1", "0", "customs_weight_bad"),
        ("hs_code:99", "851679", "product_gone"),
    ],
)
def test_what_may_not_be_filled_in(shop: ShopFile, field: str, text: str, code: str) -> None:
    with shop.write() as session:
        add_sku(session)
        with pytest.raises(UserError, match=code) as refused:
            customs_facts.set_fact(session, field, text)
        assert message(code, **refused.value.params) != code


def test_no_facts_of_orders() -> None:
    assert not any(map(customs_facts.is_fact, ("ship_name", "hs_code", "hs_code:", "price:1")))


def test_who_needs_a_paper(shop: ShopFile) -> None:
    with shop.write() as session:
        sku_id = add_sku(session, "KET", 500, product=FACTS)
        home, union, abroad = (_order(session, (sku_id, 1, 1_000), country=country) for country in ("DE", "FR", "GB"))
        batch = customs_papers(session, [home, union, abroad])
        assert [paper.order_id for paper in batch.ready] == [abroad]
        assert batch.not_needed == ("303-0001", "303-0002")


def test_the_form_follows_value_weight_and_the_shops_numbers(shop: ShopFile) -> None:
    with shop.write() as session:
        sku_id = add_sku(session, "KET", 2_000, product=FACTS)
        order_id = _order(session, (sku_id, 1, 35_100))
        assert customs_papers(session, [order_id]).ready[0].form is CustomsForm.CN22
        settings.set_value(session, "customs.sdr_rates", "USD 1.36")
        assert customs_papers(session, [order_id]).ready[0].form is CustomsForm.CN23
        settings.set_value(session, "customs.sdr_rates", "EUR 1.17")
        session.add(Shipment(order_id=order_id, weight_g=2_001))
        session.flush()
        session.expire_all()
        assert customs_papers(session, [order_id]).ready[0].form is CustomsForm.CN23


def test_each_parcel_of_a_split_order_declares_its_own_pieces(shop: ShopFile) -> None:
    with shop.write() as session:
        kettle, cup = (add_sku(session, code, 500, product=FACTS) for code in ("KET", "CUP"))
        order_id = _order(session, (kettle, 3, 1_000), (cup, 1, 500), shipping_minor=690)
        first, second = session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id)).all()
        parcels = [Shipment(order_id=order_id, parcel_no=n, parcel_count=2) for n in (1, 2)]
        session.add_all(parcels)
        session.flush()
        session.add_all(
            [
                ShipmentLine(shipment_id=parcels[0].id, order_line_id=first, quantity=2),
                ShipmentLine(shipment_id=parcels[1].id, order_line_id=first, quantity=1),
                ShipmentLine(shipment_id=parcels[1].id, order_line_id=second, quantity=1),
            ]
        )
        session.flush()
        one, two = customs_papers(session, [order_id]).ready
        assert (one.value_minor, two.value_minor) == (667, 833)
        assert (one.freight, two.freight) == ("6.90", "0.00")
        assert [(paper.parcel_no, paper.parcel_count, paper.units) for paper in (one, two)] == [(1, 2, 2), (2, 2, 2)]


def test_references_of_the_shop(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id = _order(session, (add_sku(session, "KET", 500, product=FACTS), 1, 1_000), country="GB")
        shop_facts.set_facts(session, vat_no="DE123", eori_no="DE456", ioss_no="IM789")
        assert customs_papers(session, [order_id]).ready[0].sender.references == (("vat", "DE123"), ("eori", "DE456"))
        shop_facts.set_facts(session, country="CN")
        session.execute(update(Order).values(ship_country="FR"))
        session.expire_all()
        assert ("ioss", "IM789") in customs_papers(session, [order_id]).ready[0].sender.references


def test_things_the_catalogue_does_not_know_and_a_shop_without_address(shop: ShopFile) -> None:
    with shop.write() as session:
        order_id = _order(session, (add_sku(session, "KET", 500, product=FACTS), 1, 1_000))
        session.execute(update(OrderLine).values(sku_id=None))
        shop_facts.set_facts(session, line1="", city="", postcode="")
        session.expire_all()
        (refusal,) = customs_papers(session, [order_id]).refused
        assert refusal.missing == ("customs_no_sender", "customs_no_product")
