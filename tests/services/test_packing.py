"""Packing (R-O12): materials, recipes, what an order is packed in, what is asked before printing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import set_language
from shopdesk.domain.packing import Lack, MaterialKind, Trait
from shopdesk.services import changes, packing, settings
from shopdesk.services.packing import Material
from shopdesk.services.printing import PACKING_MISSING, labels_for, packing_cautions, packing_notes_for
from shopdesk.storage.tables import PackingMaterial, PackingRecipe, Sku
from tests.services.test_printing import add_order, session

__all__ = ["session"]


def add(session, name, kind=MaterialKind.BOX, **fields):
    packing.save_material(session, Material(None, name, kind, **fields))
    return session.scalars(select(PackingMaterial.id).where(PackingMaterial.name == name)).one()


@pytest.fixture
def stock(session):
    """Ids of the materials of a shop by name."""
    return {
        "S": add(session, "S", length_mm=200, width_mm=150, height_mm=100),
        "M": add(session, "M", length_mm=300, width_mm=200, height_mm=200),
        "bubble": add(session, "bubble", MaterialKind.PADDING),
        "paper": add(session, "paper", MaterialKind.FILLING, is_eco=True),
        "film": add(session, "film", MaterialKind.FILM),
    }


def recipes(session):
    query = select(PackingRecipe.sku_id, PackingRecipe.material_id, PackingRecipe.quantity)
    return sorted(tuple(row) for row in session.execute(query))


@pytest.mark.rule("R-O12")
def test_materials_are_kept_changed_and_put_away(session, stock):
    (bubble,) = [each for each in packing.materials(session) if each.name == "bubble"]
    change = packing.save_material(
        session, replace(bubble, name="  bubble  film ", protects=frozenset({Trait.FRAGILE}))
    )
    assert (change.code, change.params) == ("material_saved", {"name": "bubble film"})
    assert session.get(PackingMaterial, stock["bubble"]).protects == "fragile"
    changes.undo(session, change.id)
    gone = packing.archive_material(session, stock["bubble"])
    assert "bubble" not in [each.name for each in packing.materials(session)]
    changes.undo(session, gone.id)
    assert "bubble" in [each.name for each in packing.materials(session)]


def test_materials_that_are_refused(session, stock):
    for material, code in (
        (Material(None, " "), "material_unnamed"),
        (Material(None, "film"), "material_taken"),
        (Material(stock["S"], "film"), "material_taken"),
        (Material(99, "new"), "material_gone"),
    ):
        with pytest.raises(UserError, match=code):
            packing.save_material(session, material)
    with pytest.raises(UserError, match="material_gone"):
        packing.archive_material(session, 99)
    packing.archive_material(session, stock["film"])
    packing.save_material(session, Material(None, "film", MaterialKind.VACUUM))  # it is back, and not twice
    assert session.scalars(select(PackingMaterial.kind).where(PackingMaterial.name == "film")).all() == ["vacuum"]


@pytest.mark.rule("R-O12")
def test_a_recipe_answers_to_the_traits_of_its_goods(session, stock):
    lacking = {sku.code: sku.lacks for sku in packing.skus(session)}
    assert lacking == {"KET": (Lack.LAYERS, Lack.FILLING), "CUP": (Lack.WATERPROOF,)}
    first = packing.set_recipe(session, [1, 2], {stock["bubble"]: 2, stock["paper"]: 1, stock["S"]: 0})
    assert (first.code, first.params["n"]) == ("recipe_saved_many", 2)
    assert [(sku.code, sku.lacks) for sku in packing.skus(session)] == [("CUP", (Lack.WATERPROOF,)), ("KET", ())]
    before = recipes(session)
    second = packing.set_recipe(session, [2], {stock["film"]: 1, stock["bubble"]: 1})
    assert (second.code, second.params["sku"]) == ("recipe_saved_one", "CUP")
    assert [row for row in recipes(session) if row[0] == 2] == [(2, stock["bubble"], 1), (2, stock["film"], 1)]
    changes.undo(session, second.id)
    assert recipes(session) == before
    changes.undo(session, first.id)
    assert not recipes(session)
    with pytest.raises(UserError, match="sku_gone"):
        packing.set_recipe(session, [1, 99], {})


@pytest.mark.rule("R-O12")
@pytest.mark.rule("D05")
def test_the_note_tells_the_packer_materials_and_box(session, stock):
    for sku in session.scalars(select(Sku)):
        sku.length_mm, sku.width_mm, sku.height_mm = 150, 100, 50
    packing.set_recipe(session, [1], {stock["bubble"]: 2, stock["paper"]: 1, stock["M"]: 1})
    add_order(session, 1, ((1, 1),))
    add_order(session, 2, ((1, 2), (2, 1)))
    add_order(session, 3, ((2, 1), (0, 1)))
    one, two, three = packing_notes_for(session, [1, 2, 3])
    assert (dict(one.materials), one.box) == ({"M": 1, "bubble": 2, "paper": 1}, "")  # the box of its own recipe
    assert (dict(two.materials), two.box) == ({"bubble": 4, "paper": 2}, "S")  # 2,250,000 of 3,000,000 mm³
    assert (three.materials, three.box) == ((), "")  # nobody knows how large the unknown thing is


@pytest.mark.rule("R-O12")
@pytest.mark.rule("D01")
def test_printing_asks_when_something_is_missing(session, stock):
    add_order(session, 1, ((1, 1),))
    add_order(session, 2, ((2, 1),))
    for found in (labels_for(session, [1, 2]).warnings, tuple(packing_cautions(session, [1, 2]))):
        (caution,) = [each for each in found if each.code == PACKING_MISSING]
        assert caution.params["orders"] == 2
        assert "KET: a second layer of padding, filling for the gaps; CUP: waterproof film" in caution.text()
    set_language("zh_CN")
    assert "KET: 缺第二层缓冲、缺空隙填充" in caution.text()
    packing.set_recipe(session, [1], {stock["bubble"]: 2, stock["paper"]: 1})
    packing.set_recipe(session, [2], {stock["film"]: 1})
    assert not labels_for(session, [1, 2]).warnings


@pytest.mark.rule("R-O12")
def test_nothing_is_asked_of_a_shop_without_materials_or_that_does_not_want_it(session):
    add_order(session, 1, ((1, 1),))
    assert not labels_for(session, [1]).warnings
    add(session, "tape", MaterialKind.TAPE)
    assert [caution.code for caution in labels_for(session, [1]).warnings] == [PACKING_MISSING]
    settings.set_value(session, "packing.ask_missing", False)
    assert not labels_for(session, [1]).warnings
