"""Runs the program as a user does: another process, its output and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-20"


@dataclass(frozen=True)
class Run:
    """What came of one command."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the JSON document; fails when there is anything beside it."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """Return the one line on standard error; fails when there are none or several."""
        (line,) = self.err.splitlines()
        return line


class CommandLine:
    """Calls `netkontor` with a user folder of its own.

    Attributes:
        folder: Working directory of every call.
        environment: Variables of every call.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NETKONTOR_", "LC_", "LANG", "QT_"))
            and name not in {"DISPLAY", "WAYLAND_DISPLAY"}
        }
        self.environment = {
            **inherited,
            "NETKONTOR_USER_DIR": str(folder / "user"),
            "NETKONTOR_TODAY": TODAY,
            "NETKONTOR_LANGUAGE": "en",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }

    def __call__(self, *arguments: str | Path, **environment: str) -> Run:
        """Run one command."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=self.folder,
            encoding="utf-8",
            env={**self.environment, **environment},
            timeout=120,
        )
        return Run(done.returncode, done.stdout, done.stderr)
