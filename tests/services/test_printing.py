"""From orders to paper: labels and their refusals, pick lists, packing notes, the print log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import set_language
from shopdesk.domain.paper import Document, Pictogram
from shopdesk.services import changes, printing
from shopdesk.services.parcel_measures import measure
from shopdesk.services.printing import PrintItem, labels_for, log_print, packing_notes_for, pick_list_for
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import (
    Bin,
    BinSku,
    Channel,
    Order,
    OrderLine,
    PackingMaterial,
    PackingRecipe,
    PrintJob,
    PrintJobItem,
    Product,
    Shipment,
    Shop,
    Sku,
    StockBalance,
    Warehouse,
)

PLACED = datetime(2026, 11, 22, 8, 14, tzinfo=UTC)


@pytest.fixture
def session(shop: ShopFile, noon: str) -> Iterator[Session]:
    """A shop in Berlin with a channel, a warehouse and two products; each test's own transaction."""
    with shop.write() as session:
        owner = session.scalars(select(Shop)).one()
        owner.name, owner.country, owner.language = "Kettle Co.", "DE", "en"
        owner.line1, owner.postcode, owner.city, owner.phone = "Hauptstr. 3", "10827", "Berlin", "+49 30 1"
        owner.returns_policy, owner.thank_you = "30 days.", "Thank you!"
        session.add(Channel(id=1, name="Amazon DE", kind="amazon", currency="EUR"))
        session.add(Warehouse(id=1, name="Berlin"))
        for number, (code, traits, weight) in enumerate((("KET", "fragile", 1200), ("CUP", "moisture", 300)), 1):
            session.add(Product(id=number, handle=code, title=code.title(), traits=traits))
            session.flush()
            session.add(Sku(id=number, product_id=number, code=code, weight_g=weight))
        session.flush()
        yield session


def add_order(session: Session, number: int, lines: tuple[tuple[int, int], ...] = ((1, 1),), **changes: Any) -> Order:
    """An order that is complete; ``lines`` are (SKU id, quantity)."""
    fields = {
        "id": number,
        "channel_id": 1,
        "external_no": f"A-{number}",
        "state": "confirmed",
        "placed_at": PLACED,
        "currency": "EUR",
        "ship_name": "Emma Fischer",
        "ship_phone": "+49 30 2",
        "ship_line1": "Lindenstraße 14",
        "ship_city": "Berlin",
        "ship_postcode": "10969",
        "ship_country": "DE",
        "goods_minor": 3990,
        "shipping_minor": 490,
        "total_minor": 4480,
    }
    order = Order(**{**fields, **changes})
    session.add(order)
    session.flush()
    for line_no, (sku_id, quantity) in enumerate(lines, 1):
        code = {1: "KET", 2: "CUP"}.get(sku_id, "")
        session.add(
            OrderLine(
                order_id=number,
                line_no=line_no,
                sku_id=sku_id or None,
                sku_code=code,
                title=f"Thing {sku_id}",
                quantity=quantity,
                unit_price_micros=39_900_000,
                total_minor=3990 * quantity,
            )
        )
    session.flush()
    return order


def add_parcel(session: Session, order_id: int, **fields: Any) -> Shipment:
    parcel = Shipment(order_id=order_id, **{"carrier": "DHL", "waybill": "RR123456785CN", **fields})
    session.add(parcel)
    session.flush()
    return parcel


@pytest.mark.rule("D01")
def test_label_and_declaration_bear_the_same_gross_weight(session):
    add_order(session, 1, ((1, 2), (2, 1)))
    parcel = add_parcel(session, 1)
    session.add(PackingMaterial(id=1, name="Box", kind="box", weight_g=180))
    session.flush()
    session.add(PackingRecipe(sku_id=1, material_id=1, quantity=1))
    session.flush()
    (measured,) = measure(session, [1])
    assert labels_for(session, [1]).ready[0].weight_g == measured.weight_g == 2 * 1200 + 300 + 180
    parcel.weight_g = 2950
    assert labels_for(session, [1]).ready[0].weight_g == 2950, "what was weighed stands"


