"""Where a process stands: which steps are done, which are open, and which limits they have.

**Source**: design §§ 2.4, 2.5. A step is open when every step of an earlier rank is done; ranks
follow the event kinds: planned, done, reported, confirmed. A rejection opens the reporting steps
again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.processes.dates import effective_date
from app.domain.processes.entries import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.deadlines.entries import DeadlineCatalogue, DeadlineEntry
    from app.domain.processes.entries import LimitUse, ProcessEntry, StepEntry
    from app.domain.processes.facts import ProcessFacts

_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


class ProcessStatus(StrEnum):
    """Where an instance stands; the last two are ended."""

    PLANNED = "planned"
    DONE = "done"
    REPORTED = "reported"
    REJECTED = "rejected"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done or awaited."""
        return self not in {ProcessStatus.COMPLETED, ProcessStatus.CANCELLED}


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class OpenLimit:
    """A limit of a step that is not done yet.

    Attributes:
        deadline: The limit.
        anchor: The date it is counted from.
        step: The step that meets it.
        use: How the step uses it.
    """

    deadline: DeadlineEntry
    anchor: date
    step: StepEntry
    use: LimitUse


def needed_steps(entry: ProcessEntry, facts: ProcessFacts) -> tuple[StepEntry, ...]:
    """Return the steps that this instance has: planning only when it was planned."""
    was_planned = facts.has(EventKind.PLANNED)
    return tuple(
        step
        for step in entry.steps
        if facts.holds(step.condition) and (step.event is not EventKind.PLANNED or was_planned)
    )


def is_done(step: StepEntry, facts: ProcessFacts) -> bool:
    """Return whether a step was carried out and not rejected since."""
    last = facts.event_of(step.id)
    return last is not None and last.kind is step.event


def step_states(entry: ProcessEntry, facts: ProcessFacts) -> dict[str, StepState]:
    """Return the state of every step of the declaration, by its id."""
    needed = needed_steps(entry, facts)
    open_ranks = [_RANK[step.event] for step in needed if not is_done(step, facts)]
    rank = min(open_ranks, default=len(_RANK))
    ended = facts.has(EventKind.CANCELLED)
    states: dict[str, StepState] = {}
    for step in entry.steps:
        if step not in needed:
            states[step.id] = StepState.SKIPPED
        elif is_done(step, facts):
            states[step.id] = StepState.DONE
        elif ended:
            states[step.id] = StepState.SKIPPED
        else:
            is_next = _RANK[step.event] == rank
            states[step.id] = StepState.OPEN if is_next else StepState.WAITING
    return states


def open_steps(entry: ProcessEntry, facts: ProcessFacts) -> tuple[StepEntry, ...]:
    """Return the steps that can be carried out now."""
    states = step_states(entry, facts)
    return tuple(step for step in entry.steps if states[step.id] is StepState.OPEN)


def status(entry: ProcessEntry, facts: ProcessFacts) -> ProcessStatus:
    """Return where the instance stands."""
    if facts.has(EventKind.CANCELLED):
        return ProcessStatus.CANCELLED
    undone = [step for step in needed_steps(entry, facts) if not is_done(step, facts)]
    if not undone:
        return ProcessStatus.COMPLETED
    if any(_was_rejected(step, facts) for step in undone):
        return ProcessStatus.REJECTED
    kinds = {step.event for step in undone}
    if EventKind.DONE in kinds:
        return ProcessStatus.PLANNED
    return ProcessStatus.DONE if EventKind.REPORTED in kinds else ProcessStatus.REPORTED


def _was_rejected(step: StepEntry, facts: ProcessFacts) -> bool:
    last = facts.event_of(step.id)
    return last is not None and last.kind is EventKind.REJECTED


def anchor_date(name: str, facts: ProcessFacts) -> date | None:
    """Return the date a limit is counted from; None while it is not known.

    Args:
        name: "effective_date", "started_on", or the id of a date input.
        facts: The instance.
    """
    if name == "effective_date":
        return facts.effective_date
    if name == "started_on":
        return facts.started_on
    value = facts.inputs.get(name)
    return value if isinstance(value, date) else None


def limits_of(
    step: StepEntry, facts: ProcessFacts, deadlines: DeadlineCatalogue
) -> Iterator[OpenLimit]:
    """Iterate over the limits of a step whose anchor is known."""
    for use in step.limits:
        anchor = anchor_date(use.anchor, facts) if facts.holds(use.condition) else None
        if anchor is not None:
            yield OpenLimit(deadlines[use.deadline], anchor, step, use)


def open_limits(
    entry: ProcessEntry,
    facts: ProcessFacts,
    deadlines: DeadlineCatalogue,
    states: Mapping[str, StepState] | None = None,
) -> tuple[OpenLimit, ...]:
    """Return the limits of every step that is not done, in the order of the steps.

    Limits that hold only for some anchors, and those that take over when another was missed, are
    included: whether they count depends on the calendar.

    Args:
        entry: The declaration.
        facts: The instance.
        deadlines: The limits.
        states: The instance's `step_states`, when they are known already.
    """
    if states is None:
        states = step_states(entry, facts)
    return tuple(
        limit
        for step in entry.steps
        if states[step.id] in {StepState.OPEN, StepState.WAITING}
        for limit in limits_of(step, facts, deadlines)
    )


def as_if_done_today(entry: ProcessEntry, facts: ProcessFacts, today: date) -> ProcessFacts:
    """Return a planned instance whose day has passed as if it were carried out today.

    What was not carried out need not be reported, so no limit of it can be missed yet; other
    instances are returned as they are.
    """
    if entry.date_rule is None or facts.has(EventKind.DONE):
        return facts
    planned = facts.inputs.get(entry.date_rule.input)
    if not isinstance(planned, date) or planned >= today:
        return facts
    inputs = {**facts.inputs, entry.date_rule.input: today}
    return replace(facts, inputs=inputs, effective_date=effective_date(entry.date_rule, inputs))


def not_in_datahub(entry: ProcessEntry, facts: ProcessFacts) -> bool:
    """Return whether the register holds something that DataHub rejected."""
    return status(entry, facts) is ProcessStatus.REJECTED
