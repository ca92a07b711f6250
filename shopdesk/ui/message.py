"""Messages: the worded sentence of an error, and the one question asked before what cannot be undone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from shopdesk.base.errors import MachineError, ShopDeskError
from shopdesk.base.i18n import message, tr


def worded(error: ShopDeskError) -> str:
    """What happened, what was kept, what to do next, in the owner's language."""
    return message(error.code, **_known(error.params))


def change_text(change: Any) -> str:
    """A :class:`Change` in words (its ``code`` and ``params``)."""
    return message(change.code, **_known(change.params))


def show_error(parent: QWidget | None, error: ShopDeskError) -> None:
    """Say an expected error. Returns at once; the box stays until it is read."""
    machine = isinstance(error, MachineError)
    show_message(parent, worded(error), warning=True, title=tr("The computer refused") if machine else tr("Not done"))


def show_message(
    parent: QWidget | None, text: str, *, title: str = "", warning: bool = False, detail: str = ""
) -> QMessageBox:
    """Show plain text in a box that does not block the program's work; closes itself away."""
    box = _box(parent, text, title)
    box.setIcon(QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Information)
    if detail:
        box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.open()
    return box


def confirm(parent: QWidget | None, text: str, action: str, *, detail: str = "") -> bool:
    """Ask before what cannot be undone. ``action`` says what the button does ("Delete the backup").

    Cancel is the default.
    """
    box = _box(parent, text, action)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setInformativeText(detail)
    go = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    went = box.clickedButton() is go
    box.deleteLater()
    return went


def _box(parent: QWidget | None, text: str, title: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName("message")
    box.setWindowTitle(title or "ShopDesk")
    box.setAccessibleName(title or "ShopDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _known(params: Any) -> dict[str, Any]:
    return {str(key): value for key, value in (params or {}).items()}
