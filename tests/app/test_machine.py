"""This machine's memory: preferences, recent shops, state; a damaged file is set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopdesk.app.context import language_of
from shopdesk.app.machine import Machine
from shopdesk.base.errors import UserError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "machine.json"


def test_a_preference_has_its_default_and_is_kept(qapp, qtbot, file):
    machine = Machine(file)
    assert machine.preference("density") == "comfortable"
    with qtbot.waitSignal(machine.preference_changed) as caught:
        machine.set_preference("density", "compact")
    assert caught.args == ["density", "compact"]
    machine.save()
    assert Machine(file).preference("density") == "compact"


def test_what_is_not_allowed_is_refused_and_never_read(qapp, file):
    machine = Machine(file)
    with pytest.raises(UserError, match="setting_invalid"):
        machine.set_preference("scheme", "pink")
    file.write_text(json.dumps({"preferences": {"scheme": "pink", "density": 7}}))
    assert Machine(file).preference("scheme") == "system" and Machine(file).preference("density") == "comfortable"


@pytest.mark.parametrize("content", ["{", "[]", "", '"x"', "\x00\x01"])
def test_a_damaged_file_is_no_reason_not_to_start(qapp, file, content):
    file.write_text(content)
    machine = Machine(file)
    machine.set_state("window.tab", "orders")
    machine.save()
    assert Machine(file).state("window.tab") == "orders"


def test_recent_shops_are_newest_first_and_those_gone_left_out(qapp, tmp_path, file):
    shops = [tmp_path / f"{n}.shopdesk" for n in range(10)]
    machine = Machine(file)
    for path in shops:
        path.touch()
        machine.remember_shop(path)
    shops[9].unlink()
    machine.remember_shop(shops[5])
    assert machine.recent_shops()[:2] == [shops[5], shops[8]] and len(machine.recent_shops()) == 7


def test_a_disk_that_cannot_be_written_costs_the_memory_only(qapp, tmp_path):
    (tmp_path / "file").touch()
    machine = Machine(tmp_path / "file" / "machine.json")
    machine.set_state("x", 1)
    machine.save()
    assert machine.state("x") == 1


def test_a_chosen_language_is_spoken(qapp):
    assert language_of("zh_CN") == "zh_CN" and language_of("en") == "en"
    assert language_of("system") in {"en", "zh_CN"}
