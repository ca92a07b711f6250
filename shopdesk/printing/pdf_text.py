"""Text of a PDF as it was typed: repairs Qt's way back from glyphs to characters, for search and copy. Paints nothing.

Qt notes for a glyph the first character of the font that looks so. In fonts that draw two characters alike this is
the wrong one: 广 (U+5E7F) is found as the radical ⼴ (U+2F34), a space as a tab. The notes stand uncompressed in the
file as four-digit numbers, so they are replaced in place and no offset moves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: The radicals without a decomposition in Unicode, and the rare characters that fonts draw like common ones.
_ALIKE = (
    "⺂⺃⺅⺉⺋⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺳⺹⺺⺾⻂⻅⻆⻈⻉⻋⻌⻐⻑"
    "⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⻳⼾㬵\t‒",
    "乛乚亻刂㔾尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭礻糹纟罓㓁耂肀艹衤见角讠贝车辶钅長"
    "镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀龟户胶 –",
)
_MAP = re.compile(rb"beginbfrange\b.*?\bendcmap", re.DOTALL)
_TARGETS = re.compile(rb"\[[^\]]*\]|<[0-9A-F]{4}> <[0-9A-F]{4}> <([0-9A-F]{4})>")
_NUMBER = re.compile(rb"<([0-9A-F]{4})>")


def searchable(pdf: bytes) -> bytes:
    """The same file, of the same length, with characters in place of their look-alikes."""
    return _MAP.sub(lambda found: _TARGETS.sub(_mended, found[0]), pdf)


def _mended(found: re.Match[bytes]) -> bytes:
    if found[0].startswith(b"["):
        return _NUMBER.sub(lambda number: b"<%s>" % _typed(number[1]), found[0])
    return found[0][:-5] + _typed(found[1]) + b">"


def _typed(number: bytes) -> bytes:
    return _typed_instead().get(number, number)


@cache
def _typed_instead() -> dict[bytes, bytes]:
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    alike = {radical: unicodedata.normalize("NFKC", radical) for radical in radicals}
    alike |= dict(zip(*_ALIKE, strict=True))
    return {b"%04X" % ord(drawn): b"%04X" % ord(typed) for drawn, typed in alike.items()}
