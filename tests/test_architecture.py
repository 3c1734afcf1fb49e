"""The structure that holds the program together: layers, sizes, and what may not stand in a file.

The arrows are those of the README: domain <- store, exchange, reports <- services <- ui, cli <-
bootstrap. The modules that stand directly in `app/` (words, clock, places, settings, log) serve
every layer.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source_tree import ROOT, Module, project_files, read_modules

BOTTOM = "foundation"
TOP = "composition"
MAY_IMPORT = {
    BOTTOM: set(),
    "domain": {BOTTOM},
    "store": {"domain", BOTTOM},
    "exchange": {"domain", BOTTOM},
    "reports": {"domain", BOTTOM},
    "services": {"store", "exchange", "reports", "domain", BOTTOM},
    "ui": {"services", "domain", BOTTOM},
    "cli": {"services", "domain", BOTTOM},
    TOP: {"cli", "ui", "services", "store", "exchange", "reports", "domain", BOTTOM},
}
# These join the layers: they may know all of them, and no layer may know them.
COMPOSITION = ("app.bootstrap", "app.__main__", "app.window_start")
COMMAND_LINE = ("app.cli", "app.commands")
# The one part of the domain that the foundation speaks: how an expected error looks.
COMMON_ERRORS = "app.domain.errors"

ONLY_IN = {
    # The start looks whether Qt can be used here at all, before it loads anything of the window.
    "PySide6": {"ui", TOP},
    "shiboken6": {"ui"},
    "pyqtgraph": {"ui"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "sqlite3": {"store"},
    "openpyxl": {"exchange", "reports"},
    "typst": {"reports"},
}
MODULE_THAT_ASKS_THE_TIME = "app.clock"
ASKS_THE_TIME = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
    "PySide6.QtCore.QDate.currentDate",
    "PySide6.QtCore.QDateTime.currentDateTime",
    "PySide6.QtCore.QDateTime.currentDateTimeUtc",
}
LONGEST_FUNCTION = 60
LONGEST_FILE = 500

TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "app",
    "packaging",
    "pyproject.toml",
    "resources",
    "tests",
}
# The patterns are written so that they do not find themselves.
OF_ONE_MACHINE = {
    "a folder of one machine": re.compile(
        r"(?<![\w.~])/(?:home|root|work|Users|opt|mnt|srv)/[A-Za-z0-9]"
    ),
    "a folder of one Windows user": re.compile(r"[A-Z]:\\+Users\\+\w"),
    "a setting of the package index": re.compile(
        r"(?<!no-emit-)(?:index-url|find-links|trusted-host)[ =]"
    ),
    "the package index": re.compile(r"\b(?:pypi[.]org|pythonhosted[.]org)"),
    "a host of one network": re.compile(
        r"://(?:[\w-]+(?:[:/]|$)|\d+[.]\d+|[\w.-]+[.](?:local|lan|internal|intra)\b)"
    ),
}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|coming soon)\b")


def layer_of(module: str) -> str:
    """Return the layer of a dotted name under `app`."""
    if _is_under(module, COMPOSITION):
        return TOP
    if _is_under(module, COMMAND_LINE):
        return "cli"
    layer = module.split(".")[1]
    return layer if layer in MAY_IMPORT else BOTTOM


def _is_under(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def wrong_arrows(module: Module) -> list[str]:
    """Return one line per import that points up or sideways in the layers."""
    if module.name == "app":
        return [f"{module.path}:{line} imports {name}" for line, name in module.imports]
    own = layer_of(module.name)
    allowed = MAY_IMPORT[own] | {own}
    return [
        f"{module.path}:{line} ({own}) imports {name}"
        for line, name in module.imports
        if name.startswith("app.") and not _is_allowed(name, allowed)
    ]


def _is_allowed(name: str, allowed: set[str]) -> bool:
    return (
        name == "app.__version__" or _is_under(name, (COMMON_ERRORS,)) or layer_of(name) in allowed
    )


def libraries_out_of_place(module: Module) -> list[str]:
    """Return one line per library used outside the layers that may know it."""
    if module.name == "app":
        return []
    own = layer_of(module.name)
    return [
        f"{module.path}:{line} ({own}) imports {name}"
        for line, name in module.imports
        if own not in ONLY_IN.get(name.partition(".")[0], {own})
    ]


def questions_for_the_time(module: Module) -> list[str]:
    """Return one line per place that asks the machine for the date or the time of day."""
    if module.name == MODULE_THAT_ASKS_THE_TIME:
        return []
    return [
        f"{module.path}:{line} uses {name}"
        for line, name in module.used_attributes
        if name in ASKS_THE_TIME
    ]


def oversized(module: Module) -> list[str]:
    """Return one line for the file and each function that is too long."""
    lines = len(module.source.splitlines())
    found = [f"{module.path} has {lines} lines"] if lines > LONGEST_FILE else []
    return found + [
        f"{module.path}: {name} has {length} lines"
        for name, length in module.functions
        if length > LONGEST_FUNCTION
    ]


def traces_of_a_machine(text: str) -> list[str]:
    """Return what in a text belongs to one machine or network only."""
    return [what for what, pattern in OF_ONE_MACHINE.items() if pattern.search(text)]


def test__imports_of_app__whole_program__no_arrow_points_the_wrong_way() -> None:
    wrong = [line for module in read_modules("app") for line in wrong_arrows(module)]

    assert wrong == []


def test__libraries__whole_program__stay_in_their_layer() -> None:
    wrong = [line for module in read_modules("app") for line in libraries_out_of_place(module)]

    assert wrong == []


def test__time__whole_program__is_asked_in_the_clock_only() -> None:
    wrong = [line for module in read_modules("app") for line in questions_for_the_time(module)]

    assert wrong == []


def test__files_and_functions__whole_project__are_not_too_long() -> None:
    modules = read_modules("app", "packaging", "tests")

    wrong = [line for module in modules for line in oversized(module)]

    assert wrong == []


def test__packaging_folder__is_no_python_package() -> None:
    """With an `__init__` it would hide the package of the same name that pip installs."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test__top_level__holds_nothing_else() -> None:
    names = {path.parts[0] for path in project_files()}

    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test__project_files__name_no_machine_and_no_package_index() -> None:
    found = [
        f"{path}: {trace}" for path in project_files() for trace in traces_of_a_machine(_text(path))
    ]

    assert found == []