@pytest.mark.rule("D01")
def test_a_label_is_made_of_the_order(session):
    add_order(session, 1, ((1, 2), (2, 1)))
    parcel = add_parcel(session, 1, service="Paket")
    (label,) = labels_for(session, [1]).ready
    assert (label.order_no, label.shop_name, label.carrier, label.service) == (
        "A-1",
        "Kettle Co. · Amazon DE",
        "DHL",
        "Paket",
    )
    assert (label.recipient_lines, label.recipient_country) == (("Lindenstraße 14", "10969 BERLIN"), "")
    assert (label.destination, label.customs, label.shipment_id) == ("10969", False, parcel.id)
    assert label.pictograms == (Pictogram.FRAGILE, Pictogram.KEEP_DRY)
    assert label.weight_g == 2 * 1200 + 300
    assert label.ship_on == date(2026, 11, 22)
    assert label.sender_lines == ("Hauptstr. 3", "10827 BERLIN")


@pytest.mark.rule("D01")
def test_a_label_abroad_says_the_country_on_both_sides(session):
    add_order(session, 1, ship_country="US", ship_city="Austin", ship_region="Texas", ship_postcode="78701")
    (label,) = labels_for(session, [1]).ready
    assert label.recipient_country == "UNITED STATES"
    assert label.recipient_lines[-1] == "AUSTIN, TX 78701"
    assert label.sender_lines[-1] == "GERMANY"
    assert label.customs


def test_labels_of_a_wave_come_in_the_sequence_asked_for_one_a_parcel(session):
    for number in (1, 2, 3):
        add_order(session, number)
    add_parcel(session, 2, parcel_no=1, parcel_count=2)
    add_parcel(session, 2, parcel_no=2, parcel_count=2, waybill="B")
    labels = labels_for(session, [3, 2, 1, 2, 99]).ready
    assert [(label.order_id, label.parcel_no, label.parcel_count) for label in labels] == [
        (3, 1, 1),
        (1, 1, 1),
        (2, 1, 2),
        (2, 2, 2),
    ]


@pytest.mark.rule("D01")
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ship_name": "", "ship_company": " "}, "label_no_name"),
        ({"ship_phone": ""}, "label_no_phone"),
        ({"ship_phone": "1******6198"}, "label_no_phone"),
        ({"ship_name": "张**"}, "label_masked"),
        ({"ship_line1": "沙洲街道****"}, "label_masked"),
        ({"ship_line1": " "}, "label_no_address"),
        ({"state": "cancelled"}, "label_cancelled"),
    ],
)
def test_what_is_missing_refuses_and_offers_a_way_out(session, fields, code):
    add_order(session, 1, **fields)
    add_order(session, 2)
    batch = labels_for(session, [1, 2])
    (refusal,) = batch.refused
    assert [label.order_id for label in batch.ready] == [2]
    assert refusal.missing == (code,)
    assert refusal.fixes[-1].code == "label_fix_skip"
    assert "A-1" in refusal.text()
    set_language("zh_CN")
    assert refusal.text() != f"A-1: {code}"


@pytest.mark.rule("D01")
@pytest.mark.rule("R-O6")
def test_rules_can_be_overridden_for_a_call(session):
    add_order(session, 1, ship_phone="")
    assert labels_for(session, [1], phone_required=False).ready
    assert labels_for(session, [1], phone_required=False, waybill_required=True).refused[0].missing == (
        "label_no_waybill",
    )


def test_the_shops_rule_is_honoured(session):
    from shopdesk.services import settings

    add_order(session, 1)
    settings.set_value(session, "label.waybill_required", True)
    assert labels_for(session, [1]).refused
    add_parcel(session, 1)
    assert labels_for(session, [1]).ready


@pytest.mark.rule("R-O6")
def test_odd_waybills_are_named_but_print(session):
    for number, waybill in ((1, "RR123456784CN"), (2, "TWICE-1"), (3, "TWICE-1"), (4, "RR123456785CN")):
        add_order(session, number)
        add_parcel(session, number, waybill=waybill)
    batch = labels_for(session, [1, 2, 3, 4])
    assert [(caution.order_no, caution.code) for caution in batch.warnings] == [
        ("A-1", "label_check_digit"),
        ("A-2", "waybill_twice"),
        ("A-3", "waybill_twice"),
    ]
    assert len(batch.ready) == 4
    assert all(caution.order_no in caution.text() for caution in batch.warnings)


