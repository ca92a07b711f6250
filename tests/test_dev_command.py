"""``packaging/dev.py``: what a fresh machine meets first."""

from __future__ import annotations

import ast
import importlib.util
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import ROOT

SCRIPT = ROOT / "packaging" / "dev.py"


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_the_standard_library_is_needed() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    roots = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    roots |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert roots <= sys.stdlib_module_names


def test_wrong_use_says_what_there_is(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    assert "packaging/dev.py run" in capsys.readouterr().out


def test_an_old_python_is_refused_in_words(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST", (4, 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        dev.check_python()


def test_without_root_the_command_is_printed(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "privileged", lambda: None)
    with pytest.raises(SystemExit, match="sudo apt-get install -y --no-install-recommends libegl1"):
        dev.install_packages(["libegl1"], "Qt needs")


def test_files_are_named_from_where_one_stands(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "set_up", lambda purpose: None)
    monkeypatch.setattr(dev, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sqlalchemy.py").write_text("raise SystemExit('the wrong library')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert dev.run_program(["new", "here.shopdesk"]) == 0
    assert (tmp_path / "here.shopdesk").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("display", ["", ":4711", "nonsense"])
def test_a_display_that_does_not_answer_is_none(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    done: list[str] = []
    monkeypatch.setattr(dev, "set_up", lambda purpose: None)
    monkeypatch.setattr(dev, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(dev, "main_job", lambda: done.append("main job") or 0)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert dev.run_program([]) == 0 and done == ["main job"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert dev.has_display()


@pytest.mark.slow
def test_without_a_display_the_main_job_is_done(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OUT", tmp_path / "out")
    monkeypatch.setattr(dev, "venv_python", lambda: Path(sys.executable))
    assert dev.main_job() == 0
    assert {path.name for path in (tmp_path / "out").glob("*.*")} >= {"sample.shopdesk", "labels.pdf", "pick-list.pdf"}
    said = capfd.readouterr().out
    assert "no window can open" in said
    assert str(tmp_path / "out" / "labels.pdf") in said


def test_the_locks_name_every_library_that_another_needs(dev: ModuleType) -> None:
    """They are installed without looking for what each needs, so nothing may be left to find."""
    for purpose, lock in dev.LOCKS.items():
        pinned = {
            canonicalize_name(line.split("==")[0]): line.split(";")[0].split("==")[1].strip(" \\")
            for line in lock.read_text(encoding="utf-8").splitlines()
            if "==" in line and not line.startswith((" ", "#"))
        }
        assert pinned, purpose
        for name in pinned:
            try:
                needs = [Requirement(need) for need in metadata.distribution(name).requires or ()]
            except metadata.PackageNotFoundError:  # of another system
                continue
            for need in needs:
                if need.marker is None or need.marker.evaluate({"extra": ""}):
                    assert canonicalize_name(need.name) in pinned, f"{name} needs {need}, which {lock.name} lacks"
                    assert need.specifier.contains(pinned[canonicalize_name(need.name)]), f"{name} needs {need}"
