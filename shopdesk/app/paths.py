"""Where things live on this machine: shops, settings, log. ``SHOPDESK_HOME`` moves all of it (tests, portable use).

A folder that cannot be made is named all the same: the program starts without settings and log, and whoever writes a
shop there says in words why it cannot.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

NAME = "ShopDesk"
SHOP_SUFFIX = ".shopdesk"


def data_dir() -> Path:
    """The platform's data folder for ShopDesk; made when missing."""
    override = os.environ.get("SHOPDESK_HOME")
    if override:
        return _made(Path(override))
    from platformdirs import user_data_path

    return _made(user_data_path(NAME, appauthor=False, roaming=False))


def shops_dir() -> Path:
    """Where a new shop is kept unless the owner chooses another place."""
    return _made(data_dir() / "shops")


def log_dir() -> Path:
    """Where the log is written."""
    return _made(data_dir() / "log")


def machine_file() -> Path:
    """This machine's preferences and memory (JSON)."""
    return data_dir() / "machine.json"


def _made(path: Path) -> Path:
    with suppress(OSError):
        path.mkdir(parents=True, exist_ok=True)
    return path
