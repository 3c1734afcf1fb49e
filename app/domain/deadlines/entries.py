"""The entries of the deadline catalogue as typed, frozen values.

**Source**: `resources/rules/deadlines.toml`; every entry names its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.deadlines.codes import (
    COUNTED_IN_WORKING_DAYS,
    DATELESS,
    AnchorCondition,
    AnchorSnap,
    Certainty,
    Counting,
    DayRoll,
    Direction,
    GridRole,
    Kind,
    Reading,
    Responsible,
    RuleSet,
    Unit,
)
from app.domain.deadlines.counting import Count, Formula, formula

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, kw_only=True)
class SourceDocument:
    """A document that limits are taken from.

    Attributes:
        cited_as: How every `source` that belongs to it begins.
        valid_from: First day it applied, or None when the document does not say.
        superseded: Whether the document itself is marked as historic.
    """

    id: str
    title_da: str
    title_en: str
    cited_as: str
    valid_from: date | None
    superseded: bool


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The day a limit is counted from, named so that it fits into a sentence."""

    id: str
    text_da: str
    text_en: str
    snap: AnchorSnap


@dataclass(frozen=True, kw_only=True)
class DeadlineVariant:
    """What another rule set is known to say about a limit; information, never the four dates.

    Attributes:
        amount: None when it is known that the rule was changed, but not to what.
        counting: Set exactly when `amount` is.
        reading: The reading the other source follows (`same` is the default one).
        valid_from: First day the variant applies, or None when unknown.
        source: Where it was read, with its date.
    """

    rule_set: RuleSet
    text_da: str
    text_en: str
    source: str
    certainty: Certainty
    amount: int | None = None
    unit: Unit | None = None
    counting: Counting | None = None
    reading: Reading = Reading.SAME
    valid_from: date | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class LimitRule:
    """What is counted: the part of a limit that decides its dates.

    Attributes:
        amount: Number of units; 0 where the source gives none.
        safe_reading: The strictest reading still open; it gives the day to warn on.
        lenient_reading: The most lenient reading still open; it gives the last attempt day.
        computed: Whether a date may be computed at all.
        anchor_condition: Which anchors the limit holds for.
    """

    kind: Kind
    anchor: Anchor
    direction: Direction
    amount: int
    unit: Unit
    counting: Counting
    safe_reading: Reading
    lenient_reading: Reading
    day_roll: DayRoll
    computed: bool
    anchor_condition: AnchorCondition


@dataclass(frozen=True, kw_only=True, eq=False)
class LimitWords:
    """What a person reads of a limit, in both languages.

    Attributes:
        text_da: What has to be done; a heading.
        rule_da: The limit in a few words, "senest 1 arbejdsdag efter skæringsdatoen".
        explanation_da: What the paragraph says, how it is counted, and what is left open.
        applies_when_da: Which cases the limit is for.
        follow_up_da: What the source offers when the limit was missed; empty when nothing.
    """

    text_da: str
    text_en: str
    rule_da: str
    rule_en: str
    explanation_da: str
    explanation_en: str
    applies_when_da: str
    applies_when_en: str
    follow_up_da: str
    follow_up_en: str


