"""The table of the columns step: what ShopDesk wants, the file's column that gives it, and what stands in that
column.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from shopdesk.base.i18n import N_, tr
from shopdesk.dialogs.import_wizard.fields import REQUIRED, field_label, fields_of, is_required
from shopdesk.dialogs.import_wizard.state import Journey
from shopdesk.ui.combo import ComboBox

Index = QModelIndex | QPersistentModelIndex
_HEADERS = (N_("In ShopDesk"), N_("Column of the file"), N_("What stands there"))
_HEADER_COLUMN = 1


class MappingModel(QAbstractTableModel):
    """One row a canonical field: mapped ones first, needed ones on top."""

    mapping_changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = ""
        self.headers: tuple[str, ...] = ()
        self._fields: list[str] = []
        self._mapping: dict[str, str] = {}
        self._samples: dict[str, str] = {}

    def show_journey(self, journey: Journey) -> None:
        """Take over mapping and samples; rows keep their places while the owner edits the same file."""
        detection = journey.detection
        if detection is None:
            return
        self.beginResetModel()
        fields, mapping = list(fields_of(journey.target)), dict(journey.mapping)
        if (self.target, self.headers) != (journey.target, detection.headers):
            needed = [f for group in REQUIRED.get(journey.target, ()) for f in group if len(group) == 1]
            self._fields = sorted(fields, key=lambda f: (f not in needed, f not in mapping, fields.index(f)))
        self.target, self.headers, self._mapping = journey.target, detection.headers, mapping
        self._samples = {header: " · ".join(map(str, values))[:200] for header, values in detection.samples.items()}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self._fields[index.row()]
        header = self._mapping.get(field, "")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole}:
            return (
                self._label(field),
                header or (tr("not used") if role != Qt.ItemDataRole.EditRole else ""),
                self._samples.get(header, ""),
            )[index.column()]
        if role == Qt.ItemDataRole.FontRole and index.column() == 0 and is_required(self.target, field):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _label(self, field: str) -> str:
        label = field_label(field)
        return tr("{field} (needed)", field=label) if is_required(self.target, field) else label

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADERS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == _HEADER_COLUMN else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        field, mapping = self._fields[index.row()], dict(self._mapping)
        if value == mapping.get(field, ""):
            return False
        mapping.pop(field, None)
        if value:
            mapping[field] = value
        self._mapping = mapping
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(_HEADERS) - 1))
        self.mapping_changed.emit(mapping)
        return True


class _HeaderDelegate(QStyledItemDelegate):
    """Edits a mapping with the list of the file's columns."""

    def createEditor(self, parent: QWidget, option: object, index: Index) -> QWidget:
        combo = ComboBox(parent)
        combo.setObjectName("mapping_editor")
        combo.setAccessibleName(str(index.model().index(index.row(), 0).data()))
        combo.addItem(tr("not used"), "")
        model = index.model()
        for header in model.headers if isinstance(model, MappingModel) else ():
            combo.addItem(header, header)
        combo.activated.connect(self._commit)
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, MappingModel):
            model.setData(index, editor.currentData())

    def _commit(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)


class MappingTable(QTableView):
    """Enter, F2 or a click opens the choice of columns."""

    mapping_changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapping_table")
        self.setAccessibleName(tr("Which column means what"))
        self._model = MappingModel(self)
        self._model.mapping_changed.connect(self.mapping_changed)
        self.setModel(self._model)
        self.setItemDelegateForColumn(_HEADER_COLUMN, _HeaderDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AllEditTriggers & ~QAbstractItemView.EditTrigger.CurrentChanged
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        head.setFixedHeight(40)
        head.resizeSection(0, 260)
        head.resizeSection(1, 280)

    def show_mapping(self, journey: Journey) -> None:
        """Show the journey's mapping; the current row stays."""
        row = self.currentIndex().row()
        self._model.show_journey(journey)
        self.setCurrentIndex(self._model.index(max(row, 0), _HEADER_COLUMN))
