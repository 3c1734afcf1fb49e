"""The day strip: what is drawn, said and walked, in light and dark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app import texts
from app.services.deadline_views import StripDay
from app.services.limits import limit_dates, limit_strip
from app.services.session import Catalogues
from app.ui import theme
from app.ui.widgets.day_strip import DayStrip
from app.ui.widgets.day_strip_canvas import DayStripCanvas
from app.ui.widgets.day_strip_cells import MOST_DAYS_DRAWN, Gap, cells_of
from app.ui.widgets.day_strip_drawing import LegendItem
from app.ui.widgets.day_strip_marks import DayMark, marks_of
from tests.domain.deadline_catalogue import catalogue, entry

Role = QPalette.ColorRole


@pytest.fixture
def count(session):
    """Return a function that makes the strip of a limit for an anchor."""
    rules = Catalogues(fields=list, deadlines=catalogue, processes=list, charges=list)
    real = replace(session, catalogues=rules)

    def make(deadline_id, anchor):
        limit = limit_dates(entry(deadline_id), date.fromisoformat(anchor), real.calendar)
        return limit_strip(real, limit)

    return make


@pytest.fixture(params=["en", "da"])
def language(request):
    """Speak one language, then the other."""
    texts.set_language(request.param)
    yield request.param
    texts.set_language("")


@pytest.fixture
def english():
    """Speak English."""
    texts.set_language("en")
    yield
    texts.set_language("")


@pytest.fixture
def strip(qtbot, look):
    """Return a shown, empty strip."""
    window = QWidget()
    window.resize(900, 300)
    column = QVBoxLayout(window)
    shown = DayStrip(window)
    column.addWidget(shown)
    column.addStretch()
    qtbot.addWidget(window)
    window.show()
    shown.window_for_test = window
    return shown


def _canvas(strip) -> DayStripCanvas:
    return strip.findChild(DayStripCanvas)


def _position(strip, day: date) -> int:
    days = [None if isinstance(cell, Gap) else cell.day for cell in strip.cells]
    return days.index(day)


def _legend(strip) -> list[str]:
    return [item.text for item in strip.findChildren(LegendItem) if item.isVisibleTo(strip)]


def _cell_colors(strip, day: date) -> set[str]:
    """Return the colours drawn in a day's cell."""
    canvas = _canvas(strip)
    frame = canvas.cell_frame(_position(strip, day)).toAlignedRect().adjusted(1, 1, -1, -1)
    picture = canvas.grab(frame).toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }


def test__letters__of_the_five_marks__differ_and_are_single(language: str) -> None:
    letters = [mark.letter for mark in DayMark]

    assert len(set(letters)) == len(letters)
    assert all(len(letter) == 1 for letter in letters)
    assert all(mark.meaning for mark in DayMark)


@pytest.mark.parametrize(
    ("flags", "marks"),
    [
        ({}, ()),
        ({"is_anchor": True, "is_last_safe_day": True}, (DayMark.ANCHOR, DayMark.SAFE)),
        ({"is_last_safe_day": True, "is_last_day": True}, (DayMark.SAFE, DayMark.LAST)),
        # A mildest reading and a safe first day that say nothing new are left out.
        ({"is_last_day": True, "is_last_attempt_day": True}, (DayMark.LAST,)),
        ({"is_first_day": True, "is_last_safe_day": True}, (DayMark.FIRST,)),
        ({"is_last_attempt_day": True}, (DayMark.ATTEMPT,)),
    ],
)
def test__marks_of__a_day__gives_each_that_says_something(flags: dict, marks: tuple) -> None:
    assert marks_of(StripDay(day=date(2026, 11, 20), **flags)) == marks


def _days(number: int, marked: set[int]) -> list[StripDay]:
    start = date(2026, 1, 1)
    return [StripDay(day=start + timedelta(days=n), is_anchor=n in marked) for n in range(number)]


def test__cells_of__up_to_45_days__draws_all() -> None:
    days = _days(MOST_DAYS_DRAWN, {3})

    assert cells_of(days) == tuple(days)


def test__cells_of__90_days__draws_those_near_marks_and_the_ends() -> None:
    cells = cells_of(_days(90, {10, 80}))

    drawn = [
        cell.day.toordinal() - date(2026, 1, 1).toordinal()
        for cell in cells
        if not isinstance(cell, Gap)
    ]
    assert drawn == [*range(4), *range(7, 14), *range(77, 84), *range(86, 90)]
    assert [cell.days for cell in cells if isinstance(cell, Gap)] == [3, 63, 2]


