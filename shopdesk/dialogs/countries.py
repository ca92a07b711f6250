"""The countries a shop can be in, by name. No widget."""

from __future__ import annotations

from shopdesk.base.i18n import tr


def country_names(language: str) -> list[tuple[str, str]]:
    """``(code, name)`` of every country, by name, with none first."""
    from babel import Locale

    names = Locale.parse(language).territories
    known = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "UN", "QO", "XA", "XB", "EZ"}
    ]
    return [("", tr("not set")), *sorted(known, key=lambda entry: entry[1].casefold())]
