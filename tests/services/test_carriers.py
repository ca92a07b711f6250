"""The shop's carriers: presets, editing, price tables, papers that end, names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import message, set_language
from shopdesk.domain.freight import Rate
from shopdesk.domain.waybills import is_s10, waybill_warning
from shopdesk.services import carrier_edit, carriers, changes, imports
from shopdesk.services.carrier_presets import Preset, preset_of, presets, waybill_pattern
from shopdesk.services.carriers import CarrierFacts, ServiceFacts, shop_today
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import Shipment
from tests.services.carrier_rows import HOME, add_service
from tests.services.conftest import Stage
from tests.services.staging_files import order


def _names(session: Session) -> list[str]:
    return [entry.facts.name for entry in carriers.book(session).carriers]


@pytest.mark.parametrize("preset", presets().values(), ids=presets().keys())
def test_every_preset_can_be_taken(shop: ShopFile, preset: Preset) -> None:
    assert preset.services
    assert all(service.transit_days > 0 for service in preset.services)
    assert all(preset_of(name) is preset for name in preset.names), "another preset claims its name"
    with shop.write() as session:
        change = carrier_edit.add_preset(session, preset.key)
        entry = carriers.book(session).carriers[0]
        assert entry.facts.volumetric_divisor == preset.volumetric_divisor
        assert [service.facts.transit_days for service in entry.services] == [s.transit_days for s in preset.services]
        assert preset.key not in carriers.book(session).addable
        with pytest.raises(UserError, match="carrier_name_taken"):
            carrier_edit.add_preset(session, preset.key)
        changes.undo(session, change.id or 0)
        assert not carriers.book(session).carriers


def test_presets_speak_the_language_and_know_the_other(shop: ShopFile) -> None:
    set_language("zh_CN")
    with shop.write() as session:
        carrier_edit.add_preset(session, "sf")
        assert _names(session) == ["顺丰速运"]
        assert not carriers.unknown_carriers(carriers.carrier_index(session), ["SF Express", "顺丰", "顺丰标快"])
        assert carriers.unknown_carriers(carriers.carrier_index(session), ["Hermes", "", "Hermes"]) == ["Hermes"]


def test_a_shop_without_carriers_knows_of_none_that_is_unknown(shop: ShopFile) -> None:
    with shop.write() as session:
        assert carriers.unknown_carriers(carriers.carrier_index(session), ["Hermes"]) == []


@pytest.mark.rule("R-O6")
@pytest.mark.parametrize(
    ("carrier", "good", "bad"),
    [
        ("UPS", "1Z999AA10123456784", "1Z999AA1012345678"),
        ("DHL Paket", "00340434161094042557", "0034043416109404255"),
        ("顺丰", "SF1234567890123", "SF12345"),
        ("USPS", "9400111899223197428490", "94001118"),
        ("Nobody", "whatever", ""),
    ],
)
def test_the_look_of_waybills(carrier: str, good: str, bad: str) -> None:
    pattern = waybill_pattern(carrier)
    assert not is_s10(good)
    assert waybill_warning(good, pattern) == ""
    assert waybill_warning(bad, pattern) == ("waybill_pattern" if bad else "")


def test_edit_a_carrier_and_undo(shop: ShopFile) -> None:
    with shop.write() as session:
        change = carrier_edit.save_carrier(session, CarrierFacts("  Post\u0000 ", aliases="P\nPost AG ", country="de"))
        entry = carriers.book(session).carriers[0]
        assert (entry.facts.name, entry.facts.aliases, entry.facts.country) == ("Post", "P\nPost AG", "DE")
        carrier_edit.save_carrier(session, CarrierFacts("Post", phone="1"), entry.id)
        assert carriers.book(session).carriers[0].facts.phone == "1"
        carrier_edit.archive_carrier(session, entry.id)
        assert not carriers.book(session).carriers
        again = carrier_edit.save_carrier(session, CarrierFacts("Post", phone="2"))
        assert [e.id for e in carriers.book(session).carriers] == [entry.id]
        changes.undo(session, again.id or 0)
        assert not carriers.book(session).carriers
        assert change.code == "carrier_added"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CarrierFacts(" "), "carrier_no_name"),
        (CarrierFacts("dhl"), "carrier_name_taken"),
        (CarrierFacts("X", volumetric_divisor=0), "carrier_number_bad"),
        (CarrierFacts("X", weight_step_g=-1), "carrier_number_bad"),
        (CarrierFacts("X", tracking_url="https://example.com/"), "carrier_tracking_bad"),
        (CarrierFacts("X", country="Germany"), "country_unknown"),
        (CarrierFacts("X", traits="battery dragons"), "carrier_goods_unknown"),
    ],
)
def test_refusals_are_worded(shop: ShopFile, facts: CarrierFacts, code: str) -> None:
    with shop.write() as session:
        add_service(session)
        with pytest.raises(UserError, match=code) as refused:
            carrier_edit.save_carrier(session, facts)
        assert message(code, **refused.value.params) != code


def test_services(shop: ShopFile) -> None:
    with shop.write() as session:
        service_id = add_service(session)
        carrier = carriers.book(session).carriers[0]
        for facts, code in (
            (ServiceFacts(""), "service_no_name"),
            (ServiceFacts("Paket"), "service_name_taken"),
            (ServiceFacts("Y", transit_days=-1), "carrier_number_bad"),
            (ServiceFacts("Y", max_weight_g=-5), "carrier_number_bad"),
            (ServiceFacts("Y", modes="teleport"), "carrier_goods_unknown"),
        ):
            with pytest.raises(UserError, match=code):
                carrier_edit.save_service(session, carrier.id, facts)
        carrier_edit.save_service(session, carrier.id, ServiceFacts("Paket", modes="pickup upstairs"), service_id)
        assert carriers.book(session).carriers[0].services[0].facts.modes == "pickup upstairs"
        change = carrier_edit.archive_service(session, service_id)
        assert not carriers.offers(session)
        changes.undo(session, change.id or 0)
        assert carriers.offers(session)[0].rates == HOME


def test_price_tables_are_replaced_as_a_whole_and_come_back(shop: ShopFile) -> None:
    with shop.write() as session:
        service_id = add_service(session)
        dearer = (HOME[0], Rate(5_000, 750, "EUR", "DE", valid_from=date(2027, 1, 1)))
        change = carrier_edit.set_rates(session, service_id, dearer)
        assert set(carriers.offers(session)[0].rates) == set(dearer)
        changes.undo(session, change.id or 0)
        assert carriers.offers(session)[0].rates == HOME
        changes.redo(session, change.id or 0)
        assert set(carriers.offers(session)[0].rates) == set(dearer)
        for bad, code in (
            ((HOME[0], HOME[0]), "rate_twice"),
            ((Rate(0, 1, "EUR"),), "rate_bad"),
            ((Rate(1, -1, "EUR"),), "rate_bad"),
            ((Rate(1, 1, "EUR", step_g=100),), "rate_bad"),
            ((Rate(1, 1, "EUR", step_minor=100),), "rate_bad"),
        ):
            with pytest.raises(UserError, match=code):
                carrier_edit.set_rates(session, service_id, bad)


def test_papers_that_end_are_named(shop: ShopFile) -> None:
    with shop.write() as session:
        today = shop_today(session)
        soon, far = today + timedelta(days=30), today + timedelta(days=31)
        carrier_edit.save_carrier(session, CarrierFacts("A", licence_until=soon, contract_until=far))
        carrier_edit.save_carrier(session, CarrierFacts("B", contract_until=today - timedelta(days=1)))
        assert [entry.ending for entry in carriers.book(session).carriers] == [("licence",), ("contract",)]


def test_an_import_says_which_carriers_nobody_knows(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1", carrier="DHL Paket", waybill="1"), order("2", carrier="Pigeon", waybill="2")])
    assert [note.code for note in imports.prepare(shop, staged).notes] == []
    with shop.write() as session:
        add_service(session)
    assert [note.params for note in imports.prepare(shop, staged).notes] == [{"carriers": "Pigeon"}]
    result = imports.apply(shop, staged)
    assert [note.code for note in result.notes] == ["import_unknown_carriers"]
    with shop.read() as session:
        assert sorted(session.scalars(select(Shipment.carrier))) == ["DHL Paket", "Pigeon"]
