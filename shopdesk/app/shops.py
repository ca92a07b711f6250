"""Opening, making, copying shops: off the window's thread, one window a shop, failures in words.

The window only asks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

import shopdesk
from shopdesk.app.context import AppContext
from shopdesk.app.instance import ShopLock, speak_to_first
from shopdesk.app.paths import SHOP_SUFFIX, shops_dir
from shopdesk.app.upgrades import former_version, remember_version
from shopdesk.base.clock import now
from shopdesk.base.errors import UserError
from shopdesk.base.i18n import tr
from shopdesk.ui.context import ShopFacts
from shopdesk.ui.tasks import Job

if TYPE_CHECKING:
    from shopdesk.dialogs.first_start.choice import StartChoice

_SAMPLE = "sample"


class Shops(QObject):
    """``opened(path)`` when a shop is ready, ``elsewhere(path)`` when another window has it, ``asked`` when that

    window is us.
    """

    opened = Signal(object)
    elsewhere = Signal(object)
    failed = Signal(object)
    asked = Signal(dict)
    copied = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._lock: ShopLock | None = None
        self._and_import: Path | None = None

    def open(self, path: Path, *, and_import: Path | None = None) -> None:
        """Open the shop file ``path``; the one that is open stays until the new one is ready.

        A window that has it already is told to import ``and_import``; here whoever hears ``opened`` does.
        """
        self._and_import = and_import
        self._begin(path, tr("Opening {file}", file=path.name), _open, path, former_version(self._context, path))

    def create(self, choice: StartChoice, path: Path | None = None) -> None:
        """Make the shop the owner described, in ``path`` or in the platform's folder, and open it."""
        target = path or free_path(shops_dir(), choice.name or tr("Sample shop"))
        self._begin(target, tr("Making {file}", file=target.name), _create, target, choice)

    def open_sample(self, language: str) -> None:
        """Open the sample shop, made on first use. Tried-out changes stay in it; a deleted one is made anew."""
        path = shops_dir() / f"{_SAMPLE}{SHOP_SUFFIX}"
        self._begin(path, tr("Opening {file}", file=tr("the sample shop")), _open_sample, path, language)

    def save_copy(self, target: Path) -> None:
        """Write a checked copy of the open shop and remember when."""
        if self._context.shop is not None:
            self._context.tasks.run_job(tr("Saving a copy"), _save_copy, target, on_done=self._copied)

    def is_opening(self) -> bool:
        """Whether a shop is on its way."""
        return bool(self.findChildren(_Opening))

    def close(self) -> None:
        """Let go of the lock."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _begin(self, path: Path, title: str, fn: Callable[..., Any], *args: Any) -> None:
        if self._lock is not None and self._context.shop is not None and path == self._context.shop.path:
            self.opened.emit(path)
            return
        lock = ShopLock(path, self)
        if path.parent.is_dir() and not lock.take():
            speak_to_first(path, self._wish())
            self.elsewhere.emit(path)
            return
        lock.asked.connect(self.asked)
        job = _Opening(self, lock, path)
        self._context.tasks.run_job(title, fn, *args, on_done=job.done, on_error=job.failed)

    def _wish(self) -> dict[str, Any]:
        """What a window that has the shop open is asked to do."""
        wish: dict[str, Any] = {"raise": True}
        if self._and_import is not None:
            wish["import"] = str(self._and_import.resolve())  # the other program stands in a folder of its own
        return wish

    def take(self, lock: ShopLock, path: Path, shop: Any, facts: ShopFacts, copy: Path | None = None) -> None:
        """Serve the shop that was opened; ``copy`` was made of it before."""
        self.close()
        self._lock = lock
        self._context.set_shop(shop, facts)
        self._context.machine.remember_shop(path)
        remember_version(self._context, path, copy)
        self.opened.emit(path)

    def _copied(self, target: Path) -> None:
        assert self._context.shop is not None
        self._context.machine.set_state(f"copied.{self._context.shop.path}", now().isoformat())
        self._context.toasts.show(tr("A copy was saved as {file}.", file=target.name))
        self.copied.emit()


class _Opening(QObject):
    """One attempt: keeps the lock until it is known what became of it."""

    def __init__(self, shops: Shops, lock: ShopLock, path: Path) -> None:
        super().__init__(shops)
        self._shops, self._lock, self._path = shops, lock, path

    def done(self, result: tuple[Any, ...]) -> None:
        self._shops.take(self._lock, self._path, *result)
        self.deleteLater()

    def failed(self, error: Exception) -> None:
        self._lock.release()
        self._shops.failed.emit(error)
        self.deleteLater()


def free_path(folder: Path, name: str) -> Path:
    """A path for a new shop called ``name`` that no file has yet."""
    stem = "".join(c if c.isalnum() or c in " -_" else " " for c in name).strip()[:60] or "shop"
    path, n = folder / f"{stem}{SHOP_SUFFIX}", 2
    while path.exists():
        path, n = folder / f"{stem} {n}{SHOP_SUFFIX}", n + 1
    return path


def _facts(shop: Any) -> ShopFacts:
    from shopdesk.services.summary import shop_summary

    with shop.read() as session:
        found = shop_summary(session)
    return ShopFacts(found.name, found.currency, found.timezone, found.country, found.is_sample)


def _open(_job: Job, path: Path, former: str = "") -> tuple[Any, ShopFacts, Path | None]:
    """``former``: another version that opened it last; then a checked copy comes first (F2)."""
    from shopdesk.storage.shopfile import backup_name, copy_file, open_shop

    copy = copy_file(path, backup_name(path, shopdesk.__version__)) if former and path.is_file() else None
    shop = open_shop(path, backup=copy)
    return shop, _facts(shop), copy


def _open_sample(job: Job, path: Path, language: str) -> tuple[Any, ...]:
    if path.exists():
        return _open(job, path)
    from shopdesk.services.sample_shop import create_sample_shop

    shop = create_sample_shop(path, language=language)
    return shop, _facts(shop)


def _create(_job: Job, path: Path, choice: StartChoice) -> tuple[Any, ShopFacts]:
    from shopdesk.services.shop import set_facts
    from shopdesk.storage.shopfile import create_shop
    from shopdesk.storage.tables import Channel, Warehouse

    shop = create_shop(
        path,
        name=choice.name,
        currency=choice.currency,
        timezone=choice.timezone,
        language=choice.language,
        country=choice.country,
    )
    with shop.write() as session:
        if choice.sender:
            set_facts(session, **choice.sender)
        if choice.warehouse:
            session.add(Warehouse(name=choice.warehouse, country=choice.country))
        if choice.channel:
            session.add(Channel(name=choice.channel, kind=choice.channel_kind, currency=choice.currency))
    return shop, _facts(shop)


def _save_copy(job: Job, target: Path) -> Path:
    from shopdesk.storage.shopfile import save_copy

    if job.shop is None:
        raise UserError("no_shop_open")
    return Path(save_copy(job.shop, target) or target)
