"""What the print window offers beside printing: the rest of a print that stopped, and the way back of orders that the
warehouse cannot fill.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.dialogs.print_dialog import state
from shopdesk.dialogs.print_dialog.offer_bar import OfferBar
from shopdesk.dialogs.print_dialog.work import Prepared


class Offers(QWidget):
    """Emits ``rest_asked`` and ``rest_waived`` with the :class:`JobState`, ``aside_asked`` with the
    :class:`Shortfall`.
    """

    rest_asked = Signal(object)
    rest_waived = Signal(object)
    aside_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._prepared = Prepared()
        self.jam, self.short = OfferBar("print_jam", self), OfferBar("print_short", self)
        for bar in (self.jam, self.short):
            column.addWidget(bar)
        self.jam.taken.connect(self._jam_taken)
        self.short.taken.connect(self._short_taken)
        self.hide()

    def show_prepared(self, prepared: Prepared) -> None:
        """Offer what fits; nothing at all when all is well."""
        self._prepared = prepared
        job, short = prepared.jammed, prepared.short
        for bar in (self.jam, self.short):
            bar.withdraw()
        if job is not None:
            self.jam.offer(state.jam_text(job), state.jam_steps(job))
        if short.order_ids:
            self.short.offer(state.short_text(short), state.short_steps(short))
        self.setVisible(job is not None or bool(short.order_ids))

    def _jam_taken(self, step: str) -> None:
        signal = self.rest_asked if step == "resume" else self.rest_waived
        signal.emit(self._prepared.jammed)

    def _short_taken(self, _step: str) -> None:
        self.aside_asked.emit(self._prepared.short)
