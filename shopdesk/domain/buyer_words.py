"""Words for the buyer, in the buyer's language, not the window's (``resources/buyer_messages/*.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from shopdesk.base.catalog import load_toml, resources_dir


@cache
def _entries(name: str) -> Mapping[str, Mapping[str, str]]:
    return load_toml(resources_dir() / "buyer_messages" / f"{name}.toml")


def said(texts: Mapping[str, str], language: str, **facts: Any) -> str:
    """One of a declaration's texts (``{en = …, zh_CN = …}``) in ``language``, its facts filled in; English where there
    is no other.
    """
    return (texts.get(language) or texts["en"]).format(**facts)


def buyer_words(name: str, key: str, language: str, **facts: Any) -> str:
    """The text ``key`` of the messages ``name``."""
    return said(_entries(name)[key], language, **facts)
