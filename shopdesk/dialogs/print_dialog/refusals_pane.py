"""Orders no label can be made for, each with what is missing and a field to type it into right here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.base.i18n import N_, localized, message, tr, trn
from shopdesk.dialogs.pieces import button
from shopdesk.services import settings
from shopdesk.services.labels import Fix, Refusal
from shopdesk.ui.panel import Panel, heading, text_label

#: The fields of an order or a product that can be filled in right here.
_FIELDS = {
    "ship_phone": N_("Phone"),
    "ship_name": N_("Consignee"),
    "ship_line1": N_("Street"),
    "waybill": N_("Waybill number"),
    "customs_name_en": N_("English name for customs"),
    "hs_code": N_("HS code"),
    "origin_country": N_("Country of origin"),
    "weight_g": N_("Weight of a piece (g)"),
}
#: A step around a rule → the rule's argument of ``labels_for``.
AROUND = {"label_fix_without_phone": "phone_required", "label_fix_without_waybill": "waybill_required"}
_SHOWN = 60


class RefusalsPane(Panel):
    """Emits ``fixed(order_id, field, text)`` for a field that was filled in, ``rule_waived(rule)`` to print
    without it.
    """

    fixed = Signal(int, str, str)
    rule_waived = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=0)
        self.setObjectName("print_refusals")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("Orders without a label"))
        self.column.addWidget(self._area)

    def show_refusals(self, refusals: Sequence[Refusal], *, for_customs: bool = False) -> None:
        """One row an order; hidden when there is nothing to say."""
        self.setVisible(bool(refusals))
        inner = QWidget(self._area)
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        count = len(refusals)
        title = trn("{n} order has no label yet", "{n} orders have no label yet", count)
        if for_customs:
            title = trn("{n} order cannot be declared yet", "{n} orders cannot be declared yet", count)
        column.addWidget(heading(title, inner, scale=1.1))
        for refusal in refusals[:_SHOWN]:
            column.addWidget(self._row(refusal, inner))
        if count > _SHOWN:
            column.addWidget(
                text_label(trn("… and {n} more", "… and {n} more", count - _SHOWN), inner, tone="muted", wrap=False)
            )
        for around in self._around(refusals, inner):
            column.addWidget(around)
        column.addStretch(1)
        self._area.setWidget(inner)

    def _row(self, refusal: Refusal, parent: QWidget) -> QWidget:
        box = QWidget(parent)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(refusal.text(), box, tone="red"))
        for fix in refusal.fixes:
            if (name := fix.field.partition(":")[0]) in _FIELDS:
                column.addWidget(_FixRow(refusal, fix, tr(_FIELDS[name]), self))
        return box

    def _around(self, refusals: Sequence[Refusal], parent: QWidget) -> list[QWidget]:
        """Steps around a rule of the shop ("Print without phone"), once for all orders."""
        codes = dict.fromkeys(fix.code for refusal in refusals for fix in refusal.fixes if fix.code in AROUND)
        made: list[QWidget] = []
        for code in codes:
            around = button(message(code), f"around.{code}", parent)
            around.setProperty("around", code)
            around.clicked.connect(self._step_around)
            made.append(around)
            made.append(text_label(self._for_good(code), parent, tone="muted"))
        return made

    def _for_good(self, code: str) -> str:
        """Where the rule is switched off for every label."""
        rule = localized(settings.rule(f"label.{AROUND[code]}").label)
        return tr("For good: switch off “{rule}” under Preferences → Printing.", rule=rule)

    def _step_around(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.rule_waived.emit(AROUND[pressed.property("around")])


class _FixField(QLineEdit):
    """Enter fills in this one order; it must not press the window's Print button as well."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.returnPressed.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class _FixRow(QWidget):
    """A field and its button."""

    def __init__(self, refusal: Refusal, fix: Fix, label: str, pane: RefusalsPane) -> None:
        super().__init__(pane)
        self._order, self._field, self._pane = refusal.order_id, fix.field, pane
        label = f"{fix.subject}: {label}" if fix.subject else label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._text = _FixField(self)
        self._text.setObjectName(f"fix.{refusal.order_id}.{fix.field}")
        self._text.setPlaceholderText(label)
        self._text.setAccessibleName(tr("{field} of order {order}", field=label, order=refusal.order_no))
        self._save = button(tr("Save"), f"fix_save.{refusal.order_id}.{fix.field}", self)
        self._save.setAccessibleName(tr("Save {what}", what=self._text.accessibleName()))
        row.addWidget(self._text, 1)
        row.addWidget(self._save)
        self._text.returnPressed.connect(self._fix)
        self._save.clicked.connect(self._fix)

    def _fix(self) -> None:
        text = self._text.text().strip()
        if text:
            self._save.setEnabled(False)
            self._pane.fixed.emit(self._order, self._field, text)
