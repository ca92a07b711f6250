"""Rule numbers: the default, the owner's value, undo, refusals."""

from __future__ import annotations

import pytest

from shopdesk.base.errors import UserError
from shopdesk.services import changes, settings
from shopdesk.storage.session import ShopFile


def test_value_is_the_default_until_the_owner_sets_one(shop: ShopFile) -> None:
    with shop.write() as session:
        assert settings.get(session, "order.review_minutes") == 30
        change = settings.set_value(session, "order.review_minutes", 45)
        assert settings.get(session, "order.review_minutes") == 45
        assert settings.values(session)["order.review_minutes"] == 45
        changes.undo(session, change.id or 0)
        assert settings.get(session, "order.review_minutes") == 30


def test_back_to_the_default_is_not_stored(shop: ShopFile) -> None:
    with shop.write() as session:
        settings.set_value(session, "order.review_required", False)
        assert settings.get(session, "order.review_required") is False
        settings.set_value(session, "order.review_required", True)
        assert settings.get(session, "order.review_required") is True
        assert settings.set_value(session, "order.review_required", True).undoable is False


@pytest.mark.parametrize(("key", "value"), [("order.review_minutes", 0), ("order.review_minutes", "many")])
def test_bad_value_is_refused(shop: ShopFile, key: str, value: object) -> None:
    with shop.write() as session, pytest.raises(UserError, match="setting_invalid"):
        settings.set_value(session, key, value)


def test_unknown_key_is_refused(shop: ShopFile) -> None:
    with shop.read() as session, pytest.raises(UserError, match="setting_unknown"):
        settings.get(session, "nothing")
