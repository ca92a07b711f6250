"""What the wizard has done off the window's thread. Each function runs in a lane, takes the job and plain values, and touches no widget."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shopdesk.base.i18n import tr
from shopdesk.importing.request import Detection, ReadRequest, Staged
from shopdesk.services import imports
from shopdesk.ui.tasks import Job

#: Share of the bar that reading takes; matching against the shop takes the rest.
_READING = 0.9


def detect_file(job: Job, path: Path, hints: Mapping[str, Any]) -> Detection:
    """Look at the head of a file. Raises ``UserError`` when it cannot be read at all."""
    from shopdesk.importing import child

    job.check()
    return child.detect(path, **hints)


def read_and_match(job: Job, request: ReadRequest, channel: str | None) -> tuple[Staged, imports.Preview]:
    """Read the whole file into its staging file and compare it with the shop; the shop is not written."""
    from shopdesk.importing import child

    def progress(fraction: float, text: str = "") -> None:
        job.progress(fraction * _READING, text)

    staged = child.read(request, progress, job.is_cancelled)
    job.check()
    job.progress(_READING, tr("Comparing with your shop…"))
    preview = imports.prepare(job.shop, staged, channel=channel)
    job.check()
    return staged, preview


def match_again(job: Job, staged: Staged, channel: str | None) -> tuple[Staged, imports.Preview]:
    """Compare a file that was read already, for another channel."""
    return staged, imports.prepare(job.shop, staged, channel=channel)


def apply_file(job: Job, staged: Staged, channel: str | None) -> imports.ImportResult:
    """Import: one transaction; Cancel rolls all of it back."""
    return imports.apply(job.shop, staged, channel=channel, on_progress=job.progress, is_cancelled=job.is_cancelled)


def undo_import(job: Job, batch_id: int) -> imports.UndoResult:
    """Take an import back."""
    return imports.undo(job.shop, batch_id)


def save_rejected(_job: Job, staged: Staged, path: Path) -> int:
    """Save the refused rows with their reasons; how many there are."""
    return imports.save_rejected(staged, path)
