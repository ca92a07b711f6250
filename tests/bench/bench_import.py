"""How long a whole import takes, as a multiple of the time python-calamine needs only to read the file; peak memory
likewise.

``python -m tests.bench.bench_import [FILE.xlsx]`` (default: ``online_retail_rebuilt.xlsx`` of the shared data sets). A
measurement, not a test. Each step runs in a process of its own where memory counts. Contract: ratio ≤ 3 (aim 2), memory
≤ 2.5 × calamine's.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[3] / "shared/datasets/online_retail_rebuilt.xlsx"


def _peaks_mb() -> tuple[float, float]:
    """Peak memory of this process and of the largest child that ended."""
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, children


def read_only(path: Path) -> dict[str, float]:
    """calamine alone: every cell as a Python value."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return {"seconds": time.perf_counter() - start, "rows": len(rows), "peak_mb": _peaks_mb()[0]}


def whole_import(path: Path) -> dict[str, float]:
    """Read in the child, preview, apply with index; then the same file again."""
    from shopdesk.importing.child import read
    from shopdesk.services import imports, reading
    from shopdesk.storage.shopfile import create_shop

    folder = Path(tempfile.mkdtemp())
    shop = create_shop(folder / "bench.shopdesk", name="Bench", currency="GBP", timezone="Europe/London")
    with shop.read() as session:
        request = reading.read_request(session, path, folder / "staging.sqlite")
    marks = [time.perf_counter()]
    staged = read(request)
    marks.append(time.perf_counter())
    imports.prepare(shop, staged)
    marks.append(time.perf_counter())
    result = imports.apply(shop, staged)
    marks.append(time.perf_counter())
    own, child = _peaks_mb()
    imports.prepare(shop, staged)
    again = imports.apply(shop, staged)
    marks.append(time.perf_counter())
    assert (again.imported, again.unchanged + again.rejected_rows) == (0, staged.rows)
    shop.close()
    shutil.rmtree(folder)
    reading_s, prepare_s, apply_s, again_s = (b - a for a, b in pairwise(marks))
    return {
        "read": reading_s, "prepare": prepare_s, "apply": apply_s, "seconds": marks[3] - marks[0], "again": again_s,
        "own_mb": own, "child_mb": child, "peak_mb": max(own, child), "rows": result.rows,
        "orders": result.counts["orders_new"],
    }  # fmt: skip


def _apart(step: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.bench_import", step, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def main() -> None:
    """Alternate the two, keep the best of three of each, print the ratios."""
    steps = {"read_only": read_only, "whole_import": whole_import}
    if len(sys.argv) == 3 and sys.argv[1] in steps:
        print(json.dumps(steps[sys.argv[1]](Path(sys.argv[2]))))
        return
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    runs = [(_apart("read_only", path), _apart("whole_import", path)) for _ in range(3)]
    base = min((run[0] for run in runs), key=lambda run: run["seconds"])
    best = min((run[1] for run in runs), key=lambda run: run["seconds"])
    print(f"calamine alone: {base['seconds']:.2f} s, {base['peak_mb']:.0f} MB, {base['rows']:.0f} rows")
    for step in ("read", "prepare", "apply", "again"):
        print(f"  {step:8} {best[step]:6.2f} s  {best[step] / base['seconds']:.2f} ×")
    print(
        f"whole import:   {best['seconds']:.2f} s = {best['seconds'] / base['seconds']:.2f} × ({best['orders']:.0f} "
        "orders)"
    )
    print(f"peak memory:    {best['peak_mb']:.0f} MB = {best['peak_mb'] / base['peak_mb']:.2f} × "
          f"(window's process {best['own_mb']:.0f} MB, reader {best['child_mb']:.0f} MB)")  # fmt: skip


if __name__ == "__main__":
    main()
