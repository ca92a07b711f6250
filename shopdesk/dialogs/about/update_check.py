"""Looks for a newer version, and only when the owner has turned that on or asks. Sends nothing but the request itself.

A build names in ``resources/release.toml`` where its releases are announced; one that names no place cannot look, and
offers nothing. What is announced is a small JSON file (``packaging/release_files.py`` writes it).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

import shopdesk
from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.base.errors import MachineError

TURNED_ON = "updates.on"
_TIMEOUT_MS = 10_000
_LARGEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """The newest release. ``page``: where to get it."""

    version: str
    page: str

    def is_newer(self, than: str = shopdesk.__version__) -> bool:
        """Whether it is newer than a version, by default than this program."""
        return _numbers(self.version) > _numbers(than)


@cache
def announced_at() -> str:
    """The address of the announcement, ``""`` when this build has none. Only HTTPS is followed."""
    address = str(load_toml(resources_dir() / "release.toml")["announced_at"])
    return address if address.startswith("https://") else ""


class UpdateCheck(QObject):
    """``found(Announced)`` or ``failed(MachineError)`` after :meth:`look`."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, address: str, parent: QObject) -> None:
        super().__init__(parent)
        self._address = address
        self._network = QNetworkAccessManager(self)
        self._network.finished.connect(self._answered)

    def look(self) -> None:
        """Ask once; what is under way already is not asked for again."""
        request = QNetworkRequest(QUrl(self._address))
        request.setTransferTimeout(_TIMEOUT_MS)
        request.setRawHeader(b"User-Agent", f"ShopDesk/{shopdesk.__version__}".encode())
        request.setAttribute(QNetworkRequest.Attribute.CookieSaveControlAttribute, QNetworkRequest.LoadControl.Manual)
        self._network.get(request)

    @Slot(QNetworkReply)
    def _answered(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            self.failed.emit(MachineError("updates_unreachable", reason=reply.errorString()))
            return
        try:
            self.found.emit(_read(bytes(reply.read(_LARGEST_BYTES).data())))
        except (ValueError, KeyError, TypeError):
            self.failed.emit(MachineError("updates_unreachable", reason="JSON"))


def _read(content: bytes) -> Announced:
    """Raises ``ValueError``, ``KeyError``, ``TypeError`` when it is no announcement."""
    told: dict[str, Any] = json.loads(content)
    version, page = str(told["version"]), str(told["page"])
    _numbers(version)
    if not page.startswith("https://"):
        raise ValueError(page)
    return Announced(version, page)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
