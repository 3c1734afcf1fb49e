"""Keeps the frame of the window up to date with the open company file.

Badges, last change, last backup, the day; and what another program (a nightly command) wrote to the
file while the window was open.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.texts import _
from app.ui import formatting
from app.ui.pages import BADGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.domain.errors import AppError
    from app.services.changes import ChangeSet
    from app.services.company import CompanyInfo
    from app.services.session import Session
    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.navigation import Navigation
    from app.ui.status_line import StatusLine

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_MS = 30_000
_FIRST_LOOK_MS = 150
"""Long enough that the first page is painted before anything else is read."""


class _Info(NamedTuple):
    """What the status line says about the file.

    Attributes:
        company: The company's data.
        newest_change: Number of the newest change.
        saved_at: When it was made (aware UTC).
    """

    company: CompanyInfo
    newest_change: int
    saved_at: datetime | None


class CompanyWatch(QObject):
    """Watches one company file as long as it is open."""

    def __init__(
        self, context: UiContext, navigation: Navigation, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._tasks = context.tasks
        self._navigation = navigation
        self._status = status
        self._day = ""
        self._version = -1
        context.bus.changed.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_outside)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def start(self, version: int) -> None:
        """Show the day, and begin to look once the first page is painted.

        Args:
            version: Number of the newest change when the file was opened; what is newer and not
                from this window was written by another program.
        """
        self._version = version
        self._show_day()
        self._timer.start()
        QTimer.singleShot(_FIRST_LOOK_MS, self, self._first_look)

    def _first_look(self) -> None:
        """Do what the first page did not need: backup, all rules, state of the file, badges.

        The first backup of the day enters the writer's queue sooner than anybody can fill in a
        form, so it is made before any change.
        """
        session = self._context.session

        def back_up(task: Task) -> object:
            from app.services.company import daily_backup

            return daily_backup(session, task)

        self._tasks.write(
            back_up,
            self._on_backed_up,
            owner=self,
            text=_("Backing up"),
            on_error=self._on_backup_failed,
        )
        self._tasks.read(
            lambda _task: session.catalogues.load_all(), self._on_rules, owner=self, key="rules"
        )

    def _on_rules(self, _nothing: object) -> None:
        self._read_info()
        self._count_badges()

    def stop(self) -> None:
        """Look no more: the file is being closed."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look outside when the window comes to the front."""
        if event.type() == QEvent.Type.ApplicationActivate and self._timer.isActive():
            QTimer.singleShot(0, self, self.look_outside)
        return super().eventFilter(watched, event)

    def _on_changed(self, change_set: ChangeSet | None) -> None:
        if change_set is None or change_set.touches("settings"):
            self._reload_session()
        if change_set is not None and change_set.change_id == self._version + 1:
            self._version = change_set.change_id  # ours, and nobody wrote in between
        self._read_info()
        self._count_badges()

    def _reload_session(self) -> None:
        context = self._context

        def work(_task: Task) -> Session:
            from app.services.company import reloaded

            return reloaded(context.session)

        self._tasks.read(work, self._on_reloaded, owner=self, key="session")

    def _on_reloaded(self, session: Session) -> None:
        self._context.session = session

    def _on_backed_up(self, made: object) -> None:
        if made is not None:
            self._read_info()

    def _on_backup_failed(self, error: AppError) -> None:
        # No reason to stop the operator; the status line goes on saying how old the last one is.
        _LOG.warning("no backup made: %s", error)
        self._status.set_backup(_("Backup failed: {reason}").format(reason=error.message))

    def _read_info(self) -> None:
        context = self._context
        session = context.session

        def work(_task: Task) -> _Info:
            from app.services.company import company_info

            with session.company_file.read() as reader:
                newest = reader.changes.last_id()
                change = reader.changes.get(newest)
            return _Info(company_info(session), newest, change.at if change else None)

        self._tasks.read(work, self._show_info, owner=self, key="info")

    def _show_info(self, found: _Info) -> None:
        today = self._context.today
        status = self._status
        self._on_version(found.newest_change)
        self._navigation.set_company(found.company.name)
        saved, backup = found.saved_at, found.company.last_backup_at
        status.set_saved(
            _("Last saved {time}").format(time=formatting.moment(saved, today)) if saved else ""
        )
        status.set_backup(
            _("Backup {time}").format(time=formatting.moment(backup, today))
            if backup
            else _("No backup yet")
        )

    def _count_badges(self) -> None:
        context = self._context
        if not BADGES:
            return
        session = context.session
        self._tasks.read(
            lambda _task: {area: count(session) for area, count in BADGES.items()},
            self._show_badges,
            owner=self,
            key="badges",
        )

    def _show_badges(self, counts: Mapping[str, int]) -> None:
        for area, count in counts.items():
            self._navigation.set_count(area, count)

    def _show_day(self) -> None:
        context = self._context
        self._day = context.today.isoformat()
        text = _("As of: today, {day}").format(day=formatting.day(context.today))
        self._status.set_as_of(text, formatting.day_long(context.today))

    def look_outside(self) -> None:
        """Notice a new day, and what another program wrote."""
        context = self._context
        if self._tasks.is_writing:
            return
        if context.today.isoformat() != self._day:
            self._begin_day(context)
            return
        file = context.session.company_file
        self._tasks.read(
            lambda _task: file.data_version(), self._on_version, owner=self, key="version"
        )

    def _on_version(self, version: int) -> None:
        if version > self._version:
            self._version = version
            self._context.bus.tell(None)

    def _begin_day(self, context: UiContext) -> None:
        self._show_day()
        file, today = context.session.company_file, context.today
        if file.read_only:
            self._context.bus.tell(None)
            return
        self._tasks.write(
            lambda _task: file.advance_projection(today),
            self._on_new_day,
            owner=self,
            text=_("Beginning a new day"),
        )

    def _on_new_day(self, _count: object) -> None:
        self._context.bus.tell(None)
