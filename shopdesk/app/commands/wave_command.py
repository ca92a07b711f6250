"""``wave start|picked|packed|hand-over``: orders picked in one walk, from the shelf to the carrier."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message, tr
from shopdesk.services import waves
from shopdesk.services.recording import Change

HELP = N_("pick orders in waves: start one, say that it is picked, packed, handed over")
_STEPS: dict[str, tuple[str, Callable[[Session, int], Change]]] = {
    "picked": (N_("everything of a wave was found"), waves.pick),
    "packed": (N_("everything of a wave is packed"), waves.pack),
    "hand-over": (N_("the carrier took the packed parcels of a wave"), waves.hand_over),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    start = steps.add_parser("start", help=tr("begin to pick: a wave for each warehouse and carrier"))
    add_choice(start)
    start.add_argument("--json", action="store_true", help=tr("answer as JSON"))
    for name, (words, _) in _STEPS.items():
        step = steps.add_parser(name, help=tr(words))
        step.add_argument("number", metavar="NUMBER", help=tr("the wave, as list waves names it"))
        step.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError`` when the step is not possible; orders that cannot be picked are left out and counted."""
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() as session:
            if arguments.step == "start":
                change = waves.start(session, chosen_orders(session, arguments))
            else:
                change = _STEPS[arguments.step][1](session, waves.wave_called(session, arguments.number))
    finally:
        shop.close()
    if arguments.json:
        say_json({"code": change.code, **change.params})
    else:
        say(message(change.code, **change.params))
    return 0
