"""Where the parcel goes: laid out as on the label, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.base.i18n import N_, tr
from shopdesk.domain.addresses import Address, address_lines
from shopdesk.services.orders import OrderDetail
from shopdesk.ui.buttons import make_button
from shopdesk.ui.forms import Field, Form
from shopdesk.ui.panel import empty, heading, text_label

_FIELDS = (
    ("ship_name", N_("Name"), "name"),
    ("ship_company", N_("Company"), "company"),
    ("ship_phone", N_("Phone"), "phone"),
    ("ship_line1", N_("Street"), "line1"),
    ("ship_line2", N_("Street, line 2"), "line2"),
    ("ship_district", N_("District"), "district"),
    ("ship_city", N_("City"), "city"),
    ("ship_region", N_("State or province"), "region"),
    ("ship_postcode", N_("Postcode"), "postcode"),
    ("ship_country", N_("Country (two letters)"), "country"),
)


class AddressBlock(QWidget):
    """``saved(fields)`` with what was typed over."""

    saved = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: OrderDetail | None = None
        self._form: Form | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(heading(tr("Ship to"), scale=1.0, parent=self), 1)
        self.edit_button = make_button(tr("Edit address"), rank="link", parent=self)
        self.edit_button.setObjectName("address.edit")
        self.edit_button.clicked.connect(self.edit)
        head.addWidget(self.edit_button)
        column.addLayout(head)
        self.lines = text_label("", parent=self)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.lines)
        self._editing = QVBoxLayout()
        column.addLayout(self._editing)

    def show_order(self, order: OrderDetail, *, keep_editing: bool) -> None:
        """Show the address of ``order``; what is being typed is kept while it is the same order."""
        self._order = order
        self.lines.setText(shown_address(order))
        if not keep_editing:
            self.leave()

    @Slot()
    def edit(self) -> None:
        """Type over it."""
        if self._order is None or self._form is not None:
            return
        to = self._order.ship_to
        fields = [Field(key, tr(label), value=getattr(to, part)) for key, label, part in _FIELDS]
        self._form = Form(fields, self, stacked=True)
        self._editing.addWidget(self._form)
        row = QWidget(self)
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addStretch(1)
        for text, name, handler in (
            (tr("Cancel"), "address.cancel", self.leave),
            (tr("Save"), "address.save", self.save),
        ):
            made = make_button(text, parent=row)
            made.setObjectName(name)
            made.clicked.connect(handler)
            buttons.addWidget(made)
        self._editing.addWidget(row)
        self.lines.hide()
        self.edit_button.hide()
        self._form.editor("ship_name").setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def save(self) -> None:
        """Hand over what differs."""
        if self._form is None or self._order is None:
            return
        to, typed = self._order.ship_to, self._form.values()
        changed = {key: typed[key].strip() for key, _, part in _FIELDS if typed[key].strip() != getattr(to, part)}
        self.leave()
        if changed:
            self.saved.emit(changed)

    @Slot()
    def leave(self) -> None:
        """Stop editing; nothing is changed. The focus goes back to the button, if it was here."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._form = None
        empty(self._editing)
        self.lines.show()
        self.edit_button.show()
        if had_focus:
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_editing(self) -> bool:
        """Whether it is being typed over."""
        return self._form is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._form is not None and event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self._form is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        else:
            super().keyPressEvent(event)


def shown_address(order: OrderDetail) -> str:
    """Name, company, address in the order of its country, phone; a dash when there is nothing."""
    to = order.ship_to
    place = Address(to.line1, to.line2, to.line3, to.district, to.city, to.region, to.postcode, to.country.upper())
    lines = [to.name, to.company, *address_lines(place, ""), to.phone]
    return "\n".join(line for line in lines if line) or "—"
