"""What every test needs: a private user folder, English words, and patient hypothesis runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from app import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A deadline per example would measure how busy the machine is.
settings.register_profile("netkontor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("netkontor")


@pytest.fixture(autouse=True)
def private_user_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Keep settings, logs and caches of a test out of the user's own folder."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("NETKONTOR_USER_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english_words() -> Iterator[None]:
    """Let tests read English messages, and give the language back afterwards."""
    before = texts.language()
    texts.set_language("en")
    yield
    texts.set_language(before)