@dataclass(frozen=True, kw_only=True, eq=False)
class DeadlineEntry(LimitRule, LimitWords):
    """One limit of the catalogue. Entries are compared by identity: there is one of each.

    Attributes:
        applies_to: All processes the limit belongs to, `process` first.
        source: The paragraph as a person writes it, "Forskrift I § 2, stk. 3, 1. pkt.".
        certainty: How sure the default reading is.
        valid_from: First day the source applied, or None when the source does not say.
        valid_to: Last day the limit had a meaning, or None.
        lead_working_days: Warning lead in working days; None when it is given in calendar days
            or the limit has no last day.
        lead_calendar_days: Warning lead in calendar days; None in the same way.
        reminder_days: Calendar days before the limit on which to remind, largest first.
        variants: What other rule sets are known to say; information only.
    """

    id: str
    process: str
    applies_to: tuple[str, ...]
    responsible: Responsible
    grid_role: GridRole
    source: str
    source_document: SourceDocument
    certainty: Certainty
    valid_from: date | None
    valid_to: date | None
    lead_working_days: int | None
    lead_calendar_days: int | None
    reminder_days: tuple[int, ...]
    variants: tuple[DeadlineVariant, ...]

    @cached_property
    def has_dates(self) -> bool:
        """Return whether days can be computed from an anchor."""
        return self.computed and self.counting not in DATELESS

    @cached_property
    def is_task_without_limit(self) -> bool:
        """Return whether the source only says "at once" or "without undue delay"."""
        return self.computed and self.counting is Counting.OPEN

    @cached_property
    def counts_working_days(self) -> bool:
        """Return whether some reading of the limit depends on the working day calendar."""
        return self.counting in COUNTED_IN_WORKING_DAYS or Reading.WORKING_DAYS in {
            self.safe_reading,
            self.lenient_reading,
        }

    @cached_property
    def count(self) -> Count:
        """Return what the limit counts."""
        return Count(self.counting, self.amount, self.unit, self.kind)

    @cached_property
    def formulas(self) -> tuple[Formula, Formula, Formula]:
        """Return how the default, the safe and the lenient day are found.

        Kept on the entry, since looking them up takes longer than counting.

        Raises:
            KeyError: When the limit has no computable day.
        """
        return (
            formula(self.counting, Reading.SAME),
            formula(self.counting, self.safe_reading),
            formula(self.counting, self.lenient_reading),
        )


@dataclass(frozen=True, kw_only=True)
class DateRuleEntry:
    """A rule that fixes or bounds the value of a date, instead of the time of a notification."""

    id: str
    process: str
    text_da: str
    text_en: str
    source: str
    source_document: SourceDocument
    valid_from: date | None


class DeadlineCatalogue(Mapping[str, DeadlineEntry]):
    """All limits by id, in the order of the file.

    Attributes:
        date_rules: The rules about values of dates, by id.
        anchors: The days limits are counted from, by id.
        documents: The source documents, by id.
    """

    def __init__(
        self,
        entries: Mapping[str, DeadlineEntry],
        *,
        date_rules: Mapping[str, DateRuleEntry],
        anchors: Mapping[str, Anchor],
        documents: Mapping[str, SourceDocument],
    ) -> None:
        self._entries = dict(entries)
        self.date_rules = dict(date_rules)
        self.anchors = dict(anchors)
        self.documents = dict(documents)

    def __getitem__(self, deadline_id: str) -> DeadlineEntry:
        """Return the limit; KeyError when there is none of that id."""
        return self._entries[deadline_id]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids in the order of the file."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of limits."""
        return len(self._entries)

    @cached_property
    def _by_process(self) -> dict[str, tuple[DeadlineEntry, ...]]:
        """Return the limits of each process."""
        found: dict[str, list[DeadlineEntry]] = {}
        for entry in self._entries.values():
            for process in entry.applies_to:
                found.setdefault(process, []).append(entry)
        return {process: tuple(entries) for process, entries in found.items()}

    def for_process(self, process: str) -> tuple[DeadlineEntry, ...]:
        """Return the limits of a process, in the order of the file; empty when it has none."""
        return self._by_process.get(process, ())

    def for_anchor(self, anchor_id: str) -> tuple[DeadlineEntry, ...]:
        """Return the limits counted from an anchor, in the order of the file."""
        return tuple(entry for entry in self._entries.values() if entry.anchor.id == anchor_id)

    def with_role(self, role: GridRole) -> tuple[DeadlineEntry, ...]:
        """Return the limits that are a duty, to be watched, or none of the grid company's work."""
        return tuple(entry for entry in self._entries.values() if entry.grid_role is role)
