"""``rules``: the owner's if-then rules; what one would have done; run them on orders; switch one on or off."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from sqlalchemy.orm import Session

from shopdesk.app.commands.chosen_orders import add_choice, chosen_orders
from shopdesk.app.commands.output import say, say_json
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.domain.order_rules import to_json
from shopdesk.services import order_rule_runs, order_rule_words, order_rules
from shopdesk.services.order_rule_runs import DryRun
from shopdesk.services.order_rules import KeptRule

HELP = N_("list the if-then rules, try one, or run them on orders")
_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    what = parser.add_mutually_exclusive_group()
    tried = tr("what this rule would have done in the last 90 days; nothing is changed")
    what.add_argument("--dry-run", metavar="NAME", help=tried)
    what.add_argument("--on", metavar="NAME", help=tr("try this rule and switch it on"))
    what.add_argument("--off", metavar="NAME", help=tr("switch this rule off"))
    what.add_argument("--apply", action="store_true", help=tr("run the rules that are on on chosen orders"))
    add_choice(parser, required=False)
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError``: ``rule_unknown``, ``rules_none_on`` and what choosing orders raises."""
    task = _task(arguments)
    shop = opened_shop(arguments.shop)
    try:
        with shop.write() if task in (_on, _off, _apply) else shop.read() as session:
            task(session, arguments)
    finally:
        shop.close()
    return 0


def _task(arguments: argparse.Namespace) -> Callable[[Session, argparse.Namespace], None]:
    if arguments.apply:
        return _apply
    return _dry_run if arguments.dry_run else _on if arguments.on else _off if arguments.off else _list


def _list(session: Session, arguments: argparse.Namespace) -> None:
    found, known = order_rules.rules(session), order_rule_words.names(session)
    if arguments.json:
        say_json([{"name": kept.rule.name, "on": kept.is_on, **to_json(kept.rule)} for kept in found])
        return
    for kept in found:
        state = tr("on") if kept.is_on else tr("off")
        say(f"{kept.position}. {kept.rule.name} ({state})  {order_rule_words.rule_text(kept.rule, known)}")
    if not found:
        say(tr("There are no rules yet. Make one under Shop, Order rules."))


def _dry_run(session: Session, arguments: argparse.Namespace) -> None:
    kept = _named(session, arguments.dry_run)
    tried = order_rule_runs.dry_run(session, kept.rule)
    if arguments.json:
        say_json(_plain(tried))
    else:
        _say(session, tried)


def _on(session: Session, arguments: argparse.Namespace) -> None:
    kept = _named(session, arguments.on)
    tried = order_rule_runs.dry_run(session, kept.rule)
    change = order_rules.switch_on(session, kept.id, tried.fingerprint)
    if arguments.json:
        say_json({"code": change.code, **_plain(tried)})
        return
    _say(session, tried)
    say(message(change.code, **change.params))


def _off(session: Session, arguments: argparse.Namespace) -> None:
    change = order_rules.switch_off(session, _named(session, arguments.off).id)
    say_json({"code": change.code}) if arguments.json else say(message(change.code, **change.params))


def _apply(session: Session, arguments: argparse.Namespace) -> None:
    change = order_rule_runs.apply(session, chosen_orders(session, arguments))
    say_json({"code": change.code, **change.params}) if arguments.json else say(message(change.code, **change.params))


def _named(session: Session, name: str) -> KeptRule:
    for kept in order_rules.rules(session):
        if kept.rule.name.casefold() == " ".join(name.split()).casefold():
            return kept
    raise UserError("rule_unknown")


def _plain(tried: DryRun) -> dict[str, object]:
    return {
        "days": tried.days, "orders": tried.looked_at, "changed": len(tried.orders), "fields": dict(tried.fields),
        "differences": [
            {"order_no": found.order_no, "field": d.field, "before": d.before, "after": d.after}
            for found in tried.orders
            for d in found.differences
        ],
    }  # fmt: skip


def _say(session: Session, tried: DryRun) -> None:
    known = order_rule_words.names(session)
    changed = f"{len(tried.orders):,}"
    say(trn("{changed} of {n} order of the last {days} days would be different.",
            "{changed} of {n} orders of the last {days} days would be different.",
            tried.looked_at, changed=changed, days=tried.days))  # fmt: skip
    for found in tried.orders[:_SHOWN]:
        for difference in found.differences:
            field, before, after = order_rule_words.difference_text(difference, known)
            say(f"  {found.order_no}  {field}: {before} → {after}")
    if len(tried.orders) > _SHOWN:
        say(trn("  and {n} order more", "  and {n} orders more", len(tried.orders) - _SHOWN))
