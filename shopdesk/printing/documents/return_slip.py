"""The return slip (D30): what comes back, why, where to, who pays; filled in by the buyer."""

from __future__ import annotations

from shopdesk.domain.enclosures import ReturnSlip
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def return_slip_sheaf(slip: ReturnSlip) -> Sheaf:
    """The slip as a document in the buyer's language, with its number in bars."""
    words = captions("return_slip", slip.language, slip.bilingual)
    body = fill("return_slip.html", slip=slip, words=words)
    return Sheaf(words["title"], slip.number, slip.number, slip.shop, body, words["page"])
