"""Marks widgets for the style sheet by dynamic properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
