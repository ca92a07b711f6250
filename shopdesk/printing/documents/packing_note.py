"""The packing note (D05): what lies in the parcel, for the packer and for the customer who opens it."""

from __future__ import annotations

from shopdesk.domain.paper import PackingNote
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def packing_note_sheaf(note: PackingNote) -> Sheaf:
    """The note as a document in the shop's language, with English beside it for a customer abroad."""
    shop = note.shop
    words = captions("packing_note", shop.language, note.bilingual)
    body = fill("packing_note.html", note=note, words=words)
    return Sheaf(words["title"], note.order_no, note.order_no, shop, body, words["page"])
