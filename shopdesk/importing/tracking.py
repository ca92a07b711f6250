"""Tracking rows → staged events, one a row: which parcel, when, what the carrier says in its words and ours."""

from __future__ import annotations

import json
from typing import Any

from shopdesk.domain.waybills import normal_waybill
from shopdesk.importing.entity import EntityReader
from shopdesk.importing.frame import Counter
from shopdesk.importing.header import cell_text
from shopdesk.importing.plan import Plan
from shopdesk.importing.sources.table import Row
from shopdesk.importing.staging import StagingWriter
from shopdesk.importing.status import status_lookup


class TrackingReader(EntityReader):
    """See :class:`EntityReader`. The cells of a row are kept: the shop may know no such parcel and refuse it."""

    target = "tracking"
    table = "staged_tracking"

    def __init__(self, plan: Plan, writer: StagingWriter, counter: Counter) -> None:
        super().__init__(plan, writer, counter)
        self._word = status_lookup(plan.format.status)

    def columns(self) -> list[str]:
        """Staged columns that the file fills."""
        return sorted({"at", "status", "text", "waybill"} | ({"carrier", "place"} & set(self.fields)))

    def problem(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """A row needs a waybill and a time."""
        if not normal_waybill(values.get("waybill") or ""):
            return "tracking_no_waybill", "waybill"
        return None if values.get("event_at") else ("tracking_no_time", "event_at")

    def entities(self, values: dict[str, Any], row: Row) -> list[dict[str, Any]]:
        """One event. What the carrier calls a status is its text where it has no other."""
        status, text = values.get("status") or "", values.get("text") or ""
        return [
            {
                "waybill": normal_waybill(values["waybill"]),
                "carrier": values.get("carrier") or "",
                "at": values["event_at"],
                "status": self._word[status] or self._word[text],
                "place": values.get("place") or "",
                "text": text or status,
                "cells": json.dumps([cell_text(cell) for cell in row], ensure_ascii=False),
            }
        ]
