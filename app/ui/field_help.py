"""The help of a single input: what it means and which paragraph asks for it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

HELP_PROPERTY = "help_text"
"""Dynamic property of an input that holds its help."""


def focused_field_help() -> tuple[str, str]:
    """Return name and help of the input that has the focus, or two empty texts."""
    widget = QApplication.focusWidget()
    while widget is not None:
        text = widget.property(HELP_PROPERTY)
        if text:
            return widget.accessibleName(), str(text)
        widget = widget.parentWidget()
    return "", ""
