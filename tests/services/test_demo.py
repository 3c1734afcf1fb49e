"""The demo company: deterministic, plausible, and clean under the rules."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app import texts
from app.bootstrap import catalogues, open_session
from app.clock import FixedClock
from app.domain.checks import Situation, check_master_data
from app.domain.errors import CancelledError, OutputFileError
from app.domain.identifiers import is_valid_gln, is_valid_metering_point_id
from app.domain.violations import Severity
from app.services.deadline_views import DeadlineGroup
from app.services.deadlines import counts
from app.services.demo import DEMO_DAY, FEWEST_POINTS, DemoMade, DemoOrder, make_demo
from app.store import CompanyFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.store import FacetPeriod

POINTS = 500


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    texts.set_language("en")  # before the language of each test is set
    folder = tmp_path_factory.mktemp("demo")
    return make_demo(folder / "demo.netkontor", DemoOrder(points=POINTS), catalogues=catalogues())


@pytest.fixture(scope="module")
def company_file(demo: DemoMade) -> Iterator[CompanyFile]:
    with CompanyFile.open(
        demo.path, clock=FixedClock(DEMO_DAY), catalogue=catalogues().fields
    ) as opened:
        yield opened


def _history(path: Path) -> list[tuple[str, list[FacetPeriod]]]:
    clock = FixedClock(DEMO_DAY)
    with (
        CompanyFile.open(path, clock=clock, catalogue=catalogues().fields) as opened,
        opened.read() as reader,
    ):
        return list(reader.points.believed_history())


def _content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, kept ones included; what SQLite makes when reading is not."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test__make_demo__with_the_same_order__makes_the_same_company_byte_for_byte(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        order = DemoOrder(points=FEWEST_POINTS)
        make_demo(folder / "demo.netkontor", order, catalogues=catalogues())

    assert _content(first) == _content(second)
    assert len(_content(first)) == 5


def test__make_demo__with_another_seed__makes_another_company(
    demo: DemoMade, tmp_path: Path
) -> None:
    order = DemoOrder(points=POINTS, seed=2)

    other = make_demo(tmp_path / "other.netkontor", order, catalogues=catalogues())

    assert _history(other.path) != _history(demo.path)


@pytest.mark.parametrize(
    "order",
    [
        DemoOrder(points=FEWEST_POINTS),
        DemoOrder(points=FEWEST_POINTS + 37, seed=7),
        DemoOrder(points=150, as_of=date(2024, 1, 1)),
        DemoOrder(points=150, as_of=date(2027, 5, 17)),
    ],
)
def test__make_demo__small_or_on_another_day__can_be_told(tmp_path: Path, order: DemoOrder) -> None:
    made = make_demo(tmp_path / "demo.netkontor", order, catalogues=catalogues())

    assert made.points == order.points


@pytest.mark.parametrize("day", [date(2018, 2, 1), date(2019, 6, 15), date(2022, 1, 1), DEMO_DAY])
def test__demo__on_any_day__breaks_no_rule(company_file: CompanyFile, day: date) -> None:
    rules = catalogues().fields
    with company_file.read() as reader:
        held = dict(reader.points.current_rows(day))
        areas = frozenset(area.code for area in reader.grid_areas.all())
        own = reader.grid_areas.own_codes()
    broken = []
    for point_id, values in held.items():
        parent_id = values.text("parent_metering_point_id")
        situation = Situation(
            today=day,
            known_grid_areas=areas,
            own_grid_areas=own,
            parent=held.get(parent_id),
            parent_exists=parent_id in held if parent_id else None,
        )
        complete = values.replacing({"metering_point_id": point_id, "valid_from": day})
        broken += [
            (point_id, violation.rule, violation.message)
            for violation in check_master_data(rules, complete, situation)
            if violation.severity is Severity.ERROR
        ]

    assert held
    assert broken == []


def test__demo__ids__have_right_check_digits(company_file: CompanyFile) -> None:
    with company_file.read() as reader:
        points = list(reader.points.ids())
        actors = [actor.actor_id for actor in reader.actors.all()]

    assert all(is_valid_metering_point_id(point_id) for point_id in points)
    assert all(point_id.startswith("5713131") for point_id in points)
    assert len(actors) == 16
    assert all(is_valid_gln(actor_id) for actor_id in actors)


def test__demo__mix__is_that_of_a_small_grid_company(company_file: CompanyFile) -> None:
    with company_file.read() as reader:
        held = [values for _id, values in reader.points.current_rows(DEMO_DAY)]
    types = Counter(values.metering_point_type for values in held)
    states = Counter(values.connection_state for values in held)

    assert 0.75 < types["E17"] / len(held) < 0.9
    assert {"E18", "E20", "D20", "D01", "D04", "D05", "D06", "D07", "D12", "D13", "D14", "D15"} < (
        set(types)
    )
    assert states["E22"] / len(held) > 0.9
    assert set(states) == {"D03", "E22", "E23", "D02"}


def test__demo__open_work__has_something_of_every_urgency(demo: DemoMade) -> None:
    session = open_session(demo.path, clock=FixedClock(DEMO_DAY), read_only=True)

    found = counts(session)

    assert all(found[group] > 0 for group in (DeadlineGroup.OVERDUE, DeadlineGroup.TODAY))
    assert found[DeadlineGroup.SOON] > 0


def test__demo__months_that_ended__were_checked_and_signed_off(
    company_file: CompanyFile,
) -> None:
    with company_file.read() as reader:
        runs = reader.check_runs.all()
        first = reader.changes.get(1)

    assert first is not None
    assert [run.month for run in runs] == ["2026-10"]
    assert all(run.signed_off_at is not None for run in runs)
    assert f"{first.at:%Y-%m}" == "2026-10"


def test__make_demo__when_file_exists__is_refused_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "demo.netkontor"
    path.write_text("mine")

    with pytest.raises(OutputFileError, match="exists"):
        make_demo(path, DemoOrder(points=FEWEST_POINTS), catalogues=catalogues())

    assert path.read_text() == "mine"


def test__make_demo__when_cancelled__leaves_nothing(tmp_path: Path) -> None:
    class Cancelled:
        def report(self, done: int, total: int, text: str) -> None:
            """Nobody looks."""

        def raise_if_cancelled(self) -> None:
            raise CancelledError("cancelled")

    order = DemoOrder(points=FEWEST_POINTS)
    with pytest.raises(CancelledError):
        make_demo(tmp_path / "demo.netkontor", order, catalogues=catalogues(), task=Cancelled())

    assert list(tmp_path.iterdir()) == []


def test__make_demo__when_folder_is_missing__says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="missing"):
        make_demo(
            tmp_path / "missing" / "demo.netkontor",
            DemoOrder(points=FEWEST_POINTS),
            catalogues=catalogues(),
        )
