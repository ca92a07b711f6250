"""What the shop packs in (R-O12): the materials, and the recipe of each SKU with what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.dialogs.grid import Grid
from shopdesk.dialogs.pieces import button, fit
from shopdesk.domain.packing import MaterialKind, Trait
from shopdesk.services import packing
from shopdesk.services.packing import Material, SkuPacking
from shopdesk.ui.context import Context
from shopdesk.ui.forms import Field, Form
from shopdesk.ui.message import worded
from shopdesk.ui.panel import Notice, heading, text_label

KIND_WORDS = {
    MaterialKind.BOX: N_("Box"),
    MaterialKind.PADDING: N_("Padding, one layer"),
    MaterialKind.FILLING: N_("Filling"),
    MaterialKind.FILM: N_("Waterproof film"),
    MaterialKind.VACUUM: N_("Vacuum bag"),
    MaterialKind.BAG: N_("Inner bag"),
    MaterialKind.TAPE: N_("Tape"),
}
TRAIT_WORDS = {
    Trait.FRAGILE: N_("fragile"),
    Trait.MOISTURE: N_("sensitive to moisture"),
    Trait.DUST: N_("sensitive to dust"),
}
_LONGEST_MM = 3_000
_SIDES = ("length_mm", "width_mm", "height_mm")
Loaded = tuple[list[Material], list[SkuPacking]]


class PackingDialog(QDialog):
    """Two sheets: materials, recipes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("packing_materials")
        self.setWindowTitle(tr("Packing"))
        fit(self, 1040, 660)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("Packing"), self, scale=1.45))
        self.problem = Notice("red", self, name="packing_problem")
        column.addWidget(self.problem)
        self.sheets = QTabWidget(self)
        self.sheets.setObjectName("packing_sheets")
        self.sheets.setDocumentMode(True)
        self.recipes = RecipeSheet(self)
        self.materials = MaterialSheet(self)
        self.sheets.addTab(self.recipes, tr("Recipes"))
        self.sheets.addTab(self.materials, tr("Materials"))
        column.addWidget(self.sheets, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = button(tr("&Close"), "packing_close", self, primary=True)
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        column.addLayout(foot)
        self.load()

    def load(self, _change: object = None) -> None:
        """Ask the shop anew."""
        self._context.tasks.run_io(tr("Packing"), load, on_done=self._show)

    def _show(self, loaded: Loaded) -> None:
        self.materials.show_materials(loaded[0])
        self.recipes.show_recipes(*loaded)

    def change(self, service: Any, *args: Any) -> None:
        """One undoable step, then what there is now."""
        self.problem.say("")
        self._context.tasks.run_db(tr("Packing"), service, *args, on_done=self.load, on_error=self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ShopDeskError):
            self.problem.say(worded(error))


class MaterialSheet(QWidget):
    """The materials on the left, the one chosen on the right."""

    def __init__(self, dialog: PackingDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._materials: list[Material] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(16)
        headers = (tr("Material"), tr("Kind"), tr("Inner size (mm)"), tr("Weight (g)"))
        self.grid = Grid("packing_list", tr("Packing materials"), headers, self)
        self.grid.itemSelectionChanged.connect(self._chosen)
        row.addWidget(self.grid, 3)
        right = QVBoxLayout()
        right.setSpacing(12)
        kinds = tuple((str(kind), tr(words)) for kind, words in KIND_WORDS.items())
        sides = (tr("Inner length"), tr("Inner width"), tr("Inner height"))
        self.form = Form(
            [
                Field("name", tr("Name"), required=True),
                Field("kind", tr("Kind"), "choice", str(MaterialKind.BOX), kinds),
                *(
                    Field(key, words, "integer", 0, unit="mm", minimum=0, maximum=_LONGEST_MM)
                    for key, words in zip(_SIDES, sides, strict=True)
                ),
                Field("weight_g", tr("Own weight"), "integer", 0, unit="g", minimum=0, maximum=99_999),
                Field("is_eco", tr("Recyclable"), "boolean", False),
            ],
            self,
        )
        right.addWidget(self.form)
        right.addLayout(self._buttons())
        right.addStretch(1)
        row.addLayout(right, 2)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.new = button(tr("&New material"), "packing_new", self)
        self.archive = button(tr("&Do not use any more"), "packing_archive", self)
        self.save = button(tr("&Save"), "packing_save", self)
        self.new.clicked.connect(self._begin)
        self.archive.clicked.connect(self._archive)
        self.save.clicked.connect(self._save)
        for each in (self.new, self.archive, self.save):
            row.addWidget(each)
        return row

    def show_materials(self, materials: list[Material]) -> None:
        """Show them; the one that was chosen stays chosen."""
        kept = self._current()
        self._materials = materials
        self.grid.fill(
            [(each.name, tr(KIND_WORDS[each.kind]), _size(each), str(each.weight_g or "")) for each in materials]
        )
        ids = [each.id for each in materials]
        if materials:
            self.grid.selectRow(ids.index(kept.id) if kept is not None and kept.id in ids else 0)
        self._chosen()

    def _current(self) -> Material | None:
        row = self.grid.currentRow()
        chosen = bool(self.grid.selectedItems()) and 0 <= row < len(self._materials)
        return self._materials[row] if chosen else None

    def _chosen(self) -> None:
        material = self._current() or Material(None, "")
        self.archive.setEnabled(material.id is not None)
        for key in ("name", "kind", *_SIDES, "weight_g", "is_eco"):
            self.form.set_value(key, getattr(material, key) or ("" if key == "name" else 0))
        self.form.set_value("kind", str(material.kind))

    def _begin(self) -> None:
        self.grid.clearSelection()
        self._chosen()
        self.form.editor("name").setFocus()

    def _save(self) -> None:
        if self.form.check():
            values = self.form.values()
            known = self._current() or Material(None, "")
            changed = replace(
                known,
                name=values["name"],
                kind=MaterialKind(values["kind"]),
                length_mm=values["length_mm"] or None,
                width_mm=values["width_mm"] or None,
                height_mm=values["height_mm"] or None,
                weight_g=values["weight_g"] or None,
                is_eco=values["is_eco"],
            )
            self._dialog.change(packing.save_material, changed)

    def _archive(self) -> None:
        material = self._current()
        if material is not None:
            self._dialog.change(packing.archive_material, material.id)


def _size(material: Material) -> str:
    sides = [str(getattr(material, key)) for key in _SIDES if getattr(material, key)]
    return " × ".join(sides)


class RecipeSheet(QWidget):
    """The SKUs on the left, those that lack something first; on the right how one piece of those chosen is packed."""

    def __init__(self, dialog: PackingDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._skus: list[SkuPacking] = []
        self._materials: list[Material] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(16)
        headers = (tr("SKU"), tr("Product"), tr("Traits"), tr("Missing"))
        self.grid = Grid("recipe_list", tr("SKUs and what their packing lacks"), headers, self, stretch=1)
        self.grid.itemSelectionChanged.connect(self._chosen)
        row.addWidget(self.grid, 3)
        right = QVBoxLayout()
        right.setSpacing(12)
        self.title = text_label("", self, bold=True)
        self.state = text_label("", self, tone="muted")
        right.addWidget(self.title)
        right.addWidget(self.state)
        self._place = QVBoxLayout()
        self.form: Form | None = None
        right.addLayout(self._place)
        self.save = button(tr("&Save recipe"), "recipe_save", self)
        self.save.clicked.connect(self._save)
        right.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        row.addLayout(right, 2)

    def show_recipes(self, materials: list[Material], skus: list[SkuPacking]) -> None:
        """Show every SKU; the ones that were chosen stay chosen."""
        kept = {sku.id for sku in self._current()}
        self._skus, self._materials = skus, materials
        red = self._dialog._context.theme.tokens.red
        rows = [(sku.code, sku.title, _traits(sku), _lacks(sku)) for sku in skus]
        self.grid.blockSignals(True)
        self.grid.fill(rows, colours=[red if sku.lacks else "" for sku in skus])
        places = [place for place, sku in enumerate(skus) if sku.id in kept]
        if skus:
            self.grid.selectRow(places[0] if places else 0)
        self.grid.blockSignals(False)
        self._chosen()

    def _current(self) -> list[SkuPacking]:
        rows = sorted({item.row() for item in self.grid.selectedItems()})
        return [self._skus[row] for row in rows if row < len(self._skus)]

    def _chosen(self) -> None:
        chosen = self._current()
        self._drop_form()
        self.save.setEnabled(bool(chosen) and bool(self._materials))
        if not chosen:
            self.title.setText("")
            self.state.setText(tr("Choose SKUs to say how one piece of them is packed."))
            return
        first = chosen[0]
        n = len(chosen)
        self.title.setText(first.code if n == 1 else trn("{n} SKU", "{n} SKUs", n))
        self.state.setText(_lacks(first) or tr("Nothing is missing for what its goods ask for."))
        if not self._materials:
            self.state.setText(tr("Add packing materials first."))
            return
        self.form = Form([_quantity(material, first) for material in self._materials], self)
        self._place.addWidget(self.form)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _save(self) -> None:
        if self.form is not None:
            recipe = {int(key): quantity for key, quantity in self.form.values().items()}
            self._dialog.change(packing.set_recipe, [sku.id for sku in self._current()], recipe)


def _quantity(material: Material, sku: SkuPacking) -> Field:
    used = sku.recipe.get(material.id or 0, 0)
    return Field(str(material.id), material.name, "integer", used, minimum=0, maximum=99)


def _traits(sku: SkuPacking) -> str:
    return tr(", ").join(tr(TRAIT_WORDS[trait]) for trait in Trait if trait in sku.traits)


def _lacks(sku: SkuPacking) -> str:
    return _joined([message(f"pack_lack_{lack}") for lack in sku.lacks])


def _joined(texts: Sequence[str]) -> str:
    return tr(", ").join(texts)


def load(session: Any) -> Loaded:
    """The materials and the SKUs."""
    return packing.materials(session), packing.skus(session)
