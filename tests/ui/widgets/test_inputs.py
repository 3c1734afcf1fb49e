"""Inputs: what is typed, what is understood, what is said under it."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QPushButton

from app.domain.working_days import WorkingDayCalendar
from app.ui.forms.editors import MonthDayField, YesNoField
from app.ui.widgets.amount_field import AmountField
from app.ui.widgets.combo_box import ChoiceField
from app.ui.widgets.date_field import DateField
from app.ui.widgets.id_field import ActorIdField, MeteringPointIdField
from tests.builders import OWN_GLN, point_id

TODAY = date(2026, 11, 21)
TYPES = tuple((f"D{number:02d}", f"Kind {number}") for number in range(1, 15))


def typed(qtbot, field, text):
    qtbot.addWidget(field)
    field.show()
    field.entry.setFocus()
    if text.isascii():
        qtbot.keyClicks(field.entry, text)
    else:
        field.entry.insert(text)  # Qt's test keyboard has Latin letters only
    return field


def date_field():
    return DateField("area.day", TODAY, WorkingDayCalendar())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9/3", date(2026, 3, 9)),
        ("090327", date(2027, 3, 9)),
        ("2026-03-09", date(2026, 3, 9)),
        ("t", TODAY),
        ("+5", date(2026, 11, 26)),
        ("+1a", date(2026, 11, 23)),
    ],
)
def test__date_field__when_typed__echoes_weekday_and_week(qtbot, look, text, day):
    field = typed(qtbot, date_field(), text)

    assert field.value() == day
    assert str(day.year) in field.echo()
    assert f"week {day.isocalendar().week}" in field.echo()
    assert field.problem() == ""


def test__date_field__when_left__is_written_in_full(qtbot, look):
    field = typed(qtbot, date_field(), "9/3")

    field.on_left()

    assert field.raw() == "09-03-2026"


def test__date_field__when_the_day_does_not_exist__says_so_and_keeps_the_text(qtbot, look):
    field = typed(qtbot, date_field(), "31-02-2026")

    assert field.value() is None
    assert "31-02-2026" in field.problem()
    assert field.raw() == "31-02-2026"


def test__date_field__when_empty__is_no_date_and_no_problem(qtbot, look):
    field = typed(qtbot, date_field(), "9/3")
    field.set_value(None)

    assert field.value() is None
    assert field.problem() == ""
    assert field.is_empty()


def test__date_field__when_chosen_in_the_calendar__shows_iso_weeks(qtbot, look):
    field = typed(qtbot, date_field(), "")
    field.findChild(type(field._button), "area.day.open_calendar").click()
    calendar = field.findChild(QCalendarWidget, "area.day.calendar")

    calendar.clicked.emit(QDate(2026, 12, 24))

    weeks = QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers
    assert calendar.verticalHeaderFormat() == weeks
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert field.value() == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", "1234.56"), ("1234,5", "1234.5"), ("0.25", "0.25"), ("−3", "-3")],
)
def test__amount_field__when_typed_with_either_sign__is_read(qtbot, look, text, number):
    field = typed(qtbot, AmountField("area.price", kind="dkk", unit="kr."), text)

    assert field.value() == Decimal(number)
    assert field.problem() == ""


def test__amount_field__when_ambiguous__asks_until_it_is_confirmed(qtbot, look):
    field = typed(qtbot, AmountField("area.price", kind="dkk"), "1.234")
    confirm = field.findChild(QPushButton, "area.price.confirm")

    assert field.problem()
    assert confirm.isVisible()
    qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)

    assert field.problem() == ""
    assert field.value() == Decimal(1234)


def test__amount_field__when_it_has_too_many_decimals__says_how_many(qtbot, look):
    field = typed(qtbot, AmountField("area.price", scale=2), "1,234")

    assert field.value() is None
    assert "2" in field.problem()


def test__amount_field__when_a_value_is_shown__is_danish_and_reads_back_exactly(qtbot, look):
    field = AmountField("area.kwh", kind="kwh", scale=3)
    qtbot.addWidget(field)

    field.set_value(Decimal("1234.500"))

    assert field.raw() == "1.234,5"
    assert field.value() == Decimal("1234.5")
    field.set_value(Decimal(1234))
    assert field.value() == Decimal(1234)
    assert field.problem() == ""


def test__choice_field__when_it_has_many_codes__filters_while_typing(qtbot, look):
    field = ChoiceField("area.type", TYPES)
    qtbot.addWidget(field)
    field.show()
    line = field.combo.lineEdit()
    line.selectAll()

    qtbot.keyClicks(line, "d07")
    field.on_left()

    assert field.value() == "D07"
    assert line.text() == "Kind 7 (D07)"


def test__choice_field__when_what_is_typed_is_no_choice__says_so(qtbot, look):
    field = ChoiceField("area.type", TYPES)
    qtbot.addWidget(field)
    field.combo.lineEdit().setText("nonsense")
    field.on_left()

    assert "nonsense" in field.problem()


def test__choice_field__when_a_code_is_not_offered__is_still_shown(qtbot, look):
    field = ChoiceField("area.state", (("E22", "Connected"), ("E23", "Disconnected")))
    qtbot.addWidget(field)

    field.set_value("D99")

    assert field.value() == "D99"
    assert "D99" in field.combo.currentText()


def test__choice_field__when_the_choices_change__what_was_chosen_stays(qtbot, look):
    field = ChoiceField("area.state", (("E22", "Connected"), ("E23", "Disconnected")))
    qtbot.addWidget(field)
    field.set_value("E23")

    field.set_choices((("E23", "Disconnected"), ("D02", "Closed down")))

    assert field.value() == "E23"


def test__point_id__when_typed__digits_are_grouped_and_checked(qtbot, look):
    good = point_id(7)
    field = typed(qtbot, MeteringPointIdField("area.id"), good)
    assert field.echo() == "Check digit is right"

    field.on_left()

    assert field.raw().count(" ") == 4
    assert field.value() == good


def test__point_id__when_a_digit_is_wrong__says_which_would_be_right(qtbot, look):
    good = point_id(7)
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)

    field = typed(qtbot, MeteringPointIdField("area.id"), wrong)

    assert good[-1] in field.echo()
    assert field.value() == wrong


@pytest.mark.parametrize(
    ("text", "said"), [("5713", "4 of 18"), ("57131a", "digits"), ("5" * 18, "")]
)
def test__point_id__when_it_cannot_be_one__says_why(qtbot, look, text, said):
    field = typed(qtbot, MeteringPointIdField("area.id"), text)

    assert said in field.echo()
    assert field.echo()


def test__actor_id__when_it_is_a_gln__is_checked(qtbot, look):
    field = typed(qtbot, ActorIdField("area.gln"), OWN_GLN)

    assert field.echo() == "Check digit is right"


@pytest.mark.parametrize(("text", "value"), [("1/4", "0401"), ("0401", "0401"), ("31/12", "1231")])
def test__month_day__when_typed__is_read_as_day_and_month(qtbot, look, text, value):
    field = typed(qtbot, MonthDayField("area.day"), text)

    assert field.value() == value
    assert field.problem() == ""


def test__month_day__when_it_is_29_february__is_refused(qtbot, look):
    field = typed(qtbot, MonthDayField("area.day"), "29/2")

    assert field.value() is None
    assert "29/2" in field.problem()


@pytest.mark.parametrize("value", [True, False, None])
def test__yes_no__when_set__comes_back(qtbot, look, value):
    field = YesNoField("area.flag")
    qtbot.addWidget(field)

    field.set_value(value)

    assert field.value() is value
    other = YesNoField("area.other")
    qtbot.addWidget(other)
    other.set_raw(field.raw())
    assert other.value() is value
