"""Files that go out: whole or not at all, and no cell becomes a formula."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import OutputFileError
from app.exchange.formula_guard import guarded, unguarded
from app.exchange.table_writing import write_csv
from app.exchange.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-x", "@cmd", "\tx", "\rx", "'=1", "''@x"])
def test__guarded__start_of_a_formula__gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "x", "-1.5", "+3", "-1.234,5", "'x", "a=b", "2026-11-21"])
def test__guarded__harmless_text__stays(text: str) -> None:
    assert guarded(text) == text


@given(st.text(alphabet="'=+-@\t\rab1.", max_size=8))
def test__guarded__any_text__comes_back_and_starts_no_formula(text: str) -> None:
    written = guarded(text)

    assert unguarded(written) == text
    assert written[:1] not in {"=", "@", "\t", "\r"}


def test__write_csv__canonical_form__is_byte_for_byte_known(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    rows = write_csv(path, ["id", "note"], [["1", 'Ærø; "x"'], ["2", "=1"]])

    assert rows == 2
    assert path.read_bytes() == 'id;note\n1;"Ærø; ""x"""\n2;\'=1\n'.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test__write_csv__new_file__is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    write_csv(path, ["a"], [])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test__write_csv__rows_that_fail_on_the_way__leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def rows() -> Iterator[list[str]]:
        yield ["1"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_csv(path, ["a"], rows())

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test__write_csv__missing_folder_and_folder_as_target__one_clear_sentence(
    tmp_path: Path,
) -> None:
    with pytest.raises(OutputFileError, match="the folder does not exist"):
        write_csv(tmp_path / "no" / "out.csv", ["a"], [])
    with pytest.raises(OutputFileError, match="it is a folder"):
        write_csv(tmp_path, ["a"], [])


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.domain.errors import OutputFileError
from app.exchange.table_writing import CellType, write_csv, write_xlsx
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
path = Path(sys.argv[1])
rows = ([f"{n * 7919}-{n}" for n in range(i, i + 20)] for i in range(5_000))
try:
    if path.suffix == ".csv":
        write_csv(path, ["a"] * 20, rows)
    else:
        write_xlsx(path, ["a"] * 20, rows, types=[CellType.TEXT] * 20, title="T")
except OutputFileError as error:
    print(error.message)
    sys.exit(3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test__write__disk_full__says_so_and_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("old", encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stderr) == (3, "")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test__write_csv__read_back__gives_the_same_texts(tmp_path: Path) -> None:
    rows = [["1", "two\nlines", "'=x"], ["2", ' "q" ', "a;b"]]
    path = tmp_path / "out.csv"

    write_csv(path, ["a", "b", "c"], rows)

    read = [[unguarded(cell) for cell in row.cells] for row in read_table(path).rows()]
    assert read == rows
