"""The entries of the process catalogue as typed, frozen values.

A kind of process is one declaration: what it needs, when it may happen, what it changes, which
steps it has, which limits they have, and what ends it. Dialog, checklist, checks, timeline and
help are derived from it.

**Source**: design § 2.4; `resources/rules/processes.toml`, where every entry names its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.texts import pick

if TYPE_CHECKING:
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.domain.violations import Severity


ParameterValue = str | int | bool | tuple[str, ...]
"""A parameter of a guard's function."""


class ObjectKind(StrEnum):
    """What a process is about."""

    METERING_POINT = "metering_point"
    CHARGE = "charge"
    CHARGE_LINK = "charge_link"
    COMPANY = "company"


class EventKind(StrEnum):
    """What can be recorded; the order of the members is the order of the steps."""

    PLANNED = "planned"
    DONE = "done"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Whether something is only planned, or has happened."""

    PLANNED = "planned"
    DONE = "done"


class InputType(StrEnum):
    """Types of a process's own inputs; the words are those of the field catalogue."""

    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "boolean"
    ACTOR_ID = "actor_id"


@dataclass(frozen=True, kw_only=True)
class GuardVariant:
    """How a guard differs under another rule set.

    Attributes:
        severity: Its weight there; None = the guard is not asked.
        code: DataHub's rejection code.
        source: Where it is written.
        params: Parameters laid over the guard's own.
    """

    severity: Severity | None
    code: str
    source: str
    params: Mapping[str, ParameterValue]


@dataclass(frozen=True, kw_only=True)
class GuardEntry:
    """One condition for starting a process.

    Attributes:
        id: Id of the entry ("MP-013-CONNECT").
        rule: Rule id that violations carry ("MP-013"); usually the same.
        logic: Name of the function in `guards.GUARDS` that judges it.
        types: Metering point types it is asked for; empty = all.
        stages: Stages it is asked in.
        in_menu: Asked before anything is typed, so that the menu entry is disabled at once.
        severity: Weight under the default rule set; None = not asked there.
        severity_done: Weight when it has happened; the same unless the declaration says otherwise.
        field: Input or field the violation belongs to; "" = the whole.
        code: DataHub's rejection code, or "".
        source: Paragraph.
        text_da: Reason with {placeholders} that the function fills.
        text_en: The same in English.
        params: Parameters of the function.
        variants: Other rule sets, by their id.
    """

    id: str
    rule: str
    logic: str
    types: frozenset[str]
    stages: frozenset[Stage]
    in_menu: bool
    severity: Severity | None
    severity_done: Severity | None
    field: str
    code: str
    source: str
    text_da: str
    text_en: str
    params: Mapping[str, ParameterValue]
    variants: Mapping[str, GuardVariant]

    def for_rule_set(self, rule_set: str, stage: Stage | None = None) -> GuardVariant:
        """Return weight, code, source and parameters under a rule set, in a stage."""
        variant = self.variants.get(rule_set)
        if variant is None:
            return GuardVariant(
                severity=self.severity_done if stage is Stage.DONE else self.severity,
                code=self.code,
                source=self.source,
                params=self.params,
            )
        return GuardVariant(
            severity=variant.severity,
            code=variant.code or self.code,
            source=variant.source or self.source,
            params={**self.params, **variant.params},
        )

    @property
    def text(self) -> str:
        """Return the reason in the operator's language, placeholders unfilled."""
        return pick(self.text_da, self.text_en)


@dataclass(frozen=True, kw_only=True)
class InputEntry:
    """One value a process asks for.

    Attributes:
        id: Key in the instance's data.
        field: Catalogue field that gives type, label, length and code list; "" = own input.
        type: Type of an own input; None for a catalogue field.
        required: Must be given in the stages it is asked in.
        required_when: Name of a derived fact that makes it required; "" = see `required`.
        stages: Stages it is asked in.
        unit: Shown in the field.
        scale: Decimals of a decimal.
        max_length: Longest text; None = no limit.
        group: Heading ("removed_meter", "new_meter"); "" = the first.
        label_da: Label of an own input, or another label for a catalogue field.
        label_en: The same in English.
        help_da: Help text.
        help_en: The same in English.
        source: Paragraph.
        default: "" none, "today", or "current" (the field's value now).
    """

    id: str
    field: str
    type: InputType | None
    required: bool
    required_when: str
    stages: frozenset[Stage]
    unit: str
    scale: int
    max_length: int | None
    group: str
    label_da: str
    label_en: str
    help_da: str
    help_en: str
    source: str
    default: str

    @property
    def label(self) -> str:
        """Return the label in the operator's language; "" when the catalogue field has it."""
        return pick(self.label_da, self.label_en)

    @property
    def help(self) -> str:
        """Return the help text in the operator's language."""
        return pick(self.help_da, self.help_en)


@dataclass(frozen=True, kw_only=True)
class DateRule:
    """How the effective date follows from what was typed.

    Attributes:
        input: Id of the date input.
        add_days: Calendar days added to it.
        text_da: Why, for the preview.
        text_en: The same in English.
        source: Paragraph.
    """

    input: str
    add_days: int
    text_da: str
    text_en: str
    source: str

    @property
    def text(self) -> str:
        """Return the explanation in the operator's language."""
        return pick(self.text_da, self.text_en)


@dataclass(frozen=True, kw_only=True)
class WindowEntry:
    """Which dates may be chosen when something is planned, and which are in time when it is done.

    Attributes:
        input: Id of the date input that the window is about.
        not_before_today: Whether a planned date must be today or later.
        not_before_input: Id of a date input that the date must not precede; "" = none.
        earliest: Deadline id whose first day bounds how far ahead the date may lie; "" = none.
        latest: Deadline id whose last day bounds how near or far back the date may lie; "" = none.
        text_da: The window in words.
        text_en: The same in English.
        source: Paragraph.
    """

    input: str
    not_before_today: bool
    not_before_input: str
    earliest: str
    latest: str
    text_da: str
    text_en: str
    source: str

    @property
    def text(self) -> str:
        """Return the window in words, in the operator's language."""
        return pick(self.text_da, self.text_en)


