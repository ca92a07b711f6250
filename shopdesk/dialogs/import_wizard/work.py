"""What the wizard has done off the window's thread.

Each function runs in a lane, takes the job and plain values, and touches no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.exporting import rejected
from shopdesk.importing.request import Detection, ReadRequest, Staged
from shopdesk.services import import_undo, imports, profiles, reading
from shopdesk.services.import_result import ImportResult, Preview, UndoResult
from shopdesk.services.recording import Change
from shopdesk.ui.tasks import Job

#: Share of the bar that reading takes; matching against the shop takes the rest.
_READING = 0.9
_UNKNOWN = -1.0  # nobody can say how long a workbook takes to open: the bar moves without an end


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a file: what it is and, where nothing had to be asked first, its rows and what they would
    change.
    """

    detection: Detection
    staged: Staged | None = None
    preview: Preview | None = None


def look(job: Job, path: Path, staging: Path, choices: Mapping[str, Any], channel: str | None) -> Looked:
    """Read a file in one go; where it leaves something open, only say what it is.

    Opening a large workbook takes as long as reading it, so it is opened once. Raises ``UserError`` when it cannot be
    read at all.
    """
    seen: list[Detection] = []
    try:
        staged, preview = read_and_match(job, path, staging, choices, channel, seen.append)
    except UserError:
        if not seen or not needs_owner(seen[0]):
            raise
        return Looked(seen[0])
    return Looked(staged.detection, staged, preview)


def needs_owner(detection: Detection) -> bool:
    """Whether the reader refuses such a file until the owner has decided something."""
    return bool(not detection.key or detection.declined or detection.missing or detection.questions)


def _request(job: Job, path: Path, staging: Path, choices: Mapping[str, Any]) -> ReadRequest:
    with job.shop.read() as session:
        return reading.read_request(session, path, staging, **choices)


def read_and_match(
    job: Job,
    path: Path,
    staging: Path,
    choices: Mapping[str, Any],
    channel: str | None,
    on_detected: Callable[[Detection], None] | None = None,
) -> tuple[Staged, Preview]:
    """Read the whole file into ``staging`` and compare it with the shop, which is not written."""
    from shopdesk.importing import child

    def progress(fraction: float, text: str = "") -> None:
        job.progress(_UNKNOWN if text == "open" else fraction * _READING, text)

    staged = child.read(_request(job, path, staging, choices), progress, job.is_cancelled, on_detected)
    job.progress(_READING, "matching")
    return match_again(job, staged, channel)


def match_again(job: Job, staged: Staged, channel: str | None) -> tuple[Staged, Preview]:
    """Compare a file that was read already with the shop, for a channel."""
    return staged, imports.prepare(job.shop, staged, channel=channel, is_cancelled=job.is_cancelled)


def apply_file(job: Job, staged: Staged, channel: str | None) -> ImportResult:
    """Import: one transaction; Cancel rolls all of it back."""
    return imports.apply(job.shop, staged, channel=channel, on_progress=job.progress, is_cancelled=job.is_cancelled)


def undo_import(job: Job, batch_id: int) -> UndoResult:
    """Take an import back."""
    return import_undo.undo(job.shop, batch_id)


def save_rejected(_job: Job, staged: Staged, path: Path) -> int:
    """Save the refused rows with their reasons; how many there are."""
    return rejected.save_rejected(staged, path)


def save_rejected_of_batch(job: Job, batch_id: int, path: Path) -> int:
    """The same for an import that was made earlier."""
    with job.shop.read() as session:
        return rejected.save_rejected_of_batch(session, batch_id, path)


def save_profile(job: Job, name: str, format_key: str, mapping: Mapping[str, Any]) -> Change:
    """Keep a mapping under a name; one of that name is replaced."""
    with job.shop.write() as session:
        return profiles.save_profile(session, name, format_key, mapping)


def share_profile(job: Job, format_key: str, mapping: Mapping[str, Any], path: Path) -> Change:
    """Keep a mapping under the name of ``path`` and write it there, to give to others."""
    with job.shop.write() as session:
        change = profiles.save_profile(session, path.stem, format_key, mapping)
        profiles.export_profile(session, path.stem, path)
        return change


def read_profile(_job: Job, path: Path) -> dict[str, Any]:
    """The mapping of a shared file."""
    return profiles.read_profile(path)[2]


def profile_names(job: Job) -> list[str]:
    """The names under which mappings are saved."""
    with job.shop.read() as session:
        return [profile.name for profile in profiles.list_profiles(session)]


def remove_profile(job: Job, name: str) -> Change:
    """Forget a mapping."""
    with job.shop.write() as session:
        return profiles.remove_profile(session, name)


def find_profile(job: Job, name: str) -> dict[str, Any]:
    """The mapping saved under a name."""
    with job.shop.read() as session:
        return dict(profiles.find_profile(session, name).mapping)
