"""What is new: read from the changelog, group by group, in the owner's language where it is translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopdesk.base import changelog
from shopdesk.base.changelog import UNRELEASED, changelog_file, releases
from shopdesk.base.i18n import set_language

ENGLISH = """# Changelog

What is new.

## Unreleased

Orders
- One
  and a half.
- Two

## 0.2.0 (2026-12-01)

- Only this.
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(changelog, "changelog_file", lambda language: tmp_path / f"{language}.md")
    (tmp_path / "en.md").write_text(ENGLISH, encoding="utf-8")
    return tmp_path


def test_releases_are_in_the_order_of_the_file_with_their_groups_as_headings(kept: Path) -> None:
    assert [release.version for release in releases()] == [UNRELEASED, "0.2.0"]
    assert releases()[0].text == "### Orders\n\n- One\n  and a half.\n- Two"
    assert releases()[1].text == "- Only this."


def test_what_is_translated_is_shown_translated_the_rest_in_english(kept: Path) -> None:
    (kept / "zh_CN.md").write_text("# 更新\n\n## Unreleased\n\n订单\n- 一\n- 二\n", encoding="utf-8")
    set_language("zh_CN")
    assert [release.text for release in releases()] == ["### 订单\n\n- 一\n- 二", "- Only this."]


def test_a_translation_that_lacks_points_is_out_of_date(kept: Path) -> None:
    (kept / "zh_CN.md").write_text("## Unreleased\n\n- 一\n\n## 0.2.0\n\n- 只有这个。\n", encoding="utf-8")
    assert [release.text[:5] for release in releases("zh_CN")] == ["### O", "- 只有这"]


def test_without_a_changelog_nothing_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "changelog_file", lambda _language: tmp_path / "none.md")
    assert releases() == []


def test_a_released_version_is_translated_as_a_whole() -> None:
    english, chinese = ({r.version: r.text for r in releases(language)} for language in ("en", "zh_CN"))
    assert changelog_file("zh_CN").exists()
    for version in set(english) - {UNRELEASED}:
        assert english[version].count("\n- ") == chinese[version].count("\n- "), version
        assert english[version] != chinese[version], version
