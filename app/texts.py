"""The one way to a word that a person reads, for window, reports and command line alike.

Source strings are English; Danish comes from `resources/locale/da` by gettext. Texts of rule
catalogue entries stand in the entries themselves, in both languages, and are chosen by `pick`.
The language is, in this order: what was set (option `--language`), the environment variable
`NETKONTOR_LANGUAGE`, the user's setting, the system's language; Danish when that is unknown.

`python -m app.texts compile|extract|update` keeps the translations (see `app.text_catalogue`).
"""

from __future__ import annotations

import gettext
import io
import os
import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

Language = Literal["da", "en"]
DOMAIN = "netkontor"
_LANGUAGES: tuple[Language, ...] = ("da", "en")
_UNKNOWN_SYSTEM_LANGUAGES = {"", "C", "POSIX"}


class _State:
    """What is chosen and loaded in this process."""

    language: Language | None = None
    translations: gettext.NullTranslations | None = None


def _(message: str) -> str:
    """Return the message in the chosen language; placeholders are filled by the caller."""
    return _translations().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form that fits the count, in the chosen language."""
    return _translations().ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return a word that means different things in different places.

    Args:
        context: Tells the translator which meaning it is ("action", "state").
        message: The English word.
    """
    return _translations().pgettext(context, message)


def mark(message: str) -> str:
    """Mark a message for translation where it stands, to be given to `_` when it is shown."""
    return message


def pick(danish: str, english: str) -> str:
    """Return the text of a catalogue entry in the chosen language."""
    return danish if language() == "da" else english


def format_day(day: date) -> str:
    """Return a day as the operator reads it, dd-MM-yyyy, in both languages."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def language() -> Language:
    """Return the language in use."""
    if _State.language is None:
        _State.language = (
            _known(os.environ.get("NETKONTOR_LANGUAGE", ""))
            or _from_settings()
            or system_language()
        )
    return _State.language


def set_language(language: str) -> None:
    """Use this language from now on in the whole process.

    Args:
        language: "da" or "en"; "" goes back to environment, setting and system.

    Raises:
        ValueError: For any other language.
    """
    chosen = _known(language)
    if chosen is None and language:
        msg = f"no such language: {language}"
        raise ValueError(msg)
    _State.language = chosen
    _State.translations = None


def system_language() -> Language:
    """Return Danish when the system is Danish or says nothing, else English."""
    return "da" if _system_locale().split("_")[0].lower() in {"da", "dan", ""} else "en"


def _known(text: str) -> Language | None:
    return next((known for known in _LANGUAGES if known == text), None)


def _from_settings() -> Language | None:
    from app import settings

    return _known(settings.load().language)


def _system_locale() -> str:
    """Return a locale name like da_DK, or "" when the system does not tell."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        name = os.environ.get(variable, "").split(".")[0]
        if name:
            return "" if name in _UNKNOWN_SYSTEM_LANGUAGES else name.replace("-", "_")
    if sys.platform == "win32":
        return _windows_locale()
    if sys.platform == "darwin":
        return _mac_locale()
    return ""


def _windows_locale() -> str:
    import ctypes
    import locale

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return ""
    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "")


def _mac_locale() -> str:
    import subprocess

    try:
        answer = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLocale"],
            capture_output=True,
            check=True,
            text=True,
            timeout=2,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def _translations() -> gettext.NullTranslations:
    if _State.translations is None:
        _State.translations = (
            gettext.NullTranslations() if language() == "en" else _load_translations(language())
        )
    return _State.translations


def _load_translations(language: Language) -> gettext.NullTranslations:
    """Read the compiled translation; compile it on the fly when it is missing or out of date."""
    from app.paths import locale_dir

    source = locale_dir() / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and not _newer(source, compiled):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(_compiled_in_cache(source, language)))


def _newer(source: Path, compiled: Path) -> bool:
    return source.exists() and source.stat().st_mtime_ns > compiled.stat().st_mtime_ns


def _compiled_in_cache(source: Path, language: Language) -> bytes:
    """Return the compiled translation, from the user's cache when it is there.

    A read-only installation and a full disk only cost time: the file is then compiled again at
    each start.
    """
    from app.paths import cache_dir, make_private_dir

    status = source.stat()
    cached = cache_dir() / "locale" / f"{language}-{status.st_mtime_ns}-{status.st_size}.mo"
    if cached.exists():
        return cached.read_bytes()

    from app.text_catalogue import compiled_bytes

    content = compiled_bytes(source)
    try:
        make_private_dir(cached.parent)
        for outdated in cached.parent.glob(f"{language}-*.mo"):
            outdated.unlink(missing_ok=True)
        part = cached.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(cached)
    except OSError:
        return content
    return content


if __name__ == "__main__":
    from app.text_catalogue import main

    sys.exit(main(sys.argv[1:]))
