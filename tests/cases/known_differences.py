"""Where the program rightly differs from a table of cases, listed by rule with the paragraph."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "cases_known_differences.csv"


@lru_cache(maxsize=1)
def known_differences() -> frozenset[tuple[str, str, str, str]]:
    """Return table, rule, operation and expected outcome of every listed difference."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(
            (row["table"], row["rule"], row["operation"], row["expected"])
            for row in csv.DictReader(file)
        )


def is_known_difference(table: str, rule: str, operation: str, expected: str) -> bool:
    """Return whether a disagreement of this kind is listed."""
    return (table, rule, operation, expected) in known_differences()
