"""What stands where a list is empty: why it is empty, and the one next action."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Callable

_NARROWEST, _WIDEST = 44, 56
"""Width of the explanation in letters."""


class EmptySpec(NamedTuple):
    """What an empty list says.

    Attributes:
        title: What is missing.
        why: Why, and what will stand here later.
        action_text: The one next action; no button when empty.
        on_action: What the button does.
        icon: Icon over the text.
    """

    title: str
    why: str
    action_text: str = ""
    on_action: Callable[[], object] | None = None
    icon: str = "search"


class EmptyState(QWidget):
    """The text and button in the middle of an empty area."""

    def __init__(self, spec: EmptySpec, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._on_action = spec.on_action
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        column.setSpacing(SPACE.s)
        column.addStretch(2)
        self._icon = IconView(spec.icon, heights=2.5, parent=self)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label("", "heading", parent=self)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        self._why = label("", "muted", wrap=True, parent=self)
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._why.setMaximumWidth(letters(self, _WIDEST))
        column.addWidget(self._why, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(SPACE.xs)
        self._action = button("", f"{name}.empty_action", role="primary", parent=self)
        self._action.clicked.connect(self._act)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_spec(spec)

    def show_spec(self, spec: EmptySpec) -> None:
        """Say something else."""
        self._on_action = spec.on_action
        self._icon.set_icon(spec.icon)
        self._title.setText(spec.title)
        self._why.setText(spec.why)
        self._why.setVisible(bool(spec.why))
        # A label that breaks its lines is otherwise content with a narrow column of words.
        wide = self._why.fontMetrics().horizontalAdvance(spec.why) + SPACE.s
        self._why.setMinimumWidth(min(wide, letters(self, _NARROWEST)))
        self._action.setText(spec.action_text)
        self._action.setAccessibleName(spec.action_text)
        self._action.setVisible(bool(spec.action_text))

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()
