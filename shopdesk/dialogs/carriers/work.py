"""What the dialog of carriers has done off the window's thread: reading the book, reading and writing price files,
keeping what was typed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.dialogs.carriers import fields
from shopdesk.domain.freight import Rate
from shopdesk.domain.freight_templates import FreightBy
from shopdesk.services import carrier_edit, freight_templates
from shopdesk.services.carriers import CarrierBook, book
from shopdesk.services.freight_grid import parse_template
from shopdesk.services.freight_templates import TemplateEntry
from shopdesk.services.rate_files import rates_in
from shopdesk.services.rate_table import parse_rates, rate_cells
from shopdesk.ui.tasks import Job


def read(session: Any) -> tuple[CarrierBook, list[TemplateEntry]]:
    """Carriers and templates as they are now."""
    return book(session), freight_templates.templates(session)


def save_rates(session: Any, service_id: int, cells: Sequence[Sequence[str]], currency: str) -> Any:
    """Keep a price table as typed; an empty grid empties it."""
    return carrier_edit.set_rates(session, service_id, parse_rates(cells, currency) if cells else [])


def save_template(session: Any, template_id: int | None, values: Mapping[str, Any], cells: list[list[str]]) -> Any:
    """Keep a template as typed."""
    code = str(values["currency"]).strip().upper()
    rows = parse_template(cells, FreightBy(values["by"]), code)
    if not rows:
        raise UserError("freight_no_rows")
    return freight_templates.save_template(session, fields.template_of(values, rows), template_id)


def read_file(job: Job, path: Path, currency: str) -> list[list[str]]:
    """The prices in a file, as the grid shows them; read in the child process."""
    from shopdesk.importing import child
    from shopdesk.services.reading import read_request

    with tempfile.TemporaryDirectory(prefix="shopdesk-") as folder, job.shop.read() as session:
        request = read_request(session, path, Path(folder) / "unused")
    return rate_cells(rates_in(child.cells(request, job.is_cancelled), currency))


def write_file(_job: Job, path: Path, rates: Sequence[Rate]) -> int:
    """Write prices to a CSV or XLSX file; the number of lines."""
    from shopdesk.exporting.rates import write_rates

    return write_rates(path, rates)
