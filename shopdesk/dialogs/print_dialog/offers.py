"""What the print window offers beside printing: the rest of a print that stopped, and the way back of orders that the
warehouse cannot fill, the shop's facts where the labels lack a sender.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.print_dialog import state
from shopdesk.dialogs.print_dialog.offer_bar import OfferBar
from shopdesk.dialogs.print_dialog.work import Prepared


class Offers(QWidget):
    """Emits ``rest_asked`` and ``rest_waived`` with the :class:`JobState`, ``aside_asked`` with the
    :class:`Shortfall`, ``facts_asked`` where the labels do not say who sends them.
    """

    rest_asked = Signal(object)
    rest_waived = Signal(object)
    aside_asked = Signal(object)
    facts_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._prepared = Prepared()
        self.jam, self.short = OfferBar("print_jam", self), OfferBar("print_short", self)
        self.facts = OfferBar("print_sender", self)
        self._bars = (self.jam, self.short, self.facts)
        for bar in self._bars:
            column.addWidget(bar)
        self.jam.taken.connect(self._jam_taken)
        self.short.taken.connect(self._short_taken)
        self.facts.taken.connect(self._sender_taken)
        self.hide()

    def show_prepared(self, prepared: Prepared) -> None:
        """Offer what fits; nothing at all when all is well."""
        self._prepared = prepared
        job, short = prepared.jammed, prepared.short
        for bar in self._bars:
            bar.withdraw()
        if job is not None:
            self.jam.offer(state.jam_text(job), state.jam_steps(job))
        if short.order_ids:
            self.short.offer(state.short_text(short), state.short_steps(short))
        if prepared.no_sender:
            self.facts.offer(prepared.no_sender, {"facts": tr("&Fill in who sends…")})
        self.setVisible(job is not None or bool(short.order_ids) or bool(prepared.no_sender))

    def _jam_taken(self, step: str) -> None:
        signal = self.rest_asked if step == "resume" else self.rest_waived
        signal.emit(self._prepared.jammed)

    def _short_taken(self, _step: str) -> None:
        self.aside_asked.emit(self._prepared.short)

    def _sender_taken(self, _step: str) -> None:
        self.facts_asked.emit()
