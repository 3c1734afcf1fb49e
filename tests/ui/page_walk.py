"""Walks every page and dialog of the window in a process of its own and writes what is wrong.

Usage: python -m tests.ui.page_walk FOLDER LANGUAGE TEXT_SIZE OUTPUT

Language and scale are chosen when a program starts, so each look is a process; `walk` starts one
and remembers what it found, for the tests of names and of texts.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from tests.ui.window_tour import Tour

PROJECT = Path(__file__).resolve().parents[2]
POINTS = 60
PATIENCE_S = 150


class Look(NamedTuple):
    """How the window looks.

    Attributes:
        language: "da" or "en".
        scale: Factor of the screen.
        text_size: The setting, in percent.
    """

    language: str
    scale: float = 1.0
    text_size: int = 100

    @property
    def name(self) -> str:
        """Return a name for a test."""
        return f"{self.language}-{round(self.scale * 100)}-text{self.text_size}"


class Walk:
    """A process that walks through the pages of one look; more than one can run at a time."""

    def __init__(self, look: Look) -> None:
        folder = _folder() / look.name
        folder.mkdir()
        self._output = folder / "found.json"
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(look.scale),
            "NETKONTOR_USER_DIR": str(folder),
            "NETKONTOR_TODAY": "2026-11-20",
            "PYTHONPATH": str(PROJECT),
        }
        words = [str(folder), look.language, str(look.text_size), str(self._output)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.page_walk", *words],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        atexit.register(self._process.kill)

    def found(self) -> dict[str, dict[str, list[str]]]:
        """Wait for the walk and return kind of fault -> page -> faults."""
        said, _nothing = self._process.communicate(timeout=PATIENCE_S)
        assert self._process.returncode == 0, said[-3000:]
        return json.loads(self._output.read_text(encoding="utf-8"))


@cache
def _folder() -> Path:
    """Return a folder for all walks of this process."""
    holder = tempfile.TemporaryDirectory()
    atexit.register(holder.cleanup)
    return Path(holder.name)


@cache
def start(look: Look) -> Walk:
    """Start the walk of a look, or return the one that was started before."""
    return Walk(look)


@cache
def walk(look: Look) -> dict[str, dict[str, list[str]]]:
    """Return what is wrong in a look; the walk is made once."""
    return start(look).found()


def main() -> int:
    """Walk and write what was found."""
    folder, language, text_size, output = sys.argv[1:]
    from PySide6.QtWidgets import QApplication, QWidget

    from app import texts
    from app.ui import theme
    from tests.ui import text_fit, widget_names, word_check
    from tests.ui.window_tour import tour

    application = QApplication(sys.argv[:1])
    texts.set_language(language)
    found: dict[str, dict[str, list[str]]] = {
        kind: {} for kind in ("names", "keys", "focus", "clipped", "words")
    }

    def look_at(name: str, root: QWidget, page: QWidget) -> None:
        found["names"][name] = widget_names.faults(root)
        found["focus"][name] = widget_names.jumps(page)
        found["clipped"][name] = text_fit.clipped(root)
        found["words"][name] = word_check.untranslated(root) if language == "da" else []

    with tour(application, Path(folder), points=POINTS) as shown:
        theme.theme().apply("light", int(text_size))
        found["keys"]["window"] = widget_names.keys_twice(shown.window)
        for stop in shown.stops():
            shown.visit(stop)
            look_at(stop.name, shown.window, shown.window.pages.front)
        for name, dialog in _dialogs(shown):
            dialog.show()
            shown.settle(0.05)
            look_at(name, dialog, dialog)
            dialog.close()
        shown.window.show_start()
        shown.settle(0.05)
        look_at("start", shown.window, shown.window.findChild(QWidget, "start.page"))
    Path(output).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _dialogs(shown: Tour) -> Iterator[tuple[str, QWidget]]:
    """Yield every dialog, filled with something to say."""
    from app.domain.violations import Severity, Violation
    from app.texts import _
    from app.ui.dialogs.about import AboutDialog
    from app.ui.dialogs.crash import CrashDialog
    from app.ui.dialogs.messages import ConfirmDialog, ErrorDialog, ReasonDialog, ViolationsDialog
    from app.ui.dialogs.new_company import NewCompanyDialog
    from app.ui.dialogs.shortcuts import ShortcutsDialog
    from app.ui.help import HelpDialog
    from tests.ui.window_tour import DEMO_DAY

    window = shown.window
    wrong = [
        Violation(
            rule="X-1",
            severity=Severity.WARNING,
            field="",
            message=_("This cannot be saved"),
            source="Forskrift I § 8",
        )
    ]
    yield "new_company", NewCompanyDialog(window.messages, DEMO_DAY, window)
    yield "shortcuts", ShortcutsDialog(window)
    yield "about", AboutDialog(window)
    yield "crash", CrashDialog("ZeroDivisionError", Path("/tmp/crash-1.txt"), window)
    yield "error", ErrorDialog(_("This cannot be saved"), _("Close message"), window)
    effect = _("What you have typed will be lost.")
    yield (
        "confirm",
        ConfirmDialog(
            _("Cancel without saving?"), effect, _("Discard changes"), danger=True, parent=window
        ),
    )
    yield "reason", ReasonDialog(wrong, window)
    yield "violations", ViolationsDialog(wrong, window)
    help_dialog = HelpDialog(window)
    help_dialog.show_topic("metering_points", "", "")
    yield "help", help_dialog


if __name__ == "__main__":
    sys.exit(main())
