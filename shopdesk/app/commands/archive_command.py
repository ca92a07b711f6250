"""``archive``: orders that are over leave the lists, ``--back`` brings them back."""

from __future__ import annotations

import argparse

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message, tr
from shopdesk.services import archiving

HELP = N_("take orders that are over out of the lists, or bring them back")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    add_choice(parser)
    parser.add_argument("--back", action="store_true", help=tr("bring archived orders back (chip: archived)"))


def run(arguments: argparse.Namespace) -> int:
    """Orders that still wait for something stay, and the answer says how many.

    Raises ``UserError`` when none can be archived, or brought back.
    """
    step = archiving.bring_back if arguments.back else archiving.archive
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            change = step(session, chosen_orders(session, arguments))
    finally:
        shop.close()
    say(message(change.code, **change.params))
    return 0
