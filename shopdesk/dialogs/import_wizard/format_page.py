"""Second step: what kind of export the file is.

The finding with its reason and the runners-up, all changeable, and a look at the rows.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard import wording
from shopdesk.dialogs.import_wizard.state import Journey
from shopdesk.ui.combo import ComboBox
from shopdesk.ui.panel import Notice, Panel, text_label

ENCODINGS = ("utf-8", "gb18030", "cp1252", "utf-16", "big5", "shift_jis", "cp1250", "cp1251")
_KEY = Qt.ItemDataRole.UserRole
_COLUMNS_SHOWN = 60
_CELL_CHARACTERS = 120


class FormatPage(QWidget):
    """Format, sheet, encoding and channel of the file.

    ``changed(name, value)`` tells a decision; ``""`` means "as found".
    """

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("format_page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self._declined = Notice("amber", self, name="format_declined")
        outer.addWidget(self._declined)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self._choice_panel(), 3)
        upper.addWidget(self._settings_panel(), 2)
        outer.addLayout(upper, 4)
        outer.addWidget(self._rows_panel(), 5)

    def _choice_panel(self) -> Panel:
        panel = Panel(tr("What this file is"), self)
        column = panel.column
        self.formats = QListWidget(panel)
        self.formats.setObjectName("format_list")
        self.formats.setAccessibleName(tr("Formats that fit the file, best first"))
        self.formats.currentItemChanged.connect(self._format_picked)
        self._reason = text_label(parent=panel, tone="muted")
        self._reason.setObjectName("format_reason")
        column.addWidget(self.formats, 1)
        column.addWidget(self._reason)
        return panel

    def _settings_panel(self) -> Panel:
        panel = Panel(tr("How to read it"), self)
        form = self._form = panel.form()
        self.other = self._combo("format_other", tr("Any other format"))
        self.sheet = self._combo("format_sheet", tr("Sheet"))
        self.encoding = self._combo("format_encoding", tr("Encoding"))
        self.channel = QLineEdit(panel)
        self.channel.setObjectName("format_channel")
        self.channel.setAccessibleName(tr("Channel"))
        self.channel.editingFinished.connect(self._channel_typed)
        form.addRow(tr("&Other format"), self.other)
        form.addRow(tr("&Sheet"), self.sheet)
        form.addRow(tr("&Encoding"), self.encoding)
        form.addRow(tr("C&hannel"), self.channel)
        hint = tr("Orders of one channel never mix with those of another. Name each of your shops its own channel.")
        panel.column.addWidget(text_label(hint, panel, tone="muted"))
        panel.column.addStretch(1)
        self.other.activated.connect(self._combo_picked)
        self.sheet.activated.connect(self._combo_picked)
        self.encoding.activated.connect(self._combo_picked)
        return panel

    def _combo(self, name: str, spoken: str) -> QComboBox:
        combo = ComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(14)
        return combo

    def _rows_panel(self) -> Panel:
        panel = Panel(tr("First rows of the file"), self)
        column = panel.column
        self.rows = QTableWidget(panel)
        self.rows.setObjectName("format_rows")
        self.rows.setAccessibleName(tr("First rows of the file"))
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.verticalHeader().hide()
        self.rows.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.rows.setTabKeyNavigation(False)
        head = self.rows.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMaximumSectionSize(240)
        column.addWidget(self.rows, 1)
        return panel

    def show_journey(self, journey: Journey) -> None:
        """Show what was found and what the owner has chosen so far."""
        detection = journey.detection
        if detection is None:
            return
        self._declined.say(wording.declined(journey) if detection.declined else "")
        self._fill_formats(journey)
        found = detection.encoding or "utf-8"
        self._fill(self.sheet, [(name, name) for name in detection.sheets], detection.sheet or "")
        self.sheet.setEnabled(len(detection.sheets) > 1)
        self._fill(
            self.encoding, [(key, wording.encoding_name(key)) for key in dict.fromkeys((found, *ENCODINGS))], found
        )
        self._form.setRowVisible(self.encoding, not detection.sheets)
        self._form.setRowVisible(self.sheet, bool(detection.sheets))
        listed = wording.other_formats()
        self._fill(self.other, [("", tr("as found")), *listed], journey.choices.format_key or "")
        self.channel.setText(wording.channel_name(journey))
        self._fill_rows(journey)

    @staticmethod
    def _fill(combo: QComboBox, entries: list[tuple[str, str]], current: str) -> None:
        combo.blockSignals(True)
        combo.clear()
        for key, text in entries:
            combo.addItem(text, key)
        combo.setCurrentIndex(max(0, combo.findData(current)))
        combo.blockSignals(False)

    def _fill_formats(self, journey: Journey) -> None:
        taken = journey.candidate()
        self.formats.blockSignals(True)
        self.formats.clear()
        for candidate in journey.detection.candidates[:6] if journey.detection else ():
            item = QListWidgetItem(wording.candidate_line(candidate), self.formats)
            item.setData(_KEY, candidate.key)
            if taken and candidate.key == taken.key:
                self.formats.setCurrentItem(item)
        self.formats.blockSignals(False)
        self._reason.setText(
            wording.reason(taken) if taken else tr("No known format fits. Choose one, or match the columns yourself.")
        )

    def _fill_rows(self, journey: Journey) -> None:
        detection = journey.detection
        headers = detection.headers[:_COLUMNS_SHOWN] if detection else ()
        rows = detection.first_rows if detection else ()
        self.rows.setColumnCount(len(headers))
        self.rows.setRowCount(len(rows))
        self.rows.setHorizontalHeaderLabels([str(header) for header in headers])
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells[: len(headers)]):
                self.rows.setItem(row, column, QTableWidgetItem(value[:_CELL_CHARACTERS]))
        self.rows.resizeColumnsToContents()

    def _format_picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.changed.emit("format_key", item.data(_KEY))

    def _combo_picked(self) -> None:
        combo = self.sender()
        if isinstance(combo, QComboBox):
            name = {"format_other": "format_key"}.get(combo.objectName(), combo.objectName().removeprefix("format_"))
            self.changed.emit(name, combo.currentData() or "")

    def _channel_typed(self) -> None:
        self.changed.emit("channel", self.channel.text().strip())
