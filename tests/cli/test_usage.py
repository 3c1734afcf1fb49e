"""Bad usage costs one clear sentence and exit code 2; help and documents are what they should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.command_line import CommandLine

COMMANDS = (
    "gui",
    "new",
    "demo",
    "import",
    "export",
    "fields",
    "deadlines",
    "deadline",
    "working-days",
    "self-control",
    "backup",
    "restore",
    "check",
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nonsense", "nonsense"),
        ("deadlin x", "deadline"),
        ("deadline x", "ANCHOR"),
        ("deadline a b c", "“c”"),
        ("new company.netkontor --nam X", "--name"),
        ("new company.netkontor --gln", "--gln"),
        ("new company.netkontor --gln 5790000555550 --name X", "--grid-area"),
        ("gui a.netkontor b.netkontor", "b.netkontor"),
        ("gui --demo a.netkontor", "--demo"),
        ("--language fr fields", "fr"),
        ("fields chargs", "charges"),
        ("demo d.netkontor --metering-points many", "--metering-points"),
        ("working-days 2026-11-21 2026-11-20", "2026-11-20"),
        ("working-days 2026-11-21 tomorrow", "tomorrow"),
        ("deadline master_data_update 2026-02-30", "2026-02-30"),
        ("deadline master_data_updat 2026-02-27", "master_data_update"),
        ("deadline master_data_update 1500-01-01", "1500"),
    ],
)
def test__bad_usage__costs_one_sentence_and_exit_code_2(
    netkontor: CommandLine, line: str, expected: str
) -> None:
    run = netkontor(*line.split())

    assert run.code == 2
    assert run.out == ""
    assert expected in run.sentence


def test__bad_usage__with_json__is_one_document_too(netkontor: CommandLine) -> None:
    run = netkontor("deadline", "--json", "nonsense", "2026-11-20")

    assert run.code == 2
    assert run.document == {"error": run.sentence}


def test__window__without_a_display__names_the_command_line(netkontor: CommandLine) -> None:
    for arguments in ((), ("gui",), ("gui", "--demo"), ("company.netkontor",)):
        run = netkontor(*arguments)

        assert run.code == 2
        assert "netkontor --help" in run.sentence


def test__window__when_the_named_display_does_not_answer__says_so(netkontor: CommandLine) -> None:
    run = netkontor("gui", DISPLAY=":4711", WAYLAND_DISPLAY="wayland-none")

    assert run.code == 2
    assert "display" in run.sentence


def test__help__lists_every_command_in_both_languages(netkontor: CommandLine) -> None:
    for language in ("da", "en"):
        run = netkontor("--language", language, "--help")

        assert run.code == 0
        assert [name for name in COMMANDS if f"\n  {name} " not in run.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test__help__of_every_command__says_how_it_is_called(
    netkontor: CommandLine, command: str
) -> None:
    run = netkontor(command, "--help")

    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"Usage: netkontor {command} ")
    assert "--json" in run.out


def test__version__is_told(netkontor: CommandLine) -> None:
    from app import __version__

    assert netkontor("--version").out == f"netkontor {__version__}\n"
    assert netkontor("--version", "--json").document == {"version": __version__}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test__output__when_it_cannot_be_written__costs_one_sentence(
    netkontor: CommandLine, options: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app", "fields", *options],
            cwd=netkontor.folder,
            check=False,
            env=netkontor.environment,
            stderr=subprocess.PIPE,
            stdout=full,
            text=True,
        )

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test__output__when_the_reader_has_seen_enough__ends_quietly(netkontor: CommandLine) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "fields", "--json"],
        cwd=netkontor.folder,
        env=netkontor.environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert process.stderr.read() == b""
        assert process.wait() == 0
