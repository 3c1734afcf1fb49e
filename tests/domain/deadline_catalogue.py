"""The shipped deadline catalogue, read once for the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.domain.deadlines import DeadlineCatalogue, DeadlineEntry, load_deadline_catalogue

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "resources" / "rules" / "deadlines.toml"


@cache
def catalogue() -> DeadlineCatalogue:
    """Return the shipped catalogue."""
    return load_deadline_catalogue(CATALOGUE_FILE)


def entry(deadline_id: str) -> DeadlineEntry:
    """Return one limit of the shipped catalogue."""
    return catalogue()[deadline_id]
