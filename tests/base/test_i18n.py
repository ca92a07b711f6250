"""Words in the reader's language, also when an error brings a declaration's text along."""

from __future__ import annotations

import pytest

from shopdesk.base.i18n import localized, message, set_language


@pytest.mark.parametrize(("language", "name"), [("en", "“eBay ads”"), ("zh_CN", "“eBay 广告”")])
def test_a_declared_name_in_an_error_is_said_in_the_language_of_whoever_reads_it(language: str, name: str) -> None:
    set_language(language)
    try:
        assert name in message("format_declined", format={"en": "eBay ads", "zh_CN": "eBay 广告"}, target="ads")
        assert localized("plain") == "plain"
    finally:
        set_language("en")


def test_a_code_without_words_is_shown_itself() -> None:
    assert message("nobody_worded_this") == "nobody_worded_this"
