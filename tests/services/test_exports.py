"""What goes out comes back: export, import into an empty file, export gives the same bytes."""

from __future__ import annotations

import string
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import bootstrap
from app.clock import FixedClock
from app.domain.catalogue import FieldEntry, FieldType
from app.domain.errors import CancelledError, OutputFileError, UsageError
from app.domain.master_data import FieldValue
from app.services.company import close, create_company
from app.services.demo import DemoOrder, make_demo
from app.services.exporting import merged
from app.services.exports import export_file
from app.services.imports import import_file
from app.services.tasking import NoTask
from app.store import FacetPeriod
from tests.builders import OWN_GLN, SUPPLIER_GLN, consumption_point, point_id, write_csv
from tests.company_builder import MovableClock, new_company

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.session import Session

DAY = date(2026, 11, 2)
# In the order in which they build on each other.
KINDS = (
    "grid_areas",
    "actors",
    "metering_points",
    "meters",
    "supplies",
    "charges",
    "charge_prices",
    "charge_links",
    "meter_readings",
)


def exported(session: Session, folder: Path, suffix: str = ".csv") -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    contents = {}
    for kind in KINDS:
        path = folder / f"{kind}{suffix}"
        export_file(session, kind, path)
        contents[kind] = path.read_bytes()
    return contents


def taken_in(folder: Path, source: Path, like: Session, suffix: str) -> Session:
    """Return a new company of the same name and areas with everything imported."""
    folder.mkdir()
    with like.company_file.read() as reader:
        gln, areas = reader.settings.get("company.gln"), sorted(reader.grid_areas.own_codes())
    session = create_company(
        folder / "company.netkontor",
        gln=gln,
        name="Prøve Net",
        grid_areas=areas,
        catalogues=bootstrap.catalogues(),
        clock=MovableClock(DAY),
        who="tester",
    )
    for kind in KINDS:
        result = import_file(session, source / f"{kind}{suffix}", kind=kind)
        assert result.rejected == (), (kind, result.rejected[:3])
    return session


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test__export_file__demo_company__comes_back_byte_for_byte(tmp_path: Path, suffix: str) -> None:
    demo = tmp_path / "demo.netkontor"
    make_demo(demo, DemoOrder(points=400), catalogues=bootstrap.catalogues(), task=NoTask())
    first = bootstrap.open_session(demo, clock=FixedClock(DAY))
    before = exported(first, tmp_path / "first", ".csv")
    exported(first, tmp_path / "again", suffix)

    second = taken_in(tmp_path / "second", tmp_path / "again", first, suffix)

    after = exported(second, tmp_path / "third", ".csv")
    close(first)
    close(second)
    assert {kind: len(content) > 60 for kind, content in after.items()} == dict.fromkeys(
        KINDS, True
    )
    for kind in KINDS:
        assert after[kind] == before[kind], kind


TEXTS = st.text(
    alphabet=string.ascii_letters + string.digits + "æøåÆØÅ é=+-@'\";,.|/#", min_size=1, max_size=20
).map(str.strip)


def values_of(entry: FieldEntry) -> st.SearchStrategy[FieldValue]:
    """Return values the register can hold in a field, right or wrong by the rules."""
    catalogue = bootstrap.field_catalogue()
    if entry.type is FieldType.CODE:
        return st.sampled_from(list(catalogue.code_lists[entry.code_list]))
    by_type: Mapping[FieldType, st.SearchStrategy[FieldValue]] = {
        FieldType.DECIMAL: st.decimals(
            min_value=0, max_value=9_999, places=min(entry.scale, 3), allow_nan=False
        ),
        FieldType.INTEGER: st.integers(min_value=0, max_value=999),
        FieldType.BOOLEAN: st.booleans(),
        FieldType.DATE: st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
        FieldType.MONTH_DAY: st.sampled_from(["0101", "0701"]),
        FieldType.GRID_AREA: st.just("999"),
        FieldType.ACTOR_ID: st.sampled_from([OWN_GLN, SUPPLIER_GLN]),
        FieldType.METERING_POINT_ID: st.sampled_from([point_id(900), point_id(901)]),
        FieldType.UUID: st.uuids().map(str),
        FieldType.TEXT: st.sampled_from(["101", "851"]) if entry.leading_zero else TEXTS,
    }
    return by_type[entry.type]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, date, dict[str, FieldValue]]]:
    """Return writes of facet values to a few points, in any order of days."""
    fields = [
        entry
        for facet in bootstrap.field_catalogue().facets()
        for entry in bootstrap.field_catalogue().by_facet(facet)
    ]
    writes = []
    for _number in range(draw(st.integers(1, 8))):
        point = point_id(draw(st.integers(1, 3)))
        day = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 40)))
        chosen = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=6, unique=True))
        values = {entry.id: draw(st.none() | values_of(entry)) for entry in chosen}
        writes.append((point, day, {k: v if v != "" else None for k, v in values.items()}))
    return writes


Writes = list[tuple[str, date, dict[str, FieldValue]]]


@given(histories())
@settings(max_examples=40)
def test__export__any_history__is_read_back_into_the_same_periods(writes: Writes) -> None:
    check_round_trip(writes)


@pytest.mark.slow
@given(histories())
@settings(max_examples=300)
def test__export__many_histories__are_read_back_into_the_same_periods(writes: Writes) -> None:
    check_round_trip(writes)


