"""``--self-check [OUT.json]``: is this installation whole? It does the shop's work once, in a folder of its own.

For installers, CI and whoever doubts an installation; no shop, setting or log of the owner is touched. An exception in
a slot does not end a Qt program and a missing library may hang it, so both are watched for: neither can pass for
success.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shopdesk import __version__
from shopdesk.app.commands.output import DONE, FAILED, save_json, say
from shopdesk.app.offscreen import without_display
from shopdesk.app.selfcheck import installation, window, work
from shopdesk.app.selfcheck.bench import Bench
from shopdesk.app.start import make_application
from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import current_language, message, set_language

#: What a check found, by name; it raises when something is missing. It may use its folder as it likes.
Check = Callable[[Bench], dict[str, Any]]

_LONGEST_S = 300.0
CHECKS: tuple[tuple[str, Check], ...] = (
    ("catalogues", installation.catalogues),
    ("files", installation.files),
    ("libraries", installation.libraries),
    ("languages", installation.languages),
    ("shop file", work.shop_file),
    ("backup", work.backup),
    ("public holidays", work.public_holidays),
    ("import", work.imports),
    ("export", work.exports),
    ("papers", work.papers),
    ("empty shop", window.empty_shop),
    ("sample shop", window.sample_shop),
    ("start", window.start),
)


def main(run: Callable[[list[str]], int], out: Path | None = None) -> int:
    """Say what was found, and write it to ``out`` as JSON; ``run``: the command line. Exit code 0 when all is there, 1
    when something is not."""
    without_display()
    make_application(["shopdesk"])  # with widgets: what paints first would make a lesser one
    began, language = time.monotonic(), current_language()
    with _folder() as folder, _watchdog(folder, out), _home(folder):
        steps = [_step(title, check, Bench(folder, run)) for title, check in CHECKS]
    set_language(language)
    failed = [step["title"] for step in steps if not step["ok"]]
    report = {
        "program": f"ShopDesk {__version__}",
        "ok": not failed,
        "failed": failed,
        "seconds": round(time.monotonic() - began, 2),
        "machine": installation.machine(),
        "steps": steps,
    }
    say("self-check: ok" if not failed else f"self-check: {len(failed)} failed")
    if out is not None:
        save_json(out, report)
    return FAILED if failed else DONE


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="shopdesk-check-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _step(title: str, check: Check, bench: Bench) -> dict[str, Any]:
    """One check, its figures or what was wrong, and how long it took."""
    began = time.monotonic()
    step: dict[str, Any] = {"title": title, "ok": True}
    with _unhandled() as errors:
        try:
            step["found"] = check(bench)
        except Exception as error:  # noqa: BLE001 - the border: whatever is wrong is what was to be found out
            errors.append(error)
    step["ms"] = round((time.monotonic() - began) * 1000)
    if errors:
        step |= {"ok": False, "wrong": [_words(error) for error in errors]}
    said = "; ".join(step["wrong"]) if errors else ", ".join(f"{key} {value}" for key, value in step["found"].items())
    say(f"{'-' if errors else '+'} {title}: {said}")
    return step


def _words(error: BaseException) -> str:
    reason = message(error.code, **error.params) if isinstance(error, ShopDeskError) else str(error)
    return f"{type(error).__name__}: {reason}"


@contextmanager
def _unhandled() -> Iterator[list[BaseException]]:
    """What slots and threads raise meanwhile."""
    errors: list[BaseException] = []
    before = sys.excepthook, threading.excepthook
    sys.excepthook = lambda _kind, error, _trace: errors.append(error)
    threading.excepthook = lambda args: errors.append(args.exc_value or args.exc_type())
    try:
        yield errors
    finally:
        sys.excepthook, threading.excepthook = before


@contextmanager
def _watchdog(folder: Path, out: Path | None) -> Iterator[None]:
    """End the process with exit code 1 when it hangs; where it hung stands beside ``out`` (``….hang.txt``)."""
    told = (out.with_suffix(".hang.txt") if out else folder / "hang.txt").open("w", encoding="utf-8")
    faulthandler.dump_traceback_later(_LONGEST_S, exit=True, file=told)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        told.close()
        Path(told.name).unlink(missing_ok=True)


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """Settings, log and shops of the check itself."""
    before = os.environ.get("SHOPDESK_HOME")
    os.environ["SHOPDESK_HOME"] = str(folder / "home")
    try:
        yield
    finally:
        if before is None:
            del os.environ["SHOPDESK_HOME"]
        else:
            os.environ["SHOPDESK_HOME"] = before
