"""The log: what the program did, in ids and counts, never who (H17). Rotating 5 × 1 MB, readable by the owner alone.

A log call's arguments are written only when they are numbers or marked :class:`Code`; any other text becomes its
length. Free text is searched for e-mail addresses, phone and bank account numbers and tokens. Of an exception its
type, code and place are kept, never its message: messages quote data.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from shopdesk.base.errors import ShopDeskError

FILE_NAME = "shopdesk.log"
_MAX_BYTES = 1_000_000
_KEPT = 4  # and the one being written: five
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_PERSONAL = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b"), "<iban>"),
    (
        re.compile(r"\b(?:eyJ|sk_|pk_|ghp_|xox[abp]-|AKIA|Bearer\s+|token[=: ]+)[\w.~+/=-]{6,}", re.IGNORECASE),
        "<token>",
    ),
    (re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9_-]{24,}\b"), "<token>"),
    (re.compile(r"(?<![\w.])\+?\(?\d[\d ()./-]{6,}\d"), "<number>"),
)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Code(str):
    """A text of ours that is safe to log: a format key, a chip, an error code."""

    __slots__ = ()


def set_up_log(folder: Path, *, level: int = logging.INFO) -> logging.Handler | None:
    """Write the log into ``folder`` from now on. ``None`` when the folder cannot be written.

    The program works without.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Rotating(folder / FILE_NAME)
    except OSError:
        return None
    handler.setFormatter(_Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return handler


def tear_down_log(handler: logging.Handler | None) -> None:
    """Close what :func:`set_up_log` opened."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def without_personal_data(text: str) -> str:
    """``text`` with e-mail addresses, phone and account numbers and tokens replaced."""
    for pattern, mark in _PERSONAL:
        text = pattern.sub(mark, text)
    return text


def describe_error(error: BaseException) -> str:
    """Type, code and place of an error and of what caused it, without its message."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < 5:
        code = f" {current.code}" if isinstance(current, ShopDeskError) else ""
        frames = traceback.extract_tb(current.__traceback__)
        places = [f"  {_shown(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-20:]]
        parts.append("\n".join([f"{type(current).__name__}{code}", *places]))
        current = current.__cause__ or current.__context__
    return "\ncaused by ".join(parts)


def _shown(filename: str) -> str:
    """A source file's place without the person's home folder in it."""
    parts = Path(filename).parts
    for anchor in ("shopdesk", "site-packages", "tests"):
        if anchor in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(anchor) - 1 :])
    return Path(filename).name


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, Code, Enum)):
        return value
    if isinstance(value, ShopDeskError):
        return value.code
    if isinstance(value, BaseException):
        return type(value).__name__
    return f"<{type(value).__name__} {len(value)}>" if hasattr(value, "__len__") else f"<{type(value).__name__}>"


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        safe = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        if isinstance(record.args, dict):
            safe.args = {key: _safe(value) for key, value in record.args.items()}
        elif record.args:
            safe.args = tuple(_safe(value) for value in record.args)
        head, _, _ = without_personal_data(_message(safe)).partition("\x00")
        safe.msg, safe.args = head.replace("\n", " ⏎ "), None
        return super().format(safe)

    def formatException(self, ei: Any) -> str:
        return describe_error(ei[1])

    def formatStack(self, stack_info: str) -> str:
        return without_personal_data(stack_info)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # "%d" met a text that was left out
        return f"{record.msg} {record.args}"


class _Rotating(RotatingFileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8", delay=False)

    def _open(self) -> TextIOWrapper:
        opened = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.chmod(self.baseFilename, 0o600)
        return os.fdopen(opened, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk costs log lines, nothing else."""
