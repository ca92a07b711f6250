"""The command line: which command, which shop, which language, how failures are said. Commands: ``app/commands``.

Exit codes: 0 done · 1 the self-check found something missing · 2 wrong use · 3 refused, with a message on stderr · 130
stopped by Ctrl+C. Imports no Qt itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from shopdesk import __version__
from shopdesk.app.commands.output import DONE, REFUSED, STOPPED, WRONG_USE
from shopdesk.app.offscreen import has_display
from shopdesk.app.remembered import environment_language, remembered_language
from shopdesk.base.errors import Cancelled, ShopDeskError
from shopdesk.base.i18n import LANGUAGES, message, set_language, tr

#: One module of ``app/commands`` each, in the order of the help; the command's name has dashes.
COMMANDS = (
    "import", "detect", "undo-import", "list", "confirm", "wave", "merge", "split", "ship", "print", "archive",
    "rules", "export", "carriers", "health",
    "check", "new", "screens",
)  # fmt: skip


def command_module(name: str) -> ModuleType:
    """The module of a command: ``undo-import`` → ``app/commands/undo_import_command.py``."""
    return import_module(f"shopdesk.app.commands.{name.replace('-', '_')}_command")


def make_parser() -> argparse.ArgumentParser:
    """The parser with every command; texts in the current language."""
    parser = argparse.ArgumentParser(prog="shopdesk", description=tr("ShopDesk: run a small online shop, offline."))
    parser.add_argument("--version", action="version", version=f"ShopDesk {__version__}")
    parser.add_argument("--shop", type=Path, metavar="FILE", help=tr("shop file; by default the one opened last"))
    words = tr("speak this language; by default that of the environment (LANGUAGE, LC_ALL, LANG)")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), dest="spoken", help=words)
    words = tr("check that this installation is complete, and write what was found to a file")
    parser.add_argument("--self-check", nargs="?", const="", metavar="OUT.json", help=words)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        module = command_module(name)
        command = commands.add_parser(name, help=tr(module.HELP), description=tr(module.HELP))
        module.configure(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: list[str]) -> int:
    """Run a command, or open the window when none is named. Returns the exit code."""
    if argv[:1] == ["--first-paint"]:  # the self-check measures a start
        from shopdesk.app.selfcheck.window import show_first_paint

        return show_first_paint(*argv[1:])
    if _opens_window(argv):
        return _open_window(argv)
    set_language(_asked_language(argv) or environment_language())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = make_parser().parse_args(argv)
    try:
        return _run(arguments)
    except (Cancelled, KeyboardInterrupt):
        print(message("cancelled"), file=sys.stderr)
        return STOPPED
    except ShopDeskError as error:
        print(message(error.code, **error.params), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader at the other end, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(arguments: argparse.Namespace) -> int:
    if arguments.self_check is not None:
        from shopdesk.app.selfcheck import main as self_check

        return self_check(main, Path(arguments.self_check).absolute() if arguments.self_check else None)
    if arguments.command is None:
        make_parser().print_help()
        return WRONG_USE
    return int(arguments.run(arguments))


def _opens_window(argv: list[str]) -> bool:
    """Nothing, one file, or ``--shop FILE`` alone (what a double click on a shop file gives) opens the window."""
    if not argv:
        return True
    if len(argv) == 1:
        return not argv[0].startswith("-") and bool(Path(argv[0]).suffix)
    return len(argv) == 2 and argv[0] == "--shop"


def _open_window(argv: list[str]) -> int:
    """The window speaks the language of this machine's preferences; without a display it says so."""
    if not has_display():
        set_language(environment_language())
        print(message("no_display"), file=sys.stderr)
        return REFUSED
    set_language(remembered_language())
    from shopdesk.app.start import main as open_window

    return open_window(argv)


def _asked_language(argv: list[str]) -> str:
    """The language that ``--lang`` names anywhere on the line, ``""`` when it names none of ours."""
    words = [part for word in argv for part in (word.split("=", 1) if word.startswith("--lang=") else [word])]
    asked = next((words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"), "")
    return asked if asked in LANGUAGES else ""
