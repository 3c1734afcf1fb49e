"""Overview, search, drafts, actors, audit trail and the month's duty."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, RefusedError, UsageError
from app.services import actors, audit, deadlines, drafts, overview, search, supplies
from app.services.charge_views import CreateCharge
from app.services.charges import create
from app.services.deadline_views import DeadlineFilter, DeadlineGroup, MarkDeadline
from app.store import CheckRunDraft
from tests.builders import SUPPLIER_GLN, point_id
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from app.services.session import Session

MONTHLY = DeadlineFilter(process_kinds=frozenset({"monthly_check"}))


def sign_off(session: Session, month: str, outcome: str = "error_free") -> None:
    """Keep a signed-off run of a month."""
    run = CheckRunDraft(
        kind="self_control",
        month=month,
        as_of=datetime(2026, 11, 2, tzinfo=UTC),
        population=1,
        sample_size=1,
        seed=1,
        is_full=False,
        outcome=outcome,
    )
    with session.company_file.write(who="tester", kind="self_control") as writer:
        writer.check_runs.sign_off(writer.check_runs.add(run, []))


def test__overview__counts_what_is_open(session: Session, clock: MovableClock) -> None:
    add_point(session)
    create(
        session,
        CreateCharge(
            kind="D01", code="A", name="Abonnement", vat="D02", valid_from=date(2027, 3, 1)
        ),
    )
    clock.move_to(date(2026, 11, 4))

    seen = overview.cards(session)

    assert seen.deadlines.overdue == 2
    assert seen.deadlines.later == 2
    assert [d.process_kind for d in seen.deadlines.next][:2] == ["create_metering_point"] * 2
    assert [(count, kind) for _label, count, kind in seen.processes.counts] == [
        (1, "create_metering_point"),
        (1, "charge_change"),
    ]
    assert seen.processes.waiting_for_supplier == 1
    assert seen.processes.oldest[0].kind == "create_metering_point"
    assert seen.prices.next_changes == (("Abonnement", date(2027, 3, 1), "prices/1"),)
    assert seen.data.last_import_at is None


def test__overview__of_an_empty_company__has_nothing_to_check(session: Session) -> None:
    seen = overview.cards(session)

    assert seen.monthly_check.state == "nothing_to_check"
    assert seen.deadlines.next == ()
    assert seen.processes.counts == ()


@pytest.mark.parametrize(
    ("outcome", "is_met"), [("error_free", True), ("discrepancies", True), ("incomplete", False)]
)
def test__monthly_duty__is_met_by_a_signed_run_that_left_nothing_unchecked(
    session: Session, outcome: str, is_met: bool
) -> None:
    add_point(session)

    sign_off(session, "2026-11", outcome)

    assert (deadlines.open_deadlines(session, MONTHLY) == ()) == is_met
    state = overview.cards(session).monthly_check.state
    assert state == ("done" if is_met else "not_signed_off")


def test__monthly_duty__missed__stays_overdue_until_it_is_explained(
    session: Session, clock: MovableClock
) -> None:
    add_point(session)
    clock.move_to(date(2026, 12, 1))
    november, december = deadlines.open_deadlines(session, MONTHLY)

    with pytest.raises(RefusedError, match="why"):
        deadlines.mark(session, MarkDeadline(ref=november.ref))
    with pytest.raises(RefusedError, match="signing"):
        deadlines.mark(session, MarkDeadline(ref=december.ref, explanation="no time"))
    told = deadlines.mark(session, MarkDeadline(ref=november.ref, explanation="illness"))

    assert (november.group, november.last_day) == (DeadlineGroup.OVERDUE, date(2026, 11, 30))
    assert december.last_day == date(2026, 12, 31)
    assert not december.can_mark
    assert told.saved
    assert [d.object_id for d in deadlines.open_deadlines(session, MONTHLY)] == ["2026-12"]


@pytest.mark.parametrize("ref", ["", "x/y/z", "1/2", "company/monthly_self_control/May"])
def test__mark__of_a_wrong_reference__is_refused(session: Session, ref: str) -> None:
    with pytest.raises(UsageError):
        deadlines.mark(session, MarkDeadline(ref=ref, explanation="e"))
    with pytest.raises(NotFoundError):
        deadlines.find_deadline(session, ref)


def test__deadlines__filter_group_and_strip(session: Session, clock: MovableClock) -> None:
    point = add_point(session)
    clock.move_to(date(2026, 11, 3))

    found = deadlines.open_deadlines(session, DeadlineFilter(text=f"notify {point}"))
    later = deadlines.open_deadlines(
        session, DeadlineFilter(groups=frozenset({DeadlineGroup.LATER}))
    )
    strip = deadlines.strip(session, found[0])

    assert {d.step_id for d in found} == {"report", "report_by_hand"}
    assert [d.process_kind for d in later] == ["monthly_check"]
    assert deadlines.counts(session) == {
        DeadlineGroup.OVERDUE: 0,
        DeadlineGroup.TODAY: 2,
        DeadlineGroup.SOON: 0,
        DeadlineGroup.LATER: 1,
    }
    by_day = {day.day: day for day in strip}
    assert by_day[date(2026, 11, 2)].is_anchor
    assert by_day[date(2026, 11, 3)].count == 1
    assert by_day[date(2026, 11, 3)].is_last_day
    assert by_day[date(2026, 11, 3)].is_today
    assert not by_day[date(2026, 11, 4)].is_permitted
    assert found[0].variants or found[0].source


def test__one_limit__by_id(session: Session) -> None:
    limit = deadlines.one_limit(
        session.catalogues, "meter_swap_master_data", date(2026, 12, 18), session.calendar
    )

    assert limit.last_day == date(2026, 12, 30)
    assert limit.source
    with pytest.raises(NotFoundError, match="nothing"):
        deadlines.one_limit(session.catalogues, "nothing", date(2026, 12, 18), session.calendar)


def test__search__finds_every_kind(session: Session) -> None:
    point = add_point(session)
    create(
        session,
        CreateCharge(
            kind="D01", code="PR-1", name="Prøveabonnement", vat="D02", valid_from=date(2027, 3, 1)
        ),
    )
    actors.save_actor(session, actors.SaveActor(id=SUPPLIER_GLN, name="Prøve El", role="DDQ"))

    hits = search.search_everything(session, "prøve")

    assert {hit.kind for hit in hits} == {"metering_point", "charge", "process", "actor"}
    assert [h.address for h in hits if h.kind == "metering_point"] == [f"metering_points/{point}"]
    assert search.search_everything(session, "p") == ()
    assert search.search_everything(session, "zzzz") == ()
    assert len(search.search_everything(session, "prøve", limit=2)) == 2


def test__drafts__survive_and_are_forgotten(session: Session) -> None:
    drafts.save(session, "metering_points", "new", {"street_name": "Prøvevej"})
    drafts.save(session, "metering_points", "new", {"street_name": "Prøvegade"})

    found = drafts.load(session, "metering_points", "new")

    assert found is not None
    assert found.payload == {"street_name": "Prøvegade"}
    assert [draft.key for draft in drafts.list_drafts(session)] == ["new"]
    drafts.discard(session, "metering_points", "new")
    assert drafts.load(session, "metering_points", "new") is None


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (actors.SaveActor(id="123", name="El", role="DDQ"), "id"),
        (actors.SaveActor(id=SUPPLIER_GLN, name=" ", role="DDQ"), "name"),
        (actors.SaveActor(id=SUPPLIER_GLN, name="El", role="XXX"), "role"),
    ],
)
def test__actor__wrong__is_refused(session: Session, order: actors.SaveActor, field: str) -> None:
    outcome = actors.save_actor(session, order)

    assert [violation.field for violation in outcome.violations] == [field]


def test__actor__is_named_wherever_it_supplies(session: Session) -> None:
    point = add_point(session)
    actors.save_actor(session, actors.SaveActor(id=SUPPLIER_GLN, name="Prøve El", role="DDQ"))
    supplies.move_in(
        session,
        supplies.MoveIn(
            metering_point_id=point,
            energy_supplier_id=SUPPLIER_GLN,
            effective_date=session.today,
        ),
    )

    assert [row.text for row in supplies.suppliers(session)] == [f"Prøve El ({SUPPLIER_GLN})"]
    assert [row.supplier_name for row in supplies.supplies(session, point)] == ["Prøve El"]


def test__move_in__with_a_wrong_supplier__is_refused(session: Session) -> None:
    point = add_point(session)

    outcome = supplies.move_in(
        session,
        supplies.MoveIn(
            metering_point_id=point,
            energy_supplier_id="5799999911119",
            effective_date=session.today,
        ),
    )

    assert outcome.blocked
    assert outcome.violations[0].field == "energy_supplier_id"
    assert supplies.supplies(session, point) == ()


def test__audit__lists_every_change_newest_first(session: Session) -> None:
    add_point(session)

    rows = audit.changes(session)
    found = audit.changes(session, audit.AuditFilter(text=point_id(1)))

    assert [row.kind for row in rows] == ["create_metering_point", "create_company"]
    assert rows[1].summary == "Company file created"
    assert [row.change_id for row in found] == [rows[0].change_id]
