"""The user's settings file."""

from __future__ import annotations

import stat
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import settings
from app.domain.errors import OutputFileError
from app.settings import Settings
from app.toml_text import dumps

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(tmp_path / "user"))


def test__load__when_nothing_was_saved__gives_defaults() -> None:
    assert settings.load() == Settings()


def test__save__when_loaded_again__is_equal() -> None:
    saved = Settings(
        language="en",
        theme="dark",
        text_size=125,
        recent_files=("C:\\data\\a.netkontor", '/home/ø/"b".netkontor'),
        column_layouts={"metering_points.list": '{"widths": [1, 2]}', "odd key.": "x"},
        window_geometry="AdnQywAD",
    )

    settings.save(saved)

    assert settings.load() == saved


def test__save__when_file_has_unknown_keys__keeps_them() -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(
        'language = "en"\nfuture = [1, 2.5, true]\n[shortcuts]\nsave = "F12"\nday = 2026-11-21\n'
    )

    settings.change(theme="dark")

    document = tomllib.loads(path.read_text())
    assert document["future"] == [1, 2.5, True]
    assert document["shortcuts"]["save"] == "F12"
    assert document["theme"] == "dark"
    assert document["language"] == "en"


@pytest.mark.parametrize(
    "content",
    ['language = "fr"\ntheme = 7\ntext_size = 900\nrecent_files = "x"\n', "text_size = true"],
)
def test__load__when_values_are_not_permitted__uses_defaults(content: str) -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(content)

    assert settings.load() == Settings()


@pytest.mark.parametrize("content", [b"language = ", b"\xff\xfe\x00", b"\x00\x00\x00"])
def test__load__when_file_is_damaged__sets_it_aside_and_starts_with_defaults(
    content: bytes,
) -> None:
    path = settings.settings_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    assert settings.load() == Settings()

    assert path.with_name("settings-damaged.toml").read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX systems")
def test__save__makes_file_for_its_owner_only() -> None:
    settings.save(Settings())

    assert stat.S_IMODE(settings.settings_path().stat().st_mode) == 0o600


def test__save__when_folder_is_a_file__tells_where(tmp_path: Path) -> None:
    (tmp_path / "user").write_text("in the way")

    with pytest.raises(OutputFileError, match=r"settings\.toml"):
        settings.save(Settings())


def test__recent_files__when_opened_again__comes_first_once(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.netkontor" for number in range(12)]
    chosen = Settings()

    for path in [*files, files[5]]:
        chosen = chosen.with_recent_file(path)

    assert chosen.recent_files[0] == str(files[5])
    assert len(chosen.recent_files) == len(set(chosen.recent_files)) == 10


_VALUES = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), _VALUES, max_size=4))
def test__toml_text__when_read_back__is_equal(table: dict[str, object]) -> None:
    assert tomllib.loads(dumps(table)) == table
