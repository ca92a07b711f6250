"""Looks over a window as a person would: controls without a name, text cut off, contrast too low, focus not visible.

``problems(window)`` is all of it. New windows are covered by adding them to :data:`tests.journeys.windows.WINDOWS`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QTextEdit,
    QWidget,
)

from shopdesk.ui.elide import ElidedLabel
from tests.ui.colours import ENOUGH, luminance

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)
_ZOOM = 3  # strokes so wide that their middle shows the true colour


def problems(window: QWidget, *, focus: bool = False) -> list[str]:
    """What is wrong with a window that is shown; ``focus`` also asks whether each control shows its focus (slower)."""
    found = [*unnamed(window), *cut_off(window), *faint(window)]
    return [*found, *(unseen_focus(window) if focus else ())]


def describe(widget: QWidget) -> str:
    """Which widget this is, for a message."""
    text = getattr(widget, "text", lambda: "")()
    path = [parent.objectName() or type(parent).__name__ for parent in _parents(widget)][:2]
    return f"{' < '.join([f'{type(widget).__name__} {widget.objectName()!r}', *path])} {str(text)[:50]!r}"


def shown(window: QWidget, kind: type | tuple[type, ...]) -> Iterator[QWidget]:
    """The visible widgets of a kind, Qt's own inner parts left out."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, kind) and widget.isVisibleTo(window) and not _is_inner(widget):
            yield widget


def unnamed(window: QWidget) -> list[str]:
    """Controls that a screen reader would call nothing."""
    found = []
    for widget in shown(window, CONTROLS):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"no accessible name: {describe(widget)}")
    return found


def cut_off(window: QWidget) -> list[str]:
    """Texts that do not fit their place, and widgets that stick out of their parent."""
    found = [f"cut off: {describe(label)}" for label in shown(window, QLabel) if _label_is_cut(label)]
    found += [f"cut off: {describe(button)}" for button in shown(window, QAbstractButton) if _button_is_cut(button)]
    found += [f"cut off: {describe(box)}" for box in shown(window, QComboBox) if _combo_is_cut(box)]
    found += [f"cut off: {describe(edit)}" for edit in shown(window, QLineEdit) if _hint_is_cut(edit)]
    for table in shown(window, QTableView):
        found += [f"header cut off: {text!r} of {describe(table)}" for text in _cut_headers(table)]
    for widget in shown(window, (*CONTROLS, QLabel)):
        if not _in_scroll_area(widget, window) and not _inside(widget, window):
            found.append(f"sticks out of the window: {describe(widget)}")
    return found


def faint(window: QWidget) -> list[str]:
    """Texts whose contrast, as painted, is below 4.5 : 1."""
    image = _picture(window)
    found = []
    for widget in shown(window, (QLabel, QAbstractButton)):
        text = getattr(widget, "text", lambda: "")()
        if not text or not widget.isEnabled() or (isinstance(widget, QLabel) and not widget.pixmap().isNull()):
            continue
        if _in_scroll_area(widget, window) and widget.visibleRegion().boundingRect().height() < widget.height():
            continue  # half under the edge it is scrolled under: the edge's own line would be measured
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).intersected(window.rect())
        if place.width() > 2 and place.height() > 2 and not widget.visibleRegion().isEmpty():
            ratio = _contrast(image, place.adjusted(2, 2, -2, -2))
            if ratio < ENOUGH - 0.05:
                found.append(f"contrast {ratio:.2f}: {describe(widget)}")
    return found


def unseen_focus(window: QWidget) -> list[str]:
    """Controls that look the same with and without the focus, or that Tab never reaches."""
    found = []
    for widget in shown(window, CONTROLS):
        if not widget.isEnabled() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _in_exclusive_group(widget):
            found.append(f"Tab does not reach: {describe(widget)}")
        window.setFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and widget.grab().toImage() == before:
            found.append(f"focus not visible: {describe(widget)}")
    return found


