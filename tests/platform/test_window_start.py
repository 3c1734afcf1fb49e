"""What the command line asks of the window, and what keeps it from opening."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from app.domain.errors import UsageError
from app.window_start import WindowRequest, open_window, window_request


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], WindowRequest()),
        (["gui"], WindowRequest()),
        (["gui", "--demo"], WindowRequest(demo=True)),
        (["gui", "a.netkontor"], WindowRequest(file=Path("a.netkontor"))),
        (["my company.netkontor"], WindowRequest(file=Path("my company.netkontor"))),
        (["gui", "a", "b"], None),
        (["gui", "--help"], None),
        (["check", "a.netkontor"], None),
        (["nonsense"], None),
    ],
)
def test__window_request__of_a_command_line(
    arguments: list[str], expected: WindowRequest | None
) -> None:
    assert window_request(arguments) == expected


def test__open_window__with_file_and_demo__is_refused() -> None:
    with pytest.raises(UsageError, match="--demo"):
        open_window(WindowRequest(file=Path("a.netkontor"), demo=True))


@pytest.mark.skipif(sys.platform != "linux", reason="displays of Linux")
def test__open_window__when_wayland_socket_is_there__gets_past_the_display(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from app import window_start

    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()

        window_start._require_display()

    with pytest.raises(UsageError, match="display"):
        window_start._require_display()


def test__qt__when_pyside_crashes_this_python__is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import PySide6

    from app import window_start

    monkeypatch.setattr(PySide6, "__version__", "6.12.0")
    monkeypatch.setattr(window_start, "_FIRST_PYTHON_FOR_IT", (99, 0))

    with pytest.raises(UsageError, match=r"6\.12\.0"):
        window_start._require_usable_qt()
