"""Time limits: the catalogue, the counting, and where a limit stands today.

**Source**: Forskrift I, Forskrift H1, the guide to Forskrift H3, the executive order of 2016 and
the application form for API access, as cited by each entry of `resources/rules/deadlines.toml`.
"""

from app.domain.deadlines.codes import (
    AnchorCondition,
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
from app.domain.deadlines.dates import (
    DeadlineDates,
    compute,
    compute_alternative,
    compute_variant,
    contains_whole_day,
    holds_for,
    hour_limit,
)
from app.domain.deadlines.entries import (
    Anchor,
    DateRuleEntry,
    DeadlineCatalogue,
    DeadlineEntry,
    DeadlineVariant,
    SourceDocument,
)
from app.domain.deadlines.loader import load_deadline_catalogue
from app.domain.deadlines.states import (
    LATE_STATES,
    DeadlineState,
    EvaluatedDeadline,
    evaluate_many,
    state_of,
    working_days_left,
)
from app.domain.deadlines.strip import StripDay, StripRole, explain_days

__all__ = [
    "LATE_STATES",
    "Anchor",
    "AnchorCondition",
    "Certainty",
    "Counting",
    "DateRuleEntry",
    "DayRoll",
    "DeadlineCatalogue",
    "DeadlineDates",
    "DeadlineEntry",
    "DeadlineState",
    "DeadlineVariant",
    "Direction",
    "EvaluatedDeadline",
    "GridRole",
    "Kind",
    "Reading",
    "Responsible",
    "RuleSet",
    "SourceDocument",
    "StripDay",
    "StripRole",
    "Unit",
    "compute",
    "compute_alternative",
    "compute_variant",
    "contains_whole_day",
    "evaluate_many",
    "explain_days",
    "holds_for",
    "hour_limit",
    "load_deadline_catalogue",
    "state_of",
    "working_days_left",
]
