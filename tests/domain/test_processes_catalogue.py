"""The declarations themselves: complete, consistent, and refused when damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.errors import CatalogueError
from app.domain.processes import EventKind, load_process_catalogue
from app.domain.processes.guards import GUARDS
from app.domain.processes.situation import CONDITIONS
from tests.domain.deadline_catalogue import catalogue as deadlines
from tests.domain.process_builder import processes
from tests.domain.rule_catalogue import RULES_DIR, rules

if TYPE_CHECKING:
    from pathlib import Path

REPORTING_LIMITS = {
    "new_metering_point_notify",
    "master_data_update",
    "meter_swap_master_data",
    "disconnection_notify_latest",
    "end_of_supply_disconnect_execute",
    "end_of_supply_disconnect_notify_same_day",
    "end_of_supply_disconnect_notify_next",
    "reconnection_notify",
    "settlement_method_change_from_profile_latest",
    "settlement_method_change_flex_hourly_latest",
    "price_element_latest",
    "price_link_latest",
    "price_link_correction_grid",
    "fee_link_latest",
    "monthly_self_control",
}


def test__shipped__uses_the_limits_of_its_paragraphs() -> None:
    used = {
        limit.deadline
        for entry in processes().values()
        for step in entry.steps
        for limit in step.limits
    }

    assert used == REPORTING_LIMITS


def test__shipped__every_guard_function_and_condition__is_used() -> None:
    text = (RULES_DIR / "processes.toml").read_text(encoding="utf-8")

    assert {name for name in GUARDS if f'logic = "{name}"' not in text} == set()
    assert {name for name in CONDITIONS if f'"{name}"' not in text} == set()


def test__shipped__reporting_steps__have_a_source_and_come_after_what_they_report() -> None:
    order = [EventKind.PLANNED, EventKind.DONE, EventKind.REPORTED, EventKind.CONFIRMED]
    for entry in processes().values():
        ranks = [order.index(step.event) for step in entry.steps]
        assert ranks == sorted(ranks), entry.id
        assert all(step.source for step in entry.steps), entry.id
        assert len({step.id for step in entry.steps}) == len(entry.steps), entry.id


def test__shipped__by_hand_steps__name_what_is_typed() -> None:
    for entry in processes().values():
        for step in entry.steps:
            assert bool(step.portal_values) >= step.by_hand, f"{entry.id} {step.id}"


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('logic = "has_parent"', 'logic = "has_no_parent"', ("CN-04", "logic", "has_no_parent")),
        ('id = "reconnection_notify"', 'id = "notify"', ("limit 1", "id", "notify")),
        ('anchor = "desired_date"', 'anchor = "wish"', ("limit 1", "anchor", "wish")),
        ('field = "meter_digits"', 'field = "digits"', ("meter_swap input", "field", "digits")),
        ('condition = "is_reportable"', 'condition = "is_long"', ("condition", "is_long")),
        ('event = "confirmed"', 'event = "cancelled"', ("step", "event")),
        ("[guard.CN-01]\n", '[guard.CN-01]\ncolour = "red"\n', ("CN-01", "colour")),
        ('brs = "BRS-008"', "brs = 8", ("connect", "brs")),
        ("{state}", "{status}", ("CN-01", "text_en")),
        ('conflicts = ["connect"]', 'conflicts = ["attach"]', ("connect", "attach")),
        ("schema_version = 1", "", ("schema", "version")),
    ],
)
def test__damaged_file__is_refused_naming_entry_and_field(
    tmp_path: Path, before: str, after: str, named: tuple[str, ...]
) -> None:
    text = (RULES_DIR / "processes.toml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "processes.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_process_catalogue(path, rules(), deadlines())

    assert "processes.toml" in str(caught.value)
    for name in named:
        assert name in str(caught.value)


@pytest.mark.parametrize("content", ["", "not toml [", "schema_version = 1\n"])
def test__file_that_is_no_catalogue__is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "processes.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CatalogueError):
        load_process_catalogue(path, rules(), deadlines())


def test__missing_file__is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_process_catalogue(tmp_path / "nothing.toml", rules(), deadlines())
