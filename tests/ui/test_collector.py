"""Garbage is collected on the GUI thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref

from shopdesk.ui.collector import Collector


class Ring:
    def __init__(self) -> None:
        self.me = self


def test_a_worker_that_allocates_collects_nothing(qapp):
    collector = Collector()
    collector.start()
    try:
        ring = Ring()
        seen = weakref.ref(ring)
        del ring
        worker = threading.Thread(target=lambda: [[n] for n in range(50_000)])
        worker.start()
        worker.join()
        assert seen() is not None
        keep = [[n] for n in range(50_000)]
        assert collector.look() is not None and seen() is None and keep
    finally:
        collector.stop()
    assert gc.isenabled()


def test_nothing_due_is_nothing_done(qapp):
    collector = Collector()
    gc.collect()
    collector.start()
    gc.collect()
    assert collector.look() is None
    collector.stop()
