"""The monthly check from drawing the sample to the verdict, without files or database.

**Source**: Forskrift I § 4 stk. 4-5.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.self_control.comparison import Discrepancy, DiscrepancyKind, Registers, compare
from app.domain.self_control.sampling import NextStep, draw_sample, next_step, sample_size

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verdict(StrEnum):
    """How the month's check came out."""

    NOTHING_TO_CHECK = "nothing_to_check"
    """No current points."""
    ERROR_FREE = "error_free"
    """The whole sample is identical in every field."""
    DISCREPANCIES = "discrepancies"
    """Something differs, and all data of all points were compared."""
    INCOMPLETE = "incomplete"
    """A field or a point was not checked: the month is not fulfilled."""


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What one run of the monthly check found.

    Attributes:
        verdict: How it came out.
        step: What the regulation asked for after the sample.
        population: Current points of the own register.
        required_sample: Points the sample must hold at least.
        sample: Ids drawn, in id order.
        seed: The draw can be repeated with it.
        full: Whether all points were compared because the sample showed a discrepancy.
        compared: Points of the own register that were compared.
        sample_discrepancies: Points and fields that differ in the sample; points that only the
            extract has count here too, since every one of them is looked at.
        discrepancies: Everything found, ordered by point and field.
        compared_fields: Ids of the fields that were compared.
        unchecked_fields: Ids of the fields the extract does not carry.
        unchecked_points: Ids of points that should have been compared and that the extract says
            nothing about, in id order.
    """

    verdict: Verdict
    step: NextStep
    population: int
    required_sample: int
    sample: tuple[str, ...]
    seed: int
    full: bool
    compared: int
    sample_discrepancies: int
    discrepancies: tuple[Discrepancy, ...]
    compared_fields: tuple[str, ...]
    unchecked_fields: tuple[str, ...]
    unchecked_points: tuple[str, ...]

    @property
    def fulfilled(self) -> bool:
        """Return whether the month's duty to check is met (sending again comes after)."""
        return self.verdict is not Verdict.INCOMPLETE

    @property
    def counts(self) -> Mapping[DiscrepancyKind, int]:
        """Return how many discrepancies there are of each kind."""
        return Counter(discrepancy.kind for discrepancy in self.discrepancies)


def perform_check(registers: Registers, seed: int, *, size: int | None = None) -> CheckResult:
    """Draw the sample, compare it, and compare everything when something differs.

    A point that the extract shows as current and the own register does not have cannot be drawn
    from the own register; all such points are therefore looked at in every run.

    Args:
        registers: Both sides as of the extract's time.
        seed: For the draw; kept with the run.
        size: Points to draw when more than the least number is wanted.
    """
    population = registers.own_current
    wanted = max(sample_size(len(population)), size or 0)
    sample = draw_sample(population, seed, wanted)
    drawn = frozenset(sample)
    extras = registers.unknown_to_own()
    first_look = list(compare(registers, sorted({*sample, *extras}), drawn))
    sample_unchecked = drawn & registers.uncovered
    step = next_step(len(population), len(sample) - len(sample_unchecked), len(first_look))
    full = step is NextStep.FULL_CHECK
    everything = sorted({*population, *extras}) if full else ()
    found = list(compare(registers, everything, drawn)) if full else first_look
    unchecked = registers.uncovered if full else sample_unchecked
    looked_at = len(population) if full else len(sample)
    return CheckResult(
        verdict=_verdict(registers, step, unchecked=len(unchecked), found=len(found)),
        step=step,
        population=len(population),
        required_sample=sample_size(len(population)),
        sample=sample,
        seed=seed,
        full=full,
        compared=looked_at - len(unchecked),
        sample_discrepancies=len(first_look),
        discrepancies=tuple(found),
        compared_fields=tuple(entry.id for entry in registers.fields),
        unchecked_fields=tuple(registers.unchecked_fields),
        unchecked_points=tuple(sorted(unchecked)),
    )


def _verdict(registers: Registers, step: NextStep, *, unchecked: int, found: int) -> Verdict:
    if step is NextStep.NOTHING_TO_CHECK:
        return Verdict.NOTHING_TO_CHECK
    if registers.unchecked_fields or unchecked or step is NextStep.INVALID_SAMPLE:
        return Verdict.INCOMPLETE
    return Verdict.DISCREPANCIES if found else Verdict.ERROR_FREE
