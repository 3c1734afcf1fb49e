"""Puts the colours, the text size and the small style sheet on the application.

Fusion is the style on every platform, since it follows any palette; the style sheet
`resources/styles/netkontor.qss` only holds what a palette cannot say.

**Source**: ux § 8 and § 1 row 23-24: light, dark or as the system; text size 90-150 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.paths import resources_dir
from app.ui.colors import DARK, LIGHT, Tokens, Tone, ToneColors

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

SMALLEST_TEXT = 90
LARGEST_TEXT = 150
THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Spacing:
    """The distances between things, in logical pixels; nothing else is used in layouts."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741  # the five sizes are called xs s m l xl everywhere
    xl: int = 24


SPACE = Spacing()


class Theme(QObject):
    """The look in force; one per application, reached by `theme()`.

    Signals:
        changed: The colours or the text size are new; icons and painted widgets redraw by
            themselves, since Qt repaints everything when the palette changes.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = "system"
        self._text_size = 100
        self._base_points = max(app.font().pointSizeF(), 9.0)
        self.tokens = LIGHT
        app.setStyle("fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def base_points(self) -> float:
        """Return the size of ordinary text in points, text size setting included."""
        return self._base_points * self._text_size / 100

    def apply(self, choice: str = "system", text_size: int = 100) -> None:
        """Use a theme and a text size.

        Args:
            choice: "system", "light" or "dark"; anything else counts as "system".
            text_size: Per cent of the system's text size; brought into 90-150.
        """
        self._choice = choice if choice in THEMES else "system"
        self._text_size = min(max(text_size, SMALLEST_TEXT), LARGEST_TEXT)
        hints = self._app.styleHints()
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        hints.setColorScheme(wanted.get(self._choice, Qt.ColorScheme.Unknown))
        self._put_on()

    def _put_on(self) -> None:
        dark = self._choice == "dark" or (
            self._choice == "system" and self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.tokens = DARK if dark else LIGHT
        if _wants_high_contrast(self._app):
            self.tokens = high_contrast(self.tokens)
        font: QFont = self._app.font()
        font.setPointSizeF(self.base_points)
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.base_points))
        self.changed.emit()

    def _on_system_scheme_changed(self) -> None:
        if self._choice == "system":
            self._put_on()


def theme() -> Theme:
    """Return the application's theme, made (and put on) at first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        msg = "the theme needs a QApplication"
        raise RuntimeError(msg)  # noqa: TRY004  # not a type fault: the application is missing
    found = app.findChild(Theme, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if found is None:
        found = Theme(app)
        found.apply()
    return found


def tokens() -> Tokens:
    """Return the colours in force."""
    return theme().tokens


def tone_colors(tone: Tone) -> ToneColors:
    """Return the colours of a tone in the theme in force."""
    return theme().tokens.tones[tone]


def _wants_high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast)


def high_contrast(base: Tokens) -> Tokens:
    """Return the theme with every outline and secondary text as strong as the text itself."""
    ground = "#000000" if base.is_dark else "#ffffff"
    return replace(
        base,
        window=ground,
        surface=ground,
        muted=base.text,
        border=base.text,
        control=base.text,
    )


def palette(colors: Tokens) -> QPalette:
    """Return the Qt palette of a theme; Fusion draws everything from it."""
    role = QPalette.ColorRole
    result = QPalette()
    for where, color in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.surface),
        (role.AlternateBase, colors.raised),
        (role.Text, colors.text),
        (role.Button, colors.surface),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.tones[Tone.DANGER].text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Accent, colors.accent),
        (role.Link, colors.accent),
        (role.LinkVisited, colors.accent),
        (role.ToolTipBase, colors.raised),
        (role.ToolTipText, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Light, colors.surface),
        (role.Midlight, colors.hover),
        (role.Mid, colors.border),
        (role.Dark, colors.control),
        (role.Shadow, colors.control),
    ):
        result.setColor(where, QColor(color))
    off = QPalette.ColorGroup.Disabled
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(off, where, QColor(colors.disabled))
    result.setColor(off, role.Base, QColor(colors.raised))
    result.setColor(off, role.Highlight, QColor(colors.border))
    return result


def style_sheet(colors: Tokens, points: float) -> str:
    """Return the style sheet with the theme's colours and text sizes filled in."""
    template = (resources_dir() / "styles" / "netkontor.qss").read_text(encoding="utf-8")
    values = {
        name: str(getattr(colors, name))
        for name in (
            "window",
            "surface",
            "raised",
            "hover",
            "text",
            "muted",
            "disabled",
            "border",
            "control",
            "accent",
            "on_accent",
            "accent_soft",
        )
    }
    danger = colors.tones[Tone.DANGER]
    values |= {"danger": danger.text, "danger_soft": danger.fill}
    warning = colors.tones[Tone.WARNING]
    values["demo_line"] = warning.text if colors.is_dark else warning.line
    values |= {
        "small": f"{points * 0.9:.1f}pt",
        "normal": f"{points:.1f}pt",
        "large": f"{points * 1.2:.1f}pt",
        "title": f"{points * 1.55:.1f}pt",
        "figure": f"{points * 2.1:.1f}pt",
    }
    return Template(template).substitute(values)
