"""A platform's status text → the canonical one, by the table of its format; a trailing ``*`` there is a prefix."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from shopdesk.importing.cells import Memo


def status_lookup(table: Mapping[str, str]) -> Memo:
    """A remembering look-up: text → canonical status, ``""`` when the table does not know it. The longest prefix
    wins."""
    exact = {text: state for text, state in table.items() if not text.endswith("*")}
    prefixes = sorted(
        ((text[:-1], state) for text, state in table.items() if text.endswith("*")), key=lambda pair: -len(pair[0])
    )

    def find(text: object) -> str:
        plain = unicodedata.normalize("NFKC", str(text or "")).casefold().strip()
        if plain in exact:
            return exact[plain]
        return next((state for prefix, state in prefixes if plain.startswith(prefix)), "")

    return Memo(find)
