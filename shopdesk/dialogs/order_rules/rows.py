"""The rows of a rule: a condition (what, how, which) and an action (what, with which). Values in, values out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.order_rules.choice_button import ChoiceButton
from shopdesk.domain.money import exponent, to_decimal, to_minor
from shopdesk.domain.order_rules import SUBJECTS, TESTS, Action, Compare, Condition, Deed, Kind
from shopdesk.services import order_rule_words as words
from shopdesk.services.order_rule_words import Offered
from shopdesk.ui.buttons import make_button
from shopdesk.ui.combo import ComboBox, DoubleSpinBox, SpinBox
from shopdesk.ui.forms import inset

_MOST = 99_999_999
_COMMA = ", "
_COMPARE_PX = 130


class _Row(QWidget):
    """A line of editors with a button that takes it away."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, remove: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._values: list[QWidget] = []
        self._remove = make_button("", rank="flat", icon_name="x", parent=self)
        self._remove.setAccessibleName(remove)
        self._remove.setToolTip(remove)
        self._remove.clicked.connect(self._gone)

    def _gone(self) -> None:
        self.removed.emit(self)

    def _show_values(self, editors: list[QWidget]) -> None:
        """Put the editors of the value between what is fixed and the button."""
        for old in self._values:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._values = editors
        self._line.removeWidget(self._remove)
        for editor in editors:
            self._line.addWidget(editor, 1)
        self._line.addWidget(self._remove)

    def _tell(self) -> None:
        self.changed.emit()

    def _combo(self, name: str, spoken: str, entries: list[tuple[Any, str]], chosen: Any) -> QComboBox:
        combo = ComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, text in entries:
            combo.addItem(text, key)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        return combo

    def _text(self, name: str, spoken: str, text: str, offered: tuple[str, ...] = ()) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setObjectName(name)
        line.setAccessibleName(spoken)
        line.setPlaceholderText(spoken)
        if offered:
            completer = QCompleter(list(offered), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        line.textChanged.connect(self._tell)
        return line

    def _number(self, name: str, spoken: str, value: int, least: int = 0) -> QSpinBox:
        spin = SpinBox(self)
        spin.setObjectName(name)
        spin.setAccessibleName(spoken)
        spin.setRange(least, _MOST)
        spin.setGroupSeparatorShown(True)
        spin.setValue(value)
        inset(spin)
        spin.valueChanged.connect(self._tell)
        return spin


class ConditionRow(_Row):
    """A condition: "Country · is · US, CA"."""

    def __init__(self, condition: Condition, offered: Offered, parent: QWidget) -> None:
        super().__init__(tr("Remove this condition"), parent)
        self._offered = offered
        self.subject = self._combo("rule_subject", tr("What is looked at"),
                                   [(key, tr(text)) for key, text in words.SUBJECTS.items()],
                                   condition.subject)  # fmt: skip
        self.compare = self._combo("rule_compare", tr("How it is compared"), [], None)
        self.compare.setMinimumWidth(_COMPARE_PX)
        self._line.addWidget(self.subject)
        self._line.addWidget(self.compare)
        self._fill(condition)
        self.subject.activated.connect(self._another_subject)
        self.compare.activated.connect(self._tell)

    def entry(self) -> dict[str, Any]:
        """The condition as it is stored."""
        subject, kind = self.subject.currentData(), SUBJECTS[self.subject.currentData()]
        found: dict[str, Any] = {"subject": subject, "test": self.compare.currentData()}
        editor: Any = self._values[0]
        if kind is Kind.CHOICE:
            return {**found, "texts": editor.chosen()}
        if kind is Kind.WORDS:
            return {**found, "texts": [text for part in editor.text().replace("，", ",").split(",")
                                       if (text := part.strip())]}  # fmt: skip
        if kind is Kind.NUMBER:
            return {**found, "number": editor.value()}
        currency = self._currency.currentData()
        return {**found, "number": to_minor(Decimal(str(editor.value())), currency), "currency": currency}

    def _another_subject(self) -> None:
        subject = self.subject.currentData()
        self._fill(Condition(subject, TESTS[SUBJECTS[subject]][0]))
        self._tell()

    def _fill(self, condition: Condition) -> None:
        self.compare.clear()
        for test in TESTS[SUBJECTS[condition.subject]]:
            self.compare.addItem(words.compare_word(condition.subject, test), str(test))
        self.compare.setCurrentIndex(max(0, self.compare.findData(str(condition.test))))
        self._show_values(self._editors(condition))

    def _editors(self, condition: Condition) -> list[QWidget]:
        kind = SUBJECTS[condition.subject]
        if kind is Kind.CHOICE:
            known = self._offered.channels if condition.subject == "channel" else words.CHOICES[condition.subject]
            choices = {key: tr(text) for key, text in known.items()}
            button = ChoiceButton(choices, condition.texts, self)
            button.setObjectName("rule_value")
            button.changed.connect(self._tell)
            return [button]
        if kind is Kind.WORDS:
            offered = self._offered.skus if condition.subject == "sku" else ()
            return [
                self._text("rule_value", tr("Words, with commas between them"), _COMMA.join(condition.texts), offered)
            ]
        if kind is Kind.NUMBER:
            return [self._number("rule_value", tr("Number"), condition.number)]
        return self._amount(condition)

    def _amount(self, condition: Condition) -> list[QWidget]:
        known = [*self._offered.currencies]
        if condition.currency and condition.currency not in known:
            known.append(condition.currency)
        self._currency = self._combo("rule_currency", tr("Currency"), [(c, c) for c in known], condition.currency)
        currency = self._currency.currentData()
        spin = DoubleSpinBox(self)
        spin.setObjectName("rule_value")
        spin.setAccessibleName(tr("Amount"))
        spin.setRange(0, _MOST)
        spin.setDecimals(exponent(currency))
        spin.setGroupSeparatorShown(True)
        spin.setValue(float(to_decimal(condition.number, currency)))
        inset(spin)
        spin.valueChanged.connect(self._tell)
        self._currency.activated.connect(self._tell)
        return [spin, self._currency]


class ActionRow(_Row):
    """An action: "Send with carrier · DHL · Express"."""

    def __init__(self, action: Action, offered: Offered, parent: QWidget) -> None:
        super().__init__(tr("Remove this action"), parent)
        self._offered = offered
        deeds = [
            (str(deed), tr(text)) for deed, text in words.DEEDS.items() if deed is not Deed.WAREHOUSE or offered.places
        ]
        self.deed = self._combo("rule_deed", tr("What is done"), deeds, str(action.deed))
        self._line.addWidget(self.deed)
        self._show_values(self._editors(action))
        self.deed.activated.connect(self._another_deed)

    def entry(self) -> dict[str, Any]:
        """The action as it is stored."""
        deed = Deed(self.deed.currentData())
        found: dict[str, Any] = {"deed": str(deed)}
        editors: list[Any] = self._values
        if deed is Deed.WAREHOUSE:
            return {**found, "number": editors[0].currentData()}
        if deed is Deed.HOLD:
            return found
        found["text"] = editors[0].text()
        if deed is Deed.CARRIER:
            found["extra"] = editors[1].text()
        if deed is Deed.GIFT:
            found["number"] = editors[1].value()
        return found

    def _another_deed(self) -> None:
        self._show_values(self._editors(Action(Deed(self.deed.currentData()), number=1)))
        self._tell()

    def _editors(self, action: Action) -> list[QWidget]:
        if action.deed is Deed.WAREHOUSE:
            entries = [(key, name) for key, name in self._offered.places.items()]
            combo = self._combo("rule_place", tr("Warehouse"), entries, action.number)
            combo.activated.connect(self._tell)
            return [combo]
        if action.deed is Deed.CARRIER:
            return [
                self._text("rule_carrier", tr("Carrier"), action.text, self._offered.carriers),
                self._text("rule_service", tr("Service"), action.extra),
            ]
        if action.deed is Deed.GIFT:
            pieces = self._number("rule_pieces", tr("Pieces"), max(1, action.number), 1)
            return [self._text("rule_gift", tr("SKU"), action.text, self._offered.skus), pieces]
        if action.deed is Deed.HOLD:
            return [QWidget(self)]
        spoken = tr("Tag") if action.deed is Deed.TAG else tr("Note for the packer")
        return [self._text("rule_text", spoken, action.text)]


def new_condition() -> Condition:
    """What a new row begins with."""
    return Condition("country", Compare.CONTAINS)


def new_action() -> Action:
    """What a new row begins with."""
    return Action(Deed.TAG)
