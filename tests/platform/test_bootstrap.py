"""The composition root: sessions for the window, parts for the commands, and a light start."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import CommandParts, WindowSessions
from app.domain.errors import AppError, OutputFileError
from app.services.tasking import NoTask

GLN = "5790000555550"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("NETKONTOR_TODAY", "2026-11-21")


def test__window_sessions__create_close_open__is_the_same_company(tmp_path: Path) -> None:
    sessions = WindowSessions()
    path = tmp_path / "company.netkontor"

    made = sessions.create(path, gln=GLN, name="Net", grid_areas=["990"], task=NoTask())
    sessions.close(made)
    opened = sessions.open(path, NoTask())

    with opened.company_file.read() as reader:
        assert reader.settings.get("company.gln") == GLN
    assert opened.today == date(2026, 11, 21)
    sessions.close(opened)


def test__window_sessions__demo__is_made_once_around_today() -> None:
    sessions = WindowSessions()

    first = sessions.demo(NoTask())
    sessions.close(first)
    made_at = bootstrap.demo_path().stat().st_ino
    second = sessions.demo(NoTask())

    assert bootstrap.demo_path().stat().st_ino == made_at
    with second.company_file.read() as reader:
        assert reader.points.count() == 2000
        last = reader.changes.last()
    assert last is not None
    assert last.at.date() <= date(2026, 11, 21)
    sessions.close(second)


def test__window_sessions__demo_when_folder_cannot_be_made__says_so(tmp_path: Path) -> None:
    (tmp_path / "user").write_text("in the way")

    with pytest.raises(OutputFileError, match=r"Demo\.netkontor"):
        WindowSessions().demo(NoTask())


def test__command_parts__session__is_closed_after_the_block(tmp_path: Path) -> None:
    parts = CommandParts()
    path = tmp_path / "company.netkontor"
    sessions = WindowSessions()
    sessions.close(sessions.create(path, gln=GLN, name="Net", grid_areas=["990"], task=NoTask()))

    with parts.session(path) as session:
        assert session.who == parts.who != ""

    assert not path.with_name(f"{path.name}-wal").exists()


def test__command_parts__session_of_a_missing_file__is_an_expected_error(tmp_path: Path) -> None:
    with (
        pytest.raises(AppError, match="nowhere"),
        CommandParts().session(tmp_path / "nowhere.netkontor"),
    ):
        pass


def test__short_way_to_the_window__imports_nothing_heavy() -> None:
    program = (
        "import sys, app.__main__; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        text=True,
    )

    loaded = set(done.stdout.split())
    assert "app" in loaded
    assert (
        loaded
        & {
            "PySide6",
            "alembic",
            "babel",
            "click",
            "holidays",
            "icalendar",
            "lxml",
            "numpy",
            "openpyxl",
            "polars",
            "pydantic",
            "pyqtgraph",
            "rich",
            "sqlalchemy",
            "typer",
            "typst",
        }
        == set()
    )
