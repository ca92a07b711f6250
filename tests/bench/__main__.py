"""``python -m tests.bench [WORD]``: run the measurements whose name holds the word, all of them without one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(word: str) -> int:
    """The worst exit code; each measurement is a process of its own."""
    worst = 0
    for path in sorted(HERE.glob("bench_*.py")):
        if word in path.stem:
            print(f"== {path.stem}", flush=True)
            worst = max(worst, subprocess.call([sys.executable, "-m", f"tests.bench.{path.stem}"], cwd=HERE.parents[1]))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
