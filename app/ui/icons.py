"""Line icons that follow the theme: drawn from SVG in the colour of the palette at paint time.

The files under `resources/icons` use `currentColor`; nothing needs to be told when the theme
changes, and every screen density gets its own sharp picture.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.paths import resources_dir

if TYPE_CHECKING:
    from PySide6.QtGui import QColor


def icon(name: str, color: str = "", *, on_accent: bool = False) -> QIcon:
    """Return an icon.

    Args:
        name: File name under `resources/icons` without suffix.
        color: A fixed colour "#rrggbb", or "" for the colour of text in the palette.
        on_accent: Whether it stands on the accent colour, as on a view's main button.

    Raises:
        FileNotFoundError: When there is no such icon.
    """
    _svg(name)
    return QIcon(_TintedEngine(name, color, on_accent=on_accent))


def pixmap(name: str, size: int, color: str, ratio: float) -> QPixmap:
    """Return an icon as a picture of `size` logical pixels, for widgets that paint themselves."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, name, QRectF(0, 0, size, size), color)
    painter.end()
    return picture


def draw(painter: QPainter, name: str, where: QRectF, color: str) -> None:
    """Draw an icon into a rectangle of the painter."""
    _renderer(name, color).render(painter, where)


def application_icon() -> QIcon:
    """Return the program's own mark, in its own colours."""
    return QIcon(str(resources_dir() / "icons" / "netkontor.svg"))


class _TintedEngine(QIconEngine):
    """Draws one SVG in the palette's colour for the wanted mode."""

    def __init__(self, name: str, color: str, *, on_accent: bool = False) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._on_accent = on_accent

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        draw(painter, self._name, square, self._color_for(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._color, on_accent=self._on_accent)

    def _color_for(self, mode: QIcon.Mode) -> str:
        if self._color and mode is not QIcon.Mode.Disabled:
            return self._color
        colors = QApplication.palette()
        found: QColor
        if mode is QIcon.Mode.Disabled:
            found = colors.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        elif self._on_accent or mode is QIcon.Mode.Selected:
            found = colors.color(QPalette.ColorRole.HighlightedText)
        else:
            found = colors.color(QPalette.ColorRole.WindowText)
        return found.name()


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, color: str) -> QSvgRenderer:
    tinted = _svg(name).replace("currentColor", color)
    return QSvgRenderer(QByteArray(tinted.encode("utf-8")))
