"""The packing note (D05): what lies in the parcel, for the packer and for the customer who opens it."""

from __future__ import annotations

from shopdesk.domain.addresses import has_cjk
from shopdesk.domain.paper import PackingNote
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def packing_note_sheaf(note: PackingNote) -> Sheaf:
    """The note as a document in the shop's language, with English beside it for a customer abroad."""
    shop = note.shop
    words = captions("packing_note", shop.language, note.bilingual)
    body = fill("packing_note.html", note=note, words=words, thank_you=_thank_you(note))
    return Sheaf(words["title"], note.order_no, note.order_no, shop, body, words["page"])


def _thank_you(note: PackingNote) -> str:
    """The shop's own line where the buyer can read it, else ours in the buyer's language; none when the shop has
    none.
    """
    if not note.thank_you or has_cjk(note.thank_you) == (note.buyer_language == "zh_CN"):
        return note.thank_you
    return captions("packing_note", note.buyer_language)["thank_you"]
