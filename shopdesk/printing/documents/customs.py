"""The postal customs declaration (D06): CN22 or CN23, with the particulars that the Universal Postal Union asks for."""

from __future__ import annotations

from shopdesk.domain.customs_paper import CustomsPaper
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def customs_sheaf(paper: CustomsPaper) -> Sheaf:
    """The declaration as a document: French and English, Chinese beside them on a Chinese shop's."""
    words = captions("customs", paper.shop.language)
    body = fill("customs.html", paper=paper, words=words)
    return Sheaf(f"{words['title']} {paper.form}", paper.order_no, paper.waybill, paper.shop, body, words["page"])
