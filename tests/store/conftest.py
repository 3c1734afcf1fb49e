"""A real company file in a temporary folder, and the field catalogue it is built from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.clock import FixedClock
from app.domain.catalogue import Catalogue, load_catalogue
from app.paths import rules_dir
from app.store import CompanyFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(rules_dir())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TODAY)


@pytest.fixture
def new_company(
    tmp_path: Path, catalogue: Catalogue, clock: FixedClock
) -> Iterator[Callable[..., CompanyFile]]:
    """Give a function that creates company files and closes them in the end."""
    opened: list[CompanyFile] = []

    def create(name: str = "company.netkontor") -> CompanyFile:
        company_file = CompanyFile.create(
            tmp_path / name,
            gln="5790000555550",
            name="Eksempel Net",
            grid_areas=["791"],
            who="tester",
            clock=clock,
            catalogue=catalogue,
        )
        opened.append(company_file)
        return company_file

    yield create
    for company_file in opened:
        company_file.close()


@pytest.fixture
def company(new_company: Callable[..., CompanyFile]) -> CompanyFile:
    return new_company()
