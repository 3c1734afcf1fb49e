"""Fixtures for the window's tests: a themed application, and a context over a given session."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QMainWindow

from app.bootstrap import catalogues
from app.clock import FixedClock
from app.domain.working_days import WorkingDayCalendar
from app.services.session import Session
from app.ui import theme, translation
from app.ui.context import ChangeBus, UiContext
from app.ui.navigator import Navigator
from app.ui.preferences import Preferences
from app.ui.tasks import TaskRunner
from tests.company_builder import MovableClock, new_company
from tests.ui.fakes import RecordingMessages

TODAY = date(2026, 11, 21)


@pytest.fixture
def look(qapp):
    """Put the theme on the application."""
    translation.install(qapp)
    theme.theme().apply("light", 100)
    return theme.theme()


@pytest.fixture
def session():
    """Return a session without a company file, for widgets that never read it."""
    return Session(
        company_file=None,
        catalogues=None,
        calendar=WorkingDayCalendar(),
        clock=FixedClock(TODAY),
        who="tester",
    )


@pytest.fixture
def ui_context(qtbot, look, session):
    """Return a context whose messages are recorded instead of shown."""
    window = QMainWindow()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    context = UiContext(
        session,
        tasks=TaskRunner(window),
        messages=RecordingMessages(window),
        preferences=Preferences(window),
        navigator=Navigator(window),
        bus=ChangeBus(window),
    )
    context.window = window
    yield context
    context.tasks.shut_down()


@pytest.fixture
def idle(qtbot, ui_context):
    """Return a function that waits until no work is running."""

    def wait():
        qtbot.waitUntil(lambda: ui_context.tasks.is_idle, timeout=5000)

    return wait


@pytest.fixture
def company(tmp_path):
    """Return a session over a real, empty company file whose clock stands on TODAY."""
    session = new_company(tmp_path, catalogues(), MovableClock(TODAY))
    yield session
    session.company_file.close()


@pytest.fixture
def company_context(ui_context, company):
    """Return a context over a real company file."""
    ui_context.session = company
    return ui_context
