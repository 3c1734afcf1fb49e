"""Speed of the rule catalogue: loading it, and judging master data with it."""

from __future__ import annotations

from time import perf_counter

import pytest

from app.domain.catalogue import load_catalogue
from app.domain.checks import check_master_data
from tests.domain.rule_catalogue import POINTS, RULES_DIR, rules, situation

pytestmark = pytest.mark.bench

POINTS_A_SECOND = 8_000
LOADING_SECONDS = 0.06


def test__check_master_data__complete_points__at_least_8000_a_second() -> None:
    points = [POINTS["E17"].replacing({"city": f"By {number}"}) for number in range(8_000)]
    around = situation()
    check_master_data(rules(), points[0], around)

    start = perf_counter()
    found = sum(len(check_master_data(rules(), point, around)) for point in points)
    seconds = perf_counter() - start

    assert found == 0
    assert len(points) / seconds > POINTS_A_SECOND


def test__load_catalogue__shipped_files__under_60_milliseconds() -> None:
    load_catalogue(RULES_DIR)

    start = perf_counter()
    load_catalogue(RULES_DIR)

    assert perf_counter() - start < LOADING_SECONDS
