"""The monthly check: how points are drawn, when a sample is enough, and what differs."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.self_control import (
    AwaitedAnswer,
    DiscrepancyKind,
    NextStep,
    Registers,
    Treatment,
    Verdict,
    draw_sample,
    next_step,
    perform_check,
    rule_in_force,
    sample_size,
)
from tests.domain.rule_catalogue import rules

FIELDS = tuple(
    rules().field(name)
    for name in ("connection_state", "city", "energy_supplier_id", "production_obligation")
)
ROW = ("E22", "Aarhus", "5790000432752", "")


def ids(count: int) -> list[str]:
    return [f"57131318{number:010d}" for number in range(count)]


@pytest.mark.parametrize(("points", "least"), [(0, 0), (1, 1), (399, 399), (400, 400), (401, 400)])
def test__sample_size__around_400__is_all_or_400(points: int, least: int) -> None:
    assert sample_size(points) == least


@pytest.mark.parametrize(
    ("points", "sampled", "discrepancies", "step"),
    [
        (0, 0, 0, NextStep.NOTHING_TO_CHECK),
        (250, 250, 0, NextStep.DONE),
        (250, 249, 0, NextStep.INVALID_SAMPLE),
        (10_000, 400, 0, NextStep.DONE),
        (10_000, 399, 0, NextStep.INVALID_SAMPLE),
        (10_000, 400, 1, NextStep.FULL_CHECK),
        (10_000, 399, 1, NextStep.FULL_CHECK),
        (0, 0, 1, NextStep.FULL_CHECK),
    ],
)
def test__next_step__follows_the_regulation(
    points: int, sampled: int, discrepancies: int, step: NextStep
) -> None:
    assert next_step(points, sampled, discrepancies) is step


def test__rule__is_written_once_with_its_paragraph() -> None:
    rule = rule_in_force()

    assert rule.minimum_sample == 400
    assert rule.source == "Forskrift I § 4, stk. 4-5"
    assert "400" in rule.text


def test__draw_sample__seed__gives_the_same_points_on_every_machine() -> None:
    drawn = draw_sample(reversed_ids(), 7, 5)

    # Pinned: a change here would break the proof of every check that was ever kept.
    assert drawn == tuple(sorted(random.Random(7).sample(ids(1000), 5)))
    assert [int(point[8:]) for point in drawn] == [154, 331, 404, 666, 970]


def reversed_ids() -> list[str]:
    return ids(1000)[::-1]


@given(st.integers(0, 900), st.integers(0, 2**31))
def test__draw_sample__any_population__has_the_least_size_and_no_repeats(
    count: int, seed: int
) -> None:
    population = ids(count)

    drawn = draw_sample(population, seed)

    assert len(drawn) == len(set(drawn)) == min(count, 400)
    assert set(drawn) <= set(population)
    assert drawn == tuple(sorted(drawn)) == draw_sample(population[::-1], seed)


def test__draw_sample__every_point__has_the_same_chance() -> None:
    population = ids(20)
    hits = dict.fromkeys(population, 0)

    for seed in range(2000):
        for point in draw_sample(population, seed, 5):
            hits[point] += 1

    # 500 expected of each; six standard deviations are about 116.
    assert all(384 < count < 616 for count in hits.values())


def registers(
    own: dict[str, tuple[str, ...]], datahub: dict[str, tuple[str, ...]], **more: object
) -> Registers:
    facts: dict[str, object] = {
        "fields": FIELDS,
        "own": own,
        "own_current": frozenset(point for point, row in own.items() if row[0] != "D02"),
        "datahub": datahub,
        "datahub_current": frozenset(point for point, row in datahub.items() if row[0] != "D02"),
    }
    return Registers(**(facts | more))  # type: ignore[arg-type]


def alike(count: int) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    return dict.fromkeys(ids(count), ROW), dict.fromkeys(ids(count), ROW)


def test__perform_check__identical_registers__sample_is_enough() -> None:
    result = perform_check(registers(*alike(1000)), seed=1)

    assert result.verdict is Verdict.ERROR_FREE
    assert (result.population, len(result.sample), result.compared) == (1000, 400, 400)
    assert not result.full
    assert result.discrepancies == ()
    assert result.fulfilled


def test__perform_check__difference_in_the_sample__compares_every_point() -> None:
    own, datahub = alike(1000)
    drawn = draw_sample(own, 1)
    outside = next(point for point in own if point not in drawn)
    for point in (drawn[0], outside):
        datahub[point] = ("E22", "Odense", ROW[2], "")

    result = perform_check(registers(own, datahub), seed=1)

    assert (result.full, result.compared, result.sample_discrepancies) == (True, 1000, 1)
    assert [
        (d.metering_point_id, d.field_id, d.own, d.datahub, d.in_sample)
        for d in result.discrepancies
    ] == sorted(
        [(drawn[0], "city", "Aarhus", "Odense", True), (outside, "city", "Aarhus", "Odense", False)]
    )
    assert result.verdict is Verdict.DISCREPANCIES
    assert result.fulfilled


def test__perform_check__difference_outside_the_sample__is_not_looked_for() -> None:
    own, datahub = alike(1000)
    outside = next(point for point in own if point not in draw_sample(own, 1))
    datahub[outside] = ("E22", "Odense", ROW[2], "")

    result = perform_check(registers(own, datahub), seed=1)

    assert result.verdict is Verdict.ERROR_FREE


def test__perform_check__points_missing_on_either_side__are_told_apart() -> None:
    own, datahub = alike(10)
    missing, extra = ids(11)[3], ids(11)[10]
    del datahub[missing]
    datahub[extra] = ROW

    result = perform_check(registers(own, datahub), seed=1)

    assert [(d.metering_point_id, d.kind, d.treatment) for d in result.discrepancies] == [
        (missing, DiscrepancyKind.MISSING_IN_DATAHUB, Treatment.RESEND),
        (extra, DiscrepancyKind.MISSING_IN_OWN, Treatment.INVESTIGATE),
    ]


def test__perform_check__point_only_datahub_has__is_found_in_any_sample() -> None:
    own, datahub = alike(1000)
    datahub[ids(1001)[1000]] = ROW

    result = perform_check(registers(own, datahub), seed=3)

    assert result.counts == {DiscrepancyKind.MISSING_IN_OWN: 1}
    assert result.full


def test__perform_check__closed_points__are_left_out_unless_only_one_side_closed_them() -> None:
    own, datahub = alike(3)
    closed = ("D02", *ROW[1:])
    own[ids(3)[0]] = datahub[ids(3)[0]] = closed
    own[ids(3)[1]] = closed
    datahub[ids(3)[2]] = closed

    result = perform_check(registers(own, datahub), seed=1)

    assert result.population == 1
    assert [(d.metering_point_id, d.own, d.datahub) for d in result.discrepancies] == [
        (ids(3)[1], "D02", "E22"),
        (ids(3)[2], "E22", "D02"),
    ]


def test__perform_check__fields_of_others__are_for_the_data_owner() -> None:
    own, datahub = alike(1)
    datahub[ids(1)[0]] = ("E22", "Odense", "5790000555550", "true")

    result = perform_check(registers(own, datahub), seed=1)

    assert {d.field_id: d.treatment for d in result.discrepancies} == {
        "city": Treatment.RESEND,
        "energy_supplier_id": Treatment.TELL_OWNER,
        "production_obligation": Treatment.TELL_OWNER,
    }


def test__perform_check__reported_and_not_answered__is_awaited_and_not_sent_again() -> None:
    own, datahub = alike(2)
    first, second = ids(2)
    datahub[first] = ("E23", "Odense", ROW[2], "")
    del datahub[second]
    answer = AwaitedAnswer(process_id=7, reported_on="2026-11-20")
    awaited = {(first, "connection_state"): answer, (second, ""): answer}

    result = perform_check(registers(own, datahub, awaited=awaited), seed=1)

    assert {(d.metering_point_id, d.field_id): d.treatment for d in result.discrepancies} == {
        (first, "connection_state"): Treatment.AWAITING_ANSWER,
        (first, "city"): Treatment.RESEND,
        (second, ""): Treatment.AWAITING_ANSWER,
    }
    assert result.discrepancies[0].process_id == 7
    assert result.full


def test__perform_check__field_the_extract_lacks__is_not_checked_and_not_fulfilled() -> None:
    result = perform_check(registers(*alike(5), unchecked_fields=["floor"]), seed=1)

    assert result.verdict is Verdict.INCOMPLETE
    assert result.unchecked_fields == ("floor",)
    assert not result.fulfilled


def test__perform_check__points_the_extract_does_not_cover__make_the_sample_too_small() -> None:
    own, datahub = alike(500)
    uncovered = frozenset(draw_sample(own, 1)[:2])
    for point in uncovered:
        del datahub[point]

    result = perform_check(registers(own, datahub, uncovered=uncovered), seed=1)

    assert result.step is NextStep.INVALID_SAMPLE
    assert (result.compared, set(result.unchecked_points)) == (398, set(uncovered))
    assert result.verdict is Verdict.INCOMPLETE
    assert result.discrepancies == ()


def test__perform_check__no_points__nothing_to_check() -> None:
    assert perform_check(registers({}, {}), seed=1).verdict is Verdict.NOTHING_TO_CHECK


def test__perform_check__larger_sample__is_drawn_when_asked_for() -> None:
    result = perform_check(registers(*alike(1000)), seed=1, size=600)

    assert (len(result.sample), result.required_sample) == (600, 400)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=10, unique=True),
    st.integers(0, 100),
)
def test__perform_check__any_planted_differences__are_all_found_and_no_others(
    planted: list[tuple[int, int]], seed: int
) -> None:
    own, datahub = alike(31)
    for point, field in planted:
        row = list(datahub[ids(31)[point]])
        row[field] += "x"
        datahub[ids(31)[point]] = tuple(row)

    result = perform_check(registers(own, datahub), seed=seed)

    found = {(d.metering_point_id, d.field_id) for d in result.discrepancies}
    assert found == {(ids(31)[point], FIELDS[field].id) for point, field in planted}
