"""Writes every page of the window as a picture: Danish and English, light and dark, 100 and 150 %.

Usage: python packaging/screenshots.py FOLDER [--readme]

Each combination runs in a process of its own, since language, theme and scale are chosen at the
start. The pictures are of the demo company, on its own day, so two runs give the same pictures.
`--readme` writes only the few that the README shows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
README_PAGES = ("overview", "deadlines_0", "point_0", "start_meter_swap")
SETTLE_MS = 350


@dataclass(frozen=True)
class Look:
    """How the window looks.

    Attributes:
        language: "da" or "en".
        theme: "light" or "dark".
        scale: 1.0 or 1.5.
    """

    language: str
    theme: str
    scale: float

    @property
    def name(self) -> str:
        """Return the folder of this look's pictures."""
        return f"{self.language}-{self.theme}-{round(self.scale * 100)}"


LOOKS = tuple(Look(*c) for c in product(("da", "en"), ("light", "dark"), (1.0, 1.5)))


def main() -> int:
    """Write the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write every page of the window as a picture.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--look", default="", help="only this one, for instance da-light-100")
    wanted = parser.parse_args()
    looks = [look for look in LOOKS if wanted.look in ("", look.name)]
    if wanted.readme:
        looks = [Look("da", "light", 1.0), Look("da", "dark", 1.0)]
    worst = 0
    for look in looks:
        with tempfile.TemporaryDirectory() as user:
            worst = max(worst, _run(look, wanted.folder, Path(user), readme=wanted.readme))
    return worst


def _run(look: Look, folder: Path, user: Path, *, readme: bool) -> int:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(look.scale),
        "PYTHONPATH": str(PROJECT),
        "NETKONTOR_LANGUAGE": look.language,
        "NETKONTOR_USER_DIR": str(user),
    }
    command = [
        sys.executable,
        "-m",
        "tests.ui.pictures",
        str(folder),
        look.theme,
        "." if readme else look.name,
        *(README_PAGES if readme else ()),
    ]
    return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
