"""Customer rows → staged customers, one a row; the same person twice is one. Keyed by the platform's id, else e-mail,
else phone."""

from __future__ import annotations

from typing import Any

from shopdesk.importing.entity import EntityReader, minor
from shopdesk.importing.sources.table import Row

_YES = frozenset(("yes", "true", "1", "y", "subscribed", "是", "accepted", "ja", "oui", "sí", "si"))
_NO = frozenset(("no", "false", "0", "n", "unsubscribed", "not_subscribed", "否", "nein", "non"))
_PLAIN = (
    "external_id",
    "email",
    "phone",
    "company",
    "line1",
    "line2",
    "city",
    "region",
    "postcode",
    "country",
    "note",
    "tags",
)


def to_flag(text: str) -> bool | None:
    """``yes``/``no`` in the words exports use; ``None`` when it is neither."""
    lowered = text.casefold()
    return True if lowered in _YES else False if lowered in _NO else None


class CustomerReader(EntityReader):
    """See :class:`EntityReader`."""

    target = "customers"
    table = "staged_customer"

    def columns(self) -> list[str]:
        """Staged columns that the file fills."""
        given = {name for name in self.fields if name in (*_PLAIN, "orders_count", "currency", "accepts_marketing")}
        given |= {"spent_minor"} if "spent" in self.fields else set()
        return sorted(given | ({"name"} if {"name", "first_name", "last_name"} & set(self.fields) else set()))

    def problem(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """A row needs an id, an e-mail address, a phone number or a name."""
        return None if self._key(values) else ("customer_no_key", "email")

    def entities(self, values: dict[str, Any], row: Row) -> list[dict[str, Any]]:
        """One customer."""
        currency = values.get("currency") or self.plan.currency
        return [
            {
                "key": self._key(values),
                **{name: values.get(name) or "" for name in _PLAIN},
                "name": _name(values),
                "orders_count": values.get("orders_count"),
                "spent_minor": minor(values.get("spent"), currency),
                "currency": currency,
                "accepts_marketing": to_flag(values.get("accepts_marketing") or ""),
            }
        ]

    def _key(self, values: dict[str, Any]) -> str:
        if values.get("external_id"):
            return f"{self.plan.format.channel}:{values['external_id']}"
        return (values.get("email") or "").casefold() or values.get("phone") or _name(values)


def _name(values: dict[str, Any]) -> str:
    joined = " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    return str(values.get("name") or joined)
