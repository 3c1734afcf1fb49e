"""A banner at the top of a page: a warning about what stands there, with one way to act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.colors import Tone
from app.ui.theme import SPACE, tone_colors
from app.ui.widgets.buttons import button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable


class Banner(QWidget):
    """A coloured line with icon and text; hidden until it has something to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tone = Tone.INFO
        self._on_action: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        row.setSpacing(SPACE.m)
        self._icon = IconView("info", parent=self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._text = label("", wrap=True, parent=self)
        row.addWidget(self._text, 1)
        self._action = button("", f"{name}.action", parent=self)
        self._action.clicked.connect(self._act)
        row.addWidget(self._action)
        self.hide()

    def say(
        self,
        tone: Tone,
        text: str,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Show a text in a tone, with an optional button."""
        self._tone = tone
        self._on_action = on_action
        self._icon.set_icon(tone.value, tone)
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setAccessibleName(action_text)
        self._action.setVisible(bool(action_text))
        self.setAccessibleName(text)
        self.show()
        self.update()

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._text.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        colors = tone_colors(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.line)))
        painter.setBrush(QColor(colors.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()
