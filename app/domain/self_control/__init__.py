"""The grid company's monthly check of its master data against DataHub's (egenkontrol).

**Source**: Forskrift I § 4 stk. 4-5: at least once a month, at least 400 current metering points
drawn at random (all of them when there are fewer), CPR numbers left out; when one thing differs,
all data of all points are checked and everything that is not identical is sent again.
"""

from app.domain.self_control.comparison import (
    AwaitedAnswer,
    Discrepancy,
    DiscrepancyKind,
    Registers,
    Treatment,
)
from app.domain.self_control.rule import SelfControlRule, rule_in_force
from app.domain.self_control.run import CheckResult, Verdict, perform_check
from app.domain.self_control.sampling import NextStep, draw_sample, next_step, sample_size

__all__ = [
    "AwaitedAnswer",
    "CheckResult",
    "Discrepancy",
    "DiscrepancyKind",
    "NextStep",
    "Registers",
    "SelfControlRule",
    "Treatment",
    "Verdict",
    "draw_sample",
    "next_step",
    "perform_check",
    "rule_in_force",
    "sample_size",
]