@given(st.integers(0, 1500), st.sets(st.integers(0, 1499), max_size=6))
def test__cells_of__any_strip__loses_no_day_and_no_mark(number: int, marked: set[int]) -> None:
    days = _days(number, marked)

    cells = cells_of(days)

    drawn = [cell for cell in cells if not isinstance(cell, Gap)]
    gaps = [cell for cell in cells if isinstance(cell, Gap)]
    assert len(drawn) + sum(gap.days for gap in gaps) == number
    assert [day for day in days if day.is_anchor] == [day for day in drawn if day.is_anchor]
    assert all(gap.days > 1 and gap.working_days == gap.days for gap in gaps)


def test__set_days__meter_swap_over_easter__legend_explains_what_occurs(
    strip, count, english
) -> None:
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))

    assert len(strip.cells) == 18
    assert _legend(strip) == [
        "counted from",
        "safe day",
        "last day",
        "permitted",
        "closed day",
        "today",
    ]


def test__set_days__again__replaces_legend_and_cells(strip, count, english) -> None:
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))

    strip.set_days(count("move_out_reading", "2020-02-12"), date(2026, 4, 8))

    assert _legend(strip) == ["counted from", "first day", "permitted", "closed day"]
    assert len(strip.cells) == 10


def test__set_days__price_element__shows_the_mildest_reading(strip, count, english) -> None:
    strip.set_days(count("price_element_latest", "2026-01-01"), date(2026, 11, 21))

    assert "last day by the mildest reading" in _legend(strip)
    assert "Monday 1 December 2025" in strip.accessibleDescription()


def test__set_days__empty__says_so(strip, english) -> None:
    strip.set_days((), date(2026, 11, 21))

    assert strip.cells == ()
    assert strip.accessibleDescription() == "No days to show."


def test__accessible_text__tells_the_whole_count(strip, count, english) -> None:
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))

    described = strip.accessibleDescription()
    assert strip.accessibleName() == _canvas(strip).accessibleName() == "Day by day count"
    for words in (
        "Counted from: Tuesday 31 March 2026",
        "Safe day: Friday 10 April 2026",
        "Last day: Monday 13 April 2026",
        "6 days counted, from number 1 on 01-04-2026 to number 6 on 13-04-2026",
        "02-04-2026 Maundy Thursday, 03-04-2026 Good Friday, 06-04-2026 Easter Monday",
    ):
        assert words in described


def test__accessible_text__single_counted_day__is_in_the_singular(strip, count, english) -> None:
    strip.set_days(count("closing_latest", "2026-11-20"), date(2026, 11, 21))

    assert "1 day counted, number 1 on 23-11-2026" in strip.accessibleDescription()


def test__keyboard__arrows_home_and_end__walk_and_read_the_days(
    qtbot, strip, count, english
) -> None:
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))
    strip.setFocus()
    canvas = _canvas(strip)
    hint = strip.detail

    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    first = strip.detail
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert strip.detail == first == "Sunday 29 March 2026, week 13 · closed: weekend"
    for _step in range(4):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert strip.detail == "Thursday 2 April 2026, week 14 · closed: Maundy Thursday"
    qtbot.keyClick(canvas, Qt.Key.Key_End)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert strip.detail == "Wednesday 15 April 2026, week 16 · not permitted"
    assert canvas.current == len(strip.cells) - 1
    assert hint not in {first, strip.detail}


def test__keyboard__other_keys__are_left_to_the_page(qtbot, strip, count) -> None:
    strip.set_days(count("closing_latest", "2026-11-20"), date(2026, 11, 21))
    _canvas(strip).setFocus()

    qtbot.keyClick(_canvas(strip), Qt.Key.Key_A)

    assert _canvas(strip).current == -1


def test__mouse__over_a_day__reads_it_and_over_nothing_the_hint(
    qtbot, strip, count, english
) -> None:
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))
    canvas = _canvas(strip)
    canvas.clearFocus()  # with the keyboard here the day stays pointed at
    hint = strip.detail
    where = canvas.cell_frame(_position(strip, date(2026, 4, 13))).center().toPoint()

    qtbot.mouseMove(canvas, where)

    assert strip.detail == "Monday 13 April 2026, week 16 · counted day 6 · last day"
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert strip.detail == hint


