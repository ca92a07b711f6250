"""The four marks of an order: reviewed, picked, labelled, shipped. In one row, or two by two where it is narrow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from shopdesk.base.i18n import N_, tr
from shopdesk.ui.panel import restyle, text_label

_WORDS = {
    "reviewed": N_("Reviewed"),
    "picked": N_("Picked"),
    "labelled": N_("Labelled"),
    "shipped": N_("Shipped"),
}
_GAP = 12


class StepsRow(QWidget):
    """``show_steps((("reviewed", True), …))``. A mark is a filled or empty circle and a word, never a colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(len(_WORDS), 1)
        self._marks = {name: text_label("", wrap=False, parent=self) for name in _WORDS}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._columns = 0
        self._arrange(len(_WORDS))

    def show_steps(self, steps: Iterable[tuple[str, bool]]) -> None:
        """Show which steps are done."""
        for name, done in steps:
            mark = self._marks[name]
            mark.setText(f"{'●' if done else '○'} {tr(_WORDS[name])}")
            restyle(mark, "tone", "green" if done else "muted")
        self._fit()

    def words(self) -> str:
        """What is shown, for those who listen and for tests."""
        return "  ".join(mark.text() for mark in self._marks.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = sum(mark.sizeHint().width() for mark in self._marks.values()) + _GAP * (len(_WORDS) - 1)
        self._arrange(len(_WORDS) if needed <= self.width() else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, mark in enumerate(self._labels()):
            self._grid.addWidget(mark, place // columns, place % columns)
        self.updateGeometry()

    def _labels(self) -> list[QLabel]:
        return list(self._marks.values())
