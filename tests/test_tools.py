"""ruff and mypy are tests, so that one command says whether the project is right."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.sources import ROOT


def _run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    _run("ruff", "check", ".")


def test_everything_is_formatted() -> None:
    _run("ruff", "format", "--check", ".")


@pytest.mark.slow
def test_types_hold() -> None:
    _run("mypy")
