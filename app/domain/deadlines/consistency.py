"""What must fit together inside one entry of the deadline file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.deadlines.codes import (
    DATELESS,
    LENIENT_READINGS,
    SAFE_READINGS,
    AnchorCondition,
    Counting,
    Direction,
    Kind,
    Reading,
    Unit,
)
from app.texts import _

if TYPE_CHECKING:
    from app.domain.catalogue.toml_entries import EntryReader
    from app.domain.deadlines.entries import DeadlineEntry, DeadlineVariant, SourceDocument

_WORKING, _CALENDAR = frozenset({Unit.WORKING_DAY}), frozenset({Unit.CALENDAR_DAY})
_MONTH, _YEAR = frozenset({Unit.MONTH}), frozenset({Unit.YEAR})
_DAYS = _WORKING | _CALENDAR
_SPAN = _MONTH | _YEAR
_BEFORE, _ON, _AFTER = Direction.BEFORE, Direction.ON, Direction.AFTER
_LATEST, _EARLIEST = frozenset({Kind.LATEST}), frozenset({Kind.EARLIEST})
_EITHER = _LATEST | _EARLIEST

_SHAPE: dict[Counting, tuple[frozenset[Kind], Direction, frozenset[Unit]]] = {
    Counting.LB_WD: (_LATEST, _BEFORE, _WORKING),
    Counting.EB_WD: (_EARLIEST, _BEFORE, _WORKING),
    Counting.LA_WD: (_LATEST, _AFTER, _WORKING),
    Counting.NTH_WD: (_LATEST, _AFTER, _WORKING),
    Counting.LB_CD: (_LATEST, _BEFORE, _CALENDAR),
    Counting.EB_CD: (_EARLIEST, _BEFORE, _CALENDAR),
    Counting.LA_CD: (_LATEST, _AFTER, _CALENDAR),
    Counting.LB_MO: (_LATEST, _BEFORE, _MONTH),
    Counting.EB_YR: (_EARLIEST, _BEFORE, _YEAR),
    Counting.LA_MO: (_LATEST, _AFTER, _MONTH),
    Counting.LA_YR: (_LATEST, _AFTER, _YEAR),
    Counting.PE_MO: (_EITHER, _AFTER, _MONTH),
    Counting.PE_YR: (_EITHER, _AFTER, _YEAR),
    Counting.SAME_DAY: (_EITHER, _ON, _DAYS),
    Counting.DAY_BEFORE: (_LATEST, _BEFORE, _CALENDAR),
    Counting.HOURS: (_LATEST, _AFTER, frozenset({Unit.HOUR})),
    Counting.RECUR: (_LATEST, _AFTER, _SPAN),
    Counting.RECUR_CAL: (_LATEST, _AFTER, _SPAN),
    Counting.WINDOW: (_EARLIEST, _BEFORE, _SPAN),
    Counting.THRESHOLD: (_EARLIEST, _AFTER, _CALENDAR),
    Counting.FIXED: (_LATEST, _ON, _MONTH),
    Counting.OPEN: (_LATEST, _AFTER, frozenset({Unit.NONE})),
}
_WITHOUT_AMOUNT = frozenset({Counting.SAME_DAY, Counting.DAY_BEFORE, Counting.FIXED, Counting.OPEN})


def check_entry(reader: EntryReader, entry: DeadlineEntry) -> None:
    """Refuse a limit whose fields contradict each other.

    Raises:
        CatalogueError: Naming file, entry and field.
    """
    _check_shape(reader, entry)
    _check_readings(reader, entry)
    _check_calendar_periods(reader, entry)
    check_citation(reader, entry.source, entry.source_document)
    if entry.applies_to[0] != entry.process:
        reader.fail("applies_to", _("it must begin with the limit's own process"))
    if entry.anchor_condition is not AnchorCondition.ALWAYS and not entry.has_dates:
        reader.fail("anchor_condition", _("it is only for limits with a date"))
    if bool(entry.follow_up_da) != bool(entry.follow_up_en):
        reader.fail("follow_up_en", _("it must be given in both languages or in none"))
    if list(entry.reminder_days) != sorted(set(entry.reminder_days), reverse=True):
        reader.fail("reminder_days", _("it must fall from the largest to the smallest"))
    if entry.reminder_days and entry.reminder_days[0] != entry.lead_calendar_days:
        reader.fail("reminder_days", _("it must begin with the warning lead"))


def check_variant(reader: EntryReader, variant: DeadlineVariant) -> None:
    """Refuse a variant whose fields contradict each other.

    Raises:
        CatalogueError: Naming file, entry and field.
    """
    if variant.counting is None or variant.unit is None:
        if variant.reading is not Reading.SAME:
            reader.fail("reading", _("it needs an amount"))
        return
    if variant.unit not in _SHAPE[variant.counting][2]:
        reader.fail(
            "unit", _("it does not fit the counting code {code}").format(code=variant.counting)
        )
    if variant.counting in DATELESS:
        reader.fail("counting", _("it must be one that gives a date"))


def check_citation(reader: EntryReader, source: str, document: SourceDocument) -> None:
    """Refuse a source that does not begin as its document is cited.

    Raises:
        CatalogueError: Naming file, entry and field.
    """
    if not source.startswith(document.cited_as + " "):
        reader.fail("source", _("it must begin with {name}").format(name=document.cited_as))


def _check_shape(reader: EntryReader, entry: DeadlineEntry) -> None:
    kinds, direction, units = _SHAPE[entry.counting]
    problem = _("it does not fit the counting code {code}").format(code=entry.counting)
    if entry.kind not in kinds:
        reader.fail("kind", problem)
    if entry.direction is not direction:
        reader.fail("direction", problem)
    if entry.unit not in units:
        reader.fail("unit", problem)
    if (entry.amount == 0) != (entry.counting in _WITHOUT_AMOUNT):
        reader.fail("amount", problem)


def _check_readings(reader: EntryReader, entry: DeadlineEntry) -> None:
    """Every limit with dates names both readings; a limit without dates names none."""
    for field, reading, open_readings in (
        ("safe_reading", entry.safe_reading, SAFE_READINGS),
        ("lenient_reading", entry.lenient_reading, LENIENT_READINGS),
    ):
        allowed = {Reading.SAME, *open_readings.get(entry.counting, ())}
        if field == "lenient_reading" and entry.kind is Kind.EARLIEST:
            allowed = {Reading.NOT_APPLICABLE}
        if not entry.has_dates:
            allowed = {Reading.NOT_APPLICABLE}
        if reading not in allowed:
            reader.fail(
                field,
                _("{value} is not one of: {choices}").format(
                    value=reading, choices=", ".join(sorted(allowed))
                ),
            )


def _check_calendar_periods(reader: EntryReader, entry: DeadlineEntry) -> None:
    """Calendar periods are laid out from January, so they must divide the year."""
    is_calendar = (
        entry.counting is Counting.RECUR_CAL or entry.lenient_reading is Reading.CALENDAR_PERIOD
    )
    months = entry.amount * (12 if entry.unit is Unit.YEAR else 1)
    if is_calendar and (months > 12 or 12 % months):
        reader.fail("amount", _("it must divide a calendar year"))
