"""The part of ``print`` that writes what lies in the parcel besides the goods: shop cards and return slips."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.domain.paper import Document
from shopdesk.services import printing as papers
from shopdesk.services.printing import PrintItem

Written = tuple[Document, list[PrintItem], int]


def _shop_cards(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Written:
    from shopdesk.printing.cards import card_sheet, write_cards

    cards = papers.shop_cards_for(session, wanted)
    pages = write_cards(arguments.out, cards, card_sheet(), start=arguments.start)
    return Document.SHOP_CARD, [PrintItem(order_id) for order_id in wanted], pages


def _return_slips(session: Session, wanted: Sequence[int], arguments: argparse.Namespace) -> Written:
    from shopdesk.printing.documents.return_slip import return_slip_sheaf
    from shopdesk.printing.pages import PAPERS
    from shopdesk.printing.pdf import write_sheaves

    paper = arguments.size or "a4"
    if paper not in PAPERS:
        raise UserError("paper_unknown", name=paper, known=", ".join(PAPERS))
    slips = papers.return_slips_for(session, wanted)
    pages = write_sheaves(arguments.out, [return_slip_sheaf(slip) for slip in slips], paper)
    return Document.RETURN_SLIP, [PrintItem(slip.order_id) for slip in slips], pages


#: What each document's name on the command line writes.
ENCLOSURES: Mapping[str, Callable[[Session, Sequence[int], argparse.Namespace], Written]] = {
    "shop-card": _shop_cards,
    "return-slip": _return_slips,
}
