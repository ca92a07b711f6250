"""Leads one file through its steps: holds the journey, sends work to the lanes, tells the window what came of it.

No widget here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from shopdesk.base.i18n import tr
from shopdesk.dialogs.import_wizard import work
from shopdesk.dialogs.import_wizard.state import Journey, Step
from shopdesk.importing.request import Staged
from shopdesk.services.import_result import ImportResult, Preview, UndoResult
from shopdesk.ui.context import Context
from shopdesk.ui.tasks import Task

_PROFILE = "profile:"


class Conductor(QObject):
    """One file at a time. While ``task`` is set, work is under way and nothing else can be started."""

    working = Signal(object, str, str)  # Task, what is done, what Cancel will do
    idle = Signal()  # the work ended, however it did
    found = Signal()  # the file was looked at: journey.detection
    previewed = Signal()  # journey.staged, journey.preview
    imported = Signal(object)  # ImportResult
    undone = Signal(object)  # UndoResult
    refused = Signal(object)  # ShopDeskError or a bug
    kept = Signal(object)  # Change: a profile was saved
    profiles = Signal(list)  # names of the saved mappings
    saved = Signal(int)  # rows written for fixing

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.folder = Path(tempfile.mkdtemp(prefix="shopdesk-import-"))
        self._reads = 0
        self.task: Task | None = None
        self.is_stale = False  # the owner mapped columns that the reader has not looked at under that mapping
        self.journey = Journey(Path())

    def open(self, path: Path) -> None:
        """Begin with another file."""
        self.journey = Journey(path)
        self.look()

    def look(self) -> None:
        """Read the file under what the owner has decided so far, as far as nothing must be asked first."""
        self.is_stale = False
        self._read_with(work.look, self._found)

    def decide(self, name: str, value: str) -> None:
        """A decision of the owner; where it changes how the file is read, the file is looked at again."""
        journey = self.journey
        if name == "format_key" and value.startswith(_PROFILE):
            profile = value.removeprefix(_PROFILE)
            self._run(tr("Reading {file}…", file=profile), work.find_profile, profile, on_done=self.use_profile)
            return
        if name == "format_key":
            journey.choose_format(value or None)
        else:
            journey.decide(**{name: value or None})
        if name in {"format_key", "sheet", "encoding"}:
            self.look()
        else:
            self.found.emit()

    def map_columns(self, columns: Mapping[str, str]) -> None:
        """The owner's own mapping, canonical field → header."""
        self.journey.decide(columns=dict(columns))
        self.is_stale = True
        self.found.emit()

    def use_profile(self, mapping: Mapping[str, Any]) -> None:
        """Read the file by a saved or shared mapping."""
        self.journey.decide(profile=dict(mapping), columns=None, format_key=None)
        self.look()

    def save_profile(self, name: str) -> None:
        """Keep the mapping as it stands under a name."""
        journey = self.journey
        args = (name, journey.base_key, journey.mapping_to_keep())
        self._run(tr("Saving the profile…"), work.save_profile, *args, on_done=self.kept.emit, writes=True)

    def share_profile(self, path: Path) -> None:
        """Keep the mapping as it stands and write it to a file for others."""
        args = (self.journey.base_key, self.journey.mapping_to_keep(), path)
        self._run(tr("Saving the profile…"), work.share_profile, *args, on_done=self.kept.emit, writes=True)

    def open_profile(self, path: Path) -> None:
        """Read the file by a mapping that somebody shared."""
        self._run(tr("Reading {file}…", file=path.name), work.read_profile, path, on_done=self.use_profile)

    def list_profiles(self) -> None:
        """Ask which mappings are saved; ``profiles`` follows."""
        self._run(tr("Looking for profiles…"), work.profile_names, on_done=self._listed)

    def _listed(self, names: list[str]) -> None:
        self.found.emit()  # back to the page that asked
        self.profiles.emit(names)

    def remove_profile(self, name: str) -> None:
        """Forget a saved mapping."""
        self._run(tr("Removing the profile…"), work.remove_profile, name, on_done=self.kept.emit, writes=True)

    def read(self) -> None:
        """Read the whole file and compare it with the shop; a file that was read already is only compared again."""
        journey = self.journey
        channel = journey.choices.channel
        if journey.staged is not None:
            self._run(
                tr("Comparing with your shop…"), work.match_again, journey.staged, channel, on_done=self._previewed
            )
            return
        self._read_with(work.read_and_match, self._previewed)

    def _read_with(self, reading: Callable[..., Any], on_done: Callable[[Any], None]) -> None:
        journey = self.journey
        self._reads += 1
        staging = self.folder / f"staging-{self._reads}.sqlite"
        title = tr("Reading {file}…", file=journey.path.name)
        args = (journey.path, staging, journey.for_reader(), journey.choices.channel)
        self._run(title, reading, *args, on_done=on_done, visible=True)

    def apply(self) -> None:
        """Import what the preview showed."""
        journey = self.journey
        if journey.staged is None or self.task is not None:
            return
        self._run(
            tr("Importing {file}…", file=journey.path.name),
            work.apply_file,
            journey.staged,
            journey.choices.channel,
            on_done=self._imported,
            writes=True,
            visible=True,
            promise=tr("Cancel takes back everything: your shop is then as it was before."),
        )

    def undo(self) -> None:
        """Take the import back that was just made."""
        result = self.journey.result
        if result is not None and result.batch is not None:
            self._run(tr("Taking the import back…"), work.undo_import, result.batch, on_done=self._undone, writes=True)

    def save_rejected(self, path: Path) -> None:
        """Write the refused rows with their reasons."""
        if self.journey.staged is not None:
            self._run(tr("Saving rows…"), work.save_rejected, self.journey.staged, path, on_done=self.saved.emit)

    def cancel(self) -> None:
        """Stop what is under way; ``idle`` follows when it has stopped."""
        if self.task is not None:
            self.task.cancel()

    def close(self) -> None:
        """Throw the staging files away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(
        self,
        title: str,
        work_of: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None],
        promise: str = "",
        writes: bool = False,
        visible: bool = False,
    ) -> None:
        if self.task is not None:
            return
        task = self._context.tasks.run_job(
            title,
            work_of,
            *args,
            writes=writes,
            visible=visible,
            on_done=partial(self._done, on_done),
            on_error=self._failed,
        )
        self.task = task
        task.ended.connect(self._ended)
        self.working.emit(task, title, promise)

    def _done(self, on_done: Callable[[Any], None], result: Any) -> None:
        self.task = None
        on_done(result)

    def _failed(self, error: Exception) -> None:
        self.task = None
        self.refused.emit(error)

    def _ended(self) -> None:
        if self.sender() is self.task:  # cancelled: neither done nor failed was told
            self.task = None
            self.idle.emit()

    def _found(self, looked: work.Looked) -> None:
        self.journey.detection = looked.detection
        self.journey.staged, self.journey.preview = looked.staged, looked.preview
        self.found.emit()

    def _previewed(self, read: tuple[Staged, Preview]) -> None:
        self.journey.staged, self.journey.preview = read
        self.previewed.emit()

    def _imported(self, result: ImportResult) -> None:
        self.journey.result = result
        self.imported.emit(result)

    def _undone(self, outcome: UndoResult) -> None:
        self.undone.emit(outcome)

    @property
    def stop(self) -> Step:
        """The first step that needs the owner."""
        return self.journey.stop
