"""The overview: figures that agree with the services, and clicks that lead to where it is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.services import charges, deadlines
from app.services.charge_views import CreateCharge
from app.services.deadline_views import DeadlineGroup
from app.services.imports import import_file
from app.ui.pages import BADGES
from app.ui.pages.register_search import RegisterSearch
from app.ui.widgets.badge import Badge
from tests.builders import consumption_point, write_csv
from tests.company_builder import add_point


@pytest.fixture
def point(session, clock):
    clock.move_to(date(2026, 11, 9))
    made = add_point(session, 1)
    clock.move_to(date(2026, 11, 20))
    return made


def test__deadlines__are_counted_as_the_services_count_them(desk, session, point):
    desk.open("overview")
    counted = deadlines.counts(session)
    for group in DeadlineGroup:
        assert desk.find(f"overview.deadlines.{group.value}").text() == str(counted[group])
    assert counted[DeadlineGroup.OVERDUE] > 0


def test__deadline__when_clicked__opens_that_deadline(desk, session, point):
    first = deadlines.open_deadlines(session)[0]
    desk.open("overview")
    assert desk.find("overview.deadlines.next_0").text() == first.step_label
    desk.click("overview.deadlines.next_0")
    assert desk.page.address() == f"deadlines/{first.ref}"


@pytest.mark.parametrize(
    ("card", "area"),
    [
        ("deadlines", "deadlines"),
        ("processes", "processes"),
        ("checks", "checks"),
        ("prices", "prices"),
        ("data", "metering_points"),
    ],
)
def test__card__when_its_heading_is_clicked__opens_its_area(desk, point, card, area):
    desk.open("overview")
    desk.click(f"overview.{card}.open")
    assert desk.page.area == area


def test__process_kind__when_clicked__opens_the_processes(desk, point):
    desk.open("overview")
    desk.click("overview.processes.kind_create_metering_point")
    assert desk.page.area == "processes"


def test__monthly_check__that_is_missing__leads_to_the_form(desk, point):
    desk.open("overview")
    assert desk.reads("November 2026")
    assert "Not carried out yet" in [b.spec.text for b in desk.page.findChildren(Badge)]
    desk.click("overview.checks.run")
    assert desk.page.address() == "checks/new"


def test__coming_price__is_named_and_leads_to_the_charge(desk, session):
    outcome = charges.create(
        session,
        CreateCharge(
            kind="D01",
            code="AB-1",
            name="Abonnement",
            vat="D02",
            valid_from=date(2027, 1, 1),
            prices=(Decimal(10),),
        ),
        reason="test",
    )
    desk.open("overview")
    assert desk.find("overview.prices.change_0").text() == "Abonnement"
    assert desk.reads("01-01-2027")
    desk.click("overview.prices.change_0")
    assert desk.page.address() == f"prices/{outcome.value}"


def test__register__tells_of_the_last_import_and_what_it_left_out(desk, session, tmp_path):
    rows = [consumption_point(1), consumption_point(2, grid_area_code="9X9")]
    import_file(session, write_csv(tmp_path / "points.csv", rows))
    desk.open("overview")
    assert desk.reads("1 row of the last import was left out")


def test__overview__of_an_empty_company__says_so_everywhere(desk):
    desk.open("overview")
    for said in ("No deadlines are open.", "No process is open.", "No price change is registered"):
        assert desk.reads(said)


def test__overview__when_narrow__puts_its_cards_under_each_other(desk, point):
    desk.open("overview")
    wide = desk.find("overview.checks").x()
    desk.context.window.resize(700, 800)
    desk.settle()
    assert wide > desk.find("overview.processes").x()
    assert desk.find("overview.checks").x() == desk.find("overview.processes").x()


def test__badges__count_what_is_urgent_and_what_is_open(session, point):
    counted = deadlines.counts(session)
    later = counted[DeadlineGroup.LATER]
    assert BADGES["deadlines"](session) == sum(counted.values()) - later
    assert BADGES["processes"](session) == 1
    pressing = counted[DeadlineGroup.OVERDUE] + counted[DeadlineGroup.TODAY]
    assert BADGES["overview"](session) == pressing


def test__global_search__finds_a_point_and_leads_to_it(session, point):
    hits = RegisterSearch().search(session, point, 6)
    assert hits[0].address == f"metering_points/{point}"
    assert hits[0].icon == "metering_points"
    assert RegisterSearch().search(session, "nothing like this", 6) == []


def test__overview__names_all_its_widgets(desk, point):
    desk.open("overview")
    assert desk.nameless() == []
