"""Labels in the few roles of the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui.widgets.roles import set_role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class Paragraph(QLabel):
    """Text that breaks into lines and is always just as high as its lines.

    Qt's own label guesses its height before it knows its width, which cuts text off in narrow
    places and leaves holes in wide ones.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        self._wanted = 0
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show another text, in its own height."""
        super().setText(text)
        self._fit()

    def hasHeightForWidth(self) -> bool:
        """Return False: the size hint already says the height at the present width."""
        return False

    def sizeHint(self) -> QSize:
        """Return the width it would like and the height at the present width."""
        hint = super().sizeHint()
        return QSize(hint.width(), self._wanted) if self._wanted else hint

    def minimumSizeHint(self) -> QSize:
        """Return the longest word's width and the height at the present width."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width needs."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the height that a new font needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        # Not a fixed height: Qt never computes a height below the minimum that was set before.
        wanted = super().heightForWidth(self.width())
        if wanted > 0 and wanted != self._wanted:
            self._wanted = wanted
            self.updateGeometry()


class OneLine(QLabel):
    """Text in one line that gives way: what does not fit becomes an ellipsis, and a tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole text as a tooltip while it does not fit."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._shown() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.contentsRect(), middle, self._shown())
        painter.end()

    def _shown(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


class Caption(QLabel):
    """The label of one input, its buddy; "&" marks the letter that leads to it with Alt."""

    def __init__(self, text: str, buddy: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setBuddy(buddy)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return Qt's hint and a little: underlining a letter takes room that Qt forgets."""
        hint = super().sizeHint()
        return QSize(hint.width() + self.fontMetrics().height() // 3, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size it would like, so that no letter is cut off."""
        return self.sizeHint()


def label(
    text: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Return a label of plain text.

    Args:
        text: What it says; never read as HTML, since it may hold what somebody typed.
        role: "", "muted", "hint", "error", "title", "heading", "label" or "figure".
        wrap: Break long text into lines.
        parent: Owner.
    """
    made = Paragraph(text, parent) if wrap else QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        set_role(made, role)
    return made


def selectable(
    text: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Return a label whose text can be marked and copied with mouse and keyboard."""
    made = label(text, role, wrap=wrap, parent=parent)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


def line(parent: QWidget | None = None) -> QFrame:
    """Return a hairline between two areas."""
    made = QFrame(parent)
    set_role(made, "line")
    return made
