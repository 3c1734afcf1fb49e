"""Where an instance stands after any sequence of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.processes import (
    EventKind,
    ProcessFacts,
    ProcessStatus,
    StepState,
    not_in_datahub,
    open_limits,
    open_steps,
    status,
    step_states,
)
from tests.domain.deadline_catalogue import catalogue as deadlines
from tests.domain.process_builder import TODAY, after, instance, kind, point, processes

SWAP = kind("meter_swap")
SWAP_INPUTS = {"metering_method": "D01"}


def swap() -> ProcessFacts:
    return instance("meter_swap", inputs=SWAP_INPUTS)


def test__status__along_the_way__follows_the_steps() -> None:
    planned = after(swap(), ("planned", "plan"))
    done = after(planned, ("done", "swap"))
    half = after(done, ("reported", "report"), ("reported", "report_readings"))
    reported = after(half, ("reported", "report_by_hand"))
    confirmed = after(reported, ("confirmed", "confirm"))

    found = [status(SWAP, facts) for facts in (planned, done, half, reported, confirmed)]

    assert found == ["planned", "done", "done", "reported", "completed"]


def test__open_steps__report_steps__are_open_side_by_side() -> None:
    done = after(swap(), ("done", "swap"))

    assert [step.id for step in open_steps(SWAP, done)] == [
        "report",
        "report_by_hand",
        "report_readings",
    ]


def test__step_states__started_as_done__skips_planning() -> None:
    states = step_states(SWAP, after(swap(), ("done", "swap")))

    assert states["plan"] is StepState.SKIPPED
    assert states["swap"] is StepState.DONE
    assert states["confirm"] is StepState.WAITING


def test__rejection__opens_the_report_again_and_marks_not_in_datahub() -> None:
    reported = after(swap(), ("done", "swap"), ("reported", "report"), ("rejected", "report"))

    assert status(SWAP, reported) is ProcessStatus.REJECTED
    assert not_in_datahub(SWAP, reported)
    assert "report" in [step.id for step in open_steps(SWAP, reported)]
    again = after(reported, ("reported", "report"))
    assert status(SWAP, again) is ProcessStatus.DONE
    assert not not_in_datahub(SWAP, again)


def test__cancelled__ends_everything() -> None:
    cancelled = after(swap(), ("planned", "plan"), ("cancelled", ""))

    assert status(SWAP, cancelled) is ProcessStatus.CANCELLED
    assert open_steps(SWAP, cancelled) == ()
    assert open_limits(SWAP, cancelled, deadlines()) == ()


def test__open_limits__of_a_planned_process__are_known_ahead() -> None:
    planned = after(instance("reconnection", point(connection_state="E23")), ("planned", "plan"))

    found = open_limits(kind("reconnection"), planned, deadlines())

    assert [(limit.deadline.id, limit.anchor) for limit in found] == [
        ("reconnection_notify", TODAY)
    ]


def test__short_outage__has_nothing_to_report_and_is_complete() -> None:
    facts = instance("technical_disconnection", inputs={"expected_reconnection_date": TODAY})

    done = after(facts, ("done", "disconnect"))

    assert status(kind("technical_disconnection"), done) is ProcessStatus.COMPLETED


def test__move_in__is_complete_when_registered() -> None:
    entry = kind("move_in")
    facts = instance("move_in", inputs={"move_in_date": TODAY})

    assert status(entry, after(facts, ("done", "register"))) is ProcessStatus.COMPLETED


def test__end_of_supply__limits_count_from_cut_and_effective_date() -> None:
    cut = date(2026, 11, 14)
    facts = after(
        instance(
            "end_of_supply_disconnection",
            inputs={"desired_date": date(2026, 11, 13), "physical_date": cut},
        ),
        ("done", "disconnect"),
    )

    found = open_limits(kind("end_of_supply_disconnection"), facts, deadlines())

    assert {limit.deadline.id: limit.anchor for limit in found} == {
        "end_of_supply_disconnect_notify_same_day": cut,
        "end_of_supply_disconnect_notify_next": date(2026, 11, 15),
    }


def test__without_effective_date__nothing_is_counted() -> None:
    facts = after(replace(swap(), effective_date=None), ("done", "swap"))

    assert open_limits(SWAP, facts, deadlines()) == ()


_KINDS = sorted(name for name, entry in processes().items() if not entry.recurring)


@st.composite
def _histories(draw: st.DrawFn) -> ProcessFacts:
    """Draw an instance with any events of its steps, sensible or not."""
    name = draw(st.sampled_from(_KINDS))
    entry = kind(name)
    inputs = {"metering_method": draw(st.sampled_from(["D01", "D02"]))}
    facts = instance(name, point(connection_state="E23"), inputs=inputs)
    steps = st.sampled_from([step.id for step in entry.steps])
    events = st.lists(st.tuples(st.sampled_from([*EventKind]).map(str), steps), max_size=8)
    return after(facts, *draw(events))


@given(_histories())
def test__any_history__status_and_steps_agree(facts: ProcessFacts) -> None:
    entry = kind(facts.kind)
    now = status(entry, facts)
    states = step_states(entry, facts)
    opened = open_steps(entry, facts)

    assert now.is_open == bool(opened)
    assert {step.event for step in opened} <= {step.event for step in entry.steps}
    assert len({step.event for step in opened}) <= 1
    assert all(states[step.id] is StepState.OPEN for step in opened)
    if now is ProcessStatus.COMPLETED:
        assert set(states.values()) <= {StepState.DONE, StepState.SKIPPED}


@given(_histories())
def test__any_history__carrying_out_the_open_steps__completes_it(facts: ProcessFacts) -> None:
    entry = kind(facts.kind)
    if facts.has(EventKind.CANCELLED):
        return
    for _rank in range(4):
        for step in open_steps(entry, facts):
            facts = after(facts, (step.event, step.id))

    assert status(entry, facts) is ProcessStatus.COMPLETED


@given(_histories())
def test__any_history__only_undone_steps_have_limits(facts: ProcessFacts) -> None:
    entry = kind(facts.kind)
    states = step_states(entry, facts)

    for limit in open_limits(entry, facts, deadlines()):
        assert states[limit.step.id] in {StepState.OPEN, StepState.WAITING}


@pytest.mark.parametrize("name", _KINDS)
def test__each_kind__has_a_step_done__and_ends(name: str) -> None:
    entry = kind(name)

    assert [step for step in entry.steps if step.event is EventKind.DONE]
    assert entry.steps[-1].event in {EventKind.CONFIRMED, EventKind.DONE}
