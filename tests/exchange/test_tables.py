"""A table is read as it stands, and what is not a table is refused in one clear sentence."""

from __future__ import annotations

import os
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import InputFileError
from app.exchange.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "metering_point_id;city;capacity_kw"


def csv_file(folder: Path, content: str | bytes, name: str = "points.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test__read_table__text_in_an_encoding__is_recognised_and_reported(
    tmp_path: Path, encoding: str
) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n1;Ærø Åby;2,5\n".encode(encoding))

    table = read_table(path)

    assert table.encoding == encoding
    assert table.header == ("metering_point_id", "city", "capacity_kw")
    assert [row.cells for row in table.rows()] == [["1", "Ærø Åby", "2,5"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test__read_table__separator__is_recognised(tmp_path: Path, separator: str) -> None:
    lines = [["id", "name, first"], ["1", "Hansen; Jensen"], ["2", "x"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)

    table = read_table(csv_file(tmp_path, text))

    assert table.separator == separator
    assert [row.cells for row in table.rows()] == lines[1:]


def test__read_table__comma_in_the_cells_of_a_semicolon_file__stays_in_the_cells(
    tmp_path: Path,
) -> None:
    table = read_table(csv_file(tmp_path, "id;price;name\n1;0,5;a\n2;1,5;b\n"))

    assert table.separator == ";"
    assert [row.cells[1] for row in table.rows()] == ["0,5", "1,5"]


def test__read_table__spreadsheets_separator_line__is_followed_and_counted(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "sep=,\nid,name\n1,a\n"))

    assert table.header_row == 2
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ["1", "a"])]


def test__rows__line_breaks_in_quotes_and_empty_lines__keep_the_numbers_of_a_spreadsheet(
    tmp_path: Path,
) -> None:
    path = csv_file(tmp_path, 'id;note\n1;"two\nlines"\n\n2;"say ""hi"""\n;\n3;x\n\n\n')

    rows = [(row.number, row.cells) for row in read_table(path).rows()]

    assert rows == [(2, ["1", "two\nlines"]), (4, ["2", 'say "hi"']), (6, ["3", "x"])]


def test__rows__too_few_or_too_many_cells__are_marked(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n"))

    assert [row.fault for row in table.rows()] == ["", "too_short", "too_long", ""]
    assert all(len(row.cells) == 3 for row in table.rows())


def test__read_table__header_with_empty_cells_at_its_end__is_cut(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "a;b;;\n1;2;;\n"))

    assert table.header == ("a", "b")
    assert [row.fault for row in table.rows()] == [""]


def test__read_table__two_columns_of_one_name__names_both(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"columns A and C are both called “a”"):
        read_table(csv_file(tmp_path, "a;b;a\n1;2;3\n"))


def test__read_table__quotes_that_do_not_fit__names_the_row(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, 'a;b\n1;2\n"x"y;3\n'))

    with pytest.raises(InputFileError, match="row 3: the quotation marks"):
        list(table.rows())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "is empty"),
        ("a.csv", b"PK\x03\x04rest of an archive", "not what its suffix says"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not what its suffix says"),
        ("a.csv", b"%PDF-1.7\n1 0 obj", "not what its suffix says"),
        ("a.csv", b"<html><table>", "not what its suffix says"),
        ("a.csv", b"id;name\n1;\x81\x8d\xff", "unknown character encoding"),
        ("a.xlsx", b"id;name\n1;a\n", "not what its suffix says.*rename it to .csv"),
        ("a.xlsx", b"<html><body><table>", "not what its suffix says.*web page"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not what its suffix says"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("a.xlsx", b"PK\x03\x04 cut short", "damaged"),
    ],
)
def test__read_table__what_is_no_table__one_clear_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = csv_file(tmp_path, content, name)

    with pytest.raises(InputFileError, match=sentence) as raised:
        read_table(path)

    assert str(path) in raised.value.message


def test__read_table__missing_file_and_folder__one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="does not exist"):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(InputFileError, match="is a folder"):
        read_table(tmp_path)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="this user may read everything"
)
def test__read_table__unreadable_file__says_no_permission(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a\n1\n")
    path.chmod(0)

    with pytest.raises(InputFileError, match="no permission"):
        read_table(path)


def workbook_with(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/document.xml": b"<w/>"}, "no workbook"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
        (
            {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'},
            "damaged",
        ),
        (
            {"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * 40_000_000},
            "unpacks to far more",
        ),
        (
            {"xl/workbook.xml": b"<w/>", **{f"xl/media/{n}": b"" for n in range(5_001)}},
            "unpacks to far more",
        ),
    ],
)
def test__read_table__dangerous_or_foreign_archive__is_refused(
    tmp_path: Path, parts: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(InputFileError, match=sentence):
        read_table(workbook_with(tmp_path, parts))


def test__rows__a_hundred_thousand__are_read_without_being_held(tmp_path: Path) -> None:
    import tracemalloc

    line = "571313180401330152;" + "Vejnavn;" * 8 + "x\n"
    path = csv_file(tmp_path, ";".join(f"c{n}" for n in range(10)) + "\n" + line * 100_000)
    table = read_table(path)

    tracemalloc.start()
    count = sum(1 for _row in table.rows())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 5_000_000
