"""What the window spares the start."""

import subprocess
import sys

SCRIPT = """
import PySide6.QtCore, sys, linecache
import app.ui
import json.tool, xml.dom.minidom
import shibokensupport.feature as feature
print(len([name for name in linecache.cache if name.endswith(("minidom.py", "tool.py"))]))
print(feature.pyside_feature_dict.get("xml.dom.minidom"))
"""


def test__import__when_the_window_is_loaded__sources_of_other_modules_are_not_read():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60
    )

    sources_read, feature_default = done.stdout.split()
    assert sources_read == "0"
    assert feature_default in ("0", "None")  # "no feature", or never asked
