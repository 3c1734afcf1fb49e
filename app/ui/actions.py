"""Every action and every key of the window, in one table.

Texts are marked here and translated when the actions are made. Pages do not make keys of their
own: they offer handlers for the ids of this table (`Page.set_handler`), and an action is enabled
when the page in front handles it.

**Source**: ux § 5. Keys that the platform defines are taken from it where they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from app.texts import _, mark
from app.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


@dataclass(frozen=True)
class ActionSpec:
    """One row of the table.

    Attributes:
        id: Name used by handlers and, as `action.<id>`, as object name.
        text: English text with mnemonic.
        keys: Shortcuts, the first is shown in menus.
        menu: "file", "edit", "view", "go" or "help"; "" keeps it out of the menus.
        icon: Icon name, or "".
        of_page: Whether the page in front carries it out (else the window does).
        separated: Whether a line stands before it in its menu.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    icon: str = ""
    of_page: bool = False
    separated: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_company", mark("New company file …"), menu="file", icon="file"),
    ActionSpec("open_company", mark("&Open company file …"), ("Ctrl+O",), "file", "folder"),
    ActionSpec("open_demo", mark("Open the &demo company"), (), "file", "demo"),
    ActionSpec("start_page", mark("Start page"), (), "file"),
    ActionSpec(
        "backup_now", mark("&Back up the company file …"), (), "file", "backup", separated=True
    ),
    ActionSpec("restore_backup", mark("&Restore a backup …"), (), "file", "history"),
    ActionSpec(
        "export",
        mark("&Export list …"),
        ("Ctrl+E",),
        "file",
        "export",
        of_page=True,
        separated=True,
    ),
    ActionSpec("settings", mark("&Settings"), ("Ctrl+,",), "file", "settings", separated=True),
    ActionSpec("quit", mark("&Quit"), ("Ctrl+Q",), "file", "power", separated=True),
    ActionSpec("new", mark("&New"), ("Ctrl+N",), "edit", "add", of_page=True),
    ActionSpec("edit", mark("&Edit"), ("F2",), "edit", "edit", of_page=True),
    ActionSpec(
        "save", mark("&Save"), ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), "edit", "save", of_page=True
    ),
    ActionSpec("cancel", mark("&Cancel editing"), ("Esc",), "edit", "close", of_page=True),
    ActionSpec("copy", mark("&Copy"), ("Ctrl+C",), "edit", "copy", of_page=True, separated=True),
    ActionSpec(
        "copy_with_headers",
        mark("Copy with &headings"),
        ("Ctrl+Shift+C",),
        "edit",
        "copy",
        of_page=True,
    ),
    ActionSpec(
        "find",
        mark("&Find in this list"),
        ("Ctrl+F",),
        "edit",
        "filter",
        of_page=True,
        separated=True,
    ),
    ActionSpec("search_all", mark("Search &everywhere"), ("Ctrl+K",), "edit", "search"),
    ActionSpec("back", mark("&Back"), ("Alt+Left",), "view", "back"),
    ActionSpec("forward", mark("&Forward"), ("Alt+Right",), "view", "forward"),
    ActionSpec("refresh", mark("&Refresh"), ("F5",), "view", "refresh", separated=True),
    ActionSpec("next_pane", mark("Next &pane"), ("F6",), "view", separated=True),
    ActionSpec("next_tab", mark("Next &tab"), ("Ctrl+Tab", "Ctrl+PgDown"), "view"),
    ActionSpec("previous_tab", mark("Pre&vious tab"), ("Ctrl+Shift+Tab", "Ctrl+PgUp"), "view"),
    ActionSpec("help", mark("&Help for this page"), ("F1",), "help", "help"),
    ActionSpec(
        "shortcuts", mark("&Keyboard shortcuts"), ("Ctrl+?", "Ctrl+Shift+?"), "help", "keyboard"
    ),
    ActionSpec("log_folder", mark("Open the &log folder"), (), "help", "folder", separated=True),
    ActionSpec("about", mark("&About Netkontor"), (), "help", "info"),
)

LIST_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+1 … Ctrl+8", mark("Go to an area")),
    ("Enter", mark("Next field; in a list: open")),
    ("Shift+Enter", mark("Previous field")),
    ("Esc", mark("Leave the search field, cancel editing")),
)
"""Keys that belong to widgets and not to actions; shown with the others."""


class Actions(QObject):
    """The actions of one window.

    Signals:
        triggered: The id of an action the operator chose.
    """

    triggered = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(_(spec.text), window)
            action.setObjectName(f"action.{spec.id}")
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            if spec.icon:
                action.setIcon(icon(spec.icon))
            action.setData(spec.id)
            action.triggered.connect(self._on_triggered)
            window.addAction(action)
            self._actions[spec.id] = action

    def __getitem__(self, action_id: str) -> QAction:
        """Return the action; KeyError for an id that the table does not have."""
        return self._actions[action_id]

    def set_page_actions(self, possible: set[str], reasons: dict[str, str]) -> None:
        """Enable what the page in front handles, and tell for the rest why it cannot be done."""
        for spec in ACTIONS:
            if not spec.of_page:
                continue
            action = self._actions[spec.id]
            action.setEnabled(spec.id in possible)
            reason = reasons.get(spec.id, "")
            text = plain(_(spec.text))
            action.setToolTip(f"{text}: {reason}" if reason else text)
            action.setStatusTip(reason)

    def _on_triggered(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.triggered.emit(str(sender.data()))


def plain(text: str) -> str:
    """Return a menu text without its mnemonic and its ellipsis."""
    return text.replace("&", "").removesuffix("…").strip()


def key_text(keys: tuple[str, ...]) -> str:
    """Return the first key as the operator reads it on this platform."""
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
