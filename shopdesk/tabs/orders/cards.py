"""Shop cards as a PDF: asked where to, written off the window's thread, put into the print log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.base.i18n import tr
from shopdesk.dialogs.folders import ask_save
from shopdesk.ui.context import Context
from shopdesk.ui.tasks import Job


def save_cards(context: Context, window: QWidget, order_ids: Sequence[int]) -> None:
    """A card for each of ``order_ids``, ten to a page."""
    if not order_ids:
        return
    name, kinds = tr("shop cards") + ".pdf", tr("PDF files") + " (*.pdf)"
    path = ask_save(window, context.machine, "print", tr("Save shop cards"), name, kinds)
    if path is not None:
        context.tasks.run_job(tr("Shop cards"), write_cards, list(order_ids), path.with_suffix(".pdf"), writes=True)


def write_cards(job: Job, order_ids: Sequence[int], path: Path) -> Any:
    """The cards as a PDF at ``path``, and the job's Change."""
    from shopdesk.domain.paper import Document
    from shopdesk.printing import cards
    from shopdesk.services import printing

    with job.shop.read() as session:
        made = printing.shop_cards_for(session, order_ids)
    job.check()
    cards.write_cards(path, made, cards.card_sheet())
    items = [printing.PrintItem(order_id) for order_id in order_ids]
    with job.shop.write() as session:
        return printing.log_print(session, Document.SHOP_CARD, items, size_key="a4_10up", pdf=str(path))
