"""``merge``: which orders could travel in one parcel, and putting them into one."""

from __future__ import annotations

import argparse

from shopdesk.app.commands.chosen_orders import orders_numbered
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.services import merging
from shopdesk.services.merging import MergeSuggestion

HELP = N_("say which orders could travel in one parcel, and merge them")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--orders", metavar="A,B", help=tr("put these orders into one parcel"))
    what.add_argument("--all", action="store_true", help=tr("put everything suggested together"))
    what.add_argument("--undo", metavar="A", help=tr("let this order travel alone again"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Without an option it only says what could be merged. Raises ``UserError`` when nothing can."""
    shop = opened_shop(arguments.shop)
    try:
        if not (arguments.orders or arguments.all or arguments.undo):
            with shop.read() as session:
                _say_suggestions(merging.suggestions(session), arguments.json)
            return 0
        with shop.write() as session:
            if arguments.undo:
                change = merging.unmerge(session, orders_numbered(session, arguments.undo)[0])
            elif arguments.orders:
                change = merging.merge(session, [orders_numbered(session, arguments.orders)])
            else:
                change = merging.merge(session, [each.order_ids for each in merging.suggestions(session)])
    finally:
        shop.close()
    if arguments.json:
        say_json({"code": change.code, **change.params})
    else:
        say(message(change.code, **change.params))
    return 0


def _say_suggestions(found: list[MergeSuggestion], as_json: bool) -> None:
    if as_json:
        say_json(
            [
                {"orders": each.order_nos, "buyer": each.buyer, "place": each.place, "units": each.units,
                 "labels_saved": each.labels_saved}
                for each in found
            ]
        )  # fmt: skip
        return
    for each in found:
        saved = trn("{n} label less", "{n} labels less", each.labels_saved)
        say(tr("{orders}: {buyer}, {place} ({saved})", orders=" + ".join(each.order_nos), buyer=each.buyer,
               place=each.place, saved=saved))  # fmt: skip
    say(trn("{n} suggestion", "{n} suggestions", len(found)))
