"""A context over an empty shop, and export files small enough to read here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.app.context import AppContext, make_context
from shopdesk.storage.session import ShopFile
from shopdesk.ui.context import ShopFacts

HEADERS = (
    "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Shipping Phone"
)


def row(
    number: str, *, name: str = "Emma Fischer", quantity: str = "1", total: str = "39.90", street: str = "Lindenstr. 14"
) -> str:
    """One line of a Shopify export."""
    return (
        f"{number},a@example.com,paid,unfulfilled,EUR,{total},0,0,{total},2026-11-20 09:55:16 +0100,"
        f"{quantity},Kettle,{total},KET-1,"
        f"{name},{street},Berlin,10969,DE,+4930123456"
    )


@pytest.fixture
def context(qapp: object, shop: ShopFile) -> Iterator[AppContext]:
    """A context that serves the test's shop."""
    made = make_context()
    made.theme.apply()
    made.set_shop(shop, ShopFacts("Test shop", "EUR", "Europe/Berlin", "DE"))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, context: AppContext) -> Callable[[], None]:
    """Wait until no lane has work left."""

    def wait() -> None:
        qtbot.waitUntil(context.tasks.is_idle, timeout=30_000)

    return wait


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write a Shopify export: ``export("orders.csv", row("#1"), …)``."""

    def write(file_name: str, *rows: str, headers: str = HEADERS) -> Path:
        path = tmp_path / file_name
        path.write_text("\n".join([headers, *rows]) + "\n", encoding="utf-8")
        return path

    return write
