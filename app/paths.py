"""Where the program finds its own data and keeps the user's: never the company file itself.

Environment variables override the places, so that tests, scripts and portable installations do
not touch a user's own settings: `NETKONTOR_RESOURCES` and `NETKONTOR_USER_DIR`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_APP_NAME = "netkontor"


def resources_dir() -> Path:
    """Return the folder with rules, translations, icons, help and templates."""
    override = os.environ.get("NETKONTOR_RESOURCES")
    if override:
        return Path(override)
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return base / "resources"


def rules_dir() -> Path:
    """Return the folder with the rule catalogues (TOML)."""
    return resources_dir() / "rules"


def locale_dir() -> Path:
    """Return the folder with the translations, one sub folder per language."""
    return resources_dir() / "locale"


def user_data_dir() -> Path:
    """Return the user's own folder: settings, crash reports, the demo company."""
    override = os.environ.get("NETKONTOR_USER_DIR")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir(_APP_NAME, appauthor=False, roaming=True))


def log_dir() -> Path:
    """Return the folder of the log files."""
    if os.environ.get("NETKONTOR_USER_DIR"):
        return user_data_dir() / "logs"
    import platformdirs

    return Path(platformdirs.user_log_dir(_APP_NAME, appauthor=False))


def cache_dir() -> Path:
    """Return the folder for what can be made again at any time."""
    if os.environ.get("NETKONTOR_USER_DIR"):
        return user_data_dir() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir(_APP_NAME, appauthor=False))


def make_private_dir(path: Path) -> Path:
    """Make a folder that only its owner can read, with its parents, and return it.

    Raises:
        OSError: When it cannot be made.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
