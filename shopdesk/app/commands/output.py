"""How commands answer: JSON, CSV or lines on stdout, progress on stderr. Nothing else prints."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

DONE, FAILED, WRONG_USE, REFUSED, STOPPED = 0, 1, 2, 3, 130  # exit codes; 1: the self-check alone


def say(text: str) -> None:
    """One line of the answer."""
    print(text)


def say_json(value: Any) -> None:
    """The answer as JSON, Chinese left readable."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()


def save_json(path: Path, value: Any) -> None:
    """The answer as a JSON file, in one step. Raises ``MachineError``; the old file is then whole."""
    from shopdesk.storage.replacement import replacing

    with replacing(path) as part:
        part.write_text(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def say_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The answer as CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    from shopdesk.exporting.csv import safe_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([safe_text(name) for name in header])
    writer.writerows([safe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def say_progress(fraction: float, text: str = "") -> None:
    """Progress for a person; a script that redirects stderr sees none of it."""
    if sys.stderr is not None and sys.stderr.isatty():  # a Windows program without a console has none
        end = "\n" if fraction >= 1 else ""
        print(f"\r{fraction:4.0%} {text}\033[K", end=end, file=sys.stderr, flush=True)
