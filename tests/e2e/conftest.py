"""What the end-to-end tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import GRID_AREA, OWN_GLN
from tests.e2e.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-03-11"


@pytest.fixture
def netkontor(tmp_path: Path) -> CommandLine:
    """Return the command line in an empty folder on Wednesday 11 March 2026."""
    return CommandLine(tmp_path, today=TODAY)


@pytest.fixture
def company(netkontor: CommandLine) -> Path:
    """Return an empty company file."""
    path = netkontor.folder / "company.netkontor"
    made = netkontor.run(
        "new", path, "--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA
    )
    assert made.code == 0, made.err
    return path
