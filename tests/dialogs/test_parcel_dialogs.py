"""Merging, splitting, entering waybills, saying how goods are packed: the dialogs as they are used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shopdesk.app.context import AppContext
from shopdesk.dialogs.merge_parcels import MergeDialog
from shopdesk.dialogs.packing_materials import PackingDialog
from shopdesk.dialogs.split_order import SplitDialog
from shopdesk.dialogs.waybills import WaybillDialog
from shopdesk.services import orders
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import OrderLine, PackingMaterial, PackingRecipe, Product, Shipment, ShipmentLine, Sku
from tests.services.order_rows import add_orders

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Settle = Callable[[], None]
_SHIP = {
    "ship_name": "Emma Fischer", "ship_phone": "+49 30 23125001", "ship_line1": "Lindenstr. 14", "ship_city": "Berlin",
    "ship_postcode": "10969", "ship_country": "DE",
}  # fmt: skip


def add(shop: ShopFile, count: int, **fields: object) -> list[int]:
    with shop.write() as session:
        return add_orders(session, count, state="confirmed", **{**_SHIP, **fields})


def stored(shop: ShopFile, query: object) -> list[object]:
    with shop.read() as session:
        return list(session.scalars(query))  # type: ignore[call-overload]


def test_what_is_ticked_is_merged(qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile) -> None:
    add(shop, 2)
    add(shop, 2, ship_line1="Elsewhere 1")
    dialog = MergeDialog(context)
    qtbot.addWidget(dialog)
    settle()
    assert (dialog.grid.rowCount(), dialog.go.text()) == (2, "&Merge 2 parcels")
    dialog.grid.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.go.text() == "&Merge 1 parcel"
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.result()))
    assert len(stored(shop, select(Shipment.id).where(Shipment.merged_into_id.is_not(None)))) == 1


def test_nothing_to_merge_is_said(qtbot: QtBot, context: AppContext, settle: Settle) -> None:
    dialog = MergeDialog(context)
    qtbot.addWidget(dialog)
    settle()
    assert not dialog.go.isEnabled() and not dialog._empty.isHidden() and dialog.grid.isHidden()


@pytest.fixture
def kettles(shop: ShopFile) -> int:
    """An order of three kettles and a lid."""
    (order,) = add(shop, 1)
    with shop.write() as session:
        session.scalars(select(OrderLine)).one().quantity = 3
        session.add(OrderLine(order_id=order, line_no=2, sku_code="LID", title="Lid", quantity=1))
    return order


def test_an_order_is_dealt_out(qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile, kettles: int) -> None:
    with shop.read() as session:
        dialog = SplitDialog(context, orders.detail(session, kettles))
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled() and dialog.whole.isHidden()
    dialog._counts[0][0].setValue(1)
    dialog.more.click()
    dialog._counts[1][1].setValue(1)
    assert [sum(part.values()) for part in dialog.parts()] == [2, 1, 1]
    assert dialog.go.text() == "&Split into 3 parcels"
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.result()))
    assert sorted(stored(shop, select(ShipmentLine.quantity))) == [1, 1, 2]
    with shop.read() as session:
        again = SplitDialog(context, orders.detail(session, kettles))
    qtbot.addWidget(again)
    assert not again.whole.isHidden()
    again.whole.click()
    qtbot.waitUntil(lambda: bool(again.result()))
    assert len(stored(shop, select(Shipment.id))) == 1


def test_too_much_is_refused_in_words(
    qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile, kettles: int
) -> None:
    with shop.read() as session:
        dialog = SplitDialog(context, orders.detail(session, kettles))
    qtbot.addWidget(dialog)
    dialog._counts[0][0].setValue(3)
    dialog.more.click()
    dialog._counts[1][0].setValue(3)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog._problem.text))
    assert "dealt out" in dialog._problem.text or "empty" in dialog._problem.text
    assert not stored(shop, select(Shipment.id))


@pytest.mark.rule("R-O6")
def test_waybills_are_judged_while_they_are_typed_and_saved_in_one_step(
    qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile
) -> None:
    add(shop, 3)
    dialog = WaybillDialog(context)
    qtbot.addWidget(dialog)
    settle()
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.text, "303-0001")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)  # as a scanner does
    QTest.keyClicks(dialog.text, "RR123456784CN")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.text, "303-0002 00340434161094042557")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.text, "9-9 X3")
    dialog.carrier.setCurrentText("DHL")
    qtbot.waitUntil(lambda: dialog.go.text() == "&Save 2 waybills")
    remarks = [dialog.grid.item(row, 3).text() for row in range(3)]
    assert "check digit" in remarks[0] and not remarks[1] and "no order 9-9" in remarks[2]
    assert not stored(shop, select(Shipment.id))
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.text.toPlainText() == "9-9\tX3")  # what was refused stays, and why
    qtbot.waitUntil(lambda: dialog.grid.rowCount() == 1)
    assert "no order 9-9" in dialog.grid.item(0, 3).text() and "refused" in dialog._problem.text
    assert not dialog.go.isEnabled() and not dialog.result()
    assert sorted(stored(shop, select(Shipment.waybill))) == ["00340434161094042557", "RR123456784CN"]
    dialog.text.setPlainText("303-0003 X3")
    qtbot.waitUntil(lambda: dialog.go.text() == "&Save 1 waybill")
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.result()))


def test_a_long_remark_is_shown_in_full(qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile) -> None:
    dialog = WaybillDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.text.setPlainText("302-9595365-6159061 00340434161094042557 DHL")
    qtbot.waitUntil(lambda: dialog.grid.rowCount() == 1)
    remark = dialog.grid.item(0, 3)
    assert remark.toolTip() == remark.text() != ""
    assert dialog.grid.rowHeight(0) > 36
    dialog.text.clear()


def test_pasted_lines_are_not_thrown_away_unasked(
    qtbot: QtBot, context: AppContext, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([False, True])

    def answer(_parent: object, text: str, *_words: str, **_more: str) -> bool:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr("shopdesk.dialogs.waybills.confirm", answer)
    dialog = WaybillDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.text.setPlainText("303-0001 X1")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and len(asked) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and len(asked) == 2
    empty = WaybillDialog(context)
    qtbot.addWidget(empty)
    empty.show()
    QTest.keyClick(empty, Qt.Key.Key_Escape)
    assert not empty.isVisible() and len(asked) == 2


@pytest.mark.rule("R-O6")
def test_a_column_of_waybills_belongs_to_the_orders_chosen(
    qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile
) -> None:
    ids = add(shop, 3)
    dialog = WaybillDialog(context, None, ids[1:])
    qtbot.addWidget(dialog)
    dialog.carrier.setCurrentText("DHL")
    dialog.ship.setChecked(True)
    dialog.text.setPlainText("W2\nW3")
    qtbot.waitUntil(lambda: dialog.go.text() == "&Save 2 waybills")
    assert [dialog.grid.item(row, 0).text() for row in range(2)] == ["303-0002", "303-0003"]
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.result()))
    assert stored(shop, select(Shipment.state)) == ["handed_over", "handed_over"]


@pytest.mark.rule("R-O12")
def test_materials_and_recipes(qtbot: QtBot, context: AppContext, settle: Settle, shop: ShopFile) -> None:
    with shop.write() as session:
        for number, code in enumerate(("CUP", "VASE"), 1):
            session.add(Product(id=number, handle=code, title=code.title(), traits="fragile" if number == 2 else ""))
            session.flush()
            session.add(Sku(id=number, product_id=number, code=code))
    dialog = PackingDialog(context)
    qtbot.addWidget(dialog)
    settle()
    recipes, materials = dialog.recipes, dialog.materials
    assert [recipes.grid.item(row, 0).text() for row in range(2)] == ["VASE", "CUP"]  # what lacks something comes first
    assert recipes.grid.item(0, 3).text() == "a second layer of padding, filling for the gaps"
    assert recipes.form is None and not recipes.save.isEnabled()
    for name, kind in (("bubble", "padding"), ("paper", "filling")):
        materials.new.click()
        materials.form.set_value("name", name)
        materials.form.set_value("kind", kind)
        materials.save.click()
        settle()
    assert sorted(stored(shop, select(PackingMaterial.name))) == ["bubble", "paper"]
    ids = dict(
        zip(("bubble", "paper"), stored(shop, select(PackingMaterial.id).order_by(PackingMaterial.name)), strict=True)
    )
    recipes.form.set_value(str(ids["bubble"]), 2)
    recipes.form.set_value(str(ids["paper"]), 1)
    recipes.save.click()
    settle()
    assert sorted(stored(shop, select(PackingRecipe.quantity))) == [1, 2]
    assert [recipes.grid.item(row, 3).text() for row in range(2)] == ["", ""]
    materials.new.click()
    materials.form.set_value("name", "paper")
    materials.save.click()
    qtbot.waitUntil(lambda: "already" in dialog.problem.text)
    materials.grid.selectRow(0)
    materials.archive.click()
    settle()
    assert materials.grid.rowCount() == 1
