"""The log holds no personal data."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from app import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def log_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(tmp_path))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    path = logs.set_up()
    assert path is not None
    yield path
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer 010190-1234 moved", "customer <cpr?> moved"),
        ("0101901234", "<cpr?>"),
        ("point 571313174110422154 by 5790000432752", "point 571313174110422154 by 5790000432752"),
        ("write to per.hansen+el@net.example.dk.", "write to <e-mail>."),
        ("2026-11-21 14:05", "2026-11-21 14:05"),
    ],
)
def test__mask__blanks_people_and_keeps_ids(text: str, expected: str) -> None:
    assert logs.mask(text) == expected


def test__log__when_arguments_and_traceback_hold_personal_data__blanks_both(
    log_file: Path,
) -> None:
    try:
        raise ValueError("bad row: 010190-1234, a@b.dk")
    except ValueError:
        logging.getLogger("app.test").exception("row %s of %s", 7, "x@example.dk")

    written = log_file.read_text("utf-8")
    assert "row 7 of <e-mail>" in written
    assert "bad row: <cpr?>, <e-mail>" in written
    assert "010190" not in written
    assert "b.dk" not in written


def test__set_up__when_called_twice__writes_each_line_once(log_file: Path) -> None:
    logs.set_up()

    logging.getLogger("app.test").warning("only once")

    assert log_file.read_text("utf-8").count("only once") == 1


def test__set_up__when_folder_cannot_be_made__goes_on_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(tmp_path / "file"))

    assert logs.set_up() is None
