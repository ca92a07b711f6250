"""``undo-import BATCH``: take an import back; what was edited since is kept and named."""

from __future__ import annotations

import argparse

from shopdesk.app.commands.output import DONE, REFUSED, say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, message, tr

HELP = N_("take an import back")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("batch", type=int, metavar="BATCH", help=tr("the number that import answered"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Exit code 3 when nothing could be undone, for all of it was used since: the answer names what.

    Raises what undoing raises, such as an unknown batch or one undone before.
    """
    from shopdesk.services import import_undo

    shop = opened_shop(arguments.shop)
    try:
        outcome = import_undo.undo(shop, arguments.batch)
    finally:
        shop.close()
    kept = [{"kind": row.kind, "name": row.name, "fields": list(row.fields)} for row in outcome.kept]
    if arguments.json:
        say_json({"batch": outcome.batch, "removed": outcome.removed, "restored": outcome.restored, "kept": kept})
        return DONE if outcome.done else REFUSED
    say(message(outcome.change.code, **outcome.change.params))
    for row in outcome.kept:
        say(f"  {row.name} {', '.join(row.fields)}".rstrip())
    return DONE if outcome.done else REFUSED
