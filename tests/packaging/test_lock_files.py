"""The lock files name everything, once per platform, and no package index."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source_tree import ROOT

PYTHONS = ["3.11.2", "3.12.1", "3.13.0"]
SYSTEMS = ["linux", "win32", "darwin"]
ENVIRONMENTS = list(itertools.product(PYTHONS, SYSTEMS))


@dataclass(frozen=True)
class Lock:
    """The lines of one lock file."""

    requirements: tuple[Requirement, ...]

    def pins(self, python: str, system: str) -> list[tuple[str, str]]:
        """Return name and version of what is installed there, as often as it is named."""
        environment = _environment(python, system)
        return [
            (canonicalize_name(line.name), next(iter(line.specifier)).version)
            for line in self.requirements
            if line.marker is None or line.marker.evaluate(environment)
        ]


def _environment(python: str, system: str) -> dict[str, str]:
    environment = {key: str(value) for key, value in default_environment().items()}
    names = {"linux": "Linux", "win32": "Windows", "darwin": "Darwin"}
    return environment | {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": system,
        "platform_system": names[system],
        "os_name": "nt" if system == "win32" else "posix",
        "extra": "",
    }


def _lines(name: str) -> list[str]:
    return (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()


def _lock(name: str) -> Lock:
    return Lock(tuple(Requirement(line) for line in _lines(name)))


def _project() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = project["dependencies"]
    return {
        "requirements.lock": program,
        "requirements-dev.lock": program + project["optional-dependencies"]["dev"],
    }


LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test__lock_file__every_line__is_one_exact_version(name: str) -> None:
    for line in _lines(name):
        requirement = Requirement(line)

        assert requirement.url is None, line
        assert [clause.operator for clause in requirement.specifier] == ["=="], line


@pytest.mark.parametrize(("python", "system"), ENVIRONMENTS)
@pytest.mark.parametrize("name", LOCKS)
def test__lock_file__on_each_platform__names_every_package_once(
    name: str, python: str, system: str
) -> None:
    names = [package for package, _ in _lock(name).pins(python, system)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("python", "system"), ENVIRONMENTS)
@pytest.mark.parametrize("name", LOCKS)
def test__lock_file__on_each_platform__holds_what_the_project_asks_for(
    name: str, python: str, system: str
) -> None:
    pins = dict(_lock(name).pins(python, system))
    environment = _environment(python, system)

    for text in _project()[name]:
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate(environment):
            assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), text


@pytest.mark.parametrize(("python", "system"), ENVIRONMENTS)
def test__development_lock__on_each_platform__has_the_versions_of_the_program(
    python: str, system: str
) -> None:
    """The two scripts share one environment, which must not change from one to the other."""
    program = set(_lock("requirements.lock").pins(python, system))

    assert program <= set(_lock("requirements-dev.lock").pins(python, system))


@pytest.mark.parametrize("system", SYSTEMS)
def test__lock_file__on_python_3_11__has_a_qt_that_does_not_crash(system: str) -> None:
    pins = dict(_lock("requirements.lock").pins("3.11.2", system))

    assert tuple(int(part) for part in pins["pyside6-essentials"].split(".")[:2]) < (6, 12)
