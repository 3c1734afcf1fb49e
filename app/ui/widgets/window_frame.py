"""The frame around everything in the window; yellow while made-up data are shown.

**Source**: ux § 1 row 28: demo data must be seen to be apart from real ones.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.widgets.roles import set_mark

_WIDTH = 3
"""Width of the yellow line in pixels, as the style sheet draws it."""


class WindowFrame(QFrame):
    """Holds navigation and pages side by side.

    Attributes:
        row: Layout of what it holds.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("frame")
        self.row = QHBoxLayout(self)
        self.row.setSpacing(0)
        self.set_demo(shown=False)

    def set_demo(self, *, shown: bool) -> None:
        """Draw the yellow line, or take it away."""
        set_mark(self, "demo", "true" if shown else "false")
        width = _WIDTH if shown else 0
        self.row.setContentsMargins(width, width, width, width)
