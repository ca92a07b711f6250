"""Personal data that a marketplace has hidden: ``1******6198``, ``沙洲街道****``, ``张*``, ``##密文``, ``$$密文``."""

from __future__ import annotations

import re

_MASKED = re.compile(r"[*＊]{2,}|[\u4e00-\u9fff][*＊]|[*＊][\u4e00-\u9fff]|^\s*(?:##|\$\$)")


def is_masked(text: str) -> bool:
    """Whether ``text`` is a marketplace's mask or cipher, not something a parcel can be sent to."""
    return _MASKED.search(text) is not None
