"""Where the parts of a company file lie, given the register.

**Source**: design § 1: `NAME.netkontor` and beside it `NAME.netkontor.d/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def companion_of(path: Path) -> Path:
    """Return the companion folder of a register: kept files and series."""
    return path.with_name(f"{path.name}.d")


def backups_of(path: Path) -> Path:
    """Return the folder of the backups of a register."""
    return path.with_name(f"{path.name}.backup")
