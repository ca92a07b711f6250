"""``ship``: the parcels were handed over to the carrier; by a chip or by numbers, or by a file of waybills."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr
from shopdesk.services import orders
from shopdesk.services.carriers import carrier_index, unknown_carriers
from shopdesk.services.waybill_entry import Verdict

HELP = N_("mark orders as shipped")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    which = add_choice(parser)
    table = tr("a CSV or XLSX file of order number, carrier and waybill")
    which.add_argument("--from", type=Path, dest="table", metavar="FILE", help=table)
    parser.add_argument("--carrier", default="", metavar="NAME", help=tr("the carrier of parcels that have none yet"))
    parser.add_argument("--waybill", default="", metavar="NUMBER", help=tr("the waybill, for a single order"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Orders that cannot be shipped yet stay where they are, and the answer says how many; of a file, which and why.

    Raises ``UserError`` when none can be shipped, ``waybill_for_one``, and what reading a file raises.
    """
    if arguments.table is not None:
        return _from_file(arguments)
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            wanted = chosen_orders(session, arguments)
            if arguments.waybill and len(wanted) > 1:
                raise UserError("waybill_for_one", n=len(wanted))
            change = orders.mark_shipped(session, wanted, carrier=arguments.carrier, waybill=arguments.waybill)
            unknown = unknown_carriers(carrier_index(session), [arguments.carrier])
    finally:
        shop.close()
    for name in unknown:
        print(message("carrier_unknown_said", carrier=name), file=sys.stderr)
    if arguments.json:
        say_json({"code": change.code, **change.params})
    else:
        say(message(change.code, **change.params))
    return 0


def _from_file(arguments: argparse.Namespace) -> int:
    from shopdesk.importing import child
    from shopdesk.importing.waybill_rows import waybill_rows
    from shopdesk.services import waybill_entry
    from shopdesk.services.reading import read_request

    if arguments.waybill:
        raise UserError("waybill_beside_list")
    shop = opened_shop(arguments.shop)
    try:
        with tempfile.TemporaryDirectory(prefix="shopdesk-") as folder, shop.read() as session:
            request = read_request(session, arguments.table, Path(folder) / "unused")
            rows = waybill_rows(child.cells(request))
        with shop.write() as session:
            change, check = waybill_entry.apply(session, rows, carrier=arguments.carrier, ship=True)
    finally:
        shop.close()
    if arguments.json:
        say_json({"applied": len(check.applied), "rows": [_plain(verdict) for verdict in check.verdicts]})
    else:
        _say(check.verdicts)
    if change.id is None and not check.applied:
        raise UserError(change.code, **change.params)
    if not arguments.json:
        say(message(change.code, **change.params))
    return 0


def _say(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        if reason := verdict.reason():
            say(tr("  row {row}: {reason}", row=verdict.row.row, reason=reason))


def _plain(verdict: Verdict) -> dict[str, object]:
    row = verdict.row
    return {
        "row": row.row, "order_no": row.order_no, "carrier": verdict.carrier or row.carrier, "waybill": row.waybill,
        "applied": verdict.is_applied, "code": verdict.code, "warnings": [code for code, _ in verdict.warnings],
        "reason": verdict.reason(),
    }  # fmt: skip
