"""The pages of one open company file: made at the first visit, told of every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.areas import area_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.services.changes import ChangeSet
    from app.ui.context import UiContext
    from app.ui.pages.base import Page


class PageStack(QStackedWidget):
    """Shows one page at a time.

    Signals:
        moved: The page in front went to another address by itself.
        front_changed: Another page is in front, or the one in front can do other things.
        count_changed: What the status bar says about the rows shown.
    """

    moved = Signal(str)
    front_changed = Signal()
    count_changed = Signal(str)

    def __init__(
        self,
        context: UiContext,
        factories: Mapping[str, Callable[[UiContext], Page]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self._context = context
        self._factories = factories
        self._pages: dict[str, Page] = {}
        self._missed: dict[str, list[ChangeSet | None]] = {}
        context.bus.changed.connect(self.refresh)

    @property
    def front(self) -> Page | None:
        """Return the page in front."""
        shown = self.currentWidget()
        return next((page for page in self._pages.values() if page is shown), None)

    def can_show(self, address: str) -> bool:
        """Return whether there is a page for the address."""
        return area_of(address) in self._factories

    def show_address(self, address: str) -> bool:
        """Show an address; returns False when the page in front did not let go."""
        area = area_of(address)
        front = self.front
        if front is not None and front.address() != address and not front.can_leave():
            return False
        page = self._pages.get(area) or self._make(area)
        for change_set in self._missed.pop(area, []):
            page.refresh(change_set)
        page.open(address)
        self.setCurrentWidget(page)
        page.shown()
        focused = self.window().focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            page.focus_content()
        self.front_changed.emit()
        self.count_changed.emit(page.count())
        return True

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Tell the page in front of a change, and the others when they are looked at next."""
        front = self.front
        for area, page in self._pages.items():
            if page is front:
                page.refresh(change_set)
            elif change_set is None:
                self._missed[area] = [None]
            else:
                self._missed.setdefault(area, []).append(change_set)

    def can_leave(self) -> bool:
        """Return whether the page in front can be left; asks when typed text would be lost."""
        front = self.front
        return front is None or front.can_leave()

    def _make(self, area: str) -> Page:
        page = self._factories[area](self._context)
        self._pages[area] = page
        self.addWidget(page)
        page.address_changed.connect(self.moved)
        page.handlers_changed.connect(self._on_page_changed)
        page.title_changed.connect(self._on_page_changed)
        page.count_changed.connect(self._on_count_changed)
        return page

    def _on_page_changed(self) -> None:
        if self.sender() is self.front:
            self.front_changed.emit()

    def _on_count_changed(self, text: str) -> None:
        if self.sender() is self.front:
            self.count_changed.emit(text)
