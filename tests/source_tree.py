"""Reads the project's own files for the tests that keep its structure."""

from __future__ import annotations

import ast
import fnmatch
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Module:
    """One Python file and what its text uses.

    Attributes:
        path: relative to the project root, e.g. `app/domain/periods.py`.
        source: the text.
    """

    path: Path
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, filename=str(self.path))

    @property
    def name(self) -> str:
        """Dotted name; a package's `__init__` has the package's name."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What each imported name stands for: `{"date": "datetime.date", "np": "numpy"}`."""
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    names[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return names

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Line and dotted name of everything imported, wherever the import stands.

        `from a.b import c` gives `a.b.c`: c may be a module. Imports by name through importlib
        count when the name is written out.
        """
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
            elif isinstance(node, ast.Call) and self.qualified(node.func) in {
                "importlib.import_module",
                "__import__",
            }:
                names = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
                found += [(node.lineno, str(name)) for name in names]
        return found

    @cached_property
    def used_attributes(self) -> list[tuple[int, str]]:
        """Line and qualified name of every dotted expression and every imported name in use."""
        return [
            (node.lineno, name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Attribute | ast.Name) and (name := self.qualified(node))
        ]

    @property
    def functions(self) -> list[tuple[str, int]]:
        """Name and length in lines of every function, its docstring not counted."""
        return [
            (node.name, _last_line(node) - node.lineno + 1 - _docstring_lines(node))
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]

    def qualified(self, node: ast.expr) -> str:
        """Return the full dotted name an expression stands for, "" when it is none."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (base := self.qualified(node.value)):
            return f"{base}.{node.attr}"
        return ""


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines say what a function means, which are no reason to split it."""
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return _last_line(node.body[0]) - node.body[0].lineno + 1


def project_files() -> list[Path]:
    """Return the paths of the project's files, relative to its root.

    In a git checkout these are the tracked files, elsewhere all that `.gitignore` lets through.
    """
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        paths = [Path(name) for name in listed.stdout.split("\0") if name]
        return sorted(path for path in paths if (ROOT / path).exists())
    return sorted(_files_not_ignored())


def _files_not_ignored() -> list[Path]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    patterns = [line.rstrip("/") for line in lines if line and not line.startswith("#")]

    def is_ignored(name: str) -> bool:
        return name == ".git" or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)

    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not is_ignored(name)]
        found += [Path(folder, name).relative_to(ROOT) for name in files if not is_ignored(name)]
    return found


def read_modules(*folders: str) -> list[Module]:
    """Return the Python modules under these top-level folders."""
    return [
        Module(path, (ROOT / path).read_text(encoding="utf-8"))
        for path in project_files()
        if path.suffix == ".py" and path.parts[0] in folders
    ]
