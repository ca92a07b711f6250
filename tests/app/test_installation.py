"""What an installer relies on: the self-check, one version everywhere, a README that tells the truth."""

from __future__ import annotations

import json
import os
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import shopdesk
from shopdesk.app import selfcheck
from shopdesk.app.cli import COMMANDS, main, make_parser
from shopdesk.app.frozen import give_back_library_path
from shopdesk.app.paths import machine_file, shops_dir
from shopdesk.app.program import Program
from shopdesk.app.registry import tab_declarations
from shopdesk.app.selfcheck import installation, work
from shopdesk.app.selfcheck.bench import Bench
from shopdesk.base.errors import MachineError
from shopdesk.dialogs.first_start.dialog import FirstStart
from shopdesk.printing.sheets import sheets
from shopdesk.storage.shopfile import create_shop
from shopdesk.ui.message import worded
from tests.sources import RESOURCES, ROOT


@pytest.mark.slow
def test_the_self_check_passes_here(capsys: pytest.CaptureFixture[str], tmp_path: Path, own_folders: Path) -> None:
    report = tmp_path / "check 结果.json"
    assert main(["--self-check", str(report)]) == 0
    assert "self-check: ok" in capsys.readouterr().out
    found = json.loads(report.read_text(encoding="utf-8"))
    steps = {step["title"]: step["found"] for step in found["steps"]}
    assert found["ok"] and list(steps) == [title for title, _ in selfcheck.CHECKS]
    assert steps["catalogues"]["import_formats"] == len(list((RESOURCES / "import_formats").glob("*.toml")))
    assert set(steps["sample shop"]) == set(steps["empty shop"]) == {tab.key for tab in tab_declarations()}
    assert set(steps["import"]) >= {"orders.xls", "orders.xlsx"} and steps["start"]["first_paint_ms"] > 0
    assert not list(own_folders.rglob("*.shopdesk")) and not machine_file().exists()


def _run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, check: selfcheck.Check
) -> tuple[int, str]:
    monkeypatch.setattr(selfcheck, "CHECKS", (("one", check),))
    return selfcheck.main(main), capsys.readouterr().out


def test_the_self_check_names_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "LIBRARIES", ("not_installed_anywhere",))
    code, said = _run(capsys, monkeypatch, installation.libraries)
    assert code == 1 and "- one: ModuleNotFoundError" in said and "not_installed_anywhere" in said


def test_what_a_slot_raises_fails_the_self_check(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    def check(_bench: Bench) -> dict[str, Any]:
        loop = QEventLoop(QCoreApplication.instance())
        QTimer.singleShot(0, [].pop)
        QTimer.singleShot(20, loop.quit)
        loop.exec()
        return {"looked": "fine"}

    code, said = _run(capsys, monkeypatch, check)
    assert code == 1 and "pop from empty list" in said


def test_what_a_command_refuses_fails_the_self_check(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = _run(
        capsys, monkeypatch, lambda bench: {"said": bench.command("--shop", bench.folder / "no.shopdesk", "check")}
    )
    assert code == 1 and "exit code 3" in said


@pytest.mark.parametrize("fault", ["missing", "changed", "strange"])
def test_a_resource_that_is_not_as_it_was_built_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    for name in ("rules.toml", "theme.qss"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    hashes = {name: installation.fingerprint(tmp_path / name) for name in ("rules.toml", "theme.qss")}
    (tmp_path / installation.MANIFEST).write_text(json.dumps(hashes), encoding="utf-8")
    monkeypatch.setattr(installation, "resources_dir", lambda: tmp_path)
    monkeypatch.setattr(installation, "resource_files", lambda: sorted(path.name for path in tmp_path.iterdir()))
    assert installation.files(Bench(tmp_path, main)) == {"compared": 2}
    wrong = {"missing": "theme.qss", "changed": "theme.qss", "strange": "new.toml"}[fault]
    (tmp_path / wrong).unlink() if fault == "missing" else (tmp_path / wrong).write_text("other", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=wrong):
        installation.files(Bench(tmp_path, main))


def test_a_catalogue_that_is_empty_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installation, "resource_files", lambda: ["messages/base.toml"])
    with pytest.raises(FileNotFoundError, match="label_sheets"):
        installation.catalogues(Bench(tmp_path, main))


def test_a_blank_picture_is_seen() -> None:
    from PySide6.QtGui import QColor

    assert work.is_blank(lambda _x, _y: QColor("white"), 90, 90)
    assert not work.is_blank(lambda x, y: QColor("black" if x == y == 42 else "white"), 90, 90)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write")
def test_the_program_starts_where_its_folder_cannot_be_made(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_HOME", "/proc/nowhere")
    program = Program()
    assert program.begin(None) and program.window is not None
    qtbot.waitUntil(lambda: bool(program.window.findChildren(FirstStart)))
    program.window.findChildren(FirstStart)[0].reject()
    with pytest.raises(MachineError) as refused:
        create_shop(shops_dir() / "my.shopdesk", name="My", currency="EUR", timezone="Europe/Berlin")
    program.end()
    assert "cannot be" in worded(refused.value)


def test_the_readme_names_every_command_and_label_size() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    written = [shlex.split(line)[1:] for line in text.splitlines() if line.startswith("    shopdesk ")]
    assert {make_parser().parse_args(words).command for words in written} == set(COMMANDS)
    assert not [sheet.key for sheet in sheets().values() if f"`{sheet.key}`" not in text.replace("--size ", "")]


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == shopdesk.__version__


def test_locks_pin_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8").lower()
    tests = (ROOT / "packaging" / "requirements-dev.lock").read_text(encoding="utf-8").lower()
    for wanted, lock in ((project["dependencies"], program), (project["optional-dependencies"]["dev"], tests)):
        names = [requirement.split(">")[0].lower() for requirement in wanted]
        assert not [name for name in names if f"{name}==" not in lock]
    assert "://" not in program + tests


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the variable")
@pytest.mark.parametrize("before", [None, "/opt/lib"])
def test_programs_that_the_bundle_starts_get_their_own_libraries(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/shopdesk/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    give_back_library_path()
    assert os.environ["LD_LIBRARY_PATH"] == "/usr/lib/shopdesk/_internal", "from source nothing was changed"
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    give_back_library_path()
    assert os.environ.get("LD_LIBRARY_PATH") == before and "LD_LIBRARY_PATH_ORIG" not in os.environ
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1", "its own child sets the path for itself"
