"""How long the demo company takes to make."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from app.bootstrap import catalogues
from app.services.demo import DemoOrder, make_demo

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(("points", "seconds"), [(2_000, 15), (50_000, 90)])
def test__make_demo__takes_seconds(tmp_path: Path, points: int, seconds: int) -> None:
    started = time.perf_counter()

    made = make_demo(tmp_path / "demo.netkontor", DemoOrder(points=points), catalogues=catalogues())

    assert made.points == points
    assert time.perf_counter() - started < seconds
