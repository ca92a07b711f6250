"""What an installer relies on: the self-check, one version everywhere, a README that tells the truth."""

from __future__ import annotations

import shlex
import tomllib

import pytest

import shopdesk
from shopdesk.app import selfcheck
from shopdesk.app.cli import COMMANDS, make_parser
from shopdesk.printing.sheets import sheets
from tests.sources import ROOT


def test_the_self_check_passes_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert selfcheck.main() == 0
    assert "self-check: ok" in capsys.readouterr().out


def test_the_self_check_names_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selfcheck, "LIBRARIES", ("not_installed_anywhere",))
    assert selfcheck.main() == 3
    assert "not_installed_anywhere" in capsys.readouterr().out


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
