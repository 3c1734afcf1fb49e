"""Marks widgets for the style sheet by dynamic properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role of `netkontor.qss`: "muted", "title", "card", "primary" ..."""
    set_mark(widget, "role", role)


def set_mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and show its effect at once."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # Qt asks the style sheet before it first shows or measures the widget
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
