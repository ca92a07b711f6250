"""Finding the service whose prices a file holds, and the prices in its cells. Reads no file and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from shopdesk.base.errors import UserError
from shopdesk.domain.carriers import find_named, name_index, plain_name
from shopdesk.domain.freight import Rate
from shopdesk.importing.request import TextRow
from shopdesk.services.carriers import CarrierBook, ServiceEntry
from shopdesk.services.rate_table import parse_rates


def named_service(book: CarrierBook, carrier: str, service: str) -> ServiceEntry:
    """The service that two names mean. Raises ``UserError("service_not_found")`` with those there are."""
    by_name = name_index((entry, (entry.facts.name, *entry.facts.aliases.splitlines())) for entry in book.carriers)
    found = find_named(carrier, by_name)
    if found is None:
        raise UserError("service_not_found", name=carrier, known=", ".join(e.facts.name for e in book.carriers) or "–")
    for entry in found.services:
        if plain_name(service) in {plain_name(entry.facts.name), plain_name(entry.facts.code) or None}:
            return entry
    raise UserError("service_not_found", name=service, known=", ".join(e.facts.name for e in found.services) or "–")


def rates_in(rows: Sequence[TextRow], currency: str) -> list[Rate]:
    """The prices in a file's cells; see :func:`rate_table.parse_rates`."""
    return parse_rates([cells for _, cells in rows], currency)