def check_round_trip(writes: Writes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a").mkdir()
        (folder / "b").mkdir()
        first = new_company(folder / "a", bootstrap.catalogues(), MovableClock(DAY))
        with first.company_file.write(who="t", kind="test") as writer:
            for point in {point for point, _day, _values in writes}:
                writer.points.add(point)
            for point, day, values in writes:
                writer.points.put_values(point, day, values)
        export_file(first, "metering_points", folder / "first.csv")
        second = new_company(folder / "b", bootstrap.catalogues(), MovableClock(DAY))

        # The rules would refuse most made-up values; the file's form is what is tried here.
        put_rows(second, folder / "first.csv")

        export_file(second, "metering_points", folder / "second.csv")
        assert (folder / "second.csv").read_bytes() == (folder / "first.csv").read_bytes()
        assert days_of(second) == days_of(first)
        close(first)
        close(second)


def put_rows(session: Session, path: Path) -> None:
    """Write the rows of a file as the import does, without judging them by the rules."""
    from app.exchange.recognition import recognise
    from app.exchange.rows import RowReader
    from app.exchange.tables import read_table
    from app.services.file_kinds import kinds_of
    from app.store import PointChange

    catalogue = session.catalogues.fields
    table = read_table(path)
    rows = RowReader(table, recognise(table, kinds_of(catalogue), "metering_points"), catalogue)
    changes = []
    for row in rows.rows():
        assert row.violations == ()
        values = dict(zip(rows.names, row.values, strict=True))
        key = (values.pop("metering_point_id"), values.pop("valid_from"))
        changes.append(PointChange(*key, values))  # type: ignore[arg-type]
    if changes:
        with session.company_file.write(who="t", kind="test") as writer:
            writer.points.put_many(changes)


def days_of(session: Session) -> dict[str, list[tuple[date, dict[str, FieldValue]]]]:
    with session.company_file.read() as reader:
        return {
            point: [(day, dict(values)) for day, values in merged(periods)]
            for point, periods in reader.points.believed_history()
            if any(period.values for period in periods)
        }


def facet(name: str, first: int, last: int | None, **values: FieldValue) -> FacetPeriod:
    from app.domain.master_data import MasterData
    from app.store import OPEN_END

    end = date(2026, 1, last) if last else OPEN_END
    return FacetPeriod(name, date(2026, 1, first), end, MasterData(values), 1, None)


def test__merged__facets_that_change_on_other_days__give_one_row_per_change() -> None:
    periods = [
        facet("meter", 1, 10, meter_number="A"),
        facet("meter", 10, None, meter_number="B"),
        facet("address", 1, 5, city="X"),
        facet("address", 5, None, city="Y"),
        facet("supply", 10, 20, energy_supplier_id="S"),
        facet("supply", 20, None),
    ]

    rows = [(day.day, dict(values)) for day, values in merged(periods) if isinstance(day, date)]

    assert rows == [
        (1, {"meter_number": "A", "city": "X"}),
        (5, {"meter_number": "A", "city": "Y"}),
        (10, {"meter_number": "B", "city": "Y", "energy_supplier_id": "S"}),
        (20, {"meter_number": "B", "city": "Y"}),
    ]


@pytest.fixture
def one_point(session: Session, tmp_path: Path) -> Session:
    import_file(
        session, write_csv(tmp_path / "in.csv", [consumption_point(1, max_power_kw="12.5")])
    )
    return session


def test__export_file__canonical_csv__has_every_field_and_plain_values(
    one_point: Session, tmp_path: Path
) -> None:
    result = export_file(one_point, "metering_points", tmp_path / "out.csv")

    header, line = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(header.split(";"), line.split(";"), strict=True))
    assert result.rows == 1
    assert list(row) == list(one_point.catalogues.fields.fields)
    assert row["valid_from"] == "2026-01-01"
    assert row["max_power_kw"] == "12.5"
    assert row["is_actual_address"] == "true"


def test__export_file__decimal_that_could_be_thousands__is_written_unmistakably(
    session: Session, tmp_path: Path
) -> None:
    with session.company_file.write(who="t", kind="test") as writer:
        charge = writer.charges.add(OWN_GLN, "D03", "NT")
        writer.charges.put_prices(charge, date(2026, 1, 1), [Decimal("1.234")])

    export_file(session, "charge_prices", tmp_path / "out.csv")

    assert ";1.2340;" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test__export_file__empty_company__gives_a_header(session: Session, tmp_path: Path) -> None:
    for kind in KINDS[2:]:
        assert export_file(session, kind, tmp_path / f"{kind}.csv").rows == 0
        assert (tmp_path / f"{kind}.csv").read_text(encoding="utf-8").count("\n") == 1


def test__export_file__bad_orders__one_clear_sentence(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no kind of table “prices”"):
        export_file(session, "prices", tmp_path / "out.csv")
    with pytest.raises(UsageError, match="must end in"):
        export_file(session, "charges", tmp_path / "out.pdf")
    with pytest.raises(OutputFileError, match="the folder does not exist"):
        export_file(session, "charges", tmp_path / "no" / "out.csv")


def test__export_file__cancelled__leaves_the_old_file(one_point: Session, tmp_path: Path) -> None:
    class Cancelled(NoTask):
        def raise_if_cancelled(self) -> None:
            raise CancelledError("cancelled")

    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(CancelledError):
        export_file(one_point, "metering_points", path, task=Cancelled())

    assert path.read_text(encoding="utf-8") == "old"
