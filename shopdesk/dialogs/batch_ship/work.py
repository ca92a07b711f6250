"""What the window has done off its thread: looking what a layout would say, writing the file and remembering it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.exporting.ship_templates import ShipRows, ShipTemplate, rows_of, ship_templates, write_ship_file
from shopdesk.services import batch_ship
from shopdesk.services.batch_ship import BatchShip
from shopdesk.services.changes import Change
from shopdesk.ui.tasks import Job


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would go into a file."""

    template: ShipTemplate
    found: BatchShip
    told: ShipRows


def waiting(session: Any, order_ids: Sequence[int] | None) -> dict[str, int]:
    """How many parcels each layout was not told yet, by key."""
    return {
        key: len(batch_ship.gather(session, key, template.channel, order_ids).parcels)
        for key, template in ship_templates().items()
    }


def prepare(session: Any, key: str, order_ids: Sequence[int] | None, again: bool) -> Prepared:
    """What the layout ``key`` would say."""
    template = ship_templates()[key]
    found = batch_ship.gather(session, key, template.channel, order_ids, again=again)
    return Prepared(template, found, rows_of(template, found.parcels))


def write(job: Job, prepared: Prepared, path: Path) -> Change:
    """Write the file, then note in each order that it was told. Raises ``MachineError``; nothing is noted then."""
    write_ship_file(path, prepared.template, prepared.told.rows)
    with job.shop.write() as session:
        return batch_ship.remember(
            session, prepared.template.key, prepared.template.name, path.name, prepared.told.parcels
        )
