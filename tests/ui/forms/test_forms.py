"""Forms made from the field catalogue: labels, keys, checks, drafts, saving."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.bootstrap import field_catalogue
from app.domain.checks import check_master_data
from app.domain.errors import FileLockedError
from app.domain.master_data import MasterData
from app.domain.situation import Situation
from app.domain.violations import Severity, Violation
from app.services.changes import ChangeSet, Outcome
from app.ui.forms import (
    FieldState,
    Form,
    FormField,
    FormView,
    catalogue_fields,
    catalogue_states,
)
from tests.ui.conftest import TODAY

FIELDS = (
    FormField(id="name", label="Name", required=True, max_length=20, group="a", group_label="A"),
    FormField(id="day", label="From", kind="date", help="The first day.", source="H1 § 1"),
    FormField(id="count", label="Count", kind="integer", unit="pcs", group="b", group_label="B"),
)
WARNING = Violation(
    rule="W-1", severity=Severity.WARNING, field="day", message="That is late.", source="H1 § 2"
)
SAVED = Outcome(value="1", change_set=ChangeSet(change_id=1, summary="Saved the thing"))


@pytest.fixture
def form(qtbot, look):
    made = Form("things", FIELDS, today=TODAY)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


class Service:
    """Writes down what it was called with and answers as told."""

    def __init__(self, *answers):
        self.calls = []
        self.answers = list(answers) or [SAVED]

    def __call__(self, values, task, reason):
        self.calls.append((dict(values), reason))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def make_view(qtbot, company_context, idle):
    def make(service, **wishes):
        form = Form("things", FIELDS, today=TODAY)
        view = FormView(
            company_context,
            form,
            name="things.edit",
            save_text="Save thing",
            work=service,
            **wishes,
        )
        view.resize(800, 600)
        qtbot.addWidget(view)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        idle()
        return view

    return make


def line(form, field_id):
    return form.findChild(QLineEdit, f"things.{field_id}")


def shown_texts(view):
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def test__form__when_made__every_input_has_a_buddy_label_and_an_accessible_name(form):
    labels = {
        label.buddy().objectName(): label for label in form.findChildren(QLabel) if label.buddy()
    }

    for field in FIELDS:
        entry = form.findChild(QWidget, f"things.{field.id}")
        assert entry.accessibleName() == field.label
        assert field.label in labels[f"things.{field.id}"].text()
    assert "(required)" in labels["things.name"].text()
    assert "H1 § 1" in line(form, "day").toolTip()


def test__enter__when_pressed__goes_on_and_shift_enter_back(qtbot, form):
    form.focus_first()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Return)
    after_one = form.focusWidget()
    qtbot.keyClick(line(form, "day"), Qt.Key.Key_Enter)
    after_two = form.focusWidget()
    qtbot.keyClick(line(form, "count"), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert after_one is line(form, "day")
    assert after_two is line(form, "count")
    assert form.focusWidget() is line(form, "day")


def test__enter__when_on_the_last_field__says_that_the_form_is_finished(qtbot, form):
    form.focus_field("count")

    with qtbot.waitSignal(form.finished):
        qtbot.keyClick(line(form, "count"), Qt.Key.Key_Return)


def test__values__when_set__come_back_typed_and_count_as_saved(form):
    form.set_values({"name": "Ærø", "day": date(2026, 3, 9), "count": 3})

    assert form.values() == {"name": "Ærø", "day": date(2026, 3, 9), "count": 3}
    assert not form.is_changed()
    line(form, "name").setText("Als")
    assert form.is_changed()
    form.restore()
    assert form.values()["name"] == "Ærø"


def test__states__when_a_field_is_forbidden__it_goes_away_but_not_with_a_value_in_it(form):
    form.set_states({"count": FieldState("forbidden", "not for this type")})
    assert not line(form, "count").isVisible()

    form.set_values({"count": 3})
    form.set_states({"count": FieldState("optional")})
    form.set_states({"count": FieldState("forbidden", "not for this type")})

    assert line(form, "count").isVisible()


def test__states__when_read_only__the_reason_is_told(form):
    form.set_states({"name": FieldState("optional", "cannot be changed", read_only=True)})

    assert not line(form, "name").isEnabled()
    assert line(form, "name").toolTip() == "cannot be changed"


def test__columns__when_the_form_is_wide__cards_stand_in_two_columns(qtbot, form):
    def lefts():
        return {card.mapTo(form, card.rect().topLeft()).x() for card in form._cards}

    form.resize(700, 500)
    qtbot.waitUntil(lambda: len(lefts()) == 1)
    form.resize(1300, 500)

    qtbot.waitUntil(lambda: len(lefts()) == 2)


def test__submit__when_fields_are_wrong__shows_all_and_goes_to_the_first(qtbot, make_view):
    service = Service()
    view = make_view(service)
    line(view, "day").setText("31-02-2026")

    qtbot.mouseClick(view.findChild(QPushButton, "things.edit.save"), Qt.MouseButton.LeftButton)

    assert service.calls == []
    qtbot.waitUntil(lambda: "“Name” must be filled in." in shown_texts(view))
    texts = shown_texts(view)
    assert "2 errors must be corrected before this can be saved" in texts
    assert any("31-02-2026" in text for text in texts)
    assert view.focusWidget() in (line(view, "name"), line(view, "day"))
    assert line(view, "name").property("wrong") == "true"


def test__leaving__when_a_field_is_wrong__says_so_beside_it_but_not_at_untouched_ones(
    qtbot, make_view
):
    view = make_view(Service())
    view.form.focus_field("day")
    qtbot.keyClicks(line(view, "day"), "99/99")

    qtbot.keyClick(line(view, "day"), Qt.Key.Key_Return)

    assert line(view, "day").property("wrong") == "true"
    assert line(view, "name").property("wrong") != "true"


def test__save__when_all_is_right__the_service_gets_typed_values_and_everybody_is_told(
    qtbot, make_view, company_context, idle
):
    service = Service()
    view = make_view(service)
    told = []
    company_context.bus.changed.connect(told.append)
    qtbot.keyClicks(line(view, "name"), "Als")
    qtbot.keyClicks(line(view, "day"), "9/3")
    qtbot.keyClicks(line(view, "count"), "12")

    with qtbot.waitSignal(view.saved):
        view.submit()
    idle()

    assert service.calls == [({"name": "Als", "day": date(2026, 3, 9), "count": 12}, "")]
    assert told == [SAVED.change_set]
    assert company_context.messages.toasts.toasts[0].text == "Saved the thing"
    assert not view.is_changed()


def test__save__when_the_service_warns__a_reason_is_asked_and_given(
    qtbot, make_view, company_context
):
    service = Service(Outcome(violations=(WARNING,)), SAVED)
    view = make_view(service)
    company_context.messages.reason = "agreed by phone"
    qtbot.keyClicks(line(view, "name"), "Als")

    with qtbot.waitSignal(view.saved):
        view.submit()

    assert [reason for _values, reason in service.calls] == ["", "agreed by phone"]
    assert company_context.messages.asked == [("reason", "That is late.")]


def test__save__when_no_reason_is_given__nothing_is_saved_and_the_warning_stays(
    qtbot, make_view, company_context, idle
):
    service = Service(Outcome(violations=(WARNING,)))
    view = make_view(service)
    company_context.messages.reason = ""
    qtbot.keyClicks(line(view, "name"), "Als")

    view.submit()
    idle()

    assert len(service.calls) == 1
    qtbot.waitUntil(lambda: "That is late." in shown_texts(view))
    assert "W-1 · H1 § 2" in shown_texts(view)
    assert view.is_changed()


def test__save__when_the_file_is_busy__the_form_can_be_saved_again(
    qtbot, make_view, company_context, idle
):
    service = Service(FileLockedError("Somebody else is writing."), SAVED)
    view = make_view(service)
    told = []
    company_context.tasks.failed.connect(told.append)
    qtbot.keyClicks(line(view, "name"), "Als")

    view.submit()
    idle()
    assert told[0].message == "Somebody else is writing."
    assert view.findChild(QPushButton, "things.edit.save").isEnabled()

    with qtbot.waitSignal(view.saved):
        view.submit()


@pytest.mark.parametrize(("answer", "left"), [(True, True), (False, False)])
def test__cancel__when_something_was_typed__asks_first(
    qtbot, make_view, company_context, answer, left
):
    view = make_view(Service())
    company_context.messages.answer = answer
    gone = []
    view.cancelled.connect(lambda: gone.append(True))
    qtbot.keyClicks(line(view, "name"), "Als")

    view.cancel()

    assert bool(gone) is left
    assert "Discard changes" in company_context.messages.asked[0][1]
    assert line(view, "name").text() == ("" if left else "Als")


def test__draft__when_the_program_dies__is_offered_again_with_what_was_typed(
    qtbot, make_view, company, idle
):
    first = make_view(Service(), draft_key="things.create")
    qtbot.keyClicks(line(first, "name"), "Als")
    qtbot.keyClicks(line(first, "day"), "99/99")
    qtbot.waitUntil(lambda: _draft(company) is not None, timeout=5000)

    second = make_view(Service(), draft_key="things.create")
    offer = second.findChild(QPushButton, "things.edit.draft.action")
    qtbot.waitUntil(offer.isVisible)
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)

    assert line(second, "name").text() == "Als"
    assert line(second, "day").text() == "99/99"
    assert second.is_changed()


def test__draft__when_the_form_is_saved__is_forgotten(qtbot, make_view, company, idle):
    view = make_view(Service(), draft_key="things.create")
    qtbot.keyClicks(line(view, "name"), "Als")
    qtbot.waitUntil(lambda: _draft(company) is not None, timeout=5000)

    with qtbot.waitSignal(view.saved):
        view.submit()
    idle()

    assert _draft(company) is None


def _draft(company):
    with company.company_file.read() as reader:
        drafts = reader.drafts.all()
    return drafts[0] if drafts else None


def test__catalogue_fields__when_made__follow_the_catalogue_in_order_and_kind():
    catalogue = field_catalogue()

    fields = catalogue_fields(catalogue)

    by_id = {field.id: field for field in fields}
    ordered = [entry.id for entry in catalogue.in_form_order() if entry.editable]
    assert [field.id for field in fields] == ordered
    assert by_id["metering_point_type"].choices
    assert by_id["capacity_kw"].unit == "kW"
    assert all(field.label and field.group_label for field in fields)


def test__catalogue_states__when_the_type_changes__fields_and_codes_follow():
    catalogue = field_catalogue()
    situation = Situation(today=TODAY, operation="create")
    ids = [field.id for field in catalogue_fields(catalogue)]

    consumption = catalogue_states(
        catalogue, ids, MasterData({"metering_point_type": "E17"}), situation
    )
    heating = catalogue_states(
        catalogue, ids, MasterData({"metering_point_type": "D14"}), situation
    )

    assert consumption["settlement_method"].requirement == "required"
    assert consumption["settlement_method"].choices
    assert heating["settlement_method"].requirement != "required"


def test__form__when_made_from_the_whole_catalogue__checks_and_keeps_every_value(
    qtbot, company_context
):
    catalogue = field_catalogue()
    fields = catalogue_fields(catalogue, None, (("999", "Prøvenet"),))
    form = Form("metering_points", fields, today=TODAY)
    situation = Situation(today=TODAY, operation="create")
    view = FormView(
        company_context,
        form,
        name="metering_points.create",
        save_text="Create point",
        work=Service(),
        check=lambda values: check_master_data(catalogue, MasterData(values), situation),
        states=lambda values: catalogue_states(
            catalogue, [field.id for field in fields], MasterData(values), situation
        ),
    )
    qtbot.addWidget(view)
    view.show()
    form.set_values({"metering_point_type": "E17", "is_actual_address": True})

    view.submit()

    shown = form.master_data()
    assert shown.metering_point_type == "E17"
    assert shown.flag("is_actual_address") is True
    wrong = [f.id for f in fields if form.editor(f.id).entry.property("wrong") == "true"]
    assert "settlement_method" in wrong
    assert "metering_point_type" not in wrong
