"""*About ShopDesk*: news, licences, a downloaded installer, and the look for a newer version over a real connection."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

import shopdesk
from shopdesk.base.parts import parts
from shopdesk.dialogs.about import updates_page
from shopdesk.dialogs.about.dialog import LICENCES, NEWS, UPDATES, AboutDialog
from shopdesk.dialogs.about.update_check import TURNED_ON, Announced, UpdateCheck, announced_at

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def about(qtbot, context) -> AboutDialog:
    dialog = AboutDialog(context, section=NEWS)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(context.tasks.is_idle)
    return dialog


def test_news_are_those_of_the_changelog(about: AboutDialog) -> None:
    assert about.sections.list.currentRow() == 1
    assert f"ShopDesk {shopdesk.__version__}" in about.news.toPlainText()
    assert "### " not in about.news.toPlainText()


def test_every_part_shows_its_licence(about: AboutDialog) -> None:
    about.sections.show_section(LICENCES)
    page = about.licences
    titles = [page.list.item(row).text() for row in range(page.list.count())]
    assert titles[0] == "ShopDesk" and len(titles) == len(parts()) + 1
    page.list.setCurrentRow(next(row for row, title in enumerate(titles) if title.startswith("Qt ")))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page.text.toPlainText()
    assert "GNU GENERAL PUBLIC LICENSE" in page.text.toPlainText() and "https://code.qt.io" in page.text.toPlainText()


def test_a_downloaded_installer_is_checked(qtbot, about: AboutDialog, context, tmp_path: Path) -> None:
    about.sections.show_section(UPDATES)
    page, path = about.updates, tmp_path / "setup.exe"
    path.write_bytes(b"x")
    page.published.setPlainText(hashlib.sha256(b"x").hexdigest())
    page.check_file(path)
    qtbot.waitUntil(lambda: page.verdict.text != "")
    assert "setup.exe" in page.verdict.text and page.refusal.text == ""
    path.write_bytes(b"y")
    page.check_file(path)
    qtbot.waitUntil(lambda: page.refusal.text != "")
    assert "Do not open it" in page.refusal.text and page.verdict.text == ""


def test_the_way_back_names_the_copy(qtbot, context) -> None:
    context.machine.set_state("upgraded", {"/shops/my.shopdesk": {"to": "0.2.0", "file": "/shops/copy.shopdesk"}})
    dialog = AboutDialog(context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(context.tasks.is_idle)
    said = [label.text() for label in dialog.updates.findChildren(QLabel)]
    assert any("/shops/copy.shopdesk" in text and "0.2.0" in text for text in said)


def test_a_build_without_an_address_offers_no_look(about: AboutDialog) -> None:
    assert announced_at() == "" and about.updates.check is None


# ---- over a connection


class _Answer(http.server.BaseHTTPRequestHandler):
    content = b""
    asked: list[tuple[str, str]] = []  # noqa: RUF012 - what the one server of a test was asked

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    _Answer.asked.clear()
    with http.server.HTTPServer(("127.0.0.1", 0), _Answer) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/release.json"
        serving.shutdown()
        thread.join()


def test_the_announcement_is_read_and_nothing_else_is_told(qtbot, qapp, server: str) -> None:
    _Answer.content = b'{"version": "77.1.0", "page": "https://shop.example/get"}'
    check = UpdateCheck(server, qapp)
    with qtbot.waitSignal(check.found) as found:
        check.look()
    assert found.args[0] == Announced("77.1.0", "https://shop.example/get") and found.args[0].is_newer()
    assert _Answer.asked == [("/release.json", f"ShopDesk/{shopdesk.__version__}")]
    check.deleteLater()


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"{}", b'{"version": "new", "page": "https://x.example"}',
     b'{"version": "1.0", "page": "file:///etc/passwd"}', b'{"version": "' + b"9" * 100_000 + b'"}'],
)  # fmt: skip
def test_what_is_no_announcement_is_said_and_does_no_harm(qtbot, qapp, server: str, content: bytes) -> None:
    _Answer.content = content
    check = UpdateCheck(server, qapp)
    with qtbot.waitSignal(check.failed) as failed:
        check.look()
    assert failed.args[0].code == "updates_unreachable"
    check.deleteLater()


def test_no_connection_is_said(qtbot, qapp) -> None:
    check = UpdateCheck("http://127.0.0.1:9/release.json", qapp)
    with qtbot.waitSignal(check.failed) as failed:
        check.look()
    assert failed.args[0].code == "updates_unreachable"
    check.deleteLater()


def test_the_look_is_offered_where_the_build_can_and_turned_on_by_the_owner(
    qtbot, context, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Answer.content = b'{"version": "77.1.0", "page": "https://shop.example/get"}'
    monkeypatch.setattr(updates_page, "announced_at", lambda: server)
    dialog = AboutDialog(context, section=UPDATES)
    qtbot.addWidget(dialog)
    dialog.show()
    page = dialog.updates
    assert _Answer.asked == [] and not page.turned_on.isChecked() and not page.get.isVisible()
    page.turned_on.click()
    assert context.machine.state(TURNED_ON) is True and _Answer.asked == []
    page.look.click()
    qtbot.waitUntil(lambda: page.told.text != "")
    assert "77.1.0" in page.told.text and page.get.isVisible()
    qtbot.waitUntil(context.tasks.is_idle)


@pytest.mark.parametrize(
    ("one", "other", "newer"), [("0.10.0", "0.9.9", True), ("1.0", "1.0.0", False), ("0.9", "0.9", False)]
)
def test_versions_are_compared_as_numbers(one: str, other: str, newer: bool) -> None:
    assert Announced(one, "").is_newer(other) is newer
