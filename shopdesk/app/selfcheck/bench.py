"""What a check works with: a folder of its own, and the program's command line, handed in by whoever starts the
check."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bench:
    """``run``: the command line, ``cli.main``."""

    folder: Path
    run: Callable[[list[str]], int]

    def command(self, *words: str | Path) -> str:
        """What a command says. Raises ``RuntimeError`` with its words when its exit code is not 0."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = self.run([str(word) for word in words])
        if code:
            raise RuntimeError(f"{words[-1]}: exit code {code}: {said.getvalue().strip()[-400:]}")
        return said.getvalue()
