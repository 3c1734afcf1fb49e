"""Make the demo company: a company file that looks like a small Danish grid company's.

The same order always makes the same company. Beside the file lie an extract as DataHub would give
it, with planted differences, and a text that tells which.

**Source**: issue "Demo company"; master-data §§ 2, 3, 5, 6; charges.md §§ 1-2.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from app.clock import FixedClock
from app.domain.errors import OutputFileError, UsageError
from app.domain.working_days import WorkingDayCalendar
from app.output_files import output_error
from app.services.demo_data.addresses import addresses
from app.services.demo_data.company import OWN_AREA, OWN_ID, OWN_NAME, PointNumbers
from app.services.demo_data.description import write_description
from app.services.demo_data.extract import Planting, plant, write_extract
from app.services.demo_data.households import Surroundings
from app.services.demo_data.population import FEWEST_POINTS, MOST_POINTS
from app.services.demo_data.register import fill_register
from app.services.demo_data.stories import NEW_POINTS, Stage, acts
from app.services.session import Session
from app.services.tasking import NoTask
from app.store import CompanyFile
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.session import Catalogues
    from app.services.tasking import Task

__all__ = ["DEMO_DAY", "FEWEST_POINTS", "MOST_POINTS", "DemoMade", "DemoOrder", "make_demo"]

DEMO_DAY = date(2026, 11, 20)
"""The demo's today when nothing else is asked for: a Friday, so that limits cross a weekend."""

EARLIEST_DAY, LATEST_DAY = date(2024, 1, 1), date(2099, 12, 31)
"""Days the demo's today may be: its history runs from 2018, with hourly prices since 2023."""

_WHO = "Demo"
_WORKING_DAYS_TOLD = 32
"""The register begins before the first story: so many working days before today."""


@dataclass(frozen=True, kw_only=True)
class DemoOrder:
    """Which demo company is wanted.

    Attributes:
        points: Metering points in all, from FEWEST_POINTS to MOST_POINTS.
        as_of: The demo's today, from EARLIEST_DAY to LATEST_DAY; its open work lies around it.
        seed: Another number makes another company.
    """

    points: int = 2000
    as_of: date = DEMO_DAY
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class DemoMade:
    """What was made.

    Attributes:
        path: The company file.
        points: Metering points in it.
        extract: The extract beside it.
        description: The text beside it that tells what was planted.
    """

    path: Path
    points: int
    extract: Path
    description: Path


class _MovableClock:
    """A clock that the demo sets to the day it tells about; the hour is that of office work."""

    def __init__(self, day: date) -> None:
        self.go_to(day)

    def go_to(self, day: date) -> None:
        """Stand on another day."""
        self._clock = FixedClock(day)

    def today(self) -> date:
        """Return the day it stands on."""
        return self._clock.today()

    def now(self) -> datetime:
        """Return noon of the day it stands on, in UTC."""
        return self._clock.now()


def make_demo(
    path: Path, order: DemoOrder, *, catalogues: Catalogues, task: Task | None = None
) -> DemoMade:
    """Make a demo company; there is nothing at the path until all of it is done.

    Args:
        path: The company file to make.
        order: Which one.
        catalogues: The rules.
        task: Told how far the work is.

    Raises:
        OutputFileError: When the file exists or cannot be written.
        CancelledError: When the task was cancelled; nothing is left.
        UsageError: When the demo's today lies outside EARLIEST_DAY to LATEST_DAY.
    """
    if not EARLIEST_DAY <= order.as_of <= LATEST_DAY:
        raise UsageError(
            _("The demo's today must lie between {first} and {last}.").format(
                first=EARLIEST_DAY.isoformat(), last=LATEST_DAY.isoformat()
            )
        )
    if path.exists():
        raise OutputFileError(
            _("{path} exists already.").format(path=path),
            remedy=_("Choose another name; an existing file is never overwritten."),
        )
    with _workshop(path) as folder:
        made = _make(folder / path.name, order, catalogues, task or NoTask())
        return _move(made, path.absolute().parent)


def _make(path: Path, order: DemoOrder, catalogues: Catalogues, task: Task) -> DemoMade:
    calendar = WorkingDayCalendar()
    today = calendar.nearest_working_day_on_or_before(order.as_of)
    clock = _MovableClock(calendar.add(today, -_WORKING_DAYS_TOLD))
    surroundings = Surroundings(
        rng=Random(order.seed),  # noqa: S311 # a game, no secret
        numbers=PointNumbers(),
        addresses=addresses(Random(order.seed + 1)),  # noqa: S311
        as_of=order.as_of,
    )
    with CompanyFile.create(
        path,
        gln=OWN_ID,
        name=OWN_NAME,
        grid_areas=(OWN_AREA,),
        who=_WHO,
        clock=clock,
        catalogue=catalogues.fields,
    ) as company_file:
        session = Session(
            company_file=company_file,
            catalogues=catalogues,
            calendar=calendar,
            clock=clock,
            who=_WHO,
        )
        filled = fill_register(session, surroundings, order.points - NEW_POINTS, task)
        stage = Stage(
            surroundings=surroundings,
            today=today,
            calendar=calendar,
            pool=iter(filled.pool),
            register_begins=clock.today(),
            folder=path.parent,
        )
        _tell(session, clock, stage, task)
        clock.go_to(order.as_of)
        company_file.advance_projection(order.as_of)
        task.report(0, 0, _("Writing DataHub's extract"))
        planting = Planting(
            stage=stage, known_to_datahub=filled.last_change, spare=tuple(filled.pool[-40:])
        )
        differences = plant(session, planting)
        extract = path.with_name(f"{path.stem}-datahub-extract.csv")
        write_extract(session, extract, differences)
        description = write_description(session, path, extract, stage, differences)
        with company_file.read() as reader:
            points = reader.points.count()
    return DemoMade(path=path, points=points, extract=extract, description=description)


def _tell(session: Session, clock: _MovableClock, stage: Stage, task: Task) -> None:
    """Play everything that happened lately, each act on its day."""
    for act in acts(stage):
        task.raise_if_cancelled()
        clock.go_to(act.day)
        act.do(session)


@contextmanager
def _workshop(path: Path) -> Iterator[Path]:
    """Give a folder beside the file to work in; it is gone afterwards."""
    parent = path.absolute().parent
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.stem}-", dir=parent))
    except OSError as error:
        raise output_error(path, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(made: DemoMade, folder: Path) -> DemoMade:
    """Move everything that was made to its place, the company file last."""
    parts = sorted(made.path.parent.iterdir(), key=lambda part: part == made.path)
    for part in parts:
        try:
            part.replace(folder / part.name)
        except OSError as error:
            raise output_error(folder / part.name, error) from error
    return DemoMade(
        path=folder / made.path.name,
        points=made.points,
        extract=folder / made.extract.name,
        description=folder / made.description.name,
    )
