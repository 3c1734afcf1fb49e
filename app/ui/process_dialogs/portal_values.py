"""Values to be typed into the market portal by hand, each with a button that copies it.

**Source**: master-data §§ 2.2, 7: readings and four of the meter's fields are in no message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import _
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label, selectable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.process_views import PortalValue
    from app.ui.context import UiContext


class PortalValuesView(QWidget):
    """Label, value and copy button per line; one button copies all lines."""

    def __init__(
        self,
        context: UiContext,
        name: str,
        values: Sequence[PortalValue] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Show values.

        Args:
            context: Copies and says so.
            name: First part of the object names: `<name>.<line>.copy`, `<name>.copy_all`.
            values: The values in the order they are typed.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._values: tuple[PortalValue, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self._lines = QWidget(self)
        self._column.addWidget(self._lines)
        row = QHBoxLayout()
        self._all = button(
            _("Copy all"), f"{name}.copy_all", role="link", on_click=self.copy_all, parent=self
        )
        row.addWidget(self._all)
        row.addStretch(1)
        self._column.addLayout(row)
        self.show_values(values)

    def show_values(self, values: Sequence[PortalValue]) -> None:
        """Show other values."""
        if tuple(values) == self._values and self._values:
            return
        self._values = tuple(values)
        fresh = QWidget(self)
        flow = FlowLayout(fresh)
        tiles = [self._tile(number, value, fresh) for number, value in enumerate(self._values)]
        wide = max((tile.sizeHint().width() for tile in tiles), default=0)
        for tile in tiles:
            tile.setMinimumWidth(wide)
            flow.addWidget(tile)
        self._column.replaceWidget(self._lines, fresh)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = fresh
        self._all.setVisible(len(self._values) > 1)

    def _tile(self, number: int, value: PortalValue, parent: QWidget) -> QWidget:
        """Return the label over the value, with the copy button before them."""
        tile = QWidget(parent)
        row = QHBoxLayout(tile)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        copy = icon_button(
            "copy",
            _("Copy {label}").format(label=value.label),
            f"{self.objectName()}.{number}.copy",
            parent=tile,
        )
        copy.setProperty("text", value.copy_text)
        copy.clicked.connect(self._on_copy)
        row.addWidget(copy)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(value.label, "hint", parent=tile))
        shown = selectable(value.text, parent=tile)
        shown.setAccessibleName(f"{value.label}: {value.text}")
        texts.addWidget(shown)
        row.addLayout(texts, 1)
        return tile

    def copy_all(self) -> None:
        """Copy every line as label, tab, value: what a spreadsheet or a mail takes."""
        text = "\n".join(f"{value.label}\t{value.copy_text}" for value in self._values)
        self._context.messages.copy(text, _("All values are copied"))

    def _on_copy(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._context.messages.copy(str(sender.property("text")))
