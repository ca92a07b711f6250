"""Work off the window's thread: one writing lane, a reading lane of two threads, jobs for what takes long.

Results come back on the GUI thread. A widget never opens a session itself and never waits: it hands a service function
to a lane and is told ``done`` or ``failed``. This is one of the three places that may catch every exception (lane,
import row, main).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from shopdesk.base.errors import Cancelled, ShopDeskError, UserError
from shopdesk.base.machine_errors import as_expected

_PROGRESS_EVERY_S = 0.05
_EARLY_GUESS_S = 1.0

#: What is not in sight yet (counts, further ids) waits until the rows are painted: a lane competes for Python with the
#: window's thread.
AFTER_PAINT_MS = 15


def _is_gone(callback: Callable[[Any], None]) -> bool:
    """Whether the window that asked was closed and destroyed meanwhile: there is nobody left to tell."""
    owner = getattr(callback.func if isinstance(callback, partial) else callback, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


def _opened(shop: Any) -> Any:
    if shop is None:
        raise UserError("no_shop_open")
    return shop


class Task(QObject):
    """One piece of work under way. Lives on the GUI thread; all signals arrive there."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(float, str)
    ended = Signal()

    def __init__(self, title: str, parent: QObject, shop: Any, *, visible: bool) -> None:
        super().__init__(parent)
        self.title = title
        self.shop = shop  # the one that was open when the work was handed over
        self.of_shop = True  # whether its result means nothing beside another shop
        self.visible = visible  # worth a line in the status bar
        self.fraction = -1.0  # < 0: unknown
        self.text = ""
        self.started_at = time.monotonic()
        self.future: Future[Any] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop. Not yet started: it never runs. Running: it sees ``job.is_cancelled()``.

        Its result is dropped.
        """
        self._cancelled = True
        if self.future is not None:
            self.future.cancel()

    def is_cancelled(self) -> bool:
        """Whether Cancel was pressed."""
        return self._cancelled

    def remaining_s(self) -> float | None:
        """Seconds left at the speed so far; ``None`` while nobody can say."""
        elapsed = time.monotonic() - self.started_at
        if self.fraction <= 0 or elapsed < _EARLY_GUESS_S:
            return None
        return elapsed * (1 - self.fraction) / self.fraction


class Job:
    """What a long function gets as its first argument, in the worker thread."""

    def __init__(self, task: Task, shop: Any, post: Callable[[Task, str, Any], None]) -> None:
        self.shop = shop
        self._task = task
        self._post = post
        self._next_at = 0.0

    def progress(self, fraction: float, text: str = "") -> None:
        """Say how far the work is (0 … 1; negative: unknown). May be called as often as you like: it is thinned out."""
        now = time.monotonic()
        if now >= self._next_at or fraction >= 1:
            self._next_at = now + _PROGRESS_EVERY_S
            self._post(self._task, "progress", (fraction, text))

    def is_cancelled(self) -> bool:
        """Whether the owner pressed Cancel: roll back and raise ``Cancelled`` (or call :meth:`check`)."""
        return self._task.is_cancelled()

    def check(self) -> None:
        """Raise ``Cancelled`` when Cancel was pressed."""
        if self.is_cancelled():
            raise Cancelled


class Tasks(QObject):
    """The lanes. Work belongs to the shop that is open when it is handed over: one that is opened meanwhile gets none
    of its writes and hears nothing of it, for the ids in it are of the other file.
    """

    started = Signal(object)  # Task
    ended = Signal(object)  # Task
    succeeded = Signal(object)  # what a db task or job returned: the change bus listens
    refused = Signal(object)  # ShopDeskError nobody else handles: the window says it
    crashed = Signal(object)  # any other exception: the crash report
    _posted = Signal(object, str, object)

    def __init__(self, shop: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shop = shop
        self._db = ThreadPoolExecutor(1, thread_name_prefix="shopdesk-db")
        self._io = ThreadPoolExecutor(2, thread_name_prefix="shopdesk-io")
        self._jobs = ThreadPoolExecutor(2, thread_name_prefix="shopdesk-job")
        self._open: set[Task] = set()
        self._callbacks: dict[Task, tuple[Callable[[Any], None] | None, Callable[[Exception], None] | None]] = {}
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def run_db(
        self,
        title: str,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Task:
        """``fn(session, *args)`` in the one writing lane, in one transaction.

        Its ``Change`` goes to the bus by itself.
        """
        task = self._task(title, on_done, on_error, visible=False)

        def work() -> Any:
            with _opened(task.shop).write() as session:
                return fn(session, *args)

        return self._submit(self._db, task, work, publish=True)

    def run_io(
        self,
        title: str,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        after_ms: int = 0,
    ) -> Task:
        """``fn(session, *args)`` with a reading session, beside others. ``after_ms``: it waits that long before it
        starts, and costs nothing when it is cancelled by then.
        """
        task = self._task(title, on_done, on_error, visible=False)

        def work() -> Any:
            with _opened(task.shop).read() as session:
                return fn(session, *args)

        return self._submit(self._io, task, work, publish=False, after_ms=after_ms)

    def run_job(
        self,
        title: str,
        fn: Callable[..., Any],
        *args: Any,
        writes: bool = False,
        visible: bool = True,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Task:
        """``fn(job, *args)`` for long work that opens its own transactions from ``job.shop``; shown in the status bar.

        ``writes=True`` puts it into the writing lane: other changes wait their turn instead of running into a locked
        file.
        """
        task = self._task(title, on_done, on_error, visible=visible)
        task.of_shop = False  # opening another shop is a job, too
        job = Job(task, task.shop, self._posted.emit)
        return self._submit(self._db if writes else self._jobs, task, lambda: fn(job, *args), publish=True)

    def refuse(self, error: Exception) -> None:
        """Say an error that a callback got but does not word itself; a bug was reported already."""
        if isinstance(error, ShopDeskError):
            self.refused.emit(error)

    def running(self) -> list[Task]:
        """What is under way and worth showing, oldest first."""
        return sorted((task for task in self._open if task.visible), key=lambda task: task.started_at)

    def is_idle(self) -> bool:
        """Whether nothing is under way in any lane."""
        return not self._open

    def shutdown(self, *, cancel: bool = True) -> None:
        """Stop the lanes and wait for what runs. Call before the shop is closed."""
        for task in list(self._open):
            if cancel or task.future is None:  # what still waits for its moment is not waited for
                task.cancel()
        for lane in (self._db, self._io, self._jobs):
            lane.shutdown(wait=True, cancel_futures=cancel)

    def _task(
        self,
        title: str,
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[Exception], None] | None,
        *,
        visible: bool,
    ) -> Task:
        task = Task(title, self, self._shop(), visible=visible)
        self._open.add(task)
        self._callbacks[task] = (on_done, on_error)
        return task

    def _submit(
        self, lane: ThreadPoolExecutor, task: Task, work: Callable[[], Any], *, publish: bool, after_ms: int = 0
    ) -> Task:
        post = self._posted.emit

        def guarded() -> None:
            if task.is_cancelled():
                post(task, "cancelled", None)
                return
            try:
                result = work()
            except Cancelled:
                post(task, "cancelled", None)
            except Exception as error:  # noqa: BLE001 - the border: sorted into the three kinds on the GUI thread
                post(task, "failed", error)
            else:
                post(task, "published" if publish else "done", result)

        self.started.emit(task)
        if after_ms:
            QTimer.singleShot(after_ms, task, partial(self._enter, lane, task, guarded))
        else:
            self._enter(lane, task, guarded)
        return task

    def _enter(self, lane: ThreadPoolExecutor, task: Task, work: Callable[[], None]) -> None:
        post = self._posted.emit
        if task.is_cancelled():
            post(task, "cancelled", None)
            return
        task.future = lane.submit(work)
        task.future.add_done_callback(lambda future: post(task, "cancelled", None) if future.cancelled() else None)

    @Slot(object, str, object)
    def _receive(self, task: Task, what: str, payload: Any) -> None:
        if task not in self._open:
            return
        if what == "progress":
            task.fraction, task.text = payload
            task.progressed.emit(*payload)
            return
        self._open.discard(task)
        callbacks = self._callbacks.pop(task)
        is_foreign = task.shop is not self._shop()
        if is_foreign and task.of_shop:
            callbacks = (None, None)
        on_done, on_error = (each if each and not _is_gone(each) else None for each in callbacks)
        try:
            if what == "failed":
                self._fail(task, payload, on_error)
            elif what == "published" or (what == "done" and not task.is_cancelled()):
                self._succeed(task, payload, on_done, publish=what == "published" and not is_foreign)
        finally:
            task.ended.emit()
            self.ended.emit(task)
            task.deleteLater()

    def _succeed(self, task: Task, result: Any, on_done: Callable[[Any], None] | None, *, publish: bool) -> None:
        if publish:  # even after a late Cancel: what was written, was written
            self.succeeded.emit(result)
        task.done.emit(result)
        if on_done is not None:
            on_done(result)

    def _fail(self, task: Task, error: Exception, on_error: Callable[[Exception], None] | None) -> None:
        expected = as_expected(error)
        task.failed.emit(expected or error)
        if on_error is not None:
            on_error(expected or error)
        elif isinstance(expected, ShopDeskError):
            self.refused.emit(expected)
        if expected is None:
            self.crashed.emit(error)
