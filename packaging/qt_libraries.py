"""Name the shared libraries of the system that Qt needs and this machine lacks.

Runs on the standard library alone, before anything is installed. Prints one line per missing
library: its file name and the Debian package that holds it. Prints nothing where Qt's wheels bring
everything themselves (Windows and macOS).

Usage: qt_libraries.py offscreen|xcb
"""

import ctypes
import sys

# What Qt's widgets load on every platform plug-in, the offscreen one included.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# What the X11 plug-in loads on top; everything else of X11 comes as a dependency of these.
XCB = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}
PLATFORMS = {"offscreen": OFFSCREEN, "xcb": OFFSCREEN | XCB}


def is_present(library: str) -> bool:
    """Say whether the system's loader finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main(platform: str) -> None:
    """Print what ``platform`` ("offscreen" or "xcb") lacks here."""
    if not sys.platform.startswith("linux"):
        return
    for library, package in PLATFORMS[platform].items():
        if not is_present(library):
            print(library, package)


if __name__ == "__main__":
    main(sys.argv[1])
