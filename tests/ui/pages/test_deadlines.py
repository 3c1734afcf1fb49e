"""The deadline page: what must be done by when, why that day, and saying that it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services import deadlines, processes
from app.services.deadline_views import DeadlineFilter, DeadlineGroup
from app.services.process_views import StartProcess
from app.ui.models.windowed import ListQuery
from app.ui.widgets.day_strip import DayStrip
from tests.company_builder import add_point
from tests.services.process_steps import in_state

TODAY = date(2026, 11, 20)
CREATED = date(2026, 11, 9)


@pytest.fixture
def point(session, clock):
    """Return a point created eleven days ago whose creation was never reported."""
    clock.move_to(CREATED)
    made = add_point(session, 1)
    clock.move_to(date(2026, 11, 20))
    return made


def of_point(session, point):
    """Return the open limits of the point, most urgent first."""
    found = deadlines.open_deadlines(session, DeadlineFilter())
    return [limit for limit in found if limit.object_id == point]


def shown(desk):
    model = desk.find("deadlines.table").model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test__list__shows_the_most_urgent_first_and_explains_it_at_once(desk, session, point):
    desk.open("deadlines")
    expected = deadlines.open_deadlines(session)
    assert [row[0] for row in shown(desk)] == [limit.ref for limit in expected]
    assert desk.reads(expected[0].label)
    assert desk.reads(expected[0].source)
    assert desk.page.findChild(DayStrip).isVisible()


def test__row__when_chosen__shows_its_three_dates_and_the_explanation(desk, session, point):
    limit = of_point(session, point)[0]
    desk.open(f"deadlines/{limit.ref}")
    assert desk.page.address() == f"deadlines/{limit.ref}"
    assert desk.reads(limit.label)
    assert desk.reads(limit.rule)
    assert desk.reads(limit.explanation)
    assert desk.sees("deadlines.limit.dates.last_safe_day")
    assert desk.sees("deadlines.limit.dates.last_day")


def test__group__from_the_overview__filters_the_list(desk, session, point):
    desk.open("deadlines?group=overdue")
    counted = deadlines.counts(session)
    assert len(shown(desk)) == counted[DeadlineGroup.OVERDUE]
    assert counted[DeadlineGroup.OVERDUE] < sum(counted.values())
    desk.click("deadlines.clear_filters")
    assert len(shown(desk)) == sum(counted.values())


def test__search__finds_by_point_and_by_step(desk, session, point):
    desk.open("deadlines")
    desk.page.list.set_query(ListQuery(text=point))
    desk.settle()
    assert len(shown(desk)) == len(of_point(session, point))
    desk.page.list.set_query(ListQuery(text="nothing like this"))
    desk.settle()
    assert desk.reads("Nothing matches")


def test__mark__in_time__records_the_step_and_the_limit_is_gone(desk, session, clock):
    clock.move_to(date(2026, 11, 20))
    made = add_point(session, 1)
    limit = of_point(session, made)[0]
    desk.open(f"deadlines/{limit.ref}")
    assert not desk.sees("deadlines.explanation")
    desk.type("deadlines.note", "T-4711")
    desk.click("deadlines.mark")
    assert limit.ref not in [open_.ref for open_ in of_point(session, made)]
    assert limit.ref not in [row[0] for row in shown(desk)]
    events = processes.detail(session, limit.process_id).events
    assert "T-4711" in [event.note for event in events]


def test__mark__when_late__is_only_possible_with_an_explanation(desk, session, point):
    limit = of_point(session, point)[0]
    assert limit.last_day < session.today
    desk.open(f"deadlines/{limit.ref}")
    assert desk.sees("deadlines.explanation")
    desk.click("deadlines.mark")
    assert limit.ref in [open_.ref for open_ in of_point(session, point)]
    assert desk.find("deadlines.explanation").property("wrong") == "true"
    desk.find("deadlines.explanation").setText("The system was down")
    desk.click("deadlines.mark")
    assert limit.ref not in [open_.ref for open_ in of_point(session, point)]
    events = processes.detail(session, limit.process_id).events
    assert "The system was down" in [event.explanation for event in events]


def test__day__when_it_was_in_time__asks_for_no_explanation(desk, session, point):
    limit = of_point(session, point)[0]
    desk.open(f"deadlines/{limit.ref}")
    desk.type("deadlines.happened_on", "10-11-2026")
    assert not desk.sees("deadlines.explanation")
    desk.click("deadlines.mark")
    assert limit.ref not in [open_.ref for open_ in of_point(session, point)]


def test__day__that_cannot_be_read__records_nothing(desk, session, point):
    limit = of_point(session, point)[0]
    desk.open(f"deadlines/{limit.ref}")
    desk.type("deadlines.happened_on", "31-02-2026")
    desk.click("deadlines.mark")
    assert limit.ref in [open_.ref for open_ in of_point(session, point)]


def test__missed_month__can_be_explained(desk, session, clock, point):
    clock.move_to(date(2026, 12, 2))
    ref = "company/monthly_self_control/2026-11"
    desk.open(f"deadlines/{ref}")
    assert not desk.sees("deadlines.happened_on")
    assert desk.find("deadlines.mark").text() == "Explain"
    desk.find("deadlines.explanation").setText("Ill, nobody else could")
    desk.click("deadlines.mark")
    assert ref not in [row[0] for row in shown(desk)]


def test__this_month__cannot_be_marked_and_says_what_meets_it(desk, point):
    desk.open("deadlines/company/monthly_self_control/2026-11")
    assert not desk.sees("deadlines.mark")
    assert desk.reads("It is met by signing off the month's check.")


def test__step_that_changes_the_register__leads_to_its_process(desk, session, clock):
    point = in_state(session, clock, "end_of_supply_disconnection", TODAY)
    day = TODAY + timedelta(days=5)
    planned = StartProcess(
        kind="end_of_supply_disconnection",
        object_id=point,
        stage="planned",
        data={"physical_date": day, "desired_date": day},
    )
    assert processes.start(session, planned, reason="test").saved
    limit = next(found for found in deadlines.open_deadlines(session) if not found.can_mark
                 and found.process_id is not None)  # fmt: skip
    desk.open(f"deadlines/{limit.ref}")
    assert desk.reads(limit.mark_reason)
    assert not desk.sees("deadlines.mark")
    desk.click("deadlines.open_process")
    assert desk.page.address() == f"processes/{limit.process_id}"


def test__enter__on_a_row__opens_what_it_concerns(desk, session, point):
    limit = of_point(session, point)[0]
    desk.open(f"deadlines/{limit.ref}")
    table = desk.find("deadlines.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.address() == f"metering_points/{point}"


def test__link_to_the_process__opens_it(desk, session, point):
    limit = of_point(session, point)[0]
    desk.open(f"deadlines/{limit.ref}")
    desk.click("deadlines.facts.process")
    assert desk.page.address() == f"processes/{limit.process_id}"


def test__deadlines__without_any__say_where_they_come_from(desk):
    desk.open("deadlines")
    assert desk.reads("No deadlines are open")


def test__deadlines__name_all_their_widgets(desk, point):
    desk.open("deadlines")
    assert desk.nameless() == []


def test__deadlines__when_narrow__show_the_chosen_one_under_the_list(desk, point):
    desk.open("deadlines")
    assert desk.find("deadlines.detail").x() > 0
    desk.context.window.resize(640, 800)
    desk.settle()
    detail, table = desk.find("deadlines.detail"), desk.find("deadlines.table")
    assert detail.y() > 0
    assert detail.x() == 0
    assert detail.height() > table.height() / 2


def test__mark__goes_on_with_the_next_limit_of_the_same_process(desk, session, clock):
    clock.move_to(CREATED)
    add_point(session, 1)
    mine = add_point(session, 2)
    clock.move_to(CREATED + timedelta(days=1))
    own = of_point(session, mine)
    first = deadlines.open_deadlines(session)[0]
    assert first.object_id != mine
    desk.open(f"deadlines/{own[0].ref}")
    desk.click("deadlines.mark")
    left = of_point(session, mine)
    assert own[0].ref not in [limit.ref for limit in left]
    assert desk.page.list.current_key() == left[0].ref


def test__mark__of_the_last_row_of_all__leaves_nothing_chosen(desk, session, clock, point):
    clock.move_to(date(2026, 12, 2))
    ref = "company/monthly_self_control/2026-11"
    desk.open(f"deadlines/{ref}")
    desk.page.list.set_query(ListQuery(text="2026-11"))
    desk.settle()
    assert [row[0] for row in shown(desk)] == [ref]
    desk.find("deadlines.explanation").setText("Ill, nobody else could")
    desk.click("deadlines.mark")
    assert desk.page.list.current_key() == ""


def test__list__shows_date_and_object_in_a_window_of_1280_pixels(desk, point):
    desk.open("deadlines")
    desk.context.window.resize(1280, 820)
    desk.settle()
    table = desk.find("deadlines.table")
    known = table.table_model
    for column_id in ("safe_day", "step", "object"):
        at = known.column_number(column_id)
        assert table.columnViewportPosition(at) + table.columnWidth(at) <= table.viewport().width()
