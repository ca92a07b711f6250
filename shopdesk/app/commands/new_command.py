"""``new FILE``: make a shop file, empty or with the sample shop in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from zoneinfo import available_timezones

from shopdesk.app.commands.output import say
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import LANGUAGES, N_, current_language, tr

HELP = N_("make a new shop file")


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sample", action="store_true", help=tr("fill it with the sample shop"))
    parser.add_argument("--name", help=tr("the shop's name; by default the file's"))
    parser.add_argument("--currency", default="", metavar="CODE", help=tr("the shop's currency (ISO 4217)"))
    parser.add_argument(
        "--timezone",
        default="",
        metavar="ZONE",
        help=tr("the shop's time zone, such as Europe/London; by default this machine's"),
    )
    parser.add_argument("--country", default="", metavar="CODE", help=tr("the country it sends from, such as DE"))
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help=tr("the language of the shop's papers"))


def run(arguments: argparse.Namespace) -> int:
    """Says when no country is known: labels need one.

    Raises ``UserError``: ``shop_exists``, ``shop_currency_unknown``, ``timezone_unknown``, ``shop_country_unknown``.
    """
    from shopdesk.services import locality
    from shopdesk.services.sample_shop import create_sample_shop
    from shopdesk.storage.shopfile import create_shop

    path, language = arguments.file, arguments.lang or current_language()
    currency, timezone = _currency(arguments.currency), _timezone(arguments.timezone)
    country = _country(arguments.country)
    if arguments.sample:
        shop = create_sample_shop(path, language=language, currency=currency, timezone=timezone, country=country)
    else:
        timezone = timezone or locality.machine_timezone()
        country = country or locality.country_of(timezone)
        shop = create_shop(
            path,
            name=arguments.name or path.stem,
            currency=currency or "EUR",
            timezone=timezone,
            language=language,
            country=country,
        )
    shop.close()
    say(tr("Made {file}.", file=str(path)))
    if not country and not arguments.sample:
        say(tr("No country is known for it, and labels need one: set it in the preferences, or use --country."))
    return 0


def _currency(code: str) -> str:
    from babel import Locale

    if code and code.upper() not in Locale("en").currencies:
        raise UserError("shop_currency_unknown", currency=code)
    return code.upper()


def _timezone(name: str) -> str:
    if name and name not in available_timezones():
        raise UserError("timezone_unknown", timezone=name)
    return name


def _country(code: str) -> str:
    from shopdesk.services.locality import is_country

    if code and not is_country(code.upper()):
        raise UserError("shop_country_unknown", country=code)
    return code.upper()