@dataclass(frozen=True, kw_only=True)
class ChangeEntry:
    """What a process writes into one facet from the effective date.

    Attributes:
        facet: Id of the facet.
        values: Fixed values by field id; None clears the field.
        inputs: Catalogue field id -> input id whose value is written.
        condition: Name of a derived fact that must hold; "" = always.
    """

    facet: str
    values: Mapping[str, FieldValue]
    inputs: Mapping[str, str]
    condition: str


@dataclass(frozen=True, kw_only=True)
class ReadingEntry:
    """An input that is kept as a meter reading.

    Attributes:
        input: Id of the input.
        kind: What the reading is ("connection", "disconnection", "final", "first" ...).
        of_new_meter: Read on the new meter; otherwise on the one in place before.
        with_consumption: What the meter counted since its previous reading is kept too.
    """

    input: str
    kind: str
    of_new_meter: bool
    with_consumption: bool


@dataclass(frozen=True, kw_only=True)
class LimitUse:
    """A limit of a step.

    Attributes:
        deadline: Deadline id.
        anchor: Date of the instance it is counted from (see `progress.anchor_date`).
        condition: Name of a derived fact that must hold; "" = always.
        when_missed: Deadline id of the same step; this limit takes over once that one has passed.
    """

    deadline: str
    anchor: str
    condition: str
    when_missed: str


@dataclass(frozen=True, kw_only=True)
class StepEntry:
    """One step of the checklist.

    Attributes:
        id: Unique within the process.
        event: The event kind that carries it out.
        label_da: What is to be done.
        label_en: The same in English.
        help_da: How and where.
        help_en: The same in English.
        source: Paragraph.
        condition: Name of a derived fact that must hold; "" = always.
        limits: The limits of the step.
        by_hand: Reported by hand in the market portal, since no message carries the values.
        portal_values: Inputs and catalogue fields to be typed there, in this order.
    """

    id: str
    event: EventKind
    label_da: str
    label_en: str
    help_da: str
    help_en: str
    source: str
    condition: str
    limits: tuple[LimitUse, ...]
    by_hand: bool
    portal_values: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the label in the operator's language."""
        return pick(self.label_da, self.label_en)

    @property
    def help(self) -> str:
        """Return the help text in the operator's language."""
        return pick(self.help_da, self.help_en)


@dataclass(frozen=True, kw_only=True)
class ProcessEntry:
    """One kind of process.

    Attributes:
        id: Process id.
        brs: DataHub's business process number, or "".
        label_da: Name.
        label_en: Name in English.
        description_da: What it does and what follows.
        description_en: The same in English.
        source: Paragraphs.
        object_kind: What it is about.
        menu: Where it is offered: "process" (Actions menu and dialog), "form" (made by saving a
            form) or "" (opened by the program).
        order: Order in the menu.
        stages: Stages it may be started in.
        recurring: A standing duty of the company instead of instances.
        guards: Conditions, in the order they are shown.
        inputs: What it asks for, in the dialog's order.
        date_rule: How the effective date follows; None for a recurring duty.
        window: The permitted dates; None = no window.
        changes: What it writes.
        readings: Inputs kept as meter readings.
        steps: The checklist, in order.
        physical: Whether what was done stands when DataHub rejects the report.
        conflicts: Kinds that must not be open on the same object at the same time.
        valid_from: First day the sources of the declaration apply.
    """

    id: str
    brs: str
    label_da: str
    label_en: str
    description_da: str
    description_en: str
    source: str
    object_kind: ObjectKind
    menu: str
    order: int
    stages: frozenset[Stage]
    recurring: bool
    guards: tuple[GuardEntry, ...]
    inputs: tuple[InputEntry, ...]
    date_rule: DateRule | None
    window: WindowEntry | None
    changes: tuple[ChangeEntry, ...]
    readings: tuple[ReadingEntry, ...]
    steps: tuple[StepEntry, ...]
    physical: bool
    conflicts: frozenset[str]
    valid_from: date
    _steps_by_id: dict[str, StepEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the steps."""
        object.__setattr__(self, "_steps_by_id", {step.id: step for step in self.steps})

    @property
    def label(self) -> str:
        """Return the name in the operator's language."""
        return pick(self.label_da, self.label_en)

    @property
    def description(self) -> str:
        """Return the description in the operator's language."""
        return pick(self.description_da, self.description_en)

    def step(self, step_id: str) -> StepEntry:
        """Return a step; KeyError when there is none of that id."""
        return self._steps_by_id[step_id]

    def input(self, input_id: str) -> InputEntry | None:
        """Return an input, or None when the process does not ask for it."""
        return next((i for i in self.inputs if i.id == input_id), None)


class ProcessCatalogue(Mapping[str, ProcessEntry]):
    """All kinds of processes by id, in the order of the file."""

    def __init__(self, entries: Mapping[str, ProcessEntry]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, kind: str) -> ProcessEntry:
        """Return the declaration; KeyError when there is none of that id."""
        return self._entries[kind]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids in the order of the file."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of kinds."""
        return len(self._entries)

    def in_menu(self, object_kind: ObjectKind) -> tuple[ProcessEntry, ...]:
        """Return what an object's Actions menu may offer, in the menu's order."""
        found = [e for e in self.values() if e.menu and e.object_kind is object_kind]
        return tuple(sorted(found, key=lambda entry: entry.order))
