"""A card: a white area with a heading that keeps together what belongs together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.labels import label
from app.ui.widgets.roles import set_role


class Card(QFrame):
    """A framed area with an optional heading line.

    Attributes:
        head: The heading line; widgets added here stand at its right end.
        body: What the card holds.
    """

    def __init__(
        self, title: str = "", *, flush: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make an empty card.

        Args:
            title: Heading; no heading line when empty.
            flush: No inner margins, for tables that reach the card's edge.
            parent: Owner.
        """
        super().__init__(parent)
        set_role(self, "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        margin = 0 if flush else SPACE.l
        self.head = QHBoxLayout()
        self.head.setSpacing(SPACE.s)
        if title:
            self.head.setContentsMargins(SPACE.l, SPACE.m, SPACE.m, SPACE.s if flush else 0)
            self._title = label(title, "heading", parent=self)
            self.head.addWidget(self._title)
            self.head.addStretch(1)
            self.setAccessibleName(title)
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        top = SPACE.s if title and not flush else margin
        self.body.setContentsMargins(margin, top, margin, margin)
        self.body.setSpacing(SPACE.s)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Change the heading of a card that was made with one."""
        self._title.setText(title)
        self.setAccessibleName(title)
