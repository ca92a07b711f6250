"""The lanes: order, results on the GUI thread, cancel, progress, the three kinds of error."""

from __future__ import annotations

import errno
import sqlite3
import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from shiboken6 import delete

from shopdesk.base.errors import Cancelled, MachineError, UserError
from shopdesk.services.changes import Change
from shopdesk.ui.tasks import AFTER_PAINT_MS
from tests.ui.demo import DemoShop
from tests.ui.loop_watch import LoopWatch


def give(_session, value):
    return value


def raise_it(_session, error):
    raise error


def wait_for(_job, event):
    event.wait(5)
    return "done"


def test_a_result_arrives_on_the_gui_thread(qtbot, context):
    threads = []
    task = context.tasks.run_io("x", give, 5, on_done=lambda _value: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(task.done) as caught:
        pass
    assert caught.args == [5] and threads == [context.thread()]


def test_changes_are_made_one_after_the_other(qtbot, context):
    order = []

    def work(_session, n):
        order.append((n, threading.current_thread().name))

    tasks = [context.tasks.run_db("x", work, n) for n in range(20)]
    with qtbot.waitSignal(tasks[-1].done):
        pass
    assert [n for n, _ in order] == list(range(20)) and len({name for _, name in order}) == 1
    assert context.shop.writes == 20 and context.shop.reads == 0


def test_a_change_is_announced_and_toasted_once(qtbot, context, qapp):
    heard = []
    context.bus.changed.connect(heard.append)
    change = Change(7, "no_shop_open", {}, {"orders": (1,)})
    with qtbot.waitSignal(context.bus.changed):
        context.tasks.run_db("x", give, change)
    assert heard == [change]


def test_a_reading_task_announces_nothing(qtbot, context):
    heard = []
    context.bus.changed.connect(heard.append)
    task = context.tasks.run_io("x", give, Change(7, "x", {}, {}))
    with qtbot.waitSignal(task.done):
        pass
    assert heard == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("no_shop_open"), "no_shop_open"),
        (MachineError("disk_full"), "disk_full"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EROFS, "Read-only file system"), "read_only"),
    ],
)
def test_an_expected_error_is_said(qtbot, context, error, code):
    crashes = []
    context.tasks.crashed.connect(crashes.append)
    with qtbot.waitSignal(context.tasks.refused) as caught:
        context.tasks.run_db("x", raise_it, error)
    assert caught.args[0].code == code and crashes == []


def test_a_full_database_is_machine_trouble(qtbot, context):
    def fill(_session):
        connection = sqlite3.connect(":memory:")
        try:
            connection.execute("CREATE TABLE t (x)")
            connection.execute("PRAGMA max_page_count = 2")
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
        finally:
            connection.close()

    with qtbot.waitSignal(context.tasks.refused) as caught:
        context.tasks.run_db("x", fill)
    assert caught.args[0].code == "disk_full"


def test_a_bug_goes_to_the_crash_report_and_the_caller_hears_of_it(qtbot, context):
    heard, refused = [], []
    context.tasks.refused.connect(refused.append)
    with qtbot.waitSignal(context.tasks.crashed) as caught:
        context.tasks.run_io("x", raise_it, ZeroDivisionError(), on_error=heard.append)
    assert isinstance(caught.args[0], ZeroDivisionError) and heard == [caught.args[0]] and refused == []


def test_who_handles_an_error_says_it_alone(qtbot, context):
    heard, refused = [], []
    context.tasks.refused.connect(refused.append)
    task = context.tasks.run_io("x", raise_it, UserError("no_shop_open"), on_error=heard.append)
    with qtbot.waitSignal(task.ended):
        pass
    assert [error.code for error in heard] == ["no_shop_open"] and refused == []


def test_without_a_shop_a_task_is_refused_in_words(qtbot, context):
    context.shop = None
    with qtbot.waitSignal(context.tasks.refused) as caught:
        context.tasks.run_db("x", give, 1)
    assert caught.args[0].code == "no_shop_open"


def test_a_job_reports_progress_and_remaining_time(qtbot, context):
    def work(job):
        for step in range(1, 101):
            job.progress(step / 100, f"row {step}")
        return "done"

    task = context.tasks.run_job("Reading", work)
    seen = []
    task.progressed.connect(lambda fraction, text: seen.append((fraction, text)))
    with qtbot.waitSignal(task.done):
        pass
    assert seen[-1] == (1.0, "row 100") and len(seen) < 60
    task.started_at -= 10
    task.fraction = 0.5
    assert task.remaining_s() == pytest.approx(10, abs=2)


def test_cancel_before_the_start_means_it_never_runs(qtbot, context):
    gate, ran = threading.Event(), []
    first = context.tasks.run_db("x", lambda _s: gate.wait(5))
    second = context.tasks.run_db("y", lambda _s: ran.append(1))
    second.cancel()
    with qtbot.waitSignals([first.ended, second.ended]):
        gate.set()
    assert ran == []


