"""Reading of what was typed."""

from __future__ import annotations

from datetime import date

import pytest

from app.commands.arguments import (
    GlobalOptions,
    parse_day,
    parse_month,
    parse_whole_number,
    repeat_list_options,
    split_global_options,
)
from app.domain.errors import UsageError


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--language", "en", "fields", "charges"],
        ["fields", "--json", "charges", "--language=en"],
        ["fields", "charges", "--language", "en", "--json"],
    ],
)
def test__split_global_options__wherever_they_stand__takes_them_out(arguments: list[str]) -> None:
    assert split_global_options(arguments) == (
        GlobalOptions(as_json=True, language="en"),
        ["fields", "charges"],
    )


def test__split_global_options__after_two_dashes__leaves_them() -> None:
    assert split_global_options(["check", "--", "--json"]) == (
        GlobalOptions(),
        ["check", "--", "--json"],
    )


@pytest.mark.parametrize("arguments", [["--language"], ["--language", "fr"], ["--language="]])
def test__split_global_options__when_language_is_wrong__is_refused(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        split_global_options(arguments)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "new F --grid-area 900 901 --name N",
            "new F --grid-area 900 --grid-area 901 --name N",
        ),
        ("new --grid-area 900 F", "new --grid-area 900 F"),
        ("new --grid-area 900 901 F", "new --grid-area 900 --grid-area 901 F"),
        (
            "self-control F --datahub a.csv b.xlsx -o o.xlsx",
            "self-control F --datahub a.csv --datahub b.xlsx -o o.xlsx",
        ),
        ("self-control --datahub a.csv F", "self-control --datahub a.csv F"),
        ("import F a.csv b.csv", "import F a.csv b.csv"),
        ("new F --grid-area", "new F --grid-area"),
    ],
)
def test__repeat_list_options__several_values__become_several_options(
    typed: str, meant: str
) -> None:
    assert repeat_list_options(typed.split()) == meant.split()


def test__parse_day__iso_date__is_read() -> None:
    assert parse_day("2028-02-29", "DAY") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2026-02-29", "20261121", "21-11-2026", "2026-W47-6", "", "x"])
def test__parse_day__anything_else__names_argument_and_value(text: str) -> None:
    with pytest.raises(UsageError, match=f"ANCHOR.*“{text}”"):
        parse_day(text, "ANCHOR")


def test__parse_month__is_its_first_day() -> None:
    assert parse_month("2026-11", "--month") == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "0000-01", "11-2026", "2026-11-01", ""])
def test__parse_month__anything_else__is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--month"):
        parse_month(text, "--month")


@pytest.mark.parametrize("text", ["0", "11", "-1", "1.5", "1e1", "", "٣"])
def test__parse_whole_number__outside_or_no_number__is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--seed"):
        parse_whole_number(text, "--seed", least=1, most=10)


def test__parse_whole_number__limits__are_included() -> None:
    assert [parse_whole_number(text, "N", least=1, most=10) for text in ("1", "10")] == [1, 10]
