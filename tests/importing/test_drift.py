"""Exports drift: columns move, come and change names; files are saved again elsewhere. What they say stays the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.importing.formats import formats
from tests.importing.drifted import drifts, load_export, write_drifted
from tests.importing.staged_files import SAMPLES, StagedFile, read_file_here
from tests.importing.test_samples import READ, hints_of


def meaning(staged: StagedFile) -> dict[str, Any]:
    """What must not change: counts, money, pieces, and why rows were refused."""
    found: dict[str, Any] = {
        "key": staged.detection.key,
        "rows": staged.rows,
        "accounted": staged.accounted,
        "entities": len(staged.entities),
        "lines": sum(map(len, staged.lines.values())),
        "rejected": Counter(code for _, code in staged.rejected),
    }
    if staged.target == "orders":
        found["totals"] = staged.totals
        found["states"] = Counter(
            (order["order_no"], order["state"], order["payment_state"]) for order in staged.entities
        )
    elif staged.target in ("products", "stock"):
        found["skus"] = Counter(entity["sku_code"] for entity in staged.entities)
    return found


@pytest.mark.parametrize(("key", "entry"), READ)
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_drifted_export_says_the_same(
    key: str, entry: Mapping[str, Any], tmp_path: Path, data: st.DataObject
) -> None:
    declared, path, hints = formats()[key], SAMPLES / key / entry["file"], hints_of(entry)
    export = load_export(path, declared, tmp_path)
    drift = data.draw(drifts(export, declared))
    drifted = write_drifted(export, drift, tmp_path / "drifted.csv")
    before, after = (
        meaning(read_file_here(path, tmp_path, **hints)),
        meaning(read_file_here(drifted, tmp_path, **hints)),
    )
    assert after == before
