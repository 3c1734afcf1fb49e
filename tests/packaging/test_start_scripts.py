"""run.sh and its set-up, on a small project with an empty lock file: no network is used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.source_tree import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")

PROGRAM = """
import json, os, sys
import app
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "app": app.__file__}))
sys.exit(int(os.environ.get("EXIT_WITH", "0")))
"""
LOCKS = ("requirements.lock", "requirements-dev.lock")
SET_UP_DONE = "Netkontor is set up."


class Project:
    """A project of the same build as Netkontor, but without dependencies.

    Attributes:
        root: its folder, with a space in the name.
        commands: a folder at the head of PATH, for programs put in the place of others.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "my project"
        self.commands = folder / "commands"
        self.elsewhere = folder / "elsewhere"
        for path in (self.root / "packaging", self.root / "app", self.commands, self.elsewhere):
            path.mkdir(parents=True, exist_ok=True)
        for name in ("run.sh", "setup.sh", "test.sh", "qt_libraries.py"):
            shutil.copy(ROOT / "packaging" / name, self.root / "packaging")
        for name in LOCKS:
            (self.root / "packaging" / name).write_text("# nothing\n")
        (self.root / "app" / "__init__.py").write_text("")
        (self.root / "app" / "__main__.py").write_text(PROGRAM)
        # The first name that is looked for, so that every test uses the interpreter it runs on.
        self.command("python3.13", f'exec "{sys._base_executable}" "$@"')
        self.command("apt-get", f'echo "$*" >>"{folder}/apt-get.log"; exit 1')
        self.command("id", "echo 1000")

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def apt_calls(self) -> list[str]:
        log = self.root.parent / "apt-get.log"
        return log.read_text().splitlines() if log.exists() else []

    def command(self, name: str, script: str) -> None:
        """Put a program of this name before all others."""
        path = self.commands / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "NETKONTOR_VENV"}
        return kept | {"PATH": f"{self.commands}:{os.environ['PATH']}"} | settings

    def start(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Call run.sh from another folder and wait for its end."""
        return subprocess.run(
            [self.root / "packaging" / "run.sh", *arguments],
            cwd=self.elsewhere,
            env=self.environment(**settings),
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One environment made by the scripts, to be copied."""
    made = Project(tmp_path_factory.mktemp("made"))
    done = made.start("fields")
    assert done.returncode == 0, done.stderr
    return made.venv


@pytest.fixture
def ready(project: Project, environment: Path) -> Project:
    """A project that was set up before."""
    shutil.copytree(environment, project.venv, symlinks=True)
    done = project.start("fields")
    assert done.returncode == 0, done.stderr
    return project


def test__run__on_a_fresh_checkout__sets_up_and_starts_the_program(project: Project) -> None:
    done = project.start("import", "a file.csv")

    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert said["arguments"] == ["import", "a file.csv"]
    assert Path(said["folder"]) == project.elsewhere
    assert Path(said["app"]).parent == project.root / "app"
    assert SET_UP_DONE in done.stderr


def test__run__when_set_up_before__says_nothing_of_its_own(ready: Project) -> None:
    done = ready.start("fields")

    assert done.stderr == ""


def test__run__when_program_fails__has_its_exit_code(ready: Project) -> None:
    assert ready.start("fields", EXIT_WITH="7").returncode == 7


def test__run__when_a_folder_has_an_app_of_its_own__starts_ours(ready: Project) -> None:
    foreign = ready.elsewhere / "app"
    foreign.mkdir()
    (foreign / "__init__.py").write_text("")
    (foreign / "__main__.py").write_text("raise SystemExit('not ours')")

    done = ready.start("fields", PYTHONPATH=str(ready.elsewhere))

    assert done.returncode == 0, done.stderr


def test__run__by_a_link__finds_its_project(ready: Project, tmp_path: Path) -> None:
    link = tmp_path / "netkontor"
    link.symlink_to(ready.root / "packaging" / "run.sh")

    done = subprocess.run(
        [link, "fields"], env=ready.environment(), check=False, capture_output=True, text=True
    )

    assert json.loads(done.stdout)["arguments"] == ["fields"]


def test__run__when_set_up_before__adds_less_than_a_third_of_a_second(ready: Project) -> None:
    python = str(ready.venv / "bin" / "python")

    def seconds(*command: str) -> float:
        begun = time.monotonic()
        subprocess.run(command, env=ready.environment(), check=True, capture_output=True)
        return time.monotonic() - begun

    script = str(ready.root / "packaging" / "run.sh")
    pairs = [
        (seconds(script, "fields"), seconds(python, "-P", "-m", "app", "fields")) for _ in range(7)
    ]

    # In turn, and the best pair counts: another program may take the processor at any moment.
    assert min(with_script - alone for with_script, alone in pairs) < 0.3


def test__run__when_checkout_was_moved__follows_it(ready: Project) -> None:
    moved = ready.root.rename(ready.root.with_name("moved"))

    done = subprocess.run(
        [moved / "packaging" / "run.sh", "fields"],
        env=ready.environment(),
        check=False,
        capture_output=True,
        text=True,
    )

    assert Path(json.loads(done.stdout)["app"]).parent == moved / "app"


def test__run__when_lock_file_changed__sets_up_again(ready: Project) -> None:
    (ready.root / "packaging" / "requirements.lock").write_text("# nothing, but newer\n")

    done = ready.start("fields")

    assert SET_UP_DONE in done.stderr


def test__run__when_set_up_was_cut_short__makes_the_environment_again(ready: Project) -> None:
    (ready.venv / "netkontor.requirements").unlink()
    (ready.venv / "netkontor.incomplete").touch()
    left_behind = ready.venv / "half a package"
    left_behind.touch()

    done = ready.start("fields")

    assert done.returncode == 0, done.stderr
    assert not left_behind.exists()


def test__run__when_interpreter_is_gone__makes_the_environment_again(ready: Project) -> None:
    python = ready.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")

    done = ready.start("fields")

    assert done.returncode == 0, done.stderr


def test__run__twice_at_once_on_a_fresh_checkout__sets_up_once(project: Project) -> None:
    starts = [
        subprocess.Popen(
            [project.root / "packaging" / "run.sh", "fields"],
            env=project.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]

    ends = [start.communicate() for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0], ends
    assert sum(SET_UP_DONE in said for _, said in ends) == 1


def test__run__when_a_killed_start_left_its_lock__takes_it_over(ready: Project) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    lock = ready.root / ".venv.lock"
    lock.symlink_to(f"netkontor-set-up-{dead.pid}")
    (ready.venv / "netkontor.requirements").unlink()

    done = ready.start("fields")

    assert done.returncode == 0, done.stderr
    assert not lock.is_symlink()


def test__run__when_set_up_fails__leaves_no_lock(project: Project) -> None:
    (project.root / "packaging" / "requirements.lock").write_text("not a requirement!\n")

    done = project.start("fields")

    assert done.returncode == 2
    assert "could not be installed" in done.stderr
    assert not (project.root / ".venv.lock").is_symlink()


def test__run__when_environment_names_a_folder_of_other_things__leaves_it_alone(
    project: Project, tmp_path: Path
) -> None:
    kept = tmp_path / "documents" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("dear")

    done = project.start("fields", NETKONTOR_VENV=str(kept.parent))

    assert done.returncode == 2
    assert "NETKONTOR_VENV" in done.stderr
    assert kept.read_text() == "dear"


def test__run__when_environment_is_elsewhere__uses_it(project: Project, tmp_path: Path) -> None:
    done = project.start("fields", NETKONTOR_VENV="own environment")

    assert done.returncode == 0, done.stderr
    assert (project.elsewhere / "own environment" / "pyvenv.cfg").exists()
    assert not project.venv.exists()


def _without_venv(project: Project) -> None:
    """Let the interpreter lack its venv module, as Debian's does."""
    project.command(
        "python3.13",
        f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec "{sys._base_executable}" "$@"',
    )
    for name in ("python3.12", "python3.11", "python3"):
        project.command(name, "exit 1")


def test__run__when_venv_is_missing_and_not_root__says_the_command(project: Project) -> None:
    _without_venv(project)

    done = project.start("fields")

    assert done.returncode == 2
    assert "sudo apt-get install --no-install-recommends python3" in done.stderr
    assert project.apt_calls == []


def test__run__when_venv_is_missing_and_root__installs_after_an_update(project: Project) -> None:
    _without_venv(project)
    project.command("id", "echo 0")

    done = project.start("fields")

    assert done.returncode == 2  # this apt-get never succeeds
    assert "apt-get could not install them." in done.stderr
    assert [call.split()[4] for call in project.apt_calls] == ["install", "update"]
    assert "-venv" in project.apt_calls[0]


def test__run__when_no_python_fits__says_what_is_needed(project: Project) -> None:
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        project.command(name, "exit 1")

    done = project.start("fields")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Netkontor needs Python 3.11 or newer")


def test__run__when_words_are_newer_than_compiled__compiles_them(ready: Project) -> None:
    words = ready.root / "resources" / "locale" / "da" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "netkontor.po").write_text("")
    (ready.root / "app" / "texts.py").write_text(
        f"import pathlib; pathlib.Path({str(words / 'netkontor.mo')!r}).touch(); print('compiled')"
    )

    first, second = ready.start("fields"), ready.start("fields")

    assert "compiled" in first.stderr
    assert "compiled" not in first.stdout
    assert second.stderr == ""


def test__qt_libraries__as_installed_here__offscreen_lacks_nothing() -> None:
    """The suite itself needs them, so a wrong name in the list shows here."""
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "qt_libraries.py", "offscreen"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout == ""