def _in_exclusive_group(widget: QWidget) -> bool:
    """Tab reaches such a group once; the arrow keys walk it."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive()


def _is_inner(widget: QWidget) -> bool:
    if widget.objectName().startswith("qt_") or isinstance(widget, (QScrollBar, QHeaderView)):
        return True
    parents = (QComboBox, QAbstractSpinBox, QLineEdit, QTableView)
    return any(isinstance(parent, parents) for parent in _parents(widget)) and not isinstance(widget, ElidedLabel)


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _in_scroll_area(widget: QWidget, window: QWidget) -> bool:
    return any(isinstance(parent, QScrollArea) for parent in _parents(widget) if parent is not window)


def _inside(widget: QWidget, window: QWidget) -> bool:
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return window.rect().adjusted(-1, -1, 1, 1).contains(place)


def _label_is_cut(label: QWidget) -> bool:
    assert isinstance(label, QLabel)
    if isinstance(label, ElidedLabel) or not label.text() or label.textFormat() == Qt.TextFormat.RichText:
        return False
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    text = label.text().replace("&&", "&")
    if label.buddy() is not None:
        text = text.replace("&", "", 1)
    flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
    need = QFontMetrics(label.font()).boundingRect(
        QRect(0, 0, room.width() if flags else 100_000, 100_000), flags, text
    )
    return need.width() > room.width() + 2 or need.height() > room.height() + 3


def _button_is_cut(button: QWidget) -> bool:
    assert isinstance(button, QAbstractButton)
    text = button.text().replace("&", "")
    if not text:
        return False
    if isinstance(button, (QCheckBox, QRadioButton)):
        return button.sizeHint().width() > button.width() + 1
    if not isinstance(button, QPushButton):
        return False
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    return option.fontMetrics.horizontalAdvance(text) + icon > room + 2


def _combo_is_cut(box: QWidget) -> bool:
    assert isinstance(box, QComboBox)
    return box.fontMetrics().horizontalAdvance(box.currentText()) > box.width() - 24


def _hint_is_cut(edit: QWidget) -> bool:
    assert isinstance(edit, QLineEdit)
    return (
        bool(edit.placeholderText())
        and edit.fontMetrics().horizontalAdvance(edit.placeholderText()) > edit.width() - 12
    )


def _cut_headers(table: QWidget) -> list[str]:
    assert isinstance(table, QTableView)
    header, model = table.horizontalHeader(), table.model()
    if model is None or header.isHidden():
        return []
    metrics = QFontMetrics(header.font())
    texts = ((n, str(model.headerData(n, Qt.Orientation.Horizontal) or "")) for n in range(model.columnCount()))
    return [
        text
        for n, text in texts
        if not table.isColumnHidden(n) and metrics.horizontalAdvance(text) + 16 > header.sectionSize(n)
    ]


def _picture(window: QWidget) -> np.ndarray:
    image = QImage(window.size() * _ZOOM, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_ZOOM)
    window.render(image)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return pixels[:, : image.width()].copy() & 0xFFFFFF  # a copy: the image goes away


def _contrast(image: np.ndarray, place: QRect) -> float:
    """The contrast between the commonest colour of a place and the colour of its text that stands out most."""
    part = image[place.top() * _ZOOM : (place.bottom() + 1) * _ZOOM, place.left() * _ZOOM : (place.right() + 1) * _ZOOM]
    colours, counts = np.unique(part, return_counts=True)
    if len(colours) < 2:
        return 21.0  # nothing painted here: an empty place
    ground = _light(colours[counts.argmax()])
    lights = [_light(colour) for colour in colours[counts >= 3]]
    return max((max(ground, light) + 0.05) / (min(ground, light) + 0.05) for light in lights)


def _light(colour: int) -> float:
    return luminance(int(colour) >> 16, int(colour) >> 8 & 255, int(colour) & 255)
