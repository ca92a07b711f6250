"""``import FILE``: read a spreadsheet, show or do what it would change."""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shopdesk.app.commands.output import say, say_json, say_progress
from shopdesk.app.remembered import opened_shop
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import N_, message, tr, trn
from shopdesk.importing.request import ReadRequest, Staged
from shopdesk.services.import_result import ImportResult, Preview

HELP = N_("import a marketplace export into the shop")
_NAMED_ROWS = 10
_ASKED = {"date_order_needed": "date_order_needed_here", "decimal_needed": "decimal_needed_here"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--format", metavar="KEY", help=tr("read it as this format instead of the detected one"))
    parser.add_argument("--channel", metavar="NAME", help=tr("the channel its orders belong to"))
    parser.add_argument("--map", type=Path, metavar="FILE.toml", help=tr("read it by this mapping"))
    parser.add_argument("--date-order", choices=("DMY", "MDY", "YMD"), help=tr("how its dates are written"))
    parser.add_argument("--decimal", choices=(".", ","), help=tr("the decimal mark of its amounts"))
    parser.add_argument("--dry-run", action="store_true", help=tr("show what would happen, change nothing"))
    parser.add_argument("--json", action="store_true", help=tr("answer as JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when something of the file was imported (or would be).

    Raises what reading and importing raise, and ``UserError`` when no row could be taken: the answer comes before it.
    """
    from shopdesk.services import imports
    from shopdesk.services.reading import read_request

    with tempfile.TemporaryDirectory(prefix="shopdesk-import-") as folder:
        shop = opened_shop(arguments.shop)
        try:
            with shop.read() as session:
                request = read_request(session, arguments.file, Path(folder) / "staging.sqlite", **_choices(arguments))
            staged = _read(request)
            preview = imports.prepare(shop, staged, channel=arguments.channel)
            if arguments.dry_run:
                _say_preview(preview, arguments.json)
                _refuse_nothing(arguments.file.name, preview.rows, preview.brings_nothing)
            else:
                result = imports.apply(
                    shop,
                    staged,
                    channel=arguments.channel,
                    on_progress=lambda fraction, text: say_progress(0.6 + fraction * 0.4, text),
                )
                _say_result(arguments.file.name, result, arguments.json)
                _refuse_nothing(arguments.file.name, result.rows, result.brought_nothing)
        finally:
            shop.close()
    return 0


def _read(request: ReadRequest) -> Staged:
    """The staged file. What the file leaves open is asked for by the option that answers it."""
    from shopdesk.importing import child

    try:
        return child.read(request, lambda fraction, text: say_progress(fraction * 0.6, text))
    except UserError as error:
        if error.code in _ASKED:
            raise UserError(_ASKED[error.code], **error.params) from error
        raise


def _refuse_nothing(file: str, rows: int, is_nothing: bool) -> None:
    if is_nothing:
        raise (
            UserError("import_all_rejected", file=file, rejected=rows)
            if rows
            else UserError("import_without_rows", file=file)
        )


def _choices(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the person decided about reading the file. Raises ``UserError("mapping_unreadable")``."""
    mapping = None
    if arguments.map is not None:
        try:
            mapping = tomllib.loads(arguments.map.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UserError("mapping_unreadable", file=str(arguments.map), reason=str(error)) from error
    return {
        "format_key": arguments.format,
        "mapping": mapping,
        "date_order": arguments.date_order,
        "decimal": arguments.decimal,
    }


def _say_preview(preview: Preview, as_json: bool) -> None:
    if as_json:
        entities = preview.entities
        orders = preview.target == "orders"
        say_json(
            {
                "format": preview.format_key,
                "score": round(preview.score, 4),
                "target": preview.target,
                "channel": preview.channel,
                "rows": preview.rows,
                "orders_new": entities.get("new", 0) if orders else 0,
                "orders_changed": entities.get("changed", 0) if orders else 0,
                "entities": dict(entities),
                "row_counts": dict(preview.counts),
                "changed_fields": dict(preview.changed_fields),
                "reject_reasons": dict(preview.reject_reasons),
                "kept_edits": preview.kept_edits,
                "notes": [note.to_json() for note in preview.notes],
                "batch": None,
                "total_by_currency": dict(preview.total_by_currency),
            }
        )
        return
    sure = f"{preview.score:.0%}"
    say(tr("Format {format} ({score} sure), nothing was changed.", format=preview.format_key, score=sure))
    _say_counts(preview.target, preview.rows, preview.entities, preview.counts.get("rejected", 0))
    _say_totals(preview.total_by_currency)
    for note in preview.notes:
        say(note.text())


def _say_result(file: str, result: ImportResult, as_json: bool) -> None:
    if as_json:
        say_json(result.to_json())
        return
    say(tr("{file}, read as {format}:", file=file, format=result.format))
    _say_counts(result.target, result.rows, result.entities, result.rejected_rows)
    _say_totals(result.total_by_currency)
    if waiting := result.counts.get("orders_to_review", 0):
        say(trn("{n} new order waits under To review.", "{n} new orders wait under To review.", waiting))
    for note in result.notes:
        say(note.text())
    for row in result.rejected[:_NAMED_ROWS]:
        say(tr("  row {row}: {reason}", row=row.row, reason=message(row.code, **row.params)))
    if result.rejected_rows > _NAMED_ROWS:
        more = result.rejected_rows - _NAMED_ROWS
        say(trn("  and {n} row more", "  and {n} rows more", more))
    if result.batch is not None:
        say(tr("To undo this import: shopdesk undo-import {batch}", batch=result.batch))


def _say_counts(target: str, rows: int, entities: Mapping[str, int], rejected: int) -> None:
    """What became of the orders (products …), and of how many rows that is."""
    n = sum(entities.values())
    wholes = {
        "orders": trn("{n} order", "{n} orders", n),
        "products": trn("{n} product", "{n} products", n),
        "stock": trn("{n} stock figure", "{n} stock figures", n),
        "customers": trn("{n} customer", "{n} customers", n),
        "tracking": trn("{n} tracking event", "{n} tracking events", n),
    }
    unchanged = n - entities.get("new", 0) - entities.get("changed", 0)
    counts = {"new": entities.get("new", 0), "changed": entities.get("changed", 0), "unchanged": unchanged}
    shown = {name: f"{count:,}" for name, count in counts.items()}
    read = trn("{n} row", "{n} rows", rows)
    words = tr("{what} ({rows}): {new} new, {changed} changed, {unchanged} unchanged.", what=wholes.get(target, ""),
               rows=read, **shown)  # fmt: skip
    say(words)
    if rejected:
        say(trn("{n} row rejected.", "{n} rows rejected.", rejected))


def _say_totals(totals: Any) -> None:
    for currency, amount in totals.items():
        say(tr("New orders: {currency} {amount}", currency=currency, amount=amount))
