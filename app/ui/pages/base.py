"""What every page is: an area with a heading, banners, handlers for actions, and an address.

A page never calls another page; it moves by `context.navigator` and learns of changes by
`refresh`. Pages are made at the first visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.texts import _
from app.ui.colors import Tone
from app.ui.theme import SPACE
from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import follow_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.changes import ChangeSet
    from app.ui.context import UiContext
    from app.ui.widgets.record_list import RecordList


class Guarded(Protocol):
    """A form that may have changes which would be lost (`app.ui.forms.FormView`)."""

    def is_changed(self) -> bool:
        """Return whether something was typed that is not saved."""
        ...

    def discard(self) -> None:
        """Forget what was typed."""
        ...

    def submit(self) -> None:
        """Save."""
        ...

    def cancel(self) -> None:
        """Leave the form."""
        ...


class Page(QWidget):
    """One area of the window.

    Attributes:
        area: Id of the area; the first part of its addresses.
        help_topic: Name of the help text of F1.
        heading: The line with the page's title; widgets added stand at its right end.
        body: Layout of everything under the heading.

    Signals:
        address_changed: The page moved by itself, for instance to another record.
        handlers_changed: Other actions are possible now.
        count_changed: What the status bar says about the rows shown.
        title_changed: The title is new.
    """

    area: ClassVar[str] = ""
    help_topic: ClassVar[str] = ""

    address_changed = Signal(str)
    handlers_changed = Signal()
    count_changed = Signal(str)
    title_changed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"page.{self.area}")
        self._handlers: dict[str, Callable[[], object]] = {}
        self._reasons: dict[str, str] = {}
        self._forms: list[Guarded] = []
        self._count = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        outer.setSpacing(SPACE.m)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(SPACE.s)
        self._title = label("", "title", parent=self)
        self._title.setObjectName(f"{self.area}.title")
        self.heading.addWidget(self._title)
        self.heading.addStretch(1)
        outer.addLayout(self.heading)
        self._banner = Banner(f"{self.area}.banner", self)
        outer.addWidget(self._banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE.m)
        outer.addLayout(self.body, 1)

    # --- what a page says of itself; override

    def title(self) -> str:
        """Return the page's title in the operator's language."""
        return self._title.text()

    def open(self, address: str) -> None:
        """Show what an address of this area names; called at every visit."""

    def address(self) -> str:
        """Return the address of what is shown."""
        return self.area

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed; None means that everything may be different."""

    def shown(self) -> None:
        """Be told that the page came to the front."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt's signature
        """Move the focus in reading order; what was put on the page last stands anywhere."""
        follow_layout(self)
        return super().focusNextPrevChild(forward)

    def can_leave(self) -> bool:
        """Return whether the operator may go away; asks when typed text would be lost."""
        changed = [form for form in self._forms if form.is_changed()]
        if not changed:
            return True
        wanted = self.context.messages.confirm(
            _("Leave without saving?"),
            _("What you have typed on “{page}” is not saved and will be lost.").format(
                page=self.title()
            ),
            _("Discard changes"),
            danger=True,
        )
        if wanted:
            for form in changed:
                form.discard()
        return wanted

    # --- what a page uses

    def set_title_text(self, text: str) -> None:
        """Show a title over the page and in the window's title bar."""
        self._title.setText(text)
        self._title.setVisible(bool(text))
        self.title_changed.emit(text)

    def set_handler(
        self, action_id: str, handler: Callable[[], object] | None, reason: str = ""
    ) -> None:
        """Offer to carry out an action of `app.ui.actions`, or say why it cannot be done now."""
        self._handlers.pop(action_id, None)
        self._reasons.pop(action_id, None)
        if handler is not None:
            self._handlers[action_id] = handler
        elif reason:
            self._reasons[action_id] = reason
        self.handlers_changed.emit()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what can be done now, by action id."""
        return dict(self._handlers)

    def reasons(self) -> dict[str, str]:
        """Return why the other actions cannot be done."""
        return dict(self._reasons)

    def set_count(self, text: str) -> None:
        """Tell the status bar about the rows shown."""
        self._count = text
        self.count_changed.emit(text)

    def count(self) -> str:
        """Return what the status bar says about the rows shown."""
        return self._count

    def show_banner(
        self,
        tone: Tone | str,
        text: str,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Show a banner over the page, instead of the one before."""
        self._banner.say(Tone(tone), text, action_text, on_action)

    def clear_banner(self) -> None:
        """Take the banner away."""
        self._banner.hide()

    def guard_form(self, form: Guarded) -> None:
        """Offer save and cancel for a form, and ask before its changes are lost."""
        if form not in self._forms:
            self._forms.append(form)
        self.set_handler("save", form.submit)
        self.set_handler("cancel", form.cancel)

    def release_form(self, form: Guarded) -> None:
        """Do not ask for this form any more: it was saved or closed."""
        if form in self._forms:
            self._forms.remove(form)
        self.set_handler("save", None)
        self.set_handler("cancel", None)

    def attach_list(self, records: RecordList) -> None:
        """Connect a list to the actions find, copy and copy with headings, and to the count."""
        records.counted.connect(self.set_count)
        self.set_handler("find", records.focus_search)
        self.set_handler("copy", records.copy)
        self.set_handler("copy_with_headers", lambda: records.copy(with_headings=True))

    def focus_content(self) -> None:
        """Put the focus into the first thing under the heading that can be used."""
        for widget in self.findChildren(QWidget):
            wanted = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            small = isinstance(widget, QToolButton)  # "copy" and the like are not what one came for
            if wanted and not small and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def move_tab(self, step: int) -> None:
        """Go to the next or the previous tab of the page, around the end."""
        for tabs in self.findChildren(QTabWidget):
            if tabs.isVisible() and tabs.count() > 1:
                tabs.setCurrentIndex((tabs.currentIndex() + step) % tabs.count())
                return


