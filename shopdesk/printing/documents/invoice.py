"""The invoice that travels with goods across a customs border (D07): commercial for what was sold, else proforma."""

from __future__ import annotations

from shopdesk.domain.customs_paper import CustomsPaper
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def invoice_sheaf(paper: CustomsPaper) -> Sheaf:
    """The invoice as a document: English for the customs of the country it goes to, the shop's words beside it."""
    words = captions("invoice", paper.shop.language, bilingual=True)
    title = words["title_proforma" if paper.is_proforma else "title"]
    body = fill("invoice.html", paper=paper, words=words)
    return Sheaf(title, paper.order_no, paper.order_no, paper.shop, body, words["page"])
