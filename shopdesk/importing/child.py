"""The killable child: ``detect`` and ``read`` start a process that reads the file, and only JSON lines and the
staging file come back.

A parser that aborts, eats memory or hangs ends the child, never the program. From source the child is ``python -m
shopdesk.importing.child``;
a frozen program starts itself with ``--import-child`` and calls :func:`main`. Nothing is ever pickled.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from shopdesk.base.errors import Cancelled, MachineError, ShopDeskError, UserError
from shopdesk.importing.limits import is_over_limit, limit_child, limit_own_memory
from shopdesk.importing.request import Detection, ReadRequest, Staged, TextRow

ARGUMENT = "--import-child"
_POLL_SECONDS = 0.05
_BASE_SECONDS = 60.0
_SECONDS_PER_MB = 6.0


def detect(path: Path, **hints: Any) -> Detection:
    """What ``path`` is and how it would be read. ``hints``: fields of :class:`ReadRequest`. Raises ``UserError``,
    ``MachineError``."""
    request = ReadRequest(path=Path(path), staging=Path(), **hints)
    return Detection.from_json(_run("detect", request, None, None)["detection"])


def read(
    request: ReadRequest,
    on_progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    on_detected: Callable[[Detection], None] | None = None,
) -> Staged:
    """Read the whole file into ``request.staging``, which must not exist. ``on_progress(fraction, "open" | "read" |
    "done")``; ``on_detected`` is told what the file is before its rows are read or refused.

    Raises ``UserError``, ``MachineError`` or ``Cancelled``; then no staging file is left.
    """
    try:
        result = _run("read", request, on_progress, is_cancelled, on_detected)
    except BaseException:
        request.staging.unlink(missing_ok=True)
        raise
    return Staged(
        request.staging, Detection.from_json(result["detection"]), result["rows"], result["rejected"], result["target"]
    )


def cells(request: ReadRequest, is_cancelled: Callable[[], bool] | None = None) -> list[TextRow]:
    """The rows of a small table as texts (``importing.plain_table``). Raises what :func:`read` raises."""
    return [(number, tuple(row)) for number, row in _run("cells", request, None, is_cancelled)["rows"]]


def _command() -> list[str]:
    return [sys.executable, ARGUMENT] if getattr(sys, "frozen", False) else [sys.executable, "-m", __spec__.name]


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _run(
    task: str,
    request: ReadRequest,
    on_progress: Callable[[float, str], None] | None,
    is_cancelled: Callable[[], bool] | None,
    on_detected: Callable[[Detection], None] | None = None,
) -> dict[str, Any]:
    """Start the child, hand it the task, follow its lines to the result. The child is gone when this returns."""
    try:
        size = request.path.stat().st_size
    except OSError as error:
        raise UserError("file_missing", file=request.path.name) from error
    with tempfile.TemporaryDirectory(prefix="shopdesk-", ignore_cleanup_errors=True) as scratch:
        process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        job = limit_child(process)
        try:
            order = {"task": task, "scratch": scratch, "request": request.to_json()}
            seconds = _BASE_SECONDS + _SECONDS_PER_MB * size / 1e6
            return _follow(process, order, seconds, on_progress, is_cancelled, on_detected)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            del job


def _follow(
    process: subprocess.Popen[bytes],
    order: Mapping[str, Any],
    seconds: float,
    on_progress: Callable[[float, str], None] | None,
    is_cancelled: Callable[[], bool] | None,
    on_detected: Callable[[Detection], None] | None,
) -> dict[str, Any]:
    assert process.stdin is not None and process.stdout is not None
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        process.stdin.write(json.dumps(order, default=str).encode() + b"\n")
        process.stdin.flush()
    except OSError:
        pass  # it died at once: the empty line below says so
    deadline = time.monotonic() + seconds
    try:
        while True:
            if is_cancelled is not None and is_cancelled():
                raise Cancelled
            if time.monotonic() > deadline or is_over_limit(process):
                raise UserError("file_took_too_long")
            try:
                line = lines.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if not line:
                raise UserError("file_unreadable")
            message = json.loads(line)
            if "progress" in message:
                if on_progress is not None:
                    on_progress(message["progress"], message["text"])
            elif "detected" in message:
                if on_detected is not None:
                    on_detected(Detection.from_json(message["detected"]))
            elif "error" in message:
                raise _error(message)
            else:
                return dict(message["result"])
    finally:
        process.kill()
        reader.join()


def _pump(pipe: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    """Lines of the child into the queue; an empty one at its end."""
    for line in pipe:
        lines.put(line)
    lines.put(b"")


def _error(message: Mapping[str, Any]) -> ShopDeskError:
    kind = MachineError if message.get("is_machine") else UserError
    return kind(message["error"], **message["params"])


# --- in the child ----------------------------------------------------------------------------------------------------


class _Wire:
    """Answers to the parent, one JSON line each; closed for good after an error of the guard."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, **message: Any) -> None:
        with self._lock:
            self._pipe.write(json.dumps(message, default=str).encode() + b"\n")
            self._pipe.flush()

    def progress(self, fraction: float, text: str) -> None:
        self.send(progress=fraction, text=text)

    def detected(self, detection: Detection) -> None:
        self.send(detected=detection.to_json())

    def refuse(self, error: ShopDeskError) -> None:
        self.send(error=error.code, params=error.params, is_machine=isinstance(error, MachineError))


