"""*About ShopDesk*: four pages. Shows and asks; what a page does stands in the page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

import shopdesk
from shopdesk.base.catalog import resources_dir
from shopdesk.base.changelog import UNRELEASED, releases
from shopdesk.base.i18n import tr
from shopdesk.dialogs.about.licences_page import LicencesPage
from shopdesk.dialogs.about.updates_page import UpdatesPage
from shopdesk.dialogs.pieces import button, fit
from shopdesk.dialogs.section_list import SectionList
from shopdesk.ui.context import Context
from shopdesk.ui.panel import Panel, heading, text_label

ABOUT, NEWS, LICENCES, UPDATES = "about", "news", "licences", "updates"
_ICON_PX = 96


class AboutDialog(QDialog):
    """``AboutDialog(context, parent, section=NEWS)`` opens on a page."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, section: str = ABOUT) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(tr("About ShopDesk"))
        fit(self, 1080, 720)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(heading(tr("About ShopDesk"), self, scale=1.45))
        self.sections = SectionList("about_sections", tr("About ShopDesk"), self)
        self.licences = LicencesPage(context.tasks, self)
        self.updates = UpdatesPage(context, self)
        self.sections.add(ABOUT, tr("The program"), self._program())
        self.sections.add(NEWS, tr("What's new"), self._news())
        self.sections.add(LICENCES, tr("Licences"), self.licences)
        self.sections.add(UPDATES, tr("Newer versions"), self.updates)
        self.sections.show_section(section)
        column.addWidget(self.sections, 1)
        row = QHBoxLayout()
        self.close_button = button(tr("&Close"), "about_close", self, primary=True)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _program(self) -> Panel:
        panel = Panel("", self)
        picture = QLabel(panel)
        picture.setPixmap(
            QIcon(str(resources_dir() / "shopdesk.png")).pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF())
        )
        middle = Qt.AlignmentFlag.AlignHCenter
        panel.column.addStretch(2)
        panel.column.addWidget(picture, 0, middle)
        panel.column.addWidget(heading(f"ShopDesk {shopdesk.__version__}", panel, scale=1.6), 0, middle)
        for text in (
            tr("The whole shop in one file of your own, offline."),
            tr("Nothing about your shop or your customers leaves this computer."),
            tr("Free software under the MIT licence."),
        ):
            panel.column.addWidget(text_label(text, panel, tone="muted", wrap=False), 0, middle)
        panel.column.addStretch(3)
        return panel

    def _news(self) -> QTextBrowser:
        self.news = QTextBrowser(self)
        self.news.setAccessibleName(tr("What's new"))
        self.news.setOpenLinks(False)
        self.news.setMarkdown("\n\n".join(f"## {_title(found.version)}\n\n{found.text}" for found in releases()))
        return self.news


def _title(version: str) -> str:
    """What a release is called; what is not released yet is what this build has."""
    return tr("ShopDesk {version}", version=shopdesk.__version__ if version == UNRELEASED else version)
