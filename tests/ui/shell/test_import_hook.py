"""What the window spares the start."""

import subprocess
import sys

SCRIPT = """
import linecache
import app.ui.application
print(sum("app" in name.split("/") for name in linecache.cache))
"""
"""Source text that was read is kept by `linecache`; none of ours needs to be."""


def test__import__when_the_window_is_loaded__qt_does_not_read_our_source_texts():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "0"
