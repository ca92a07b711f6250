"""``health``: where the shop stands with each marketplace, and how much room is left."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.i18n import N_, tr
from shopdesk.services.platform_health import ChannelHealth, health
from shopdesk.services.platform_health_words import METRICS, limit_text, percent, room_text

HELP = N_("show how each marketplace would measure the shop")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Rates in basis points in JSON; ``null`` for what imported files do not tell."""
    shop = opened_shop(arguments.shop)
    try:
        with shop.read() as session:
            found = health(session)
    finally:
        shop.close()
    if arguments.json:
        say_json([_plain(channel) for channel in found])
    else:
        _say(found)
    return 0


def _say(found: Sequence[ChannelHealth]) -> None:
    if not found:
        say(tr("No orders yet"))
    for channel in found:
        say(channel.name)
        for one in channel.judgements:
            say(f"  {tr(METRICS[one.metric])}: {percent(one.rate_bp)} ({limit_text(one.limit)}). {room_text(one)}")


def _plain(channel: ChannelHealth) -> dict[str, object]:
    return {
        "channel": channel.name,
        "kind": channel.kind,
        "metrics": [
            {
                "metric": str(one.metric), "bad": one.count.bad, "orders": one.count.total, "rate_bp": one.rate_bp,
                "limit_bp": one.limit.limit_bp if one.limit else None,
                "rule": str(one.limit.rule) if one.limit else None,
                "window_days": one.limit.window_days if one.limit else None,
                "standing": str(one.standing), "room": one.room, "recovery": one.recovery,
            }
            for one in channel.judgements
        ],
    }  # fmt: skip
