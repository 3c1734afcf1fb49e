"""Runs a module in a process of its own, as an installed program runs: with its byte code."""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.e2e.command_line import PROJECT, CommandLine

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class MeasuredProcess:
    """Starts modules that print their figures as one line of JSON."""

    def __init__(self, folder: Path, today: date) -> None:
        compileall.compile_dir(PROJECT / "app", quiet=2)
        compileall.compile_dir(PROJECT / "tests", quiet=2)
        environment = CommandLine(folder, today=today.isoformat()).environment
        self._environment = {
            name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"
        }

    def run(self, module: str, *arguments: str | Path) -> dict[str, Any]:
        """Return the figures of one run."""
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=PROJECT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        )
        figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return figures
