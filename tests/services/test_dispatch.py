"""Where parcels leave from: one answer for the pick list, the label and the packing note."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shopdesk.base.i18n import set_language
from shopdesk.domain.paper import Document, PackingStep, Unlisted
from shopdesk.services import printing
from shopdesk.services.printing import PrintItem, labels_for, log_print, packing_notes_for, pick_list_for
from shopdesk.storage.tables import Bin, BinSku, OrderLine, Shop, Sku, StockBalance, Warehouse
from tests.services.test_printing import add_order, add_parcel, session

__all__ = ["session"]
HANGZHOU = "浙江省杭州市余杭区良渚街道物流路18号"


def add_hangzhou(session, **fields):
    session.get(Warehouse, 1).country = "DE"
    session.add(
        Warehouse(id=2, name="Hangzhou", kind="third_party", **{"country": "CN", "address": HANGZHOU, **fields})
    )
    session.flush()


def chinese_order(session, number):
    place = {"ship_line1": "体育西路12号", "ship_city": "广州市", "ship_region": "广东省", "ship_postcode": "510620"}
    return add_order(session, number, ship_country="CN", **place)


@pytest.mark.rule("D01")
def test_a_parcel_from_a_warehouse_in_its_own_country_is_at_home(session):
    add_hangzhou(session)
    chinese_order(session, 1)
    (label,) = labels_for(session, [1]).ready
    (wave,) = pick_list_for(session, [1])
    assert label.warehouse == wave.pick_list.warehouse == "Hangzhou"
    assert (label.customs, label.recipient_country, label.origin) == (False, "", "CN")
    assert label.sender_lines == (HANGZHOU,)


@pytest.mark.rule("D01")
def test_stock_decides_and_the_warehouse_decides_over_customs(session):
    add_hangzhou(session)
    session.add(StockBalance(sku_id=1, warehouse_id=2, partition="normal", quantity=5))
    add_order(session, 1)
    (label,) = labels_for(session, [1]).ready
    assert (label.warehouse, label.customs, label.recipient_country) == ("Hangzhou", True, "GERMANY")
    assert label.sender_lines == (HANGZHOU, "CHINA")


def test_a_warehouse_abroad_without_an_address_is_not_the_shops(session):
    add_hangzhou(session, address="")
    chinese_order(session, 1)
    assert labels_for(session, [1]).ready[0].sender_lines == ("Hangzhou",)


def test_a_warehouse_at_home_without_an_address_sends_from_the_shops(session):
    add_order(session, 1)
    assert labels_for(session, [1]).ready[0].sender_lines == ("Hauptstr. 3", "10827 BERLIN")


@pytest.mark.rule("D01")
@pytest.mark.rule("R-O5")
def test_labels_come_in_the_order_of_the_pick_lists(session):
    """By warehouse, carrier, and the first bin that the walk reaches; the label says so."""
    add_hangzhou(session)
    for sku_id, code, sequence in ((1, "Z-1", 2), (2, "A-1", 1)):
        session.add(Bin(id=sku_id, warehouse_id=1, code=code, sequence=sequence))
        session.flush()
        session.add(BinSku(bin_id=sku_id, sku_id=sku_id))
    chinese_order(session, 1)
    add_order(session, 2, ((1, 1),))
    add_order(session, 3, ((2, 1),))
    add_order(session, 4, ((1, 1), (2, 1)))
    add_order(session, 5)
    for number, carrier in ((2, "DHL"), (3, "DHL"), (4, "DHL"), (5, "UPS")):
        add_parcel(session, number, carrier=carrier)
    asked = [1, 5, 2, 3, 4]
    labels = labels_for(session, asked).ready
    placed = [(label.order_id, label.wave, label.place_in_wave, label.wave_size) for label in labels]
    assert placed == [(3, 1, 1, 3), (4, 1, 2, 3), (2, 1, 3, 3), (5, 2, 1, 1), (1, 3, 1, 1)]
    waves = pick_list_for(session, asked)
    assert [(wave.pick_list.wave, sorted(wave.order_ids)) for wave in waves] == [(1, [2, 3, 4]), (2, [5]), (3, [1])]
    assert all(wave.pick_list.number.endswith(f"-{wave.pick_list.wave}") for wave in waves)
    assert [note.order_id for note in packing_notes_for(session, asked)] == [label.order_id for label in labels]


def test_the_rest_of_a_jammed_print_keeps_its_places(session):
    for number in (1, 2, 3):
        add_order(session, number)
    whole = labels_for(session, [1, 2, 3])
    log_print(session, Document.LABEL, printing.label_items(whole.ready), printed=2)
    (job,) = printing.unfinished_jobs(session)
    (rest,) = printing.resume(session, job.id).ready
    assert (rest.order_id, rest.place_in_wave, rest.wave_size) == (3, 3, 3)


@pytest.mark.rule("D01")
def test_a_shop_that_does_not_say_who_it_is_is_told(session):
    owner = session.scalars(select(Shop)).one()
    owner.country = owner.line1 = owner.city = owner.postcode = ""
    add_order(session, 1)
    batch = labels_for(session, [1])
    assert [(caution.code, caution.params["facts"]) for caution in batch.warnings] == [
        ("label_no_sender", ["address", "country"])
    ]
    assert batch.ready[0].recipient_country == "GERMANY"
    text = batch.warnings[0].text()
    assert "address, the shop's country" in text
    assert "Preferences" in text
    set_language("zh_CN")
    assert "店铺地址、店铺所在国家" in batch.warnings[0].text()


@pytest.mark.rule("D01")
def test_labels_printed_before_are_said_and_print(session):
    for number in (1, 2, 3):
        add_order(session, number)
    assert not labels_for(session, [1, 2]).warnings
    log_print(session, Document.LABEL, printing.label_items(labels_for(session, [1, 2]).ready))
    log_print(session, Document.PICK_LIST, [PrintItem(3)])
    batch = labels_for(session, [1, 2, 3])
    (caution,) = batch.warnings
    assert (caution.code, caution.params["count"]) == ("label_printed_before", 2)
    assert "2 of these labels (last on 22 Nov" in caution.text()
    set_language("zh_CN")
    assert "11月22日" in caution.text()
    assert len(batch.ready) == 3


@pytest.mark.rule("R-O5")
def test_a_pick_list_is_titled_by_the_catalogue(session):
    session.get(Sku, 1).options = "black"
    add_order(session, 1)
    add_order(session, 2)
    session.scalars(select(OrderLine).where(OrderLine.order_id == 2)).one().title = "Kettle, best price!"
    (wave,) = pick_list_for(session, [1, 2])
    assert [(line.title, line.options, line.quantity) for line in wave.pick_list.lines] == [("Ket", "black", 2)]


def test_what_is_not_itemised_has_a_box_of_its_own(session):
    add_order(session, 1, ((0, 3),), attention="not_itemised")
    add_order(session, 2, ((0, 1),))
    (wave,) = pick_list_for(session, [1, 2])
    assert wave.pick_list.unlisted == (Unlisted("A-1", "Thing 0", 3),)
    assert [share.order_no for line in wave.pick_list.lines for share in line.shares] == ["A-2"]


def test_the_packers_steps_stand_on_the_pick_list(session):
    add_order(session, 1, ((1, 1), (2, 1)))
    add_order(session, 2)
    (wave,) = pick_list_for(session, [1, 2])
    assert wave.pick_list.packing == (
        PackingStep("pack_fragile", ("A-1", "A-2")),
        PackingStep("pack_keep_dry", ("A-1",)),
    )


@pytest.mark.rule("D05")
@pytest.mark.parametrize(
    ("service", "said", "on_label"),
    [
        ("DHL Paket", "DHL Paket", "Paket"),
        ("Paket", "DHL Paket", "Paket"),
        ("", "DHL", ""),
        ("DHLX", "DHL DHLX", "DHLX"),
    ],
)
def test_a_carrier_is_not_said_twice(session, service, said, on_label):
    add_order(session, 1)
    add_parcel(session, 1, service=service)
    assert packing_notes_for(session, [1])[0].carrier == said
    assert labels_for(session, [1]).ready[0].service == on_label


@pytest.mark.rule("D05")
@pytest.mark.parametrize(
    ("country", "shop_language", "language", "bilingual"),
    [("DE", "en", "en", False), ("CN", "en", "zh_CN", False), ("CN", "zh_CN", "zh_CN", False),
     ("US", "zh_CN", "en", True), ("HK", "zh_CN", "zh_CN", False)],
)  # fmt: skip
def test_a_note_speaks_the_buyers_language(session, country, shop_language, language, bilingual):
    session.scalars(select(Shop)).one().language = shop_language
    add_order(session, 1, ship_country=country)
    (note,) = packing_notes_for(session, [1])
    assert (note.buyer_language, note.bilingual) == (language, bilingual)
