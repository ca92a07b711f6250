"""The pages of *About ShopDesk* as :mod:`shopdesk.app.screens` brings them up. Draws nothing itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

Stage = Any  # of ``app.screens``, which brings these up


def about(stage: Stage) -> QWidget:
    """The program."""
    return _page(stage, "about")


def news(stage: Stage) -> QWidget:
    """What is new."""
    return _page(stage, "news")


def licences(stage: Stage) -> QWidget:
    """Every part and its licence."""
    return _page(stage, "licences")


def updates(stage: Stage) -> QWidget:
    """A downloaded installer, and the way back."""
    return _page(stage, "updates")


def _page(stage: Stage, section: str) -> QWidget:
    from shopdesk.dialogs.about.dialog import AboutDialog

    dialog: QWidget = stage.dialog(AboutDialog(stage.context, stage.window, section=section))
    return dialog