def test_cancel_while_running_is_seen_by_the_job(qtbot, context):
    started = threading.Event()

    def work(job):
        started.set()
        while True:
            job.check()
            QThread.msleep(1)

    done, failed = [], []
    task = context.tasks.run_job("x", work, on_done=done.append, on_error=failed.append)
    assert started.wait(5)
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert done == [] and failed == []


def test_cancelled_raised_by_a_service_is_no_error(qtbot, context):
    refused = []
    context.tasks.refused.connect(refused.append)
    task = context.tasks.run_db("x", raise_it, Cancelled())
    with qtbot.waitSignal(task.ended):
        pass
    assert refused == []


def test_a_writing_job_keeps_other_changes_waiting(qtbot, context):
    gate, order = threading.Event(), []
    job = context.tasks.run_job("Import", lambda _job: (gate.wait(5), order.append("job")), writes=True)
    change = context.tasks.run_db("x", lambda _session: order.append("change"))
    with qtbot.waitSignals([job.ended, change.ended]):
        gate.set()
    assert order == ["job", "change"]


def test_the_status_lists_visible_work_only(qtbot, context):
    gate = threading.Event()
    job = context.tasks.run_job("Import", wait_for, gate)
    quiet = context.tasks.run_job("look", wait_for, gate, visible=False)
    assert [task.title for task in context.tasks.running()] == ["Import"] and not context.tasks.is_idle()
    with qtbot.waitSignals([job.ended, quiet.ended]):
        gate.set()
    assert context.tasks.is_idle()


def test_the_loop_goes_on_beating_while_a_job_runs(qtbot, context):
    gate = threading.Event()

    def work(job):
        total = 0
        while not gate.is_set():  # busy until the loop has beaten often enough: no guess at how fast the machine is
            total += sum(range(20_000))
            job.progress(-1)
        return total

    with LoopWatch() as watch:
        task = context.tasks.run_job("x", work)
        qtbot.waitUntil(lambda: watch.beats > 3)
        with qtbot.waitSignal(task.done):
            gate.set()
    assert watch.beats > 3


def test_shutdown_waits_and_leaves_no_thread(qtbot, context):
    before = threading.active_count()
    context.tasks.run_io("x", give, 1)
    context.tasks.shutdown()
    assert threading.active_count() <= before


def test_a_window_that_is_gone_is_not_told(qtbot, context):
    class Window(QObject):
        def told(self, _result: object) -> None:
            raise AssertionError

    window, waiting = Window(), threading.Event()
    for callback in (window.told, partial(window.told)):
        context.tasks.run_job("slow", wait_for, waiting, on_done=callback)
    delete(window)
    waiting.set()
    qtbot.waitUntil(context.tasks.is_idle)


def test_what_was_asked_of_a_shop_is_done_there_also_when_another_is_opened_meanwhile(qtbot, context):
    old, new = context.shop, DemoShop()
    heard, free = [], threading.Event()
    context.bus.changed.connect(heard.append)
    context.tasks.run_job("x", wait_for, free, writes=True)
    change = Change(7, "no_shop_open", {}, {"orders": (1,)})
    context.tasks.run_db("x", give, change, on_done=heard.append, on_error=heard.append)
    context.tasks.run_io("x", give, 5, on_done=heard.append)
    context.set_shop(new)
    free.set()
    qtbot.waitUntil(context.tasks.is_idle)
    assert (old.writes, new.writes) == (1, 0)
    assert heard == [] and context.toasts.text() == ""  # its Undo would undo a step of the shop that is open now


def test_opening_a_shop_is_told_although_it_changes_the_shop(qtbot, context):
    opened = []
    for name in ("one", "two"):
        context.tasks.run_job("x", lambda _job, name=name: name, on_done=opened.append)
        context.shop = DemoShop()
    qtbot.waitUntil(context.tasks.is_idle)
    assert sorted(opened) == ["one", "two"]


def test_what_waits_for_the_paint_is_under_way_and_enters_the_lane_after_it(qtbot, context):
    order = []
    later = context.tasks.run_io("x", lambda _session: order.append("later"), after_ms=AFTER_PAINT_MS)
    assert later.future is None and not context.tasks.is_idle()
    context.tasks.run_io("x", lambda _session: order.append("now"))
    with qtbot.waitSignal(later.done):
        pass
    assert order == ["now", "later"] and context.tasks.is_idle()


def test_cancelled_before_the_paint_it_never_runs(qtbot, context):
    ran = []
    task = context.tasks.run_io("x", lambda _session: ran.append(1), on_done=ran.append, after_ms=AFTER_PAINT_MS)
    task.cancel()
    with qtbot.waitSignal(task.ended):
        pass
    assert not ran and task.future is None and context.tasks.is_idle()
