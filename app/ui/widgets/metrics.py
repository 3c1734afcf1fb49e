"""Widths in letters, so that nothing has a fixed number of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FRAME = 18
"""Border and padding of an input, left and right together."""


def letters(widget: QWidget, count: float) -> int:
    """Return the width of so many digits in the widget's font, in logical pixels."""
    return round(widget.fontMetrics().horizontalAdvance("0") * count)


def input_width(widget: QWidget, count: float) -> int:
    """Return the width of an input that shows so many digits."""
    return letters(widget, count) + _FRAME
