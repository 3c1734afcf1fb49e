"""Badges: a state as icon, text and colour together, never colour alone."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import icons
from app.ui.colors import Tone
from app.ui.theme import SPACE, tone_colors

_TONE_ICONS = {
    Tone.NEUTRAL: "neutral",
    Tone.INFO: "info",
    Tone.SUCCESS: "success",
    Tone.WARNING: "warning",
    Tone.DANGER: "danger",
}


class BadgeSpec(NamedTuple):
    """What a badge says.

    Attributes:
        text: A word or two.
        tone: Its meaning; gives the colours.
        icon: Icon name; "" for the tone's own.
    """

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""

    @property
    def icon_name(self) -> str:
        """Return the icon to draw."""
        return self.icon or _TONE_ICONS[self.tone]


def badge_font(font: QFont) -> QFont:
    """Return the font of a badge beside text of this font."""
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.92)
    smaller.setWeight(QFont.Weight.DemiBold)
    return smaller


def badge_size(spec: BadgeSpec, font: QFont) -> QSize:
    """Return the size of a badge beside text of this font."""
    metrics = QFontMetricsF(badge_font(font))
    height = metrics.height() + SPACE.xs
    width = SPACE.s + metrics.height() + SPACE.xs + metrics.horizontalAdvance(spec.text) + SPACE.s
    return QSize(round(width + 1), round(height))


def paint_badge(painter: QPainter, where: QRectF, spec: BadgeSpec, font: QFont) -> None:
    """Draw a badge at the left of a rectangle, in the middle of its height.

    The text is cut with an ellipsis when the rectangle is too narrow; the icon always stays.
    """
    wanted = badge_size(spec, font)
    width = min(float(wanted.width()), where.width())
    top = where.top() + (where.height() - wanted.height()) / 2
    frame = QRectF(where.left(), top, width, wanted.height())
    colors = tone_colors(spec.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.fill))
    painter.drawRoundedRect(frame, 5, 5)
    small = badge_font(font)
    metrics = QFontMetricsF(small)
    side = metrics.height() * 0.86
    icon_frame = QRectF(frame.left() + SPACE.s - 2, 0, side, side)
    icon_frame.moveTop(frame.center().y() - side / 2)
    icons.draw(painter, spec.icon_name, icon_frame, colors.text)
    text_frame = frame.adjusted(SPACE.s + metrics.height(), 0, -SPACE.xs, 0)
    painter.setFont(small)
    painter.setPen(QPen(QColor(colors.text)))
    text = metrics.elidedText(spec.text, Qt.TextElideMode.ElideRight, text_frame.width())
    painter.drawText(text_frame, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget of its own, in headers and cards."""

    def __init__(
        self, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._spec = BadgeSpec(text, tone, icon)
        self.set_spec(self._spec)

    @property
    def spec(self) -> BadgeSpec:
        """Return what the badge says."""
        return self._spec

    def set_spec(self, spec: BadgeSpec) -> None:
        """Say something else."""
        self._spec = spec
        self.setAccessibleName(spec.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return badge_size(self._spec, self.font())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = QPainter(self)
        paint_badge(painter, QRectF(self.rect()), self._spec, self.font())
        painter.end()
