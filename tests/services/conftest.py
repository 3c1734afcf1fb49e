"""A company file for use cases, on a day that tests choose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app import bootstrap
from app.services.company import close
from tests.company_builder import MovableClock, new_company

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.services.session import Session


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(date(2026, 11, 2))


@pytest.fixture
def session(tmp_path: Path, clock: MovableClock) -> Iterator[Session]:
    opened = new_company(tmp_path, bootstrap.catalogues(), clock)
    yield opened
    close(opened)
