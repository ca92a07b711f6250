"""Garbage is collected on the window's thread only."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from shopdesk.app.garbage import Garbage, collect_due


class Knot:
    """Refers to itself: only a collection lets go of it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage(qapp):
    made = Garbage()
    yield made
    made.end()
    gc.disable()
    made.deleteLater()


def tie(count: int) -> weakref.ref[Knot]:
    knots = [Knot() for _ in range(count)]
    return weakref.ref(knots[0])


def test_a_lane_never_collects(garbage):
    seen: list[weakref.ref[Knot]] = []
    lane = threading.Thread(target=lambda: seen.append(tie(50_000)))
    lane.start()
    lane.join()
    assert seen[0]() is not None
    collect_due()
    assert seen[0]() is None


def test_what_the_start_made_is_left_alone(garbage):
    garbage.settle()
    assert gc.get_freeze_count() > 0 and not gc.isenabled()
    garbage.end()
    assert gc.get_freeze_count() == 0 and gc.isenabled()


def test_the_search_of_everything_waits_between_two(garbage, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr("shopdesk.app.garbage.gc.get_count", lambda: (9_999, 99, 99))
    monkeypatch.setattr("shopdesk.app.garbage.gc.collect", asked.append)
    garbage._collect()
    garbage._collect()
    assert asked == [2, 1]
