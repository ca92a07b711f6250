"""Where file dialogs begin: in the folder used last for the same purpose on this machine, else where such files usually
are. Asks for paths; reads and writes no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from shopdesk.ui.context import Machine

_Place = QStandardPaths.StandardLocation
#: Purpose → the places to begin in, best first: exports are downloaded, papers are documents.
_USUAL = {"import": (_Place.DownloadLocation, _Place.DocumentsLocation)}
_ELSE = (_Place.DocumentsLocation, _Place.HomeLocation)


def first_folder(machine: Machine, purpose: str) -> Path:
    """The folder in which the dialogs of ``purpose`` begin."""
    last = machine.state(f"folder.{purpose}", "")
    usual = (QStandardPaths.writableLocation(place) for place in (*_USUAL.get(purpose, ()), *_ELSE))
    return next((Path(name) for name in (last, *usual) if name and Path(name).is_dir()), Path.home())


def remember_folder(machine: Machine, purpose: str, path: Path) -> None:
    """Begin beside ``path`` the next time."""
    machine.set_state(f"folder.{purpose}", str(path.parent))


def ask_save(
    parent: QWidget, machine: Machine, purpose: str, title: str, name: str, kinds: str, folder: Path | None = None
) -> Path | None:
    """Ask where to save, proposing ``name`` in ``folder`` or the folder used last; ``None`` when the owner cancels."""
    begin = (folder or first_folder(machine, purpose)) / name
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(begin), kinds)
    return _taken(machine, purpose, [chosen])[0] if chosen else None


def ask_open(
    parent: QWidget, machine: Machine, purpose: str, title: str, kinds: str, folder: Path | None = None
) -> Path | None:
    """Ask for one file."""
    begin = folder or first_folder(machine, purpose)
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(begin), kinds)
    return _taken(machine, purpose, [chosen])[0] if chosen else None


def ask_open_several(parent: QWidget, machine: Machine, purpose: str, title: str, kinds: str) -> list[Path]:
    """Ask for one file or more."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(first_folder(machine, purpose)), kinds)
    return _taken(machine, purpose, chosen)


def _taken(machine: Machine, purpose: str, chosen: list[str]) -> list[Path]:
    paths = [Path(name) for name in chosen]
    for path in paths[:1]:
        remember_folder(machine, purpose, path)
    return paths
