"""``print labels|pick-list|packing-note``: papers of a chip or of named orders as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say
from shopdesk.app.offscreen import without_display
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn

HELP = N_("write labels, a pick list or packing notes as PDF")
DOCUMENTS = ("labels", "pick-list", "packing-note")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("document", choices=DOCUMENTS)
    add_choice(parser)
    parser.add_argument("--size", metavar="KEY", default="", help=tr("label sheet or paper, such as thermal_100x150 or a4"))
    parser.add_argument("--start", type=int, default=1, metavar="N", help=tr("first free label on a part-used sheet"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError("nothing_to_print")`` and what printing raises. Orders that cannot be printed are named."""
    without_display()
    shop = opened_shop(arguments.shop)
    try:
        with shop.read() as session:
            pages = _WRITERS[arguments.document](session, chosen_orders(session, arguments), arguments)
    finally:
        shop.close()
    say(trn("{n} page in {file}", "{n} pages in {file}", pages, file=str(arguments.out)))
    return 0


