"""Small tables that are edited as a whole (a price table, the rows of a freight template): the step changes only the
lines that differ, so that undo brings back exactly those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopdesk.services.recording import Recorder
from shopdesk.storage.tables import Base


def replace_lines(
    step: Recorder, table: type[Base], old: Mapping[Any, Any], wanted: Mapping[Any, Mapping[str, Any]]
) -> None:
    """Make the rows ``old`` (by key) those of ``wanted`` (values by key). New lines are written before others go:
    SQLite gives the number of the last row again, and undo must tell the two apart.
    """
    for key, values in wanted.items():
        if key in old:
            step.update(old[key], **values)
    step.insert_many(table, [values for key, values in wanted.items() if key not in old])
    for key, row in old.items():
        if key not in wanted:
            step.delete(row)