class _GuardBeside:
    """Scans a large workbook in a thread while the parser (which lets other threads run) reads it."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self._thread: threading.Thread | None = None

    def start(self, path: Path) -> None:
        self._thread = threading.Thread(target=self._scan, args=(path,), daemon=True)
        self._thread.start()

    def _scan(self, path: Path) -> None:
        from shopdesk.importing.guard import check_members

        try:
            check_members(path)
        except UserError as error:
            self._wire.refuse(error)
            os._exit(3)

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()


def main(argv: Sequence[str] = ()) -> int:
    """The child: one order on stdin, JSON lines on stdout."""
    wire = _Wire(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_own_memory()
    gc.disable()  # nothing here is circular, and half a million row lists would be walked again and again
    order = json.loads(sys.stdin.buffer.readline())
    try:
        wire.send(result=_do(order, wire))
    except ShopDeskError as error:
        wire.refuse(error)
    except (sqlite3.OperationalError, OSError) as error:
        wire.refuse(_machine_trouble(error))
    except MemoryError:
        wire.refuse(UserError("file_too_large"))
    except BaseException as error:  # noqa: BLE001 - the border: a parser's panic is no Exception
        wire.send(error="file_unreadable", params={"reason": type(error).__name__}, is_machine=False)
    return 0


def _do(order: Mapping[str, Any], wire: _Wire) -> dict[str, Any]:
    from shopdesk.importing.plain_table import table_cells
    from shopdesk.importing.reader import detect_file, read_file

    tempfile.tempdir = order["scratch"]
    request = ReadRequest.from_json(order["request"])
    guard = _GuardBeside(wire)
    if order["task"] == "cells":
        found = table_cells(request, guard.start)
        guard.join()
        return {"rows": found}
    if order["task"] == "detect":
        detection = detect_file(request, guard.start)
        guard.join()
        return {"detection": detection.to_json()}
    detection, rows, rejected, target = read_file(request, wire.progress, guard.start, wire.detected)
    guard.join()
    return {"detection": detection.to_json(), "rows": rows, "rejected": rejected, "target": target}


def _machine_trouble(error: Exception) -> ShopDeskError:
    if isinstance(error, FileNotFoundError):
        return UserError("file_missing", file=Path(str(error.filename or "")).name)
    if isinstance(error, PermissionError):
        return UserError("file_locked", file=Path(str(error.filename or "")).name)
    if "full" in str(error) or getattr(error, "errno", None) == 28:
        return MachineError("disk_full")
    return MachineError("file_io_failed", reason=str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
