"""The user's own settings: language, looks, recent files, remembered column layouts.

Kept as TOML in the user's folder, never in a company file. Keys that this version does not know
are kept as they are, so that an older program does not destroy what a newer one wrote.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import OutputFileError
from app.paths import make_private_dir, user_data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE_NAME = "settings.toml"
_RECENT_FILES_KEPT = 10
TEXT_SIZES = range(90, 151)
"""Permitted text sizes, per cent."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The user's settings; a change makes a new object (`dataclasses.replace`).

    Attributes:
        language: "da", "en", or "" to follow the system.
        theme: "system", "light" or "dark".
        text_size: Size of all text, per cent, 90 to 150.
        recent_files: Company files opened lately, newest first, absolute paths.
        column_layouts: Per list id, the layout of its columns as JSON.
        window_geometry: The main window's place and size as Qt wrote it, base64.
        other: Everything in the file that this version does not know.
    """

    language: str = ""
    theme: str = "system"
    text_size: int = 100
    recent_files: tuple[str, ...] = ()
    column_layouts: Mapping[str, str] = field(default_factory=dict)
    window_geometry: str = ""
    other: Mapping[str, object] = field(default_factory=dict)

    def with_recent_file(self, path: Path) -> Settings:
        """Return settings with this company file first among the recent ones."""
        newest = str(path.resolve())
        older = [name for name in self.recent_files if name != newest]
        return replace(self, recent_files=(newest, *older)[:_RECENT_FILES_KEPT])

    def without_recent_file(self, name: str) -> Settings:
        """Return settings without this entry among the recent files."""
        return replace(self, recent_files=tuple(kept for kept in self.recent_files if kept != name))

    def with_column_layout(self, list_id: str, layout: str) -> Settings:
        """Return settings with this layout (JSON; "" forgets it) for the list."""
        layouts = {**self.column_layouts, list_id: layout}
        return replace(self, column_layouts={key: text for key, text in layouts.items() if text})


def settings_path() -> Path:
    """Return where the settings are kept."""
    return user_data_dir() / _FILE_NAME


def load(path: Path | None = None) -> Settings:
    """Read the settings; what is missing or has the wrong type becomes the default.

    A damaged file must never keep the program from starting: it is set aside as
    `settings-damaged.toml` and the defaults are used.
    """
    path = path or settings_path()
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            path.replace(path.with_name("settings-damaged.toml"))
        return Settings()
    return _from_document(document)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings so that a crash leaves either the old or the new file.

    Raises:
        OutputFileError: When the folder cannot be written to.
    """
    from app.texts import _
    from app.toml_text import dumps

    path = path or settings_path()
    try:
        make_private_dir(path.parent)
        _replace_file(path, dumps(_to_document(settings)))
    except OSError as error:
        message = _("The settings cannot be saved in {path}: {reason}.")
        raise OutputFileError(message.format(path=path, reason=error.strerror or error)) from error


def change(**changes: object) -> Settings:
    """Load the settings, replace the given ones, save them, and return the new settings.

    Raises:
        OutputFileError: When they cannot be saved.
    """
    changed = replace(load(), **changes)  # type: ignore[arg-type] # checked by the dataclass
    save(changed)
    return changed


def _replace_file(path: Path, content: str) -> None:
    # mkstemp makes the file for its owner only (0600).
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _to_document(settings: Settings) -> dict[str, object]:
    known = {
        item.name: getattr(settings, item.name) for item in fields(Settings) if item.name != "other"
    }
    return {**known, **settings.other}


def _from_document(document: Mapping[str, object]) -> Settings:
    defaults = Settings()
    return Settings(
        language=_choice(document, "language", ("", "da", "en"), defaults.language),
        theme=_choice(document, "theme", ("system", "light", "dark"), defaults.theme),
        text_size=_text_size(document.get("text_size"), defaults.text_size),
        recent_files=_texts(document.get("recent_files")),
        column_layouts=_text_table(document.get("column_layouts")),
        window_geometry=_text(document.get("window_geometry")),
        other={
            key: value
            for key, value in document.items()
            if key not in {item.name for item in fields(Settings)}
        },
    )


def _choice(
    document: Mapping[str, object], key: str, permitted: tuple[str, ...], default: str
) -> str:
    value = document.get(key)
    return value if isinstance(value, str) and value in permitted else default


def _text_size(value: object, default: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in TEXT_SIZES:
        return default
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _text_table(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)}
