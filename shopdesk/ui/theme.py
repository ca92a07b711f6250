"""The look: colour tokens for light and dark, the palette, the style sheet, fonts and sizes. Follows the system live.

Every colour the program draws comes from :class:`Tokens`. Where the design's colour fell short of 4.5 : 1 on its own
tint (muted, amber, green, accent on selection) it was darkened until it does not; ``tests/ui/test_contrast.py`` holds
every pair.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from shopdesk.base.catalog import resources_dir

GRID = 8
RADIUS = 8
ROW_PX = {"comfortable": 42, "compact": 30}
_CJK = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
_LINUX_UI = ("Noto Sans", "Cantarell", "Ubuntu", "Noto Sans CJK SC", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme. ``x_tint`` is the ground on which text in ``x`` stands."""

    window: str
    panel: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    on_accent: str
    accent_hover: str
    selection: str
    hover: str
    rail: str
    rail_text: str
    rail_on: str
    rail_selected: str
    rail_edge: str
    red: str
    red_tint: str
    amber: str
    amber_tint: str
    green: str
    green_tint: str
    neutral: str
    neutral_tint: str
    toast: str
    toast_text: str
    toast_link: str

    def tone(self, name: str) -> tuple[str, str]:
        """``(text, tint)`` of a signal: ``"red"``, ``"amber"``, ``"green"``, anything else neutral."""
        known = name if name in {"red", "amber", "green", "accent"} else "neutral"
        if known == "accent":
            return self.accent_text, self.selection
        return getattr(self, known), getattr(self, f"{known}_tint")


LIGHT = Tokens(
    window="#f6f7f9",
    panel="#ffffff",
    line="#e3e6eb",
    text="#1c2430",
    muted="#5d6878",
    accent="#2563eb",
    accent_text="#1d56d3",
    on_accent="#ffffff",
    accent_hover="#1d56d3",
    selection="#e8effd",
    hover="#f1f4f9",
    rail="#172033",
    rail_text="#aab4c5",
    rail_on="#ffffff",
    rail_selected="#262f41",
    rail_edge="#5b8cff",
    red="#c0302a",
    red_tint="#fdecea",
    amber="#955800",
    amber_tint="#fdf3e1",
    green="#1a7746",
    green_tint="#e6f4ec",
    neutral="#525d6d",
    neutral_tint="#e3e6eb",
    toast="#1c2430",
    toast_text="#ffffff",
    toast_link="#9dbcff",
)
DARK = Tokens(
    window="#14181f",
    panel="#1b212b",
    line="#2c3440",
    text="#e6eaf0",
    muted="#93a0b3",
    accent="#6f9bff",
    accent_text="#86abff",
    on_accent="#0f131a",
    accent_hover="#86abff",
    selection="#223252",
    hover="#222a36",
    rail="#0f131a",
    rail_text="#aab4c5",
    rail_on="#ffffff",
    rail_selected="#1f2329",
    rail_edge="#5b8cff",
    red="#ff8a80",
    red_tint="#3a2020",
    amber="#ffc46b",
    amber_tint="#3a2d15",
    green="#7fd6a2",
    green_tint="#17301f",
    neutral="#b3bdcb",
    neutral_tint="#2c3440",
    toast="#e6eaf0",
    toast_text="#14181f",
    toast_link="#1d4fc4",
)


class Theme(QObject):
    """The scheme in force. ``changed`` after every switch: whoever paints with tokens repaints."""

    changed = Signal()

    def __init__(self, mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self.tokens = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def is_dark(self) -> bool:
        """Whether the dark scheme is in force."""
        return self.tokens is DARK

    def set_mode(self, mode: str) -> None:
        """``"system"``, ``"light"`` or ``"dark"``, at once."""
        self._mode = mode
        self.apply()

    def apply(self) -> None:
        """Put palette, style sheet and fonts onto the application."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        hints = QGuiApplication.styleHints()
        hints.blockSignals(True)
        if self._mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if self._mode == "dark" else Qt.ColorScheme.Light)
        hints.blockSignals(False)
        self.tokens = DARK if self._wants_dark() else LIGHT
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode == "dark"

    @Slot()
    def _system_changed(self) -> None:
        if self._mode == "system":
            self.apply()


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a scheme; ``BrightText`` is what stands on the accent colour."""
    role = QPalette.ColorRole
    made = QPalette(QColor(tokens.panel), QColor(tokens.window))
    for roles, colour in (
        ((role.WindowText, role.Text, role.ButtonText), tokens.text),
        ((role.Window,), tokens.window),
        ((role.Base, role.Button), tokens.panel),
        ((role.AlternateBase, role.Light, role.Midlight), tokens.hover),
        ((role.Mid, role.Dark, role.Shadow), tokens.line),
        ((role.Highlight,), tokens.selection),
        ((role.HighlightedText,), tokens.text),
        ((role.Accent,), tokens.accent),
        ((role.Link, role.LinkVisited), tokens.accent_text),
        ((role.BrightText,), tokens.on_accent),
        ((role.PlaceholderText,), tokens.muted),
        ((role.ToolTipBase,), tokens.toast),
        ((role.ToolTipText,), tokens.toast_text),
    ):
        for each in roles:
            made.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.muted))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet (``resources/theme.qss``) with the tokens filled in."""
    text = (resources_dir() / "theme.qss").read_text(encoding="utf-8")
    colours = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    scheme = "dark" if tokens is DARK else "light"
    return Template(text).substitute(
        colours, radius=RADIUS, grid=GRID, scheme=scheme, resources=resources_dir().as_posix()
    )


def use_fonts(app: QApplication, language: str) -> None:
    """The system's own UI font at a readable size, with a Chinese font behind it for what it lacks.

    Where Linux names none, the first installed of a short list. A Chinese font that also serves English text is told
    to set quotation marks and dots as narrow as English wants them.
    """
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    first = font.family()
    if first in {"", "Sans", "Sans Serif"}:
        installed = set(QFontDatabase.families())
        first = next((name for name in _LINUX_UI if name in installed), first)
    font.setFamilies([first, *(name for name in _CJK if name != first)])
    if "CJK" in first and language == "en":
        font.setFeature(QFont.Tag("pwid"), 1)
    font.setPointSizeF(max(10, font.pointSizeF()))
    app.setFont(font)


def scaled_font(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """``font`` in another size, heavier where asked."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made
