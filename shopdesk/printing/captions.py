"""The fixed words of a document, in the language of the paper, which need not be the window's
(``resources/documents/*.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from shopdesk.base.catalog import load_toml, resources_dir


@cache
def captions(document: str, language: str, bilingual: bool = False) -> Mapping[str, str]:
    """Caption by key. ``bilingual``: the shop's words followed by English, for a customer abroad."""
    entries = load_toml(resources_dir() / "documents" / f"{document}.toml")
    return {key: _caption(texts, language, bilingual) for key, texts in entries.items()}


def _caption(texts: Mapping[str, str], language: str, bilingual: bool) -> str:
    own, english = texts.get(language) or texts["en"], texts["en"]
    return f"{own} {english}" if bilingual and own != english else own
