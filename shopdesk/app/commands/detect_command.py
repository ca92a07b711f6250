"""``detect FILE``: say what a file is, without a shop."""

from __future__ import annotations

import argparse
from pathlib import Path

from shopdesk.app.commands.output import say, say_json
from shopdesk.base.i18n import N_, tr

HELP = N_("say which export a file is")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 also when no format fits: the answer says so. Raises what reading raises."""
    from shopdesk.importing import child

    detection = child.detect(arguments.file)
    if arguments.json:
        say_json(detection.to_json())
        return 0
    if not detection.key:
        say(tr("{file}: no known export. Its columns can be mapped by hand in the window.", file=arguments.file.name))
        return 0
    score = f"{detection.score:.0%}"
    say(tr("{file}: {format} ({score} sure)", file=arguments.file.name, format=detection.key, score=score))
    if detection.declined:
        say(tr("It is recognised, but ShopDesk does not import such files yet."))
    for candidate in detection.candidates[1:4]:
        say(tr("  less likely: {format} ({score})", format=candidate.key, score=f"{candidate.score:.0%}"))
    for question in detection.questions:
        choices = ", ".join(question.choices)
        say(tr("  to be decided: {question} ({choices})", question=question.kind, choices=choices))
    return 0
