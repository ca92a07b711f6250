"""``confirm``: review done, the orders may be shipped."""

from __future__ import annotations

import argparse

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message
from shopdesk.services import orders

HELP = N_("confirm reviewed orders, so that they can be shipped")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    add_choice(parser)


def run(arguments: argparse.Namespace) -> int:
    """Orders with open problems stay where they are, and the answer says how many.

    Raises ``UserError`` when none can be confirmed.
    """
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            change = orders.confirm(session, chosen_orders(session, arguments))
    finally:
        shop.close()
    say(message(change.code, **change.params))
    return 0
