"""A card with a short table; without rows it is one quiet line instead of an empty area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.labels import label
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.context import UiContext
    from app.ui.models.columns import Column


class TableCard(Card):
    """The table with its heading.

    Attributes:
        table: The table; fill it by `set_rows` of this card.
    """

    def __init__(  # noqa: PLR0913  # what a table is made of
        self,
        context: UiContext,
        name: str,
        title: str,
        columns: Sequence[Column],
        nothing: str,
        *,
        most_rows: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty card.

        Args:
            context: Keeps the columns' layout.
            name: Object name of the table's area.
            title: Heading.
            columns: What is shown; the first one is the key.
            nothing: What is said when there is no row.
            most_rows: Rows from which on the table scrolls by itself.
            parent: Owner.
        """
        super().__init__(title, flush=True, parent=parent)
        self._most_rows = most_rows
        self._line = QWidget(self)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(SPACE.l, 0, SPACE.l, SPACE.m)
        row.addWidget(label(nothing, "muted", wrap=True, parent=self._line))
        self.body.addWidget(self._line)
        self.table = SmallTable(
            name,
            columns,
            title=title,
            empty=EmptySpec("", ""),
            preferences=context.preferences,
            parent=self,
        )
        self.body.addWidget(self.table)
        self.set_rows([])

    def set_rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Show these rows, one raw value per column."""
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._line.setVisible(not rows)
        self.table.fit_height(self._most_rows)
