"""The pick list (D04, R-O5): bins in the order of the walk, what to take, for whom, and what is missing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from shopdesk.domain.paper import PickList
from shopdesk.printing.captions import captions
from shopdesk.printing.pages import Sheaf, fill


def pick_list_sheaf(pick_list: PickList) -> Sheaf:
    """The list as a document in the shop's language."""
    shop = pick_list.shop
    words = captions("pick_list", shop.language)
    printed = pick_list.printed_at.astimezone(ZoneInfo(shop.timezone)).strftime("%Y-%m-%d %H:%M")
    images = {
        str(line.image): line.image for line in pick_list.lines if line.image is not None and line.image.is_file()
    }
    body = fill("pick_list.html", list=pick_list, words=words, printed=printed, images=images)
    return Sheaf(words["title"], pick_list.number, pick_list.number, shop, body, words["page"], images)
