"""The shop's rule numbers: the declared default unless the owner set another. Changes can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import localized
from shopdesk.base.settings import Setting, declared
from shopdesk.services import review_clock, service_calendar, ship_promise
from shopdesk.services.recording import Change, recording
from shopdesk.storage.tables import ShopSetting

#: Groups of rules by which orders look different at once.
_SEEN_IN_ORDERS = frozenset(("orders", "service"))


def rule(key: str) -> Setting:
    """The declaration of a rule. Raises ``UserError("setting_unknown")``."""
    setting = declared("rules").get(key)
    if setting is None:
        raise UserError("setting_unknown", key=key)
    return setting


def get(session: Session, key: str) -> Any:
    """The value in force: the owner's, or the declared default. Typed as declared."""
    setting = rule(key)
    stored = session.scalar(select(ShopSetting.value).where(ShopSetting.key == key))
    return setting.default if stored is None else setting.parse(stored)


def values(session: Session) -> dict[str, Any]:
    """Every rule's value in force, by key, in one statement."""
    stored = dict(session.execute(select(ShopSetting.key, ShopSetting.value)).all())
    return {key: s.parse(stored[key]) if key in stored else s.default for key, s in declared("rules").items()}


def set_value(session: Session, key: str, value: Any) -> Change:
    """Put ``value`` in force; the default itself is not stored. Times of open orders that follow from it do so.

    Raises ``UserError("setting_invalid")`` and, for service hours, those of ``domain.service_hours``.
    """
    setting = rule(key)
    checked = setting.parse(value) if isinstance(value, str) else setting.check(value)
    service_calendar.check(key, checked)
    before = get(session, key)
    row = session.scalars(select(ShopSetting).where(ShopSetting.key == key)).first()
    with recording(session, "setting_changed", label=localized(setting.label), key=key) as step:
        if row is None:
            if checked != setting.default:
                step.insert(ShopSetting(key=key, value=Setting.render(checked)))
        elif checked == setting.default:
            step.delete(row)
        else:
            step.update(row, value=Setting.render(checked))
        if key == ship_promise.KEY:
            ship_promise.move(session, step, before, checked)
    if key in review_clock.KEYS:
        review_clock.refresh(session, values(session))
    return orders_too(step.change) if setting.group in _SEEN_IN_ORDERS else step.change


def orders_too(change: Change) -> Change:
    """``change``, telling the views of orders to look again: what they show follows from what it changed."""
    return replace(change, ids={**change.ids, "orders": ()}) if change.ids else change
