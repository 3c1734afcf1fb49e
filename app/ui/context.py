"""What every page and dialog of the window shares.

The context is made by `app.ui.application` and handed to each page; nothing in the window is
global. The session changes when a setting of the company changes or another file is opened, so
pages read `context.session` anew each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from datetime import date

    from app.services.changes import ChangeSet
    from app.services.session import Session
    from app.ui.messages import Messages
    from app.ui.navigator import Navigator
    from app.ui.preferences import Preferences
    from app.ui.tasks import TaskRunner


class ChangeBus(QObject):
    """Tells the window what was saved; no page calls another page.

    Signals:
        changed: A `ChangeSet`, or None when everything may be different.
        restore_wanted: Path of a backup that shall take the place of the company file.
    """

    changed = Signal(object)
    restore_wanted = Signal(object)

    def tell(self, change_set: ChangeSet | None) -> None:
        """Tell every page about a saved change."""
        self.changed.emit(change_set)


class UiContext:
    """The parts a page works with.

    Attributes:
        session: The open company file with rules, calendar and clock.
        tasks: Runs services off the GUI thread.
        messages: The one way to tell or ask.
        preferences: The user's own settings.
        navigator: Moves to an address.
        bus: Tells what was saved.
    """

    def __init__(
        self,
        session: Session,
        *,
        tasks: TaskRunner,
        messages: Messages,
        preferences: Preferences,
        navigator: Navigator,
        bus: ChangeBus,
    ) -> None:
        self.session = session
        self.tasks = tasks
        self.messages = messages
        self.preferences = preferences
        self.navigator = navigator
        self.bus = bus

    @property
    def today(self) -> date:
        """Return today's Danish local date."""
        return self.session.today
