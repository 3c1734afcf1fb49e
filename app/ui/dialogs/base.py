"""The common shape of a dialog: icon, heading, text, room for more, buttons at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QPushButton

    from app.ui.colors import Tone


class BaseDialog(QDialog):
    """A dialog with a heading.

    Attributes:
        fits_content: Whether it is always just as high as what it holds.
        content: Layout between heading and buttons.
        buttons: Layout of the buttons, the main one last.
    """

    def __init__(
        self,
        title: str,
        name: str,
        *,
        tone: Tone | None = None,
        width: int = 52,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty dialog.

        Args:
            title: Heading and window title.
            name: Object name; those of the buttons begin with it.
            tone: Gives an icon before the heading.
            width: Smallest width in average characters.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.fits_content = True
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setMinimumWidth(letters(self, width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        outer.setSpacing(SPACE.m)
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        if tone is not None:
            mark = IconView(tone.value, tone, heights=1.5, parent=self)
            head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.heading = label(title, "heading", wrap=True, parent=self)
        head.addWidget(self.heading, 1)
        outer.addLayout(head)
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE.s)
        outer.addLayout(self.content)
        outer.addSpacing(SPACE.xs)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE.s)
        self.buttons.addStretch(1)
        outer.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be just as high as the paragraphs need, once they know their width."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def event(self, event: QEvent) -> bool:
        """Fit again when something in the dialog has got another height."""
        if event.type() == QEvent.Type.LayoutRequest and self.fits_content:
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if self.fits_content and self.isVisible() and height != self.height():
            self.resize(self.width(), height)

    def add_text(self, text: str, role: str = "") -> None:
        """Add a paragraph that can be marked and copied."""
        shown = label(text, role, wrap=True, parent=self)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.content.addWidget(shown)

    def add_button(
        self,
        text: str,
        action: str,
        *,
        role: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> QPushButton:
        """Add a button; `action` is the last part of its object name."""
        made = button(
            text, f"{self.objectName()}.{action}", role=role, on_click=on_click, parent=self
        )
        made.setAutoDefault(role == "primary")
        made.setDefault(role == "primary")
        self.buttons.addWidget(made)
        return made
