"""`netkontor deadline`, `working-days` and `fields`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.command_line import CommandLine


def test__deadline__as_json__has_the_documented_keys(netkontor: CommandLine) -> None:
    run = netkontor("deadline", "meter_swap_master_data", "2026-12-18", "--json")

    assert (run.code, run.err) == (0, "")
    assert run.document == {
        "id": "meter_swap_master_data",
        "anchor": "2026-12-18",
        "first_day": None,
        "last_safe_day": run.document["last_safe_day"],
        "last_day": "2026-12-30",
        "last_attempt_day": run.document["last_attempt_day"],
        "source": run.document["source"],
    }
    assert run.document["last_safe_day"] <= "2026-12-30" <= run.document["last_attempt_day"]
    assert "Forskrift I" in run.document["source"]


def test__deadline__for_a_person__writes_danish_dates(netkontor: CommandLine) -> None:
    run = netkontor("deadline", "meter_swap_master_data", "2026-12-18")

    assert run.code == 0
    assert "30-12-2026" in run.out


def test__working_days__as_json__names_closed_days(netkontor: CommandLine) -> None:
    run = netkontor("working-days", "2026-12-23", "2026-12-28", "--json", "--language", "da")

    days = {day["date"]: day for day in run.document}
    assert list(days) == [f"2026-12-{number}" for number in range(23, 29)]
    assert [day["working_day"] for day in run.document] == [True, *[False] * 4, True]
    assert days["2026-12-24"]["closed_reason"] == "christmas_eve"
    assert days["2026-12-24"]["closed_text"] == "juleaftensdag"
    assert days["2026-12-27"]["closed_reason"] == "weekend"
    assert days["2026-12-28"]["closed_reason"] is None


def test__working_days__for_a_person__follows_the_language(netkontor: CommandLine) -> None:
    run = netkontor("working-days", "2026-12-24", "2026-12-24")

    assert "24-12-2026" in run.out
    assert "Christmas Eve" in run.out


def test__fields__as_json__carries_codes_and_aliases(netkontor: CommandLine) -> None:
    run = netkontor("fields", "--json")

    fields = {field["id"]: field for field in run.document}
    state = fields["connection_state"]
    assert {code["code"] for code in state["codes"]} >= {"D03", "E22", "E23", "D02"}
    assert state["label_da"] == "Tilslutningsstatus"
    assert "gsrn" in fields["metering_point_id"]["aliases"]
    assert fields["energy_supplier_id"]["responsible"] == "supplier"
    assert fields["capacity_kw"]["unit"] == "kW"


def test__fields__of_a_kind__are_the_columns_of_its_files(netkontor: CommandLine) -> None:
    run = netkontor("fields", "charge_links", "--json")

    assert "metering_point_id" in {field["id"] for field in run.document}


def test__fields__for_a_person__is_a_table(netkontor: CommandLine) -> None:
    run = netkontor("fields")

    assert run.code == 0
    assert any("metering_point_type" in line and "E17" in line for line in run.out.splitlines())
