"""Where the tables of worked cases are, for the tests marked `cases`.

The folder is named by the environment variable NETKONTOR_CASES; without it, it is looked for
beside the checkout. Tests that need a table which is not there are skipped with a message.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "cases"


def cases_directory() -> Path:
    """Return the folder of the case tables, or skip the test when there is none."""
    folder = Path(os.environ.get("NETKONTOR_CASES") or _DEFAULT)
    if not folder.is_dir():
        pytest.skip(f"no case tables in {folder}; set NETKONTOR_CASES")
    return folder


def case_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a case table, or skip the test when the table is missing or empty."""
    path = cases_directory() / name
    if not path.is_file():
        pytest.skip(f"no case table {path}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        pytest.skip(f"the case table {path} is empty")
    return rows
