"""Filter chips: "Type: 2 chosen", with a popup of codes, their names and how many rows each has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.texts import _
from app.ui import formatting
from app.ui.icons import icon
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.check_mark import CheckDelegate
from app.ui.widgets.combo_box import choice_text
from app.ui.widgets.metrics import letters
from app.ui.widgets.roles import set_mark, set_role
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QShowEvent

_SEARCH_FROM = 9
_MOST_ROWS_SHOWN = 10
_CODE_ROLE = Qt.ItemDataRole.UserRole
_POPUP = "_popup"


class Chip(NamedTuple):
    """A coded column to filter by.

    Attributes:
        id: Column id.
        title: Its name.
        choices: Code and name of every code, in the order to show.
    """

    id: str
    title: str
    choices: Sequence[tuple[str, str]]


class ChoicePopup(QFrame):
    """The list of codes under a chip; several can be chosen.

    Signals:
        chosen: The codes that are wanted now (a frozenset).
    """

    chosen = Signal(object)

    def __init__(self, chip: Chip, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(f"{name}.popup")
        set_role(self, "popup")
        self._chip = chip
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.setSpacing(SPACE.s)
        self._search = SearchBox(f"{name}.popup.search", _("Filter this list"), self)
        self._search.searched.connect(self._on_searched)
        self._search.left_downwards.connect(self._on_left_downwards)
        self._search.setVisible(len(chip.choices) >= _SEARCH_FROM)
        column.addWidget(self._search)
        self._list = QListWidget(self)
        self._list.setObjectName(f"{name}.popup.list")
        self._list.setAccessibleName(chip.title)
        self._list.setItemDelegate(CheckDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.itemChanged.connect(self._on_item_changed)
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(
            button(_("Clear choice"), f"{name}.popup.clear", role="link", on_click=self.clear)
        )
        column.addLayout(row)
        self._fill()

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes that are ticked."""
        items = [self._list.item(row) for row in range(self._list.count())]
        ticked = Qt.CheckState.Checked
        return frozenset(str(i.data(_CODE_ROLE)) for i in items if i.checkState() == ticked)

    def set_codes(self, codes: frozenset[str]) -> None:
        """Tick these codes without telling."""
        self._is_filling = True
        for row in range(self._list.count()):
            item = self._list.item(row)
            wanted = str(item.data(_CODE_ROLE)) in codes
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self._is_filling = False

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show behind each code how many rows have it."""
        self._is_filling = True
        for row, (code, name) in enumerate(self._chip.choices):
            shown = choice_text(code, name)
            self._list.item(row).setText(f"{shown}  ({formatting.whole(counts.get(code, 0))})")
        self._is_filling = False

    def clear(self) -> None:
        """Tick nothing, which means that everything is wanted."""
        self.set_codes(frozenset())
        self.chosen.emit(frozenset())

    def showEvent(self, event: QShowEvent) -> None:
        """React to being shown."""
        super().showEvent(event)
        self._search.set_text_silently("")
        self._on_searched("")
        (self._search if self._search.isVisible() else self._list).setFocus()

    def _fill(self) -> None:
        self._is_filling = True
        longest = 0
        for code, name in self._chip.choices:
            item = QListWidgetItem(choice_text(code, name), self._list)
            item.setData(_CODE_ROLE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            height = max(self.fontMetrics().height() + SPACE.s, 26)
            item.setSizeHint(QSize(0, height))
            longest = max(longest, self.fontMetrics().horizontalAdvance(item.text()))
            rows = min(len(self._chip.choices), _MOST_ROWS_SHOWN)
            self._list.setFixedHeight(rows * height + SPACE.xs)
        self._list.setMinimumWidth(
            min(max(longest + letters(self, 12), letters(self, 24)), letters(self, 52))
        )
        if self._list.count():
            self._list.setCurrentRow(0)
        self._is_filling = False

    def _on_searched(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(wanted not in item.text().casefold())

    def _on_left_downwards(self) -> None:
        self._list.setFocus()

    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        if not self._is_filling:
            self.chosen.emit(self.codes)


class FilterChip(QPushButton):
    """A button that says what it filters by and opens the choice.

    Signals:
        changed: Chip id and the codes that are wanted (a frozenset; empty means everything).
        counts_wanted: Chip id: the popup opens and would like to show how many rows each code has.
    """

    changed = Signal(str, object)
    counts_wanted = Signal(str)

    def __init__(self, chip: Chip, list_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = chip
        self.setObjectName(f"{list_id}.chip.{chip.id}")
        set_role(self, "chip")
        self.setIcon(icon("chevron_down"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # puts the arrow after the text
        self.setAutoDefault(False)
        self._codes: frozenset[str] = frozenset()
        self.clicked.connect(self._on_clicked)
        self._show_codes(frozenset())

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes that are wanted."""
        return self._codes

    def set_codes(self, codes: frozenset[str]) -> None:
        """Want these codes, without telling."""
        if _POPUP in self.__dict__:
            self._popup.set_codes(codes)
        self._show_codes(codes)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show in the popup how many rows each code has."""
        self._popup.set_counts(counts)

    @cached_property
    def _popup(self) -> ChoicePopup:
        # Made when it is first opened: most chips never are, and a list shall stand there at once.
        popup = ChoicePopup(self.chip, self.objectName(), self)
        popup.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        popup.set_codes(self._codes)
        popup.chosen.connect(self._on_chosen)
        return popup

    def _on_clicked(self) -> None:
        self.counts_wanted.emit(self.chip.id)
        self._popup.adjustSize()
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()

    def _on_chosen(self, codes: frozenset[str]) -> None:
        self._show_codes(codes)
        self.changed.emit(self.chip.id, codes)

    def _show_codes(self, codes: frozenset[str]) -> None:
        self._codes = codes
        names = [name or code for code, name in self.chip.choices if code in codes]
        if not names:
            text = self.chip.title
        elif len(names) == 1:
            text = f"{self.chip.title}: {names[0]}"
        else:
            text = _("{title}: {count} chosen").format(title=self.chip.title, count=len(names))
        self.setText(text)
        self.setAccessibleName(text)
        set_mark(self, "active", "true" if names else "false")
