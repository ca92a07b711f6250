"""What would go wrong on paper, found before printing: characters without a glyph, text that must be cut, bars that
do not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.base.errors import UserError
from shopdesk.base.i18n import current_language, message
from shopdesk.domain.paper import LabelData
from shopdesk.printing.fonts import ensure_application
from shopdesk.printing.glyphs import missing_on_label
from shopdesk.printing.layout import layout_label
from shopdesk.printing.sheets import LabelSheet


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one label. ``is_blocking``: it cannot be printed; else the owner is asked. ``code`` has a
    message.
    """

    order_id: int
    order_no: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    is_blocking: bool = False

    def text(self) -> str:
        """The finding in the current language."""
        params = dict(self.params)
        if "fields" in params:
            comma = "、" if current_language() == "zh_CN" else ", "
            params["fields"] = comma.join(message(f"label_field_{name}") for name in params["fields"])
        return message(self.code, order=self.order_no, **params)


def check_labels(labels: Sequence[LabelData], sheet: LabelSheet, dpi: float | None = None) -> list[Finding]:
    """What to tell or ask the owner before ``labels`` go on ``sheet``; an empty list means: print."""
    ensure_application()
    findings: list[Finding] = []
    for label in labels:
        findings += _check(label, sheet, dpi)
    return findings


def _check(label: LabelData, sheet: LabelSheet, dpi: float | None) -> list[Finding]:
    findings = []
    missing = missing_on_label(label)
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        findings.append(Finding(label.order_id, label.order_no, "label_glyphs_missing", {"characters": named}))
    try:
        drawing = layout_label(label, sheet, dpi)
    except UserError as error:
        return [*findings, Finding(label.order_id, label.order_no, error.code, error.params, is_blocking=True)]
    if drawing.cut:
        findings.append(Finding(label.order_id, label.order_no, "label_text_cut", {"fields": drawing.cut}))
    return findings