class RecordView(Protocol):
    """A widget that shows one record of an area; made once and used for every record."""

    def open_record(self, record_id: str) -> None:
        """Show another record."""
        ...

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed."""
        ...


class ListRecordPage(Page):
    """An area with a list ("prices") and its records ("prices/40000").

    Subclasses make the two views; the page switches between them by address. The title and the
    handlers are the subclass's business, in `on_list` and `on_record`.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._views = QStackedWidget(self)
        self._list_view: QWidget | None = None
        self._record_view: QWidget | None = None
        self._record_id = ""
        self.body.addWidget(self._views)

    @property
    def record_id(self) -> str:
        """Return the id of the record that is shown, or "" while the list is."""
        return self._record_id

    def make_list(self) -> QWidget:
        """Make the list; called once, at the first visit."""
        raise NotImplementedError

    def make_record(self) -> QWidget:
        """Make the view of a record (a `RecordView`); called once, at the first record."""
        raise NotImplementedError

    def on_list(self) -> None:
        """Be told that the list is in front: set title and handlers, load it when needed."""

    def on_record(self, record_id: str) -> None:
        """Be told that a record is in front: set title and handlers, show the record."""

    def open(self, address: str) -> None:
        """Show the list or a record."""
        record_id = address.partition("/")[2]
        self._record_id = record_id
        if record_id:
            if self._record_view is None:
                self._record_view = self.make_record()
                self._views.addWidget(self._record_view)
            self._views.setCurrentWidget(self._record_view)
            self.on_record(record_id)
            return
        if self._list_view is None:
            self._list_view = self.make_list()
            self._views.addWidget(self._list_view)
        self._views.setCurrentWidget(self._list_view)
        self.on_list()

    def address(self) -> str:
        """Return the address of the list or of the record shown."""
        return f"{self.area}/{self._record_id}" if self._record_id else self.area
