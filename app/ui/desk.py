"""Opens, makes and closes company files for the window.

One file is open at a time. Opening runs in a worker thread while the window shows a skeleton; what
went wrong is told in a dialog and the start page comes back.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from app.domain.errors import AppError
from app.paths import user_data_dir
from app.texts import _
from app.ui.company_watch import CompanyWatch
from app.ui.context import ChangeBus, UiContext
from app.ui.pages import SEARCH_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.company import RestoreReport
    from app.services.session import Session
    from app.services.tasking import Task
    from app.ui.main_window import MainWindow
    from app.ui.opening import SessionOpener
    from app.ui.preferences import Preferences
    from app.ui.tasks import TaskRunner

_LOG = logging.getLogger(__name__)
DEMO_FOLDER = "demo"


@dataclass
class _Restoring:
    """How a restore ended: one of the two."""

    report: RestoreReport | None = None
    error: AppError | None = None


class Desk(QObject):
    """Knows which company file is open."""

    def __init__(
        self,
        opener: SessionOpener,
        window: MainWindow,
        tasks: TaskRunner,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._opener = opener
        self._window = window
        self._tasks = tasks
        self._preferences = preferences
        self._context: UiContext | None = None
        self._watch: CompanyWatch | None = None
        self._is_opening = False
        window.start_chosen.connect(self._on_start_chosen)

    @property
    def context(self) -> UiContext | None:
        """Return what the pages of the open company file work with."""
        return self._context

    # --- opening and closing

    def open(self, path: Path) -> None:
        """Open a company file in the place of the one that is open."""
        if self._can_leave():
            self._begin(path.stem, lambda task: self._opener.open(path, task))

    def open_demo(self) -> None:
        """Open the demo company; it is made the first time."""
        if self._can_leave():
            self._begin(_("Demo"), self._opener.demo)

    def choose(self) -> None:
        """Let the operator choose a company file."""
        messages = self._window.messages
        path = messages.open_file(_("Open company file"), [(_("Company files"), "*.netkontor")])
        if path is not None:
            self.open(path)

    def new(self) -> None:
        """Ask for a new company's data and make its file."""
        if not self._can_leave():
            return
        from app.clock import SystemClock
        from app.ui.dialogs.new_company import NewCompanyDialog

        dialog = NewCompanyDialog(self._window.messages, SystemClock().today(), self._window)
        chosen = dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        if chosen is None:
            return
        self._begin(
            chosen.path.stem,
            lambda task: self._opener.create(
                chosen.path,
                gln=chosen.gln,
                name=chosen.name,
                grid_areas=chosen.grid_areas,
                task=task,
            ),
        )

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open company file and open it.

        The file must be closed for that. Whatever happens, what then lies in its place is opened
        again, and the operator is told where the old file is kept or why it was not replaced.
        """
        context = self._context
        if context is None or not self._can_leave():
            return
        if self._tasks.is_writing:
            self._window.messages.error(
                _("Something is still being written to the company file."),
                _("Wait until it has ended and restore again."),
            )
            return
        path, clock = Path(context.session.company_file.path), context.session.clock
        ended = _Restoring()

        def work(task: Task) -> Session:
            from app.services.company import restore

            try:
                ended.report = restore(backup, path, clock=clock, task=task)
            except AppError as error:
                ended.error = error
            return self._opener.open(path, task)

        self._begin(path.stem, work, lambda: self._tell_restored(ended))

    def close(self) -> None:
        """Close the company file and show the start page."""
        if self._can_leave():
            self._window.show_start()
            self._let_go()

    def shut_down(self) -> None:
        """Close everything; the window is going away."""
        if self._watch is not None:
            self._watch.stop()
        if not self._tasks.shut_down():
            _LOG.warning("some work did not stop in time")
        self._let_go()

    def refresh(self) -> None:
        """Read everything anew, for instance after another program wrote to the file."""
        if self._context is not None:
            self._context.bus.tell(None)

    # --- parts

    def _can_leave(self) -> bool:
        pages = self._window.pages
        return pages is None or pages.can_leave()

    def _tell_restored(self, ended: _Restoring) -> None:
        messages = self._window.messages
        if ended.error is not None:
            messages.error(ended.error)
        elif ended.report is not None and ended.report.kept_old is not None:
            text = _("The backup is restored. The file that was there is now {path}.")
            messages.toast(text.format(path=ended.report.kept_old))

    def _begin(
        self,
        name: str,
        work: Callable[[Task], Session],
        tell: Callable[[], None] | None = None,
    ) -> None:
        """Open another file; `tell` is called when it is shown, or could not be opened."""
        if self._is_opening:
            return  # one file at a time: the one that is being opened would be left open
        self._is_opening = True
        self._window.show_opening(name)
        self._let_go()

        def opened(task: Task) -> tuple[Session, int]:
            session = work(task)
            return session, session.company_file.data_version()

        def opened_then_told(result: tuple[Session, int]) -> None:
            self._on_opened(result)
            if tell is not None:
                tell()

        def failed_then_told(error: AppError) -> None:
            self._on_failed(error)
            if tell is not None:
                tell()

        self._tasks.read(
            opened,
            opened_then_told,
            owner=self,
            text=_("Opening {name}").format(name=name),
            on_error=failed_then_told,
            on_end=self._on_opening_ended,
        )

    def _on_opening_ended(self) -> None:
        self._is_opening = False

    def _let_go(self) -> None:
        context, self._context = self._context, None
        if self._watch is not None:
            self._watch.stop()
            self._watch.deleteLater()
            self._watch = None
        if context is not None:
            self._opener.close(context.session)

    def _on_opened(self, opened: tuple[Session, int]) -> None:
        session, version = opened
        path = Path(session.company_file.path)
        is_demo = path.parent == (user_data_dir() / DEMO_FOLDER).absolute()
        if not is_demo:
            self._preferences.add_recent_file(path)
            self._window.messages.start_in(path.parent)
        window = self._window
        self._context = UiContext(
            session,
            tasks=self._tasks,
            messages=window.messages,
            preferences=self._preferences,
            navigator=window.navigator,
            bus=ChangeBus(self),
        )
        self._context.bus.restore_wanted.connect(self.restore)
        window.navigation.set_company(path.stem)
        window.setWindowTitle(f"{path.stem} – Netkontor")
        window.search.set_providers(session, [make() for make in SEARCH_PROVIDERS])
        window.show_company(self._context, is_demo=is_demo)
        self._watch = CompanyWatch(self._context, window.navigation, window.status, self)
        self._watch.start(version)

    def _on_failed(self, error: AppError) -> None:
        self._window.show_start()
        self._window.messages.error(error)

    def _on_start_chosen(self, what: str, path: str) -> None:
        if what == "recent":
            self.open(Path(path))
        elif what == "forget":
            self._preferences.remove_recent_file(path)
            self._window.show_start()
        else:
            {"new": self.new, "open": self.choose, "demo": self.open_demo}[what]()
