"""The list of all keys, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app.texts import _
from app.ui.actions import ACTIONS, LIST_KEYS, key_text, plain
from app.ui.dialogs.base import BaseDialog
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

_COLUMNS = 2


class ShortcutsDialog(BaseDialog):
    """Shows every key in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Keyboard shortcuts"), "shortcuts", width=84, parent=parent)
        rows = [(key_text(spec.keys), plain(_(spec.text))) for spec in ACTIONS if spec.keys]
        rows += [(keys, _(text)) for keys, text in LIST_KEYS]
        content = Card(parent=self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.s)
        half = -(-len(rows) // _COLUMNS)
        for at, (keys, text) in enumerate(rows):
            column, row = divmod(at, half)
            grid.addWidget(label(keys, "label", parent=content), row, column * 2)
            grid.addWidget(label(text, parent=content), row, column * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        content.body.addLayout(grid)
        area = QScrollArea(self)
        area.setObjectName("shortcuts.list")
        area.setAccessibleName(_("Keyboard shortcuts"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(content.sizeHint().width() + bar + SPACE.xs)
        area.setMinimumHeight(min(content.sizeHint().height() + SPACE.xs, letters(self, 70)))
        self.content.addWidget(area)
        self.add_button(_("Close"), "close", role="primary", on_click=self.accept)
