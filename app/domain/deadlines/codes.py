"""The closed sets of words a limit is described with.

**Source**: the counting codes follow Forskrift H1, bilag 1.23 (limits are whole days, counted from
the midnight that begins the effective date) and the wording of the single paragraphs.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Whether a limit ends a time (latest) or begins it (earliest)."""

    LATEST = "latest"
    EARLIEST = "earliest"


class Direction(StrEnum):
    """On which side of the anchor day the limit lies."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


class Unit(StrEnum):
    """What the amount of a limit counts; NONE where the source gives no number."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    NONE = "none"


class Responsible(StrEnum):
    """Who has to keep the limit."""

    GRID_COMPANY = "grid_company"
    SUPPLIER = "supplier"
    ENERGINET = "energinet"
    DATAHUB = "datahub"
    GAS_COMPANY = "gas_company"
    HEAT_COMPANY = "heat_company"
    BUILDING_OWNER = "building_owner"


class GridRole(StrEnum):
    """What the limit is to the grid company.

    A duty makes a task; watch (someone else's limit whose outcome concerns the grid company)
    makes a line of information; none stays out of the daily view.
    """

    DUTY = "duty"
    WATCH = "watch"
    NONE = "none"


class Certainty(StrEnum):
    """How sure the date is: by the paragraph alone, by the counting convention, or ambiguous."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DayRoll(StrEnum):
    """What the source says about a limit that falls on a closed day; it is never moved."""

    NOT_APPLICABLE = "not_applicable"
    NO_ROLL = "no_roll"
    NOT_STATED = "not_stated"


class RuleSet(StrEnum):
    """Where a rule comes from: the source documents, Energinet's code and portal, the operator."""

    FORSKRIFT = "forskrift"
    DATAHUB = "datahub"
    OWN = "own"


class Counting(StrEnum):
    """How the default reading is computed from anchor A and amount n.

    First two letters: latest/earliest before/after; "wd" below is a working day and the n-th wd
    never counts A itself.
    """

    LB_WD = "LB_WD"  # the calendar day before the n-th wd before A
    EB_WD = "EB_WD"  # the n-th wd before A
    LA_WD = "LA_WD"  # the n-th wd after A
    NTH_WD = "NTH_WD"  # the n-th wd after A, an expected date instead of a limit
    LB_CD = "LB_CD"  # A - n - 1 days
    EB_CD = "EB_CD"  # A - n days
    LA_CD = "LA_CD"  # A + n days
    LB_MO = "LB_MO"  # A - n months - 1 day
    EB_YR = "EB_YR"  # A - n years
    LA_MO = "LA_MO"  # A + n months
    LA_YR = "LA_YR"  # A + n years - 1 day: the last day of validity
    PE_MO = "PE_MO"  # n months from the midnight that ends the period whose last day is A
    PE_YR = "PE_YR"  # the same in years
    SAME_DAY = "SAME_DAY"  # A
    DAY_BEFORE = "DAY_BEFORE"  # A - 1: until the midnight that begins A
    HOURS = "HOURS"  # the instant A + n hours, counted in UTC
    RECUR = "RECUR"  # A + n months or years, A being the last time it was done
    RECUR_CAL = "RECUR_CAL"  # the last day of the calendar period that contains A
    WINDOW = "WINDOW"  # a span of data that must be available: no due date
    THRESHOLD = "THRESHOLD"  # decides whether there is a duty: no due date
    FIXED = "FIXED"  # a date written in the source and past: no due date
    OPEN = "OPEN"  # "at once", "without undue delay": no due date, a task on day A


class Reading(StrEnum):
    """Another way to read a limit than the default one.

    The first block may stand in a catalogue entry as its safe (strictest) or lenient reading; the
    second block are questions one may ask of any limit.
    """

    SAME = "same"
    ANCHOR_DAY_COUNTS = "anchor_day_counts"
    DAY_DIFFERENCE = "day_difference"
    WORKING_DAYS = "working_days_instead_of_calendar_days"
    PERIOD_END_DATE_DAY = "period_end_date_day"
    ANNIVERSARY_COUNTS = "anniversary_counts"
    CALENDAR_PERIOD = "calendar_period"
    YEARS_OF_365_DAYS = "years_of_365_days"
    FOLLOWING_DAY = "following_day"
    NOT_APPLICABLE = "not_applicable"

    NEAREST_OFFICE_DAY = "nearest_office_day"
    CONSTITUTION_DAY_CLOSED = "constitution_day_closed"
    CONSTITUTION_DAY_OPEN = "constitution_day_open"


class AnchorSnap(StrEnum):
    """To which day of its calendar month an anchor is moved before counting."""

    NONE = "none"
    MONTH_END = "month_end"


class AnchorCondition(StrEnum):
    """Which anchors a limit holds for at all."""

    ALWAYS = "always"
    WORKING_DAY = "anchor_is_working_day"
    DAY_BEFORE_IS_CLOSED = "day_before_anchor_is_closed"


DATELESS = frozenset({Counting.WINDOW, Counting.THRESHOLD, Counting.FIXED, Counting.OPEN})
"""Codes that give no day to compute."""

COUNTED_IN_WORKING_DAYS = frozenset(
    {Counting.LB_WD, Counting.EB_WD, Counting.LA_WD, Counting.NTH_WD}
)
"""Codes whose result depends on the working day calendar."""

SAFE_READINGS: dict[Counting, frozenset[Reading]] = {
    Counting.LA_WD: frozenset({Reading.ANCHOR_DAY_COUNTS}),
    Counting.LA_CD: frozenset({Reading.ANCHOR_DAY_COUNTS}),
    Counting.LB_CD: frozenset({Reading.WORKING_DAYS}),
    Counting.EB_YR: frozenset({Reading.YEARS_OF_365_DAYS}),
    Counting.PE_MO: frozenset({Reading.PERIOD_END_DATE_DAY}),
}
"""The safe readings, besides `same`, that make sense for a counting code."""

LENIENT_READINGS: dict[Counting, frozenset[Reading]] = {
    Counting.LB_WD: frozenset({Reading.DAY_DIFFERENCE}),
    Counting.LB_CD: frozenset({Reading.DAY_DIFFERENCE}),
    Counting.LB_MO: frozenset({Reading.DAY_DIFFERENCE}),
    Counting.LA_CD: frozenset({Reading.WORKING_DAYS}),
    Counting.LA_YR: frozenset({Reading.ANNIVERSARY_COUNTS}),
    Counting.RECUR: frozenset({Reading.CALENDAR_PERIOD}),
    Counting.HOURS: frozenset({Reading.FOLLOWING_DAY}),
}
"""The lenient readings, besides `same`, that make sense for a counting code."""