def test_the_buyers_note_is_printed_only_when_wanted(session):
    from shopdesk.services import settings

    add_order(session, 1, buyer_note="For my\nmother")
    assert labels_for(session, [1]).ready[0].instruction == ""
    assert labels_for(session, [1], instructions={1: "Ring twice"}).ready[0].instruction == "Ring twice"
    settings.set_value(session, "label.buyer_note", True)
    assert labels_for(session, [1]).ready[0].instruction == "For my mother"


@pytest.mark.rule("R-O5")
def test_a_pick_list_for_each_carrier_sorted_by_the_walk(session):
    for sku_id, code, sequence in ((1, "Z-1", 1), (2, "A-1", 2)):
        session.add(Bin(id=sku_id, warehouse_id=1, code=code, sequence=sequence))
        session.flush()
        session.add(BinSku(bin_id=sku_id, sku_id=sku_id))
    add_order(session, 1, ((2, 1), (1, 2)))
    add_order(session, 2, ((1, 3),))
    add_order(session, 3, ((2, 4),))
    add_order(session, 4, ((2, 9),), state="cancelled")
    for number, carrier in ((1, "DHL"), (2, "DHL"), (3, "UPS")):
        add_parcel(session, number, carrier=carrier)
    dhl, ups = (wave.pick_list for wave in pick_list_for(session, [1, 2, 3, 4]))
    assert (dhl.warehouse, dhl.carrier, dhl.order_count, dhl.picked) == ("Berlin", "DHL", 2, 6)
    assert [(line.bin, line.sku_code, line.quantity) for line in dhl.lines] == [("Z-1", "KET", 5), ("A-1", "CUP", 1)]
    assert (ups.carrier, ups.picked) == ("UPS", 4)


@pytest.mark.rule("R-O5")
def test_shortages_name_the_orders_across_lists_of_a_warehouse(session):
    session.add(StockBalance(sku_id=1, warehouse_id=1, partition="normal", quantity=2))
    session.add(StockBalance(sku_id=1, warehouse_id=1, partition="pending_shipment", quantity=2))
    add_order(session, 1, ((1, 3),))
    add_order(session, 2, ((1, 3),))
    add_parcel(session, 2, carrier="UPS")
    first, second = pick_list_for(session, [1, 2])
    assert (first.pick_list.picked, first.short_order_ids) == (3, ())
    assert (second.pick_list.picked, second.pick_list.missing, second.short_order_ids) == (1, 2, (2,))


def test_an_order_is_picked_where_it_is_in_stock(session):
    session.add(Warehouse(id=2, name="Leipzig"))
    session.flush()
    session.add(StockBalance(sku_id=1, warehouse_id=2, partition="normal", quantity=5))
    add_order(session, 1)
    assert [wave.pick_list.warehouse for wave in pick_list_for(session, [1])] == ["Leipzig"]
    assert [wave.pick_list.warehouse for wave in pick_list_for(session, [1], warehouse_id=1)] == ["Berlin"]


@pytest.mark.rule("D04")
def test_the_shops_own_note_is_for_the_packer_and_not_for_the_buyer(session):
    add_order(session, 1, seller_note="Wrap in film\nFragile")
    add_order(session, 2)
    (wave,) = pick_list_for(session, [1, 2])
    (told,) = wave.pick_list.notes
    assert (told.order_no, told.text.split()) == ("A-1", ["Wrap", "in", "film", "Fragile"])
    (note, _) = packing_notes_for(session, [1, 2])
    assert "Wrap" not in str(note)


@pytest.mark.rule("D05")
def test_packing_notes(session):
    add_order(session, 1, ((1, 2), (2, 1)), discount_minor=100)
    (note,) = packing_notes_for(session, [1])
    assert (note.units, note.with_prices, note.amounts, note.thank_you) == (3, False, (), "Thank you!")
    (priced,) = packing_notes_for(session, [1], with_prices=True)
    assert priced.amounts == (
        ("goods", "€39.90"),
        ("discount", "-€1.00"),
        ("shipping", "€4.90"),
        ("total", "€44.80"),
    )
    assert (priced.lines[0].price, priced.lines[0].total) == ("€39.90", "€79.80")


