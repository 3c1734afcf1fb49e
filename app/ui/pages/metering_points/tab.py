"""What every tab of a point's record is: a scrolling column that shows a `PointDetail`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import SPACE

if TYPE_CHECKING:
    from app.services.point_views import PointDetail
    from app.ui.context import UiContext


FIRST_TAB = "master_data"
"""The tab that a record opens with."""


class RecordTab(QScrollArea):
    """A scrolling column.

    Attributes:
        context: What every page shares.
        column: Layout of the content.
    """

    def __init__(
        self, context: UiContext, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.tab_title = title
        self.setObjectName(f"metering_points.{name}")
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.content = QWidget(self)
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, SPACE.m, SPACE.s, SPACE.l)
        self.column.setSpacing(SPACE.l)
        self.setWidget(self.content)

    def show_detail(self, detail: PointDetail) -> None:
        """Show a point; called at each change of it, also while another tab is in front."""

    def activate(self) -> None:
        """Be told that the tab came to the front: read what only it shows."""
