"""The hand-over sheet: what a carrier takes along, in the sequence of the labels, with lines to sign."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from shopdesk.domain.paper import HandoverSheet
from shopdesk.printing.captions import captions
from shopdesk.printing.layout import weight_text
from shopdesk.printing.pages import Sheaf, fill


def handover_sheaf(sheet: HandoverSheet) -> Sheaf:
    """The sheet as a document in the shop's language; the total weight only when every parcel was weighed."""
    shop = sheet.shop
    words = captions("handover", shop.language)
    printed = sheet.printed_at.astimezone(ZoneInfo(shop.timezone)).strftime("%Y-%m-%d %H:%M")
    known = [line.weight_g for line in sheet.lines if line.weight_g is not None]
    total = weight_text(sum(known)) if len(known) == len(sheet.lines) and known else ""
    weights = [weight_text(line.weight_g) if line.weight_g is not None else "–" for line in sheet.lines]
    body = fill("handover.html", sheet=sheet, words=words, printed=printed, weight=total, weights=weights)
    return Sheaf(words["title"], sheet.number, sheet.number, shop, body, words["page"])
