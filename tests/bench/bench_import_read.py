"""How long reading a large order file into a staging file takes, against python-calamine alone in the same run.

``python tests/bench/bench_import_read.py FILE.xlsx [repeats]``. A measurement, not a test: a time of 1.6 to 1.9 ×
and a memory below 2 × are what the reader was built for.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BARE = "from python_calamine import CalamineWorkbook as B; B.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
_OURS = (
    "from pathlib import Path; from shopdesk.importing.child import read; from shopdesk.importing.request import "
    "ReadRequest; "
    "read(ReadRequest(Path(sys.argv[1]), Path(sys.argv[2]) / 'staging', currency='GBP', timezone='Europe/London'))"
)
_MEMORY = (
    "; import resource, json; own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
    "print(json.dumps(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)))"
)


def measure(code: str, path: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a fresh process, start included."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        command = [sys.executable, "-c", f"import sys; {code}{_MEMORY}", str(path), folder]
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        return time.perf_counter() - started, json.loads(done.stdout) / 1024


def main() -> None:
    path = Path(sys.argv[1])
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    pairs = [(measure(_BARE, path), measure(_OURS, path)) for _ in range(repeats)]
    bare, ours = (statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
    bare_mb, ours_mb = (max(pair[i][1] for pair in pairs) for i in (0, 1))
    print(f"calamine {bare:.2f} s {bare_mb:.0f} MB, read + map + stage {ours:.2f} s {ours_mb:.0f} MB")
    print(f"time {ours / bare:.2f} x, memory {ours_mb / bare_mb:.2f} x")


if __name__ == "__main__":
    main()
