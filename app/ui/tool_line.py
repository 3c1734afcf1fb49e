"""The line under the menus: back, forward, search everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from app.ui.actions import Actions, plain
from app.ui.theme import SPACE
from app.ui.widgets.buttons import icon_size

if TYPE_CHECKING:
    from app.ui.global_search import GlobalSearch


class ToolLine(QFrame):
    """Back and forward at the left, the search field in the middle."""

    def __init__(self, actions: Actions, search: GlobalSearch, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.m, SPACE.xs, SPACE.m, SPACE.xs)
        row.setSpacing(SPACE.xs)
        for action_id in ("back", "forward"):
            action = actions[action_id]
            made = QToolButton(self)
            made.setDefaultAction(action)
            made.setObjectName(f"toolbar.{action_id}")
            made.setAccessibleName(plain(action.text()))
            made.setIconSize(icon_size(made))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(search, 4)
        row.addStretch(1)
