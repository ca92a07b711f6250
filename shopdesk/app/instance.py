"""One window a shop (F7): a lock file beside it, and a local socket through which a second start raises the first."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir, QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1_000


class ShopLock(QObject):
    """Held while a shop is open. ``asked(message)`` when another start speaks to us."""

    asked = Signal(dict)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name(path)
        self._lock = QLockFile(str(path.with_name(path.name + ".lock")))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._unlockable = False

    def take(self) -> bool:
        """Whether the shop is ours now. A dead process's lock is taken over; a read-only folder needs none."""
        if not self._lock.tryLock(0):
            self._unlockable = self._lock.error() is QLockFile.LockError.PermissionError
            return self._unlockable
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let others open the shop."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if not self._unlockable:
            self._lock.unlock()

    @Slot()
    def _greet(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(self._hear)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            self._read(socket)

    @Slot()
    def _hear(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            message: Any = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            return
        if isinstance(message, dict):
            self.asked.emit(message)
        socket.disconnectFromServer()


def speak_to_first(path: Path, message: dict[str, Any]) -> bool:
    """Ask whoever has ``path`` open to do something (``{"raise": true, "import": "…"}``). Whether it heard us."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(path))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(json.dumps(message).encode() + b"\n")
    heard = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return heard


def socket_name(path: Path) -> str:
    """A name of the local socket for a shop: the same for every way to write its path, different for every person."""
    whose = f"{QDir.homePath()}|{path.resolve()}"
    return f"shopdesk-{hashlib.sha256(whose.encode()).hexdigest()[:24]}"
