"""Words. English is the source; other languages are gettext catalogues in ``resources/i18n/<language>/*.po``.

``tr("Import {file}", file=name)`` for a sentence, ``trn("{n} order", "{n} orders", n)`` for a counted one, ``N_("…")``
to mark a text that is translated later (``tr(column.header)``). A declaration carries its texts inline as
``{en = "…", zh_CN = "…"}``: see :func:`localized`. No Qt here: command line, print and exports speak through
the same two functions.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from typing import Any

from shopdesk.base.catalog import catalogue_files, load_toml

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

_language = "en"
_catalogue: NullTranslations = NullTranslations()
_messages: dict[str, dict[str, str]] = {}


def N_(text: str) -> str:
    """Mark ``text`` for translation where it is shown."""
    return text


def set_language(language: str) -> None:
    """Speak ``language`` (``"en"``, ``"zh_CN"``) from now on; an unknown one falls back to English."""
    global _language, _catalogue  # noqa: PLW0603 - the process speaks one language at a time
    _language = language if language in LANGUAGES else "en"
    _catalogue = NullTranslations() if _language == "en" else _load(_language)


def current_language() -> str:
    """``"en"`` or ``"zh_CN"``."""
    return _language


def _load(language: str) -> NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    merged: GNUTranslations | None = None
    for path in catalogue_files(f"i18n/{language}", ".po"):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        translations = GNUTranslations(compiled)
        if merged is not None:
            translations.add_fallback(merged)
        merged = translations
    return merged or NullTranslations()


def tr(text: str, /, **params: object) -> str:
    """``text`` in the current language, its named placeholders filled."""
    if not text:
        return ""
    translated = _catalogue.gettext(text)
    return translated.format(**params) if params else translated


def trn(one: str, many: str, n: int, /, **params: object) -> str:
    """The singular or plural sentence for ``n`` in the current language; ``{n}`` is filled with ``n``."""
    return _catalogue.ngettext(one, many, n).format(n=f"{n:,}", **params)


def localized(texts: Mapping[str, str] | str) -> str:
    """The text of a declaration (``{en = …, zh_CN = …}``) in the current language."""
    if isinstance(texts, str):
        return texts
    return texts.get(_language) or texts["en"]


def message(code: str, /, **params: Any) -> str:
    """The sentence for an error or problem ``code`` of ``resources/messages``, in the current language.

    A parameter may be a declaration's text (``{en = …, zh_CN = …}``): an error crosses processes and threads without
    knowing who will read it.
    """
    if not _messages:
        for path in catalogue_files("messages"):
            _messages.update(load_toml(path))
    texts = _messages.get(code)
    if not texts:
        return code
    words = {name: localized(value) if isinstance(value, Mapping) else value for name, value in params.items()}
    return localized(texts).format(**words)
