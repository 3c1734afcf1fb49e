"""Search everywhere: one field for points, prices, pages and actions, with a list under it.

Providers that read the company file run in a reader thread; pages and actions are matched at once.

**Source**: ux § 3: Ctrl+K searches everything and every command.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.texts import _
from app.ui import icons
from app.ui.actions import ACTIONS, key_text, plain
from app.ui.theme import SPACE, tokens
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters
from app.ui.widgets.roles import set_role
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from app.services.session import Session
    from app.ui.areas import Area
    from app.ui.models.columns import Index
    from app.ui.tasks import TaskRunner

HITS_PER_PROVIDER = 6
ACTION_PREFIX = "action:"
_HIT_ROLE = Qt.ItemDataRole.UserRole
_HEADING_ROLE = Qt.ItemDataRole.UserRole + 1


class SearchHit(NamedTuple):
    """Something found.

    Attributes:
        title: What it is, in a few words.
        subtitle: What tells it from others.
        address: Where it is, or "action:<id>" for an action of the window.
        icon: Icon name.
    """

    title: str
    subtitle: str
    address: str
    icon: str


class SearchProvider(Protocol):
    """Finds one kind of things.

    Attributes:
        title: Heading over its hits.
    """

    @property
    def title(self) -> str:
        """Return the heading over its hits."""
        ...

    def search(self, session: Session, text: str, limit: int) -> Sequence[SearchHit]:
        """Return the best hits; called in a reader thread for each key stroke."""
        ...


class _Found(NamedTuple):
    """The hits of one provider."""

    title: str
    hits: Sequence[SearchHit]


class _HitDelegate(QStyledItemDelegate):
    """Draws headings, and hits with icon, title and subtitle."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = tokens()
        rect: QRect = option.rect
        if index.data(_HEADING_ROLE):
            font = QFont(option.font)
            font.setPointSizeF(font.pointSizeF() * 0.88)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(colors.muted))
            low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(rect.adjusted(SPACE.s, 0, 0, -2), low, str(index.data()))
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colors.accent_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colors.hover))
        hit: SearchHit = index.data(_HIT_ROLE)
        side = round(option.fontMetrics.height() * 1.1)
        picture = QRect(rect.left() + SPACE.s, rect.center().y() - side // 2, side, side)
        icons.draw(painter, hit.icon, picture.toRectF(), colors.muted)
        room = rect.adjusted(side + SPACE.s * 2, 0, -SPACE.s, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(option.font)
        painter.setPen(QColor(colors.text))
        metrics = option.fontMetrics
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        after = room.adjusted(metrics.horizontalAdvance(title) + SPACE.m, 0, 0, 0)
        painter.setPen(QColor(colors.muted))
        rest = metrics.elidedText(hit.subtitle, Qt.TextElideMode.ElideRight, after.width())
        painter.drawText(after, middle, rest)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        more = SPACE.m if index.data(_HEADING_ROLE) else SPACE.s + 2
        return QSize(100, option.fontMetrics.height() + more)


class SearchPopup(QFrame):
    """The list under the field; the field keeps the keyboard.

    Signals:
        chosen: The hit that was clicked or confirmed (`SearchHit`).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar.search.popup")
        set_role(self, "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xs, SPACE.xs, SPACE.xs, SPACE.xs)
        self._list = QListWidget(self)
        self._list.setObjectName("toolbar.search.hits")
        self._list.setAccessibleName(_("Search results"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.itemClicked.connect(self._on_clicked)
        column.addWidget(self._list)
        self._nothing = label(_("Nothing found"), "muted", parent=self)
        self._nothing.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.addWidget(self._nothing)
        self.hide()

    def show_hits(self, found: Sequence[_Found]) -> None:
        """Show the hits, the first one marked."""
        self._list.clear()
        for group in found:
            if not group.hits:
                continue
            heading = QListWidgetItem(group.title, self._list)
            heading.setData(_HEADING_ROLE, True)  # a value, not a switch
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for hit in group.hits:
                item = QListWidgetItem(f"{hit.title}, {hit.subtitle}", self._list)
                item.setData(_HIT_ROLE, hit)
        self._nothing.setVisible(self._list.count() == 0)
        self._list.setVisible(self._list.count() > 0)
        self.move_mark(1)
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        wanted = rows + SPACE.s if self._list.count() else self._nothing.sizeHint().height()
        window = self.parentWidget()
        room = window.height() - self.y() - SPACE.xl if window is not None else wanted
        self.resize(self.width(), min(wanted + SPACE.s, room))

    def hits(self) -> list[SearchHit]:
        """Return the hits that are shown."""
        found = [self._list.item(row).data(_HIT_ROLE) for row in range(self._list.count())]
        return [hit for hit in found if hit is not None]

    def move_mark(self, step: int) -> None:
        """Mark the next or the previous hit."""
        row = self._list.currentRow() + step
        while 0 <= row < self._list.count():
            if self._list.item(row).data(_HIT_ROLE) is not None:
                self._list.setCurrentRow(row)
                return
            row += 1 if step > 0 else -1

    def choose(self) -> bool:
        """Choose the marked hit and return whether there is one."""
        item = self._list.currentItem()
        hit = item.data(_HIT_ROLE) if item is not None else None
        if hit is None:
            return False
        self.chosen.emit(hit)
        return True

    def _on_clicked(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT_ROLE)
        if hit is not None:
            self.chosen.emit(hit)

    def index_at(self, where: QPoint) -> QModelIndex:
        """Return the row at a place in the list."""
        return self._list.indexAt(where)


class GlobalSearch(SearchBox):
    """The field in the window's tool bar.

    Signals:
        chosen: The hit the operator wants (`SearchHit`).
    """

    chosen = Signal(object)

    def __init__(self, tasks: TaskRunner, key: str, window: QWidget) -> None:
        """Make the field.

        Args:
            tasks: Runs the providers.
            key: The shortcut as the operator reads it.
            window: The popup lies over it.
        """
        hint = _("Search everywhere")
        super().__init__("toolbar.search", f"{hint}  {key}", window)
        self.setAccessibleName(hint)
        self._tasks = tasks
        self._session: Session | None = None
        self._providers: Sequence[SearchProvider] = ()
        self._own: Sequence[_Found] = ()
        self._commands: Sequence[tuple[str, Sequence[SearchHit]]] = ()
        self._window = window
        self.searched.connect(self._on_searched)
        self.setMinimumWidth(letters(self, 28))
        self.setMaximumWidth(letters(self, 48))

    def set_providers(self, session: Session | None, providers: Sequence[SearchProvider]) -> None:
        """Search this company file by these providers."""
        self._session = session
        self._providers = providers

    def set_commands(self, commands: Sequence[tuple[str, Sequence[SearchHit]]]) -> None:
        """Give the pages and actions that can be found: heading and hits."""
        self._commands = commands

    @property
    def popup(self) -> SearchPopup:
        """Return the list under the field."""
        return self._popup

    @cached_property
    def _popup(self) -> SearchPopup:
        popup = SearchPopup(self._window)
        popup.chosen.connect(self._on_chosen)
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """React to a key."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            self._popup.move_mark(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            if self._popup.isVisible():
                self._popup.choose()
        elif key == Qt.Key.Key_Escape:
            self._close()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Look at an event before the others."""
        if event.type() == QEvent.Type.FocusOut:
            self._hide_popup()
        elif event.type() == QEvent.Type.FocusIn and self.text().strip():
            self._on_searched(self.text().strip())
        return super().event(event)

    def _on_searched(self, text: str) -> None:
        if not text:
            self._hide_popup()
            return
        words = text.casefold().split()
        self._own = [
            _Found(title, [hit for hit in hits if _matches(hit, words)][:HITS_PER_PROVIDER])
            for title, hits in self._commands
        ]
        self._show(())
        session, providers = self._session, self._providers
        if session is None or not providers:
            return
        self._tasks.read(
            lambda _task: [
                _Found(p.title, p.search(session, text, HITS_PER_PROVIDER)) for p in providers
            ],
            self._show,
            owner=self,
            key="search",
        )

    def _show(self, found: Sequence[_Found]) -> None:
        if not self.hasFocus():
            return
        window = self._popup.parentWidget()
        below = self.mapTo(window, QPoint(0, self.height() + 2)) if window else QPoint()
        wide = max(self.width(), letters(self, 64))
        left = min(below.x(), window.width() - wide - SPACE.s) if window else 0
        self._popup.setGeometry(max(left, 0), below.y(), wide, self._popup.height())
        self._popup.show_hits([*found, *self._own])
        self._popup.show()
        self._popup.raise_()

    def _on_chosen(self, hit: SearchHit) -> None:
        self._close()
        self.chosen.emit(hit)

    def _close(self) -> None:
        self.set_text_silently("")
        self._hide_popup()

    def _hide_popup(self) -> None:
        if "_popup" in self.__dict__:
            self._popup.hide()


def window_commands(areas: Sequence[Area]) -> list[tuple[str, Sequence[SearchHit]]]:
    """Return the areas and the actions as hits under their headings."""
    places = [SearchHit(area.title, "", area.id, area.id) for area in areas]
    commands = [
        SearchHit(
            plain(_(spec.text)),
            key_text(spec.keys),
            f"{ACTION_PREFIX}{spec.id}",
            spec.icon or "more",
        )
        for spec in ACTIONS
        if spec.id != "search_all"
    ]
    return [(_("Areas"), places), (_("Actions"), commands)]


def _matches(hit: SearchHit, words: Sequence[str]) -> bool:
    text = f"{hit.title} {hit.subtitle}".casefold()
    return all(word in text for word in words)