@pytest.mark.rule("D01")
def test_printing_makes_the_parcel_and_is_logged_and_no_undo_takes_it_back(session):
    add_order(session, 1)
    add_order(session, 2)
    parcel = add_parcel(session, 2)
    batch = labels_for(session, [1, 2])
    change = log_print(session, Document.LABEL, printing.label_items(batch.ready), size_key="thermal_100x150")
    made = session.scalars(select(Shipment).where(Shipment.order_id == 1)).one()
    assert (made.state, parcel.state) == ("label_printed", "label_printed")
    assert made.label_printed_at == parcel.label_printed_at == datetime(2026, 11, 22, 12, tzinfo=UTC)
    items = session.scalars(select(PrintJobItem).order_by(PrintJobItem.position)).all()
    assert [(item.order_id, item.shipment_id, item.is_copy) for item in items] == [
        (1, made.id, False),
        (2, parcel.id, False),
    ]
    assert change.id is not None
    assert change.params["count"] == 2
    assert not change.undoable and changes.last_undoable(session) is None
    with pytest.raises(UserError, match="undo_gone"):
        changes.undo(session, change.id)
    assert parcel.state == "label_printed" and session.scalars(select(PrintJob)).one().printed == 2


@pytest.mark.rule("D01")
def test_a_reprint_is_a_copy_in_the_log(session):
    add_order(session, 1)
    for expected in (False, True, True):
        log_print(session, Document.LABEL, printing.label_items(labels_for(session, [1]).ready))
        newest = session.scalars(select(PrintJobItem).order_by(PrintJobItem.id.desc())).first()
        assert newest is not None
        assert newest.is_copy is expected
    assert len(session.scalars(select(Shipment)).all()) == 1


def test_a_handed_over_parcel_stays_so(session):
    add_order(session, 1)
    parcel = add_parcel(session, 1, state="handed_over")
    log_print(session, Document.LABEL, [PrintItem(1, parcel.id)])
    assert parcel.state == "handed_over"


def test_going_on_after_a_jam(session):
    for number in range(1, 6):
        add_order(session, number, ship_phone="" if number == 5 else "+49 1")
    batch = labels_for(session, [1, 2, 3, 4, 5], phone_required=False)
    log_print(session, Document.LABEL, printing.label_items(batch.ready), size_key="a4_2up", printed=2)
    (job,) = printing.unfinished_jobs(session)
    assert (job.next_position, job.total, job.size_key, job.is_complete) == (3, 5, "a4_2up", False)
    rest = printing.resume(session, job.id)
    assert [label.order_id for label in rest.ready] == [3, 4, 5]
    assert [label.order_id for label in printing.resume(session, job.id, 2).ready] == [2, 3, 4, 5]
    log_print(session, Document.LABEL, printing.label_items(rest.ready), resumes=job.id)
    assert printing.unfinished_jobs(session) == []
    items = session.scalars(select(PrintJobItem).where(PrintJobItem.job_id != job.id)).all()
    assert not any(item.is_copy for item in items)
    with pytest.raises(UserError, match="print_resume_outside"):
        printing.resume(session, job.id, 9)


def test_other_papers_change_no_parcel(session):
    add_order(session, 1)
    change = log_print(session, Document.PICK_LIST, [PrintItem(1)], pdf="pick.pdf")
    assert not change.undoable and not change.ids
    assert session.scalars(select(Shipment)).first() is None
    assert session.scalars(select(PrintJob)).one().document == "D04"


def test_nothing_to_print_is_refused(session):
    with pytest.raises(UserError, match="nothing_to_print"):
        log_print(session, Document.LABEL, [])


def test_labels_are_read_in_few_statements(session):
    from sqlalchemy import event

    for number in range(1, 60):
        add_order(session, number)
    session.expire_all()
    statements: list[str] = []
    connection = session.connection()
    listener = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    labels_for(session, range(1, 60))
    event.remove(connection, "before_cursor_execute", listener)
    assert len(statements) < 15
