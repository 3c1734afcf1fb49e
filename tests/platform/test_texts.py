"""Choice of language and translation."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import settings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

_PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Save"
msgstr "Gem"

msgid "{count} metering point"
msgid_plural "{count} metering points"
msgstr[0] "{count} målepunkt"
msgstr[1] "{count} målepunkter"
"""


@pytest.fixture(autouse=True)
def _clean_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in ("NETKONTOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(tmp_path / "user"))
    texts.set_language("")
    yield
    texts.set_language("")


@pytest.fixture
def own_translation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("NETKONTOR_RESOURCES", str(tmp_path / "resources"))
    source = tmp_path / "resources" / "locale" / "da" / "LC_MESSAGES" / "netkontor.po"
    source.parent.mkdir(parents=True)
    source.write_text(_PO, "utf-8")
    return source


@pytest.mark.skipif(sys.platform != "linux", reason="the environment decides on Linux")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "da"),
        ("C", "da"),
        ("C.UTF-8", "da"),
        ("POSIX", "da"),
        ("da_DK.UTF-8", "da"),
        ("en_DK.UTF-8", "en"),
        ("de_DE", "en"),
        ("en_US.UTF-8", "en"),
    ],
)
def test__language__by_system__is_danish_when_danish_or_unknown(
    monkeypatch: pytest.MonkeyPatch, name: str, expected: str
) -> None:
    monkeypatch.setenv("LANG", name)

    assert texts.language() == expected


def test__language__when_setting_says_english__is_english() -> None:
    settings.save(settings.Settings(language="en"))

    assert texts.language() == "en"


def test__language__when_environment_differs_from_setting__environment_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.save(settings.Settings(language="en"))
    monkeypatch.setenv("NETKONTOR_LANGUAGE", "da")

    assert texts.language() == "da"


def test__set_language__when_unknown__is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        texts.set_language("fr")


def test__pick__follows_language() -> None:
    texts.set_language("da")
    danish = texts.pick("Frist", "Deadline")
    texts.set_language("en")

    assert (danish, texts.pick("Frist", "Deadline")) == ("Frist", "Deadline")


def test__format_day__when_year_is_short__keeps_four_digits() -> None:
    assert texts.format_day(date(2026, 3, 9)) == "09-03-2026"
    assert texts.format_day(date(206, 3, 9)) == "09-03-0206"


@pytest.mark.usefixtures("own_translation")
def test__gettext__when_not_compiled__compiles_to_cache(tmp_path: Path) -> None:
    texts.set_language("da")

    assert texts._("Save") == "Gem"
    assert texts.ngettext("{count} metering point", "{count} metering points", 1) == (
        "{count} målepunkt"
    )
    assert texts.ngettext("{count} metering point", "{count} metering points", 0) == (
        "{count} målepunkter"
    )
    assert [path.suffix for path in (tmp_path / "user/cache/locale").iterdir()] == [".mo"]


def test__gettext__when_source_is_newer_than_compiled__uses_source(own_translation: Path) -> None:
    from app.text_catalogue import compile_all

    (compiled,) = compile_all()
    own_translation.write_text(_PO.replace('"Gem"', '"Gemt"'), "utf-8")
    moment = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(own_translation, ns=(moment, moment))
    texts.set_language("da")

    assert texts._("Save") == "Gemt"


def test__gettext__when_cache_cannot_be_written__still_translates(
    own_translation: Path, tmp_path: Path
) -> None:
    (tmp_path / "user").write_text("in the way")
    texts._State.language = "da"  # the settings lie in the unusable folder too

    assert texts._("Save") == "Gem"
    assert own_translation.exists()


def test__english__needs_no_translation_file() -> None:
    texts.set_language("en")

    assert texts._("Save") == "Save"
    assert texts.ngettext("{count} row", "{count} rows", 1) == "{count} row"


def test__module__when_run_with_wrong_command__exits_with_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.texts", "nonsense"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert done.returncode == 2
    assert "compile|extract|update" in done.stderr


def test__import__when_nothing_is_compiled__does_not_import_babel() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, app.texts; print('babel' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )

    assert done.stdout.strip() == "False"
