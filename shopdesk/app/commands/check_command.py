"""``check``: is the shop file sound?"""

from __future__ import annotations

import argparse
import sqlite3
from contextlib import closing

from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, tr, trn

HELP = N_("check that the shop file is sound")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when every page, index and reference is right; raises ``UserError("shop_damaged")`` otherwise."""
    from shopdesk.storage.migrate import row_counts
    from shopdesk.storage.shopfile import check_integrity

    shop = opened_shop(arguments.shop)
    shop.close()
    with closing(sqlite3.connect(f"{shop.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        check_integrity(connection, shop.path, thorough=True)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise UserError("shop_damaged", file=shop.path.name)
        counts = row_counts(connection)
    if arguments.json:
        say_json({"shop": str(shop.path), "sound": True, "rows": counts})
        return 0
    say(tr("{file} is sound.", file=shop.path.name))
    say(trn("{n} order in it.", "{n} orders in it.", counts["orders"]))
    return 0
