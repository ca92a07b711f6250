"""A table from the clipboard: what a spreadsheet puts there is text with tabs; the wizard reads files, so it
becomes one.
"""

from __future__ import annotations

from pathlib import Path


def is_table(text: str) -> bool:
    """Whether ``text`` looks like a table: at least two lines that hold a tab."""
    return sum("\t" in line for line in text.splitlines()[:200]) >= 2


def save_table(text: str, folder: Path) -> Path | None:
    """Write ``text`` as a TSV into ``folder``; ``None`` when it is no table.

    Raises ``OSError`` when the folder refuses.
    """
    if not is_table(text):
        return None
    path = folder / "clipboard.tsv"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
