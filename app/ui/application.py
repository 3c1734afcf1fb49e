"""Starts the window: as little as possible before the first painted row.

**Source**: tech § 2: show the window with Qt alone, import the rest while it is being painted.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from app.domain.errors import OutputFileError
from app.ui import theme, translation
from app.ui.desk import Desk
from app.ui.errors import CrashGuard, report_text, write_report
from app.ui.icons import application_icon
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.errors import AppError
    from app.ui.opening import SessionOpener

_LOG = logging.getLogger(__name__)
_STEADY_MS = 2_000
"""After this long the first page stands there and its rows are painted."""


class GuiProgram(QObject):
    """The running window with everything that lives as long as it.

    Attributes:
        window: The window.
        desk: The open company file.
        tasks: Work off the GUI thread.
        preferences: The user's settings.
    """

    def __init__(self, app: QApplication, opener: SessionOpener) -> None:
        super().__init__(app)
        self._app = app
        self.preferences = Preferences(self)
        values = self.preferences.values
        translation.install(app)
        theme.theme().apply(values.theme, values.text_size)
        self.tasks = TaskRunner(self)
        self._guard = CrashGuard(self._show_crash, self)
        self._guard.install()
        self.window = MainWindow(self.tasks, self.preferences)
        self.window.restore_place()
        self.desk = Desk(opener, self.window, self.tasks, self.preferences)
        self.window.closing.connect(self._on_closing)
        self.window.action_chosen.connect(self._on_action)
        self.tasks.failed.connect(self._on_failed)
        self.tasks.crashed.connect(self._guard.handle)
        self._help: QDialog | None = None

    def show(self, path: Path | None, *, demo: bool) -> None:
        """Show the window with a company file, the demo, or the start page."""
        if demo:
            self.desk.open_demo()
        elif path is not None:
            self.desk.open(path)
        else:
            self.window.show_start()
        self.window.show()

    def last_file(self) -> Path | None:
        """Return the company file used last when it is still there."""
        from pathlib import Path

        names = self.preferences.values.recent_files
        path = Path(names[0]) if names else None
        return path if path is not None and path.is_file() else None

    def _on_closing(self) -> None:
        self.preferences.write()
        self.desk.shut_down()
        self._app.quit()

    def _on_failed(self, error: AppError) -> None:
        self.window.messages.error(error)

    def _on_action(self, action_id: str) -> None:
        {
            "new_company": self.desk.new,
            "open_company": self.desk.choose,
            "open_demo": self.desk.open_demo,
            "start_page": self.desk.close,
            "refresh": self.desk.refresh,
            "help": self._show_help,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
            "log_folder": self._open_log_folder,
        }[action_id]()

    def _show_help(self) -> None:
        from app.ui.field_help import focused_field_help
        from app.ui.help import HelpDialog

        field, text = focused_field_help()
        if not isinstance(self._help, HelpDialog):
            self._help = HelpDialog(self.window)
        pages = self.window.pages
        front = pages.front if pages is not None else None
        topic = (front.help_topic or front.area) if front is not None else ""
        self._help.show_topic(topic, field, text)

    def _show_shortcuts(self) -> None:
        from app.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.window).exec()

    def _show_about(self) -> None:
        from app.ui.dialogs.about import AboutDialog

        AboutDialog(self.window).exec()

    def _open_log_folder(self) -> None:
        from app.ui.dialogs.crash import open_log_folder

        open_log_folder()

    def _show_crash(self, error: BaseException) -> None:
        from app.clock import SystemClock
        from app.ui.dialogs.crash import CrashDialog

        when = SystemClock().now()
        text = report_text(error, when)
        saved_to = None
        try:
            saved_to = write_report(text, when)
        except OutputFileError as failure:
            _LOG.warning("crash report not saved: %s", failure)
        go_on = CrashDialog(text, saved_to, self.window).exec()
        if go_on != QDialog.DialogCode.Accepted:
            self._on_closing()


def run_gui(opener: SessionOpener, path: Path | None = None, *, demo: bool = False) -> int:
    """Show the window until it is closed.

    Args:
        opener: Opens and makes company files; made by the composition root.
        path: The company file to open; None takes the one used last, or the start page.
        demo: Open the demo company instead.

    Returns:
        The exit code of the program.
    """
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("netkontor")
    app.setApplicationDisplayName("Netkontor")
    app.setDesktopFileName("netkontor")
    app.setWindowIcon(application_icon())
    program = GuiProgram(app, opener)
    program.show(path or (None if demo else program.last_file()), demo=demo)
    QTimer.singleShot(_STEADY_MS, app, _collect_garbage)
    return app.exec()


def _collect_garbage() -> None:
    """Look for garbage from now on, but never again in what the start has made: it stays."""
    gc.freeze()
    gc.enable()
