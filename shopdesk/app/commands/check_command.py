"""``check``: is the shop file sound?"""

from __future__ import annotations

import argparse

from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, tr, trn

HELP = N_("check that the shop file is sound")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the shop is sound; raises what :func:`shopdesk.services.soundness.check` raises otherwise."""
    from shopdesk.services import soundness

    shop = opened_shop(arguments.shop)
    try:
        counts = soundness.check(shop)
    finally:
        shop.close()
    if arguments.json:
        say_json({"shop": str(shop.path), "sound": True, "rows": counts})
        return 0
    say(tr("{file} is sound.", file=shop.path.name))
    say(trn("{n} order in it.", "{n} orders in it.", counts["orders"]))
    return 0
