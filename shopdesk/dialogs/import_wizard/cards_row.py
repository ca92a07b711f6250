"""The four cards over the preview: how many rows are new, changed, same, rejected.

A card is a button that filters the list.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard.preview_wording import VERDICTS, Card
from shopdesk.ui.panel import restyle, text_label


class CardButton(QPushButton):
    """One card: a big count with its word, and a line of detail below."""

    def __init__(self, verdict: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict = verdict
        self.setObjectName(f"card_{verdict}")
        self.setProperty("card", True)
        self.setAccessibleName(tr(VERDICTS[verdict][0]))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._detail = ""
        self.headline = text_label(parent=self, scale=1.25, bold=True, wrap=False)
        self.detail = text_label(parent=self, tone="muted", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        for label in (self.headline, self.detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.setMinimumHeight(68)

    def show_card(self, card: Card) -> None:
        """Put the card's words on it."""
        self.headline.setText(f"{card.count:,}  {card.title}")
        restyle(self.headline, "tone", str(card.tone) if card.count else "muted")
        self._detail = card.detail
        self._elide()
        self.setToolTip(card.detail)
        self.setAccessibleName(f"{card.count:,} {card.title}: {card.detail}")
        self.setAccessibleDescription(tr("Press to list only these rows; press again for all."))

    def _elide(self) -> None:
        width = self.width() - 34
        self.detail.setText(self.detail.fontMetrics().elidedText(self._detail, Qt.TextElideMode.ElideRight, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()


class CardsRow(QWidget):
    """Four cards side by side. Emits ``verdict_asked`` with the verdict to list, ``""`` for all."""

    verdict_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._cards = [CardButton(verdict, self) for verdict in ("new", "changed", "same", "rejected")]
        for card in self._cards:
            row.addWidget(card, 1)
            card.clicked.connect(self._ask)

    def _ask(self) -> None:
        pressed = self.sender()
        for card in self._cards:
            card.setChecked(card is pressed and card.isChecked())
        self.verdict_asked.emit(next((card.verdict for card in self._cards if card.isChecked()), ""))

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Word the cards; the filter goes back to all."""
        for button, card in zip(self._cards, cards, strict=True):
            button.setChecked(False)
            button.show_card(card)
