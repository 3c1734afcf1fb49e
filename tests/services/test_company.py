"""The company file as a whole: make, open, settings, backup, restore, check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app import bootstrap
from app.domain.errors import AppError, InputFileError, OutputFileError
from app.services import company, deadlines, metering_points
from app.services.point_views import ChangePoint
from app.services.process_views import StartProcess
from app.services.processes import start
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.session import Session

CATALOGUES = bootstrap.catalogues()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"gln": "5790000555551"}, "5790000555551"),
        ({"gln": ""}, "GLN"),
        ({"name": "  "}, "name"),
        ({"grid_areas": []}, "grid area"),
        ({"grid_areas": ["12"]}, "12"),
        ({"grid_areas": ["abc"]}, "abc"),
    ],
)
def test__create__with_wrong_data__says_so_and_makes_no_file(
    tmp_path: Path, clock: MovableClock, given: dict[str, object], word: str
) -> None:
    data: dict[str, object] = {"gln": "5790000555550", "name": "Net", "grid_areas": ["999"]}
    path = tmp_path / "new.netkontor"

    with pytest.raises(InputFileError, match=word):
        company.create_company(
            path,
            catalogues=CATALOGUES,
            clock=clock,
            who="tester",
            **(data | given),  # type: ignore[arg-type]
        )

    assert not path.exists()


def test__create__over_an_existing_file__is_refused(session: Session, clock: MovableClock) -> None:
    with pytest.raises(OutputFileError):
        company.create_company(
            session.company_file.path,
            gln="5790000555550",
            name="Net",
            grid_areas=["999"],
            catalogues=CATALOGUES,
            clock=clock,
            who="tester",
        )


def test__info__tells_what_was_given(session: Session) -> None:
    info = company.company_info(session)

    assert (info.gln, info.name, info.grid_areas) == ("5790000555550", "Prøve Net", ("999",))
    assert info.rule_set == "forskrift"
    assert info.rule_set_since is None
    assert info.constitution_day_is_working_day
    assert info.last_backup_at is None


def test__constitution_day__closed__moves_open_limits_and_leaves_done_ones(
    session: Session, clock: MovableClock
) -> None:
    # 5 June 2026 is a Friday: reported on Monday 8 it is late only while the 5th is open.
    clock.move_to(date(2026, 6, 4))
    point = add_point(session, valid_from=date(2026, 6, 4))
    before = deadlines.open_deadlines(session)[0]

    outcome = company.set_constitution_day(session, is_working_day=False)
    after = deadlines.open_deadlines(company.reloaded(session))[0]

    assert outcome.saved
    assert before.last_day == date(2026, 6, 5)
    assert before.other_calendar_last_day == date(2026, 6, 8)
    assert before.last_safe_day == after.last_safe_day
    assert after.last_day == date(2026, 6, 8)
    assert point in after.object_label


def test__rule_set__unknown__is_refused(session: Session) -> None:
    outcome = company.set_rule_set(session, "portal")

    assert not outcome.saved
    assert outcome.violations[0].field == "rule_set"
    assert not company.set_constitution_day(session, is_working_day=True).blocked


def test__rule_set__chosen__is_kept_with_its_date(session: Session, clock: MovableClock) -> None:
    company.set_rule_set(session, "datahub", reason="the portal's windows")

    again = company.reloaded(session)

    assert again.rule_set == "datahub"
    assert company.company_info(session).rule_set_since == clock.today()
    assert not company.set_rule_set(session, "datahub").saved


def test__change_company__name_and_areas(session: Session) -> None:
    outcome = company.change_company(session, name="Nyt Net", grid_areas=["999", "998"])
    wrong = company.change_company(session, name="", grid_areas=["999"])

    assert outcome.saved
    info = company.company_info(session)
    assert (info.name, info.grid_areas) == ("Nyt Net", ("998", "999"))
    assert wrong.blocked


def test__backup_and_restore__give_the_same_company(
    session: Session, clock: MovableClock, tmp_path: Path
) -> None:
    point = add_point(session)
    report = company.back_up(session, tmp_path / "copy.zip")
    metering_points.change(
        session, ChangePoint(point_id=point, valid_from=session.today, values={"floor": "3"})
    )

    restored = company.restore(report.path, tmp_path / "restored.netkontor", clock=clock)

    assert report.verified
    assert restored.kept_old is None
    again = company.open_company(
        restored.path, catalogues=CATALOGUES, clock=clock, who="tester", read_only=True
    )
    try:
        assert metering_points.detail(again, point).values.text("floor") == ""
    finally:
        company.close(again)


def test__daily_backup__is_made_once_a_day(session: Session, clock: MovableClock) -> None:
    first = company.daily_backup(session)
    second = company.daily_backup(session)
    clock.move_to(date(2026, 11, 3))
    third = company.daily_backup(session)

    assert first is not None
    assert second is None
    assert third is not None
    assert company.company_info(session).last_backup_at == third.at
    assert len(company.list_backups(session)) == 2


def test__check__counts_what_breaks_the_rules(session: Session, clock: MovableClock) -> None:
    point = add_point(session)
    clean = company.check_file(session.company_file.path, catalogues=CATALOGUES, clock=clock)
    with session.company_file.write(who="tester", kind="test") as writer:
        writer.points.put(point, "classification", session.today, {"unit": None})

    report = company.check_file(session.company_file.path, catalogues=CATALOGUES, clock=clock)

    assert (clean.findings, clean.violations, clean.points) == ((), 0, 1)
    assert report.violations == 1
    assert report.rule_findings[0].metering_point_id == point
    assert report.rule_findings[0].violation.field == "unit"


def test__read_only__session__reads_and_never_writes(session: Session, clock: MovableClock) -> None:
    point = add_point(session)
    reader = company.open_company(
        session.company_file.path,
        catalogues=CATALOGUES,
        clock=clock,
        who="guest",
        read_only=True,
    )
    try:
        assert metering_points.detail(reader, point).header.id == point
        assert company.daily_backup(reader) is None
        with pytest.raises(AppError):
            start(reader, StartProcess(kind="meter_swap", object_id=point))
    finally:
        company.close(reader)
