"""Runs the program as a user of the command line does: as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What came of one command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # whatever the document holds
        """Return the one JSON document on stdout."""
        return json.loads(self.out)


class CommandLine:
    """Runs commands with a fixed day and a private folder for settings.

    Attributes:
        environment: Variables of the process.
        folder: Working directory.
    """

    def __init__(self, folder: Path, *, today: str, project: Path = PROJECT) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(project),
            "NETKONTOR_TODAY": today,
            "NETKONTOR_USER_DIR": str(folder / "user"),
            "NETKONTOR_LANGUAGE": "en",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the words of a command, for a test that starts the process itself."""
        return [sys.executable, "-m", "app", *map(str, arguments)]

    def run(
        self,
        *arguments: str | Path,
        today: str = "",
        preexec_fn: Callable[[], None] | None = None,
    ) -> Ran:
        """Run a command to its end.

        Args:
            arguments: The command and its arguments.
            today: Another day than the usual one.
            preexec_fn: Called in the new process before the program, to take something from it.
        """
        environment = self.environment | ({"NETKONTOR_TODAY": today} if today else {})
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            preexec_fn=preexec_fn,
        )
        return Ran(done.returncode, done.stdout, done.stderr)
