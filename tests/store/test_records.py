"""Processes, readings, reference data, kept runs, files, imports and the audit trail."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.store import (
    CheckFinding,
    CheckRunDraft,
    NewConsumption,
    NewEvent,
    NewImportRun,
    NewOverride,
    NewProcess,
    NewReading,
)
from app.store.repositories.reference import ALWAYS
from tests.store.made_up_points import point_id, points

D1, D2, D3 = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
POINT = point_id(0)


@pytest.fixture
def with_point(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(1))
    return company


def start(company, kind="connect", object_id=POINT, **options):
    with company.write(who="Ida", kind="start_process") as writer:
        return writer.processes.start(
            NewProcess(
                kind=kind,
                object_kind="metering_point",
                object_id=object_id,
                started_on=D1,
                state=options.pop("state", "planned"),
                **options,
            )
        )


def event(kind="done", **options):
    options = {"step": "cut", "happened_on": D2, "state": "done", "is_open": True, **options}
    return NewEvent(kind=kind, **options)


def test__process__with_events__comes_back_with_all_its_types(company, clock):
    data = {"day": D1, "reading": Decimal("12.500"), "flag": True, "meter": "123"}
    measured = [{"deadline": "X", "last_day": D3, "rule_set": "forskrift"}]
    number = start(company, data=data)
    with company.write(who="Bo", kind="record") as writer:
        first = writer.processes.add_event(
            number, event(data={"kwh": Decimal(1)}, measured=measured)
        )
        writer.processes.add_event(
            number, event("reported", explanation="Syg", note="n", state="reported", is_open=False)
        )

    with company.read() as reader:
        process = reader.processes.get(number)

    assert (process.kind, process.object_id, process.started_on) == ("connect", POINT, D1)
    assert process.data == data
    assert (process.state, process.is_open) == ("reported", False)
    assert (process.who, process.started_at) == ("Ida", clock.now())
    done, reported = process.events
    assert (done.number, done.who, done.recorded_at) == (first, "Bo", clock.now())
    assert done.data == {"kwh": Decimal(1)}
    assert done.measured == tuple(measured)
    assert (reported.kind, reported.explanation, reported.note) == ("reported", "Syg", "n")
    assert writer.touched == {("process", str(number))}


def test__processes__find__chooses_by_state_kind_and_openness(company):
    one = start(company, "connect", state="planned")
    two = start(company, "meter_swap", state="done")
    three = start(company, "connect", state="confirmed", is_open=False)
    with company.write(who="tester", kind="record") as writer:
        for number in (one, two):
            writer.processes.add_event(number, event(state="done"))

    def found(**options):
        with company.read() as reader:
            return [(p.id, len(p.events)) for p in reader.processes.find(**options)]

    assert found() == [(two, 1), (one, 1)]
    assert found(open_only=False) == [(three, 0), (two, 1), (one, 1)]
    assert found(kinds=frozenset({"connect"})) == [(one, 1)]
    assert found(states=frozenset({"confirmed"}), open_only=False) == [(three, 0)]
    assert found(object_kind="charge", open_only=False) == []
    with company.read() as reader:
        assert reader.processes.counts() == {("connect", "done"): 1, ("meter_swap", "done"): 1}
        assert [p.id for p in reader.processes.of_object("metering_point", POINT)] == [
            three,
            two,
            one,
        ]
        assert reader.processes.get(99) is None


def test__add_event__to_an_unknown_process__is_not_found(company):
    with pytest.raises(NotFoundError, match="99"), company.write(who="t", kind="record") as writer:
        writer.processes.add_event(99, event())


def reading(day, value, meter="123"):
    return NewReading(
        metering_point_id=POINT, meter_number=meter, read_on=day, value=Decimal(value), kind="final"
    )


def test__readings__of_a_point__newest_first_and_exact(with_point):
    with with_point.write(who="tester", kind="read") as writer:
        first = writer.readings.add(reading(D1, "12345.678"))
        writer.readings.add(reading(D3, "13000"))
        writer.readings.add(reading(D2, "0.1", meter="999"))

    with with_point.read() as reader:
        found = reader.readings.of_point(POINT)
        assert [(r.read_on, r.value) for r in found] == [
            (D3, Decimal(13000)),
            (D2, Decimal("0.1")),
            (D1, Decimal("12345.678")),
        ]
        assert reader.readings.last_of_meter(POINT, "123").read_on == D3
        assert reader.readings.last_of_meter(POINT, "123", before=D3).id == first
        assert reader.readings.last_of_meter(POINT, "123", before=D1) is None
        assert [r.read_on for r in reader.readings.believed()] == [D1, D2, D3]


def test__readings__voided__are_only_known_from_before(with_point):
    with with_point.write(who="tester", kind="read") as writer:
        number = writer.readings.add(reading(D1, "5"))
    known = writer.change_id
    with with_point.write(who="tester", kind="void") as writer:
        writer.readings.void(number)

    with with_point.read() as reader:
        assert reader.readings.of_point(POINT) == []
        assert [r.id for r in reader.readings.of_point(POINT, as_known=known)] == [number]
        assert reader.readings.get(number).change_out == writer.change_id
    with pytest.raises(NotFoundError), with_point.write(who="tester", kind="void") as writer:
        writer.readings.void(number)


def test__consumption__kept_and_voided__is_exact(with_point):
    with with_point.write(who="tester", kind="swap") as writer:
        number = writer.readings.add_consumption(
            NewConsumption(
                metering_point_id=POINT,
                period_from=D1,
                period_to=D2,
                kwh=Decimal("345.001"),
                explanation="(12345 - 12000) x 1",
            )
        )
    with with_point.read() as reader:
        (kept,) = reader.readings.consumption_of_point(POINT)
    with with_point.write(who="tester", kind="void") as writer:
        writer.readings.void_consumption(number)

    assert (kept.kwh, kept.period_to) == (Decimal("345.001"), D2)
    with with_point.read() as reader:
        assert reader.readings.consumption_of_point(POINT) == []


def test__settings__changed__keep_their_history(company):
    with company.write(who="tester", kind="settings") as writer:
        assert writer.settings.put("rule_set", "datahub")
        assert not writer.settings.put("rule_set", "datahub")
        assert writer.settings.put("company.name", "Nyt Net")

    with company.read() as reader:
        assert reader.settings.get("rule_set") == "datahub"
        assert reader.settings.get("nothing", "default") == "default"
        assert reader.settings.all()["company.name"] == "Nyt Net"
        history = [(v.value, v.change_out) for v in reader.settings.history("company.name")]
    assert history == [("Eksempel Net", writer.change_id), ("Nyt Net", None)]


def test__grid_areas__known_and_own__are_told_apart(company):
    with company.write(who="tester", kind="areas") as writer:
        assert writer.grid_areas.put("131", name="Nabo", price_area="DK1")
        assert not writer.grid_areas.put("791", own=True)

    with company.read() as reader:
        assert [(a.code, a.name, a.own) for a in reader.grid_areas.all()] == [
            ("131", "Nabo", False),
            ("791", "", True),
        ]
        assert reader.grid_areas.own_codes() == {"791"}


def test__actors__renamed_from_a_day__have_two_periods(company):
    with company.write(who="tester", kind="actors") as writer:
        assert writer.actors.put("8200000007432", "DDQ", "Elhandel")
        assert writer.actors.put("8200000007432", "DDQ", "Elhandel Nord", D2)
        writer.actors.put("5799999911118", "DDK", "Balance")
        assert not writer.actors.put("5799999911118", "DDK", "Balance")

    with company.read() as reader:
        suppliers = reader.actors.all("DDQ")
        assert [(a.name, a.valid_from) for a in suppliers] == [
            ("Elhandel", ALWAYS),
            ("Elhandel Nord", D2),
        ]
        assert [a.name for a in reader.actors.all(as_of=D1)] == ["Balance", "Elhandel"]
        assert reader.actors.names() == {
            "8200000007432": "Elhandel Nord",
            "5799999911118": "Balance",
        }
        assert {a.role for a in reader.actors.get("5799999911118")} == {"DDK"}


def check_run(month="2026-10", **options):
    return CheckRunDraft(
        kind="self_control",
        month=month,
        as_of=datetime(2026, 11, 1, tzinfo=UTC),
        population=50000,
        sample_size=400,
        seed=2**40,
        is_full=False,
        outcome="differences",
        parameters={"files": [{"name": "a.csv"}], "limit": Decimal("0.1")},
        **options,
    )


def test__check_run__kept_and_signed_off__comes_back(company, clock):
    findings = [
        CheckFinding(kind="difference", metering_point_id=POINT, field_id="city", own_value="A"),
        CheckFinding(kind="missing", metering_point_id=point_id(1), data={"day": D1}),
    ]
    with company.write(who="Ida", kind="self_control") as writer:
        number = writer.check_runs.add(check_run(), findings)
        other = writer.check_runs.add(check_run("2026-09"), [])
    with company.write(who="Bo", kind="sign_off") as writer:
        writer.check_runs.sign_off(number)

    with company.read() as reader:
        run = reader.check_runs.get(number)
        assert (run.seed, run.who, run.made_at) == (2**40, "Ida", clock.now())
        assert run.parameters == {"files": [{"name": "a.csv"}], "limit": Decimal("0.1")}
        assert (run.signed_off_by, run.signed_off_at) == ("Bo", clock.now())
        assert list(reader.check_runs.findings(number)) == findings
        assert [r.id for r in reader.check_runs.all()] == [other, number]
        assert [r.id for r in reader.check_runs.all("self_control", "2026-10")] == [number]
        assert reader.check_runs.all("settlement") == []


def test__sign_off__twice_or_unknown__is_refused(company):
    with company.write(who="Ida", kind="self_control") as writer:
        number = writer.check_runs.add(check_run(), [])
        writer.check_runs.sign_off(number, "Chef")

    with pytest.raises(RefusedError), company.write(who="Ida", kind="sign_off") as writer:
        writer.check_runs.sign_off(number)
    with pytest.raises(NotFoundError), company.write(who="Ida", kind="sign_off") as writer:
        writer.check_runs.sign_off(99)


def test__stored_files__the_same_twice__are_registered_once(company):
    sha256, size = company.keep_file(b"workbook")
    with company.write(who="Ida", kind="keep") as writer:
        assert writer.stored_files.add(sha256=sha256, name="a.xlsx", size=size, kind="workbook")
        assert not writer.stored_files.add(sha256=sha256, name="b.xlsx", size=size, kind="workbook")

    with company.read() as reader:
        assert [f.name for f in reader.stored_files.all()] == ["a.xlsx"]
        assert reader.stored_files.get("0" * 64) is None


def test__import_runs__kept__come_newest_first(company, clock):
    counts = {"rows": 3, "new": 1, "changed": 1, "unchanged": 1, "rejected": 0}
    with company.write(who="Ida", kind="import") as writer:
        numbers = [
            writer.import_runs.add(
                NewImportRun(kind="actors", source_name=name, source_sha256="0" * 64, **counts)
            )
            for name in ("a.csv", "b.csv")
        ]

    with company.read() as reader:
        assert [run.source_name for run in reader.import_runs.all()] == ["b.csv", "a.csv"]
        assert [run.id for run in reader.import_runs.all(limit=1)] == [numbers[1]]
        run = reader.import_runs.get(numbers[0])
        assert (run.at, run.new, run.change_id) == (clock.now(), 1, writer.change_id)


def test__overrides__of_a_change__are_found_by_object_too(company):
    override = NewOverride(
        rule="ADR-1",
        field_id="city",
        message="Byen passer ikke til postnummeret.",
        reason="Ny by",
        object_kind="metering_point",
        object_id=POINT,
    )
    with company.write(who="Ida", kind="create") as writer:
        writer.overrides.add(override)

    with company.read() as reader:
        (kept,) = reader.overrides.of_change(writer.change_id)
        assert (kept.rule, kept.reason, kept.change_id) == ("ADR-1", "Ny by", writer.change_id)
        assert reader.overrides.of_object("metering_point", POINT) == [kept]
        assert reader.overrides.of_object("charge", POINT) == []


def test__changes__searched__by_object_text_kind_and_time(with_point):
    with with_point.write(who="Åse", why="Opdaget ved kontrol", kind="change") as writer:
        writer.points.put(POINT, "address", D1, {"city": "Ny By"})
        writer.summary = "Changed the address"
    change = writer.change_id

    with with_point.read() as reader:
        changes = reader.changes
        assert [c.id for c in changes.of_object("metering_point", POINT)] == [change, change - 1]
        assert [c.id for c in changes.find(text="KONTROL")] == [change]
        assert [c.id for c in changes.find(text="åse")] == [change]
        assert [c.id for c in changes.find(text="100%")] == []
        assert [c.id for c in changes.find(kinds=frozenset({"change"}))] == [change]
        assert len(changes.find(limit=2)) == 2
        assert changes.find(since=datetime(2027, 1, 1, tzinfo=UTC)) == []
        assert len(changes.find(until=datetime(2027, 1, 1, tzinfo=UTC))) == change
        assert changes.last().id == changes.last_id() == change
        assert changes.touched_after(change - 1, "metering_point", POINT)
        assert not changes.touched_after(change, "metering_point", POINT)
        assert changes.undone_by(change) is None
        assert changes.get(999) is None