def test__gap__pointed_at__tells_how_many_days_are_not_shown(qtbot, strip, count, english) -> None:
    strip.set_days(count("price_link_correction_grid", "2026-10-10"), date(2026, 11, 21))
    position = next(n for n, cell in enumerate(strip.cells) if isinstance(cell, Gap))

    _canvas(strip).set_current(position)

    assert strip.detail == "35 days not shown, 25 of them working days"


def test__narrow__long_count__scrolls_to_the_limit(qtbot, strip, count) -> None:
    strip.window_for_test.resize(400, 300)
    strip.set_days(count("price_element_latest", "2026-01-01"), date(2025, 11, 21))
    canvas = _canvas(strip)
    last = canvas.cell_frame(_position(strip, date(2025, 11, 30))).toAlignedRect()

    assert canvas.width() > 400
    qtbot.waitUntil(lambda: canvas.visibleRegion().contains(last))


def test__text_size__larger__makes_the_drawing_larger(strip, count) -> None:
    strip.set_days(count("closing_latest", "2026-11-20"), date(2026, 11, 21))
    before = _canvas(strip).sizeHint()

    theme.theme().apply("light", 150)

    after = _canvas(strip).sizeHint()
    assert after.width() > before.width() * 1.2
    assert after.height() > before.height() * 1.3
    assert _canvas(strip).size() == after


def test__cells__are_large_enough_to_point_at(strip, count) -> None:
    strip.set_days(count("closing_latest", "2026-11-20"), date(2026, 11, 21))

    frame = _canvas(strip).cell_frame(0)

    assert frame.width() >= 24
    assert frame.height() >= 24


@pytest.mark.parametrize("choice", ["light", "dark"])
def test__painting__light_and_dark__uses_the_palette_and_tells_closed_days_apart(
    strip, count, choice: str
) -> None:
    theme.theme().apply(choice, 100)
    strip.set_days(count("meter_swap_master_data", "2026-03-31"), date(2026, 4, 8))
    palette = strip.palette()

    plain = _cell_colors(strip, date(2026, 3, 30))
    closed = _cell_colors(strip, date(2026, 4, 3))
    last = _cell_colors(strip, date(2026, 4, 13))

    assert palette.color(Role.Base).name() in plain
    assert palette.color(Role.Midlight).name() in closed
    assert palette.color(Role.Mid).name() in closed
    assert palette.color(Role.Midlight).name() not in plain
    assert palette.color(Role.Highlight).name() in last


def test__painting__own_palette__is_followed(strip, count) -> None:
    palette = QPalette(strip.palette())
    palette.setColor(Role.Base, QColor("#123456"))
    palette.setColor(Role.Highlight, QColor("#fedcba"))

    strip.setPalette(palette)
    strip.set_days(count("closing_latest", "2026-11-20"), date(2026, 11, 21))

    assert "#123456" in _cell_colors(strip, date(2026, 11, 19))
    assert "#fedcba" in _cell_colors(strip, date(2026, 11, 23))


def test__today__is_framed_only_on_its_day(strip, count) -> None:
    days = count("meter_swap_master_data", "2026-03-31")
    canvas = _canvas(strip)

    def pictures(today: date) -> list[QImage]:
        strip.set_days(days, today)
        return [
            canvas.grab(canvas.cell_frame(n).toAlignedRect().adjusted(2, 2, -2, -2)).toImage()
            for n in range(len(strip.cells))
        ]

    early, late = pictures(date(2026, 3, 30)), pictures(date(2026, 4, 9))

    changed = [n for n, (one, other) in enumerate(zip(early, late, strict=True)) if one != other]
    assert changed == [_position(strip, date(2026, 3, 30)), _position(strip, date(2026, 4, 9))]


def test__both_languages__every_limit__is_drawn_and_described(strip, count, language: str) -> None:
    for limit in catalogue().values():
        strip.set_days(count(limit.id, "2026-05-31"), date(2026, 11, 21))
        assert strip.accessibleDescription().endswith(".")
        assert not _canvas(strip).grab().isNull()


def test__names__everything_that_takes_the_focus__has_object_and_accessible_name(strip) -> None:
    takers = [
        child
        for child in strip.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]

    assert takers == [_canvas(strip)]
    assert takers[0].objectName() == "day_strip.days"
    assert takers[0].accessibleName()
