"""Buttons in the few kinds the program uses, each with an object name and an accessible name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.icons import icon
from app.ui.widgets.roles import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

_ICON_HEIGHTS = 1.2
_PUSH_ICON_HEIGHTS = 1.05
_ICON_GAP = 6
_LINK_PADDING = 5
"""Padding and border of a link at each side, as the style sheet says."""


def button(
    text: str,
    name: str,
    *,
    role: str = "",
    icon_name: str = "",
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """Return a push button.

    Args:
        text: What it does, a verb first.
        name: Object name, `<area>.<action>`.
        role: "" for an ordinary one, "primary" for the one main action of a view, "danger" for
            what cannot be undone, "link" for a way to somewhere else.
        icon_name: An icon before the text.
        on_click: Called without arguments.
        parent: Owner.
    """
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setAccessibleName(text.replace("&", ""))
    if role:
        set_role(made, role)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setFlat(True)
    if icon_name:
        made.setIcon(icon(icon_name, on_accent=role == "primary"))
        # The picture is square and stands in the middle; the rest is the gap before the text.
        made.setIconSize(icon_size(made, _PUSH_ICON_HEIGHTS) + QSize(_ICON_GAP, 0))
    if on_click is not None:
        made.clicked.connect(without_arguments(on_click))
    return made


def icon_button(
    icon_name: str,
    accessible_name: str,
    name: str,
    *,
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QToolButton:
    """Return a button that is only an icon; its accessible name is shown as tooltip too."""
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setIcon(icon(icon_name))
    made.setIconSize(icon_size(made))
    made.setAccessibleName(accessible_name)
    made.setToolTip(accessible_name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if on_click is not None:
        made.clicked.connect(without_arguments(on_click))
    return made


class ElidedLink(QPushButton):
    """A link that is cut with an ellipsis where there is no room for all of it."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_role(self, "link")

    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        text = self.fontMetrics().horizontalAdvance(self._text) + 1  # letters are parts of pixels
        return QSize(text + 2 * _LINK_PADDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a size for a few letters and the ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("000000…"), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as fits."""
        super().resizeEvent(event)
        room = self.width() - 2 * _LINK_PADDING
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._text if shown != self._text else "")


def icon_size(widget: QWidget, heights: float = _ICON_HEIGHTS) -> QSize:
    """Return the size of an icon beside the widget's text, so that it grows with the text."""
    side = round(widget.fontMetrics().height() * heights)
    return QSize(side, side)


def without_arguments(callback: Callable[[], object]) -> Callable[[], None]:
    """Return the callback as a slot that ignores what the signal carries ("checked")."""

    def slot(*_ignored: object) -> None:
        callback()

    return slot


def set_enabled_with_reason(widget: QWidget, *, enabled: bool, reason: str = "") -> None:
    """Enable a button, or disable it and say why in its tooltip and to a screen reader."""
    widget.setEnabled(enabled)
    widget.setToolTip("" if enabled else reason)
    widget.setAccessibleDescription("" if enabled else reason)
