"""The window: menus, navigation, tool line, pages, status line. Only the frame, no work.

What happens to company files is the business of `app.ui.desk`; what is shown in the middle is the
business of the pages.

**Source**: ux § 3.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.texts import _
from app.ui.actions import Actions, key_text
from app.ui.areas import AREAS, area_of
from app.ui.closing import may_close
from app.ui.colors import Tone
from app.ui.global_search import ACTION_PREFIX, GlobalSearch, SearchHit, window_commands
from app.ui.icons import application_icon
from app.ui.menus import build_menus
from app.ui.messages import Messages
from app.ui.navigation import Navigation
from app.ui.navigator import Navigator
from app.ui.opening import dropped_company_file
from app.ui.page_stack import PageStack
from app.ui.pages import PAGE_FACTORIES
from app.ui.pages.start.view import StartPage
from app.ui.status_line import StatusLine
from app.ui.theme import SPACE
from app.ui.tool_line import ToolLine
from app.ui.widgets.banner import Banner
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.window_frame import WindowFrame

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from app.ui.context import UiContext
    from app.ui.preferences import Preferences
    from app.ui.tasks import TaskRunner

_FIRST_SIZE = (1280, 820)
_SMALLEST_SIZE = (900, 560)
FIRST_ADDRESS = "overview"
_TO_BACKUPS = ("backup_now", "restore_backup")
"""Actions that lead to the backups on the settings page, where the file is chosen."""


class MainWindow(QMainWindow):
    """The frame of the program.

    Signals:
        start_chosen: What was chosen on the start page, and a path (see `StartPage.chosen`); a
            company file that was dropped counts as a recent one.
        action_chosen: Id of an action that is not the page's and not the frame's own.
        closing: The window may be closed; nothing is lost any more.
    """

    start_chosen = Signal(str, str)
    action_chosen = Signal(str)
    closing = Signal()

    def __init__(self, tasks: TaskRunner, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST_SIZE)
        self.resize(*_FIRST_SIZE)
        self._tasks = tasks
        self._preferences = preferences
        self._pages: PageStack | None = None
        self.messages = Messages(self)
        self.navigator = Navigator(self)
        self.actions_table = Actions(self)
        self.search = GlobalSearch(tasks, key_text(("Ctrl+K",)), self)
        self.status = StatusLine(tasks, self)
        self._areas = [area for area in AREAS if area.id in PAGE_FACTORIES]
        keys = [key_text((f"Ctrl+{number}",)) for number in range(1, len(self._areas) + 1)]
        self.navigation = Navigation(self._areas, keys, self)
        self._build()
        self._area_actions = build_menus(self, self.actions_table, self._areas, self.navigator.open)
        self._connect()
        self.show_opening("")

    @property
    def pages(self) -> PageStack | None:
        """Return the pages of the open company file."""
        return self._pages

    # --- what is in the middle

    def show_start(self) -> None:
        """Show the start page."""
        self._leave_company()
        self._start.show_recent(self._preferences.values.recent_files)
        self._middle.setCurrentWidget(self._start)
        self._show_frame(shown=False)
        self.setWindowTitle("Netkontor")
        self.update_actions()

    @cached_property
    def _start(self) -> StartPage:
        # Made when it is needed: most starts open the company file that was used last.

        start = StartPage()
        start.chosen.connect(self.start_chosen)
        self._middle.addWidget(start)
        return start

    def show_opening(self, name: str) -> None:
        """Show the skeleton of a company file that is being opened."""
        self._leave_company()
        self._middle.setCurrentWidget(self._skeleton)
        self._show_frame(shown=True)
        self.navigation.setEnabled(False)
        self.navigation.set_company(name)
        self.setWindowTitle(f"{name} – Netkontor" if name else "Netkontor")

    def show_company(self, context: UiContext, *, is_demo: bool) -> None:
        """Show the pages of a company file that is open."""
        self._leave_company()
        self._pages = PageStack(context, PAGE_FACTORIES, self)
        self._pages.moved.connect(self._on_page_moved)
        self._pages.front_changed.connect(self.update_actions)
        self._pages.count_changed.connect(self.status.set_count)
        self._middle.addWidget(self._pages)
        self._middle.setCurrentWidget(self._pages)
        self._show_frame(shown=True)
        self.navigation.setEnabled(True)
        self._demo_frame.setVisible(is_demo)
        self._frame.set_demo(shown=is_demo)
        if is_demo:
            text = _("Demo: a made-up company. Nothing you do here touches your own data.")
            self._demo.say(Tone.WARNING, text, _("Close the demo"), self._on_close_demo)
        self.navigator.open(FIRST_ADDRESS)

    # --- actions

    def update_actions(self) -> None:
        """Enable what is possible now."""
        front = self._pages.front if self._pages is not None else None
        handlers = front.handlers() if front is not None else {}
        reasons = front.reasons() if front is not None else {}
        self.actions_table.set_page_actions(set(handlers), reasons)
        is_open = self._pages is not None
        for action_id in (
            "search_all",
            "refresh",
            "next_tab",
            "previous_tab",
            "settings",
            *_TO_BACKUPS,
        ):
            self.actions_table[action_id].setEnabled(is_open)
        history = self.navigator.history
        self.actions_table["back"].setEnabled(is_open and history.can_go_back)
        self.actions_table["forward"].setEnabled(is_open and history.can_go_forward)
        self.actions_table["start_page"].setEnabled(is_open)
        for action in self._area_actions:
            action.setEnabled(is_open)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before typed text is lost; remember place and size."""
        if not may_close(self._pages, self._tasks, self.messages):
            event.ignore()
            return
        geometry = self.saveGeometry().toBase64().toStdString()
        self._preferences.change(window_geometry=geometry)
        self.closing.emit()
        super().closeEvent(event)

    def restore_place(self) -> None:
        """Stand where the window stood last time."""
        stored = self._preferences.values.window_geometry
        if stored:
            self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome one company file."""
        if dropped_company_file(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the company file that was dropped."""
        path = dropped_company_file(event)
        if path:
            event.acceptProposedAction()
            self.start_chosen.emit("recent", path)

    # --- parts

    def _build(self) -> None:
        self._skeleton = QWidget(self)
        inner = QVBoxLayout(self._skeleton)
        inner.setContentsMargins(SPACE.xl, SPACE.xl * 2, SPACE.xl, SPACE.l)
        inner.addWidget(Skeleton(self._skeleton))
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._skeleton)
        self._tools = ToolLine(self.actions_table, self.search, self)
        self._demo = Banner("demo", self)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._tools)
        self._demo_frame = QWidget(self)
        demo = QVBoxLayout(self._demo_frame)
        demo.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, 0)
        demo.addWidget(self._demo)
        right.addWidget(self._demo_frame)
        right.addWidget(self._middle, 1)
        self._frame = WindowFrame(self)
        self._frame.row.addWidget(self.navigation)
        self._frame.row.addLayout(right, 1)
        self.setCentralWidget(self._frame)
        self.setStatusBar(self.status)
        self.messages.toasts.set_bottom(self.status.sizeHint().height())

    def _connect(self) -> None:
        self.actions_table.triggered.connect(self._on_action)
        self.navigation.chosen.connect(self.navigator.open)
        self.navigator.requested.connect(self._on_requested)
        self.navigator.moved.connect(self.update_actions)
        self.search.chosen.connect(self._on_hit)
        self.search.set_commands(window_commands(self._areas))

    def _show_frame(self, *, shown: bool) -> None:
        self.navigation.setVisible(shown)
        self._tools.setVisible(shown)
        self._demo_frame.hide()
        self._frame.set_demo(shown=False)
        for say in (self.status.set_count, self.status.set_saved, self.status.set_backup):
            say("")

    def _leave_company(self) -> None:
        """Take the pages of the company file before away."""
        if self._pages is None:
            return
        self._middle.removeWidget(self._pages)
        self._pages.deleteLater()
        self._pages = None
        self.navigator.history.clear()
        self.search.set_providers(None, ())

    # --- what happens

    def _on_requested(self, address: str) -> None:
        pages = self._pages
        is_shown = False
        try:
            if pages is not None and pages.can_show(address):
                is_shown = pages.show_address(address)
        finally:  # also when the page has a bug: back and forward must stay right
            if not is_shown:
                self.navigator.refused()
        if is_shown and pages is not None and pages.front is not None:
            self._on_page_moved(pages.front.address())

    def _on_page_moved(self, address: str) -> None:
        self.navigation.set_current(area_of(address))
        self.navigator.arrived(address)

    def _on_hit(self, hit: SearchHit) -> None:
        if hit.address.startswith(ACTION_PREFIX):
            self.actions_table[hit.address.removeprefix(ACTION_PREFIX)].trigger()
        else:
            self.navigator.open(hit.address)

    def _on_close_demo(self) -> None:
        self.action_chosen.emit("start_page")

    def _on_action(self, action_id: str) -> None:
        front = self._pages.front if self._pages is not None else None
        handler = front.handlers().get(action_id) if front is not None else None
        own = {
            "quit": self.close,
            "back": self.navigator.back,
            "forward": self.navigator.forward,
            "settings": lambda: self.navigator.open("settings"),
            **dict.fromkeys(_TO_BACKUPS, lambda: self.navigator.open("settings/backup")),
            "search_all": lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "next_tab": lambda: front.move_tab(1) if front is not None else None,
            "previous_tab": lambda: front.move_tab(-1) if front is not None else None,
            "next_pane": self._next_pane,
        }
        if handler is not None:
            handler()
        elif action_id in own:
            own[action_id]()
        else:
            self.action_chosen.emit(action_id)

    def _next_pane(self) -> None:
        """Move the focus from navigation to page to search field and around."""
        focused = self.focusWidget()
        if focused is not None and self.navigation.isAncestorOf(focused):
            front = self._pages.front if self._pages is not None else None
            if front is not None:
                front.focus_content()
        elif focused is self.search or not self.search.isVisible():
            self.navigation.focus_current()
        else:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
