"""Processes: the declared kinds, what is kept of an instance, and where it stands.

**Source**: design § 2.4; Forskrift H1 §§ 16-21; Forskrift I §§ 2 and 4; the guide to Forskrift H3,
2.4 and 3.4, as cited by each entry of `resources/rules/processes.toml`.
"""

from app.domain.processes.dates import Window, effective_date, permitted_window
from app.domain.processes.entries import (
    ChangeEntry,
    DateRule,
    EventKind,
    GuardEntry,
    InputEntry,
    InputType,
    LimitUse,
    ObjectKind,
    ProcessCatalogue,
    ProcessEntry,
    ReadingEntry,
    Stage,
    StepEntry,
    WindowEntry,
)
from app.domain.processes.facts import Event, Measured, ProcessFacts, measure
from app.domain.processes.guards import days_window, judge, judge_all
from app.domain.processes.loading import load_process_catalogue, load_process_inputs
from app.domain.processes.meter_swap import SwapConsumption, consumption_since, whole_digits
from app.domain.processes.progress import (
    OpenLimit,
    ProcessStatus,
    StepState,
    anchor_date,
    as_if_done_today,
    is_done,
    limits_of,
    needed_steps,
    not_in_datahub,
    open_limits,
    open_steps,
    status,
    step_states,
)
from app.domain.processes.situation import (
    CONDITIONS,
    ProcessSituation,
    derived_facts,
    is_short_outage,
)

__all__ = [
    "CONDITIONS",
    "ChangeEntry",
    "DateRule",
    "Event",
    "EventKind",
    "GuardEntry",
    "InputEntry",
    "InputType",
    "LimitUse",
    "Measured",
    "ObjectKind",
    "OpenLimit",
    "ProcessCatalogue",
    "ProcessEntry",
    "ProcessFacts",
    "ProcessSituation",
    "ProcessStatus",
    "ReadingEntry",
    "Stage",
    "StepEntry",
    "StepState",
    "SwapConsumption",
    "Window",
    "WindowEntry",
    "anchor_date",
    "as_if_done_today",
    "consumption_since",
    "days_window",
    "derived_facts",
    "effective_date",
    "is_done",
    "is_short_outage",
    "judge",
    "judge_all",
    "limits_of",
    "load_process_catalogue",
    "load_process_inputs",
    "measure",
    "needed_steps",
    "not_in_datahub",
    "open_limits",
    "open_steps",
    "permitted_window",
    "status",
    "step_states",
    "whole_digits",
]
