"""What this machine remembers, read without Qt: the language to speak and the shops opened last. Writes nothing."""

from __future__ import annotations

import json
import locale
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.app.paths import SHOP_SUFFIX, machine_file, shops_dir
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import LANGUAGES

if TYPE_CHECKING:
    from shopdesk.storage.session import ShopFile


def _memory() -> dict[str, Any]:
    try:
        memory = json.loads(machine_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return memory if isinstance(memory, dict) else {}


def remembered_language() -> str:
    """The preferred language; the system's when the owner chose none: ``"en"`` or ``"zh_CN"``."""
    chosen = _memory().get("preferences", {}).get("language", "system")
    return str(chosen) if chosen in LANGUAGES else environment_language()


def environment_language() -> str:
    """What the environment speaks, for scripts, whatever the window's preference is: ``"en"`` or ``"zh_CN"``."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    system = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh_CN" if (system or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def default_shop() -> Path:
    """The shop to work on when none is named: the one opened last, else the only one there is.

    Raises ``UserError("no_shop_yet")`` or ``UserError("which_shop")``.
    """
    recent = [path for path in map(Path, _memory().get("recent", [])) if path.is_file()]
    if recent:
        return recent[0]
    known = sorted(shops_dir().glob(f"*{SHOP_SUFFIX}"))
    if not known:
        raise UserError("no_shop_yet")
    if len(known) > 1:
        raise UserError("which_shop", shops=", ".join(str(path) for path in known))
    return known[0]


def opened_shop(named: Path | None) -> ShopFile:
    """The shop file ``--shop`` names, or the default one, opened. Raises what ``open_shop`` raises."""
    from shopdesk.storage.shopfile import open_shop

    return open_shop(named or default_shop())
