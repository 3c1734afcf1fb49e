"""A desk over a real, empty company file on a day that stands still until a test moves it."""

from __future__ import annotations

from datetime import date

import pytest

from app import bootstrap
from app.services.company import close
from tests.company_builder import MovableClock, new_company
from tests.ui.pages.desk import Desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def clock():
    return MovableClock(TODAY)


@pytest.fixture
def session(tmp_path, clock):
    opened = new_company(tmp_path, bootstrap.catalogues(), clock)
    yield opened
    close(opened)


@pytest.fixture
def desk(qtbot, ui_context):
    return Desk(qtbot, ui_context)
