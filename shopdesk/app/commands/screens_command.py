"""``screens --out DIR``: a picture of every tab and dialog over the sample shop, for looking at and for the README."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from shopdesk.app.commands.output import say
from shopdesk.app.offscreen import without_display
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import LANGUAGES, N_, current_language, tr, trn

HELP = N_("draw every tab and dialog as PNG")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help=tr("the language of the pictures"))
    parser.add_argument("--scheme", choices=("light", "dark"), default="light", help=tr("light or dark colours"))
    parser.add_argument("--size", default="1440x900", metavar="WxH", help=tr("size of the window, such as 1280x720"))
    parser.add_argument("--only", default="", metavar="TEXT", help=tr("only pictures whose name holds this text"))


def run(arguments: argparse.Namespace) -> int:
    """Raises ``UserError("size_unreadable")``, ``MachineError`` when the folder refuses the files."""
    without_display()
    match = re.fullmatch(r"(\d{3,4})[x×](\d{3,4})", arguments.size)
    if match is None:
        raise UserError("size_unreadable", size=arguments.size)
    from shopdesk.app.screens import draw_screens

    language = arguments.lang or current_language()
    size = int(match[1]), int(match[2])
    drawn = draw_screens(arguments.out, language=language, scheme=arguments.scheme, size=size, only=arguments.only)
    for path in drawn:
        say(str(path))
    say(trn("{n} picture", "{n} pictures", len(drawn)))
    return 0