def test__program_and_resources__leave_nothing_unfinished() -> None:
    parts = {"app", "resources", "packaging"}

    found = [
        f"{path}: {match.group()}"
        for path in project_files()
        if path.parts[0] in parts
        for match in UNFINISHED.finditer(_text(path))
    ]

    assert found == []


def _text(path: Path) -> str:
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture or a database


# The checks themselves, on small programs that break the rules.


def _module(name: str, source: str) -> Module:
    return Module(Path(*name.split(".")).with_suffix(".py"), source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.domain.x", "from app.store import engine"),
        ("app.domain.x", "def f():\n    import app.services.charges"),
        ("app.store.x", "from app import exchange"),
        ("app.exchange.x", "from app.reports.workbook import Workbook"),
        ("app.services.x", "from app.ui.tasks import run"),
        ("app.ui.x", "import app.store.rows"),
        ("app.ui.x", "from app.cli import main"),
        ("app.commands.x", "from app.exchange import tables"),
        ("app.commands.x", "from app.bootstrap import open_session"),
        ("app.ui.x", "from app import bootstrap"),
        ("app.texts", "from app.domain.periods import Period"),
        ("app.ui.x", "import importlib\nimportlib.import_module('app.store.engine')"),
    ],
)
def test__wrong_arrows__when_a_layer_imports_upwards__names_the_import(
    name: str, source: str
) -> None:
    assert len(wrong_arrows(_module(name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.domain.x", "from app.texts import _"),
        ("app.store.x", "from app.domain.periods import Period"),
        ("app.services.x", "from app.store import engine\nfrom app.reports import workbook"),
        ("app.texts", "from app.domain.errors import AppError"),
        ("app.bootstrap", "from app.ui import shell\nfrom app.store import engine"),
        ("app.cli", "from app.commands.working_days import show"),
    ],
)
def test__wrong_arrows__when_a_layer_imports_downwards__finds_nothing(
    name: str, source: str
) -> None:
    assert wrong_arrows(_module(name, source)) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.services.x", "from PySide6.QtCore import QObject"),
        ("app.services.x", "from sqlalchemy.orm import Session"),
        ("app.ui.x", "if TYPE_CHECKING:\n    import alembic.command"),
        ("app.services.x", "def f():\n    import openpyxl"),
    ],
)
def test__libraries_out_of_place__when_another_layer_knows_it__names_it(
    name: str, source: str
) -> None:
    assert len(libraries_out_of_place(_module(name, source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date.today()",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "from datetime import datetime as moment\nx = moment.utcnow",
        "from time import time as seconds\nx = seconds()",
        "import time\nx = time.time()",
        "from PySide6.QtCore import QDate\nx = QDate.currentDate()",
    ],
)
def test__questions_for_the_time__when_asked_under_any_name__finds_it(source: str) -> None:
    assert len(questions_for_the_time(_module("app.ui.x", source))) == 1


def test__questions_for_the_time__when_only_durations_are_measured__finds_nothing() -> None:
    module = _module("app.ui.x", "import time\nx = time.monotonic()")

    assert questions_for_the_time(module) == []


def test__oversized__when_function_and_file_are_long__names_both() -> None:
    body = "    x = 1\n" * LONGEST_FUNCTION
    module = _module("app.domain.x", f"def f():\n{body}" + "y = 1\n" * LONGEST_FILE)

    assert len(oversized(module)) == 2


@pytest.mark.parametrize(
    "parts",
    [
        ("see /ho", "me/anna/notes"),
        ("C:\\Us", "ers\\anna"),
        ("--index-url", " somewhere"),
        ("https://pypi", ".org/simple"),
        ("http://", "localhost:8080/x"),
        ("http://", "mirror/simple"),
        ("https://10", ".0.0.1/"),
    ],
)
def test__traces_of_a_machine__when_text_names_one__finds_it(parts: tuple[str, str]) -> None:
    assert traces_of_a_machine("".join(parts)) != []


@pytest.mark.parametrize(
    "text",
    [
        "https://www.retsinformation.dk/eli/lta/2020/1",
        "resources/rules/fields.toml",
        "uv pip compile --no-emit-index-url --no-emit-find-links",
        "#!/usr/bin/env python3",
    ],
)
def test__traces_of_a_machine__when_text_names_none__finds_nothing(text: str) -> None:
    assert traces_of_a_machine(text) == []
