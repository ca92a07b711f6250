"""Freight templates kept by the owner and asked for an order (S1-2.2.3.2-FREIGHT)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopdesk.base.errors import UserError
from shopdesk.domain.freight import Rate
from shopdesk.domain.freight_templates import FreightBy, FreightRow, Template
from shopdesk.lists.spec import Money
from shopdesk.services import carrier_choice, changes, freight_templates
from shopdesk.services.order_freight import order_freight
from shopdesk.storage.session import ShopFile
from tests.services.carrier_rows import add_service, add_sku, orders_to_send

HOME = Template("Home", "EUR", (FreightRow(1_000, 490, 1_000, 100, "DE"),), free_over_minor=4_900)


def test_kept_changed_and_undone(shop: ShopFile) -> None:
    with shop.write() as session:
        freight_templates.save_template(session, HOME)
        (entry,) = freight_templates.templates(session)
        assert entry.template == HOME
        pieces = Template("Pieces", "EUR", (FreightRow(1, 300, 1, 0), FreightRow(1, 900, 1, 0, "US")), FreightBy.PIECES)
        change = freight_templates.save_template(session, pieces, entry.id)
        assert freight_templates.templates(session)[0].template == pieces
        changes.undo(session, change.id or 0)
        assert freight_templates.templates(session)[0].template == HOME
        gone = freight_templates.archive_template(session, entry.id)
        assert not freight_templates.templates(session)
        with pytest.raises(UserError, match="freight_template_unknown"):
            freight_templates.archive_template(session, entry.id)
        changes.undo(session, gone.id or 0)
        assert freight_templates.templates(session)[0].template == HOME


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (replace(HOME, name=" "), "freight_no_name"),
        (replace(HOME, rows=(*HOME.rows, *HOME.rows)), "rate_twice"),
        (replace(HOME, name="X", rows=(FreightRow(0, 1, 1, 1),)), "rate_bad"),
        (replace(HOME, name="X", rows=(FreightRow(1, -1, 1, 1),)), "rate_bad"),
    ],
)
def test_refusals(shop: ShopFile, template: Template, code: str) -> None:
    with shop.write() as session, pytest.raises(UserError, match=code):
        freight_templates.save_template(session, template)


def test_a_name_is_taken_once(shop: ShopFile) -> None:
    with shop.write() as session:
        freight_templates.save_template(session, HOME)
        with pytest.raises(UserError, match="freight_name_taken"):
            freight_templates.save_template(session, HOME)
        (entry,) = freight_templates.templates(session)
        freight_templates.archive_template(session, entry.id)
        freight_templates.save_template(session, HOME)
        assert [again.id for again in freight_templates.templates(session)] == [entry.id]


def test_beside_what_was_charged_and_what_the_carrier_asks(shop: ShopFile) -> None:
    with shop.write() as session:
        add_service(session)
        freight_templates.save_template(session, HOME)
        heavy, light = add_sku(session, weight_g=2_500), add_sku(session, "TEA", None)
        (order_id,) = orders_to_send(session, sku_id=heavy, shipping_minor=390)
        (unweighed,) = orders_to_send(session, sku_id=light)
        carrier_choice.choose_for(session, [order_id])
        found = order_freight(session, order_id)
        assert (found.paid, found.quoted, found.billed) == (Money(390, "EUR"), (Money(690, "EUR"),), ())
        assert found.template == freight_templates.BuyerFreight("Home", 690)
        assert found.has_services
        assert order_freight(session, unweighed).template == freight_templates.BuyerFreight("Home", None)
        with pytest.raises(UserError, match="order_unknown"):
            order_freight(session, 999)


def test_without_a_template_in_the_orders_currency(shop: ShopFile) -> None:
    with shop.write() as session:
        add_service(session, rates=(Rate(5_000, 100, "EUR"),))
        freight_templates.save_template(session, replace(HOME, currency="usd"))
        assert freight_templates.templates(session)[0].template.currency == "USD"
        (order_id,) = orders_to_send(session, sku_id=add_sku(session))
        assert order_freight(session, order_id).template is None
