"""Labels in the few roles of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui.widgets.roles import set_role


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
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        set_role(made, role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


def selectable(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label whose text can be marked and copied with mouse and keyboard."""
    made = label(text, role, parent=parent)
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
