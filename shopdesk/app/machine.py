"""This machine's memory: declared preferences, recent shops, window state, column widths, printers' calibration.

One small JSON file, written as a whole (temporary file, then replaced). A damaged one is set aside, never fatal.
Nothing of the shop and no secret is kept here.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shopdesk.base.errors import UserError
from shopdesk.base.settings import declared

_RECENT = 8
_SAVE_SOON_MS = 500


class Machine(QObject):
    """Implements ``shopdesk.ui.context.Machine``. ``path=None``: kept in memory only (tests, screenshots)."""

    preference_changed = Signal(str, object)
    recent_changed = Signal()

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values: dict[str, Any] = _read(path)
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_SOON_MS)
        self._save_soon.timeout.connect(self.save)

    # ---- preferences

    def preference(self, key: str) -> Any:
        """The value of a declared preference; its default when none was chosen or the kept one is no longer allowed."""
        setting = declared("preferences")[key]
        try:
            return setting.check(self._values.get("preferences", {}).get(key, setting.default))
        except (UserError, TypeError):
            return setting.default

    def set_preference(self, key: str, value: Any) -> None:
        """Keep a preference and tell who follows it. Raises ``UserError("setting_invalid")``."""
        checked = declared("preferences")[key].check(value)
        if checked != self.preference(key):
            self._values.setdefault("preferences", {})[key] = checked
            self._changed()
            self.preference_changed.emit(key, checked)

    # ---- remembered things

    def state(self, key: str, default: Any = None) -> Any:
        """Something remembered under ``key``."""
        return self._values.get("state", {}).get(key, default)

    def set_state(self, key: str, value: Any) -> None:
        """Remember a JSON value under ``key``."""
        self._values.setdefault("state", {})[key] = value
        self._changed()

    # ---- shops

    def recent_shops(self) -> list[Path]:
        """The shops opened last, newest first; those that are gone are left out."""
        return [path for path in map(Path, self._values.get("recent", [])) if path.exists()]

    def remember_shop(self, path: Path) -> None:
        """Put ``path`` first among the recent shops."""
        shown = str(path.resolve())
        others = [each for each in self._values.get("recent", []) if each != shown]
        self._values["recent"] = [shown, *others][:_RECENT]
        self._changed()
        self.recent_changed.emit()

    # ---- file

    @Slot()
    def save(self) -> None:
        """Write now. A full or read-only disk loses a window position, nothing else: it is not worth a message."""
        self._save_soon.stop()
        if self._path is None:
            return
        temporary = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(temporary, self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()

    def _changed(self) -> None:
        if self._path is not None:
            self._save_soon.start()


def _read(path: Path | None) -> dict[str, Any]:
    if path is None or not path.exists():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        with suppress(OSError):
            os.replace(path, path.with_suffix(".damaged"))
        return {}
    return values if isinstance(values, dict) else {}
