"""A heading inside a page, with room for buttons at its right end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.labels import label


class SectionHeader(QWidget):
    """A heading with an optional explanation under it.

    Attributes:
        tools: Layout at the right end for buttons.
    """

    def __init__(self, text: str, explanation: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE.s, 0, SPACE.xs)
        row.setSpacing(SPACE.m)
        self._heading = label(text, "heading", parent=self)
        row.addWidget(self._heading)
        if explanation:
            row.addWidget(label(explanation, "muted", parent=self))
        row.addStretch(1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(SPACE.s)
        row.addLayout(self.tools)

    def set_text(self, text: str) -> None:
        """Change the heading."""
        self._heading.setText(text)
