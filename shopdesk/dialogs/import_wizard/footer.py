"""The foot of the wizard: what the preview rests on at the left, the buttons at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.pieces import button
from shopdesk.ui.panel import restyle, text_label


class WizardFooter(QWidget):
    """A note, Back, Cancel and the one button that goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.note = text_label(parent=self, tone="muted")
        self.note.setObjectName("wizard_note")
        self.back = button(tr("&Back"), "wizard_back", self)
        self.cancel = button(tr("Cancel"), "wizard_cancel", self)
        self.next = button(tr("&Next"), "wizard_next", self, primary=True)
        row.addWidget(self.note, 1)
        for each in (self.back, self.cancel, self.next):
            row.addWidget(each)

    def say(self, text: str, *, doubtful: bool = False) -> None:
        """Say ``text``; ``doubtful``: something in it was only assumed, and the owner should look."""
        self.note.setText(text)
        restyle(self.note, "tone", "amber" if doubtful else "muted")

    def name_next(self, text: str, *, enabled: bool) -> None:
        """What the one button will do."""
        self.next.setText(text)
        self.next.setAccessibleName(text.replace("&", ""))
        self.next.setEnabled(enabled)
        self.next.setDefault(True)
