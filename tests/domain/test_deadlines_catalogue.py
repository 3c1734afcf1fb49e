"""The deadline file: complete, in both languages, and refused with a clear word when damaged."""

from __future__ import annotations

import re
import string
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.domain.deadlines import (
    Certainty,
    Counting,
    DeadlineEntry,
    GridRole,
    Kind,
    Reading,
    load_deadline_catalogue,
)
from app.domain.errors import CatalogueError
from tests.domain.deadline_catalogue import CATALOGUE_FILE, catalogue, entry

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = list(catalogue().values())
SHIPPED = CATALOGUE_FILE.read_text(encoding="utf-8")


def test__catalogue__shipped_file__has_all_limits_and_date_rules() -> None:
    roles = Counter(limit.grid_role for limit in LIMITS)

    assert len(LIMITS) == 89
    assert len(catalogue().date_rules) == 16
    assert roles == {GridRole.DUTY: 37, GridRole.WATCH: 31, GridRole.NONE: 21}
    assert all(catalogue()[limit.id] is limit for limit in LIMITS)


def test__catalogue__every_anchor_and_document__is_used() -> None:
    used = {limit.anchor.id for limit in LIMITS}
    cited = {limit.source_document.id for limit in LIMITS}

    assert used == set(catalogue().anchors)
    assert cited == set(catalogue().documents)


@pytest.mark.parametrize(
    ("deadline_id", "valid_from"),
    [
        ("master_data_update", date(2020, 9, 1)),
        ("closing_latest", date(2020, 2, 1)),
        ("reconnection_notify", date(2020, 9, 1)),
        ("invoice_yearly", date(2016, 12, 1)),
        ("price_element_latest", None),
        ("api_access_expiry", None),
    ],
)
def test__catalogue__date_a_source_applies_from__is_the_documents(
    deadline_id: str, valid_from: date | None
) -> None:
    assert entry(deadline_id).valid_from == valid_from


@pytest.mark.parametrize(
    ("deadline_id", "working_days", "calendar_days"),
    [
        ("meter_swap_master_data", 3, None),
        ("end_of_supply_disconnect_notify_same_day", 3, None),
        ("end_of_supply_disconnect_execute", 3, None),
        ("price_element_latest", None, 7),
        ("price_link_correction_supplier", None, 7),
        ("price_link_correction_grid", None, 7),
        ("api_access_expiry", None, 60),
        ("closing_earliest", None, None),
        ("refixing_2", None, None),
    ],
)
def test__catalogue__warning_lead__comes_by_rule_unless_the_entry_has_its_own(
    deadline_id: str, working_days: int | None, calendar_days: int | None
) -> None:
    limit = entry(deadline_id)

    assert (limit.lead_working_days, limit.lead_calendar_days) == (working_days, calendar_days)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.id)
def test__catalogue__limit_with_a_last_day__has_one_warning_lead(limit: DeadlineEntry) -> None:
    leads = [limit.lead_working_days, limit.lead_calendar_days]
    is_warned_on = limit.kind is Kind.LATEST and (limit.has_dates or limit.is_task_without_limit)

    assert leads.count(None) == (1 if is_warned_on else 2)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.id)
def test__catalogue__readings__are_named_by_every_limit_with_dates(limit: DeadlineEntry) -> None:
    if not limit.has_dates:
        assert limit.safe_reading is limit.lenient_reading is Reading.NOT_APPLICABLE
        return
    assert limit.safe_reading is not Reading.NOT_APPLICABLE
    assert (limit.lenient_reading is Reading.NOT_APPLICABLE) == (limit.kind is Kind.EARLIEST)
    if limit.counting in {Counting.LA_WD, Counting.LA_CD}:
        assert limit.safe_reading is Reading.ANCHOR_DAY_COUNTS
    if limit.counting in {Counting.LB_WD, Counting.LB_CD, Counting.LB_MO}:
        assert limit.lenient_reading is Reading.DAY_DIFFERENCE


def _texts() -> list[tuple[str, str, str]]:
    """Return id, Danish and English of everything a person reads in the file."""
    pairs = ("text", "rule", "explanation", "applies_when", "follow_up")
    found = [
        (f"{limit.id}.{pair}", getattr(limit, f"{pair}_da"), getattr(limit, f"{pair}_en"))
        for limit in LIMITS
        for pair in pairs
    ]
    found += [
        (f"{limit.id}.variant", variant.text_da, variant.text_en)
        for limit in LIMITS
        for variant in limit.variants
    ]
    found += [(rule.id, rule.text_da, rule.text_en) for rule in catalogue().date_rules.values()]
    found += [(each.id, each.title_da, each.title_en) for each in catalogue().documents.values()]
    return found


@pytest.mark.parametrize(("where", "danish", "english"), _texts())
def test__catalogue__every_text__stands_in_both_languages_and_is_filled_in(
    where: str, danish: str, english: str
) -> None:
    assert bool(danish) == bool(english)
    assert bool(danish) or where.endswith("follow_up")
    assert danish != english or not danish
    for text in (danish, english):
        assert text == text.strip()
        assert "  " not in text
        assert not list(filter(None, (name for _, name, _, _ in string.Formatter().parse(text))))
    assert not re.search("[æøåÆØÅ]", english.replace("Ukendt", ""))


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.id)
def test__catalogue__sentences__begin_with_a_capital_and_end_with_a_full_stop(
    limit: DeadlineEntry,
) -> None:
    sentences = [limit.explanation_da, limit.explanation_en]
    sentences += [limit.applies_when_da, limit.applies_when_en]
    sentences += [variant.text_da for variant in limit.variants]
    sentences += [variant.text_en for variant in limit.variants]

    assert [text for text in sentences if not text.endswith(".")] == []
    assert [text for text in sentences if not (text[0].isupper() or text[0].isdigit())] == []
    assert not limit.text_da.endswith(".")


def test__catalogue__headings__are_all_different() -> None:
    assert [text for text, n in Counter(limit.text_da for limit in LIMITS).items() if n > 1] == []
    assert [text for text, n in Counter(limit.text_en for limit in LIMITS).items() if n > 1] == []


def test__catalogue__rule_in_a_few_words__names_amount_and_anchor() -> None:
    swap, price = (
        entry("meter_swap_master_data"),
        entry("settlement_method_change_from_profile_latest"),
    )

    assert swap.rule_da == "senest 6 arbejdsdage efter skæringsdatoen"
    assert swap.rule_en == "at the latest 6 working days after the effective date"
    assert price.rule_da == "senest 1 måned før skæringsdatoen"
    assert entry("closing_latest").rule_da == "senest 1 arbejdsdag efter skæringsdatoen"


def test__catalogue__source__is_written_as_a_person_writes_it() -> None:
    assert entry("master_data_update").source == "Forskrift I § 2, stk. 3, 1. pkt."
    assert entry("price_element_latest").source == "Vejledning til Forskrift H3 pkt. 2.4"
    assert not [limit.id for limit in LIMITS if ".txt" in limit.source]


def test__catalogue__variants__are_at_least_of_medium_certainty() -> None:
    weak = [
        limit.id
        for limit in LIMITS
        for variant in limit.variants
        if variant.certainty is Certainty.LOW
    ]

    assert weak == []


def test__for_process__shared_limit__is_found_under_each_of_its_processes() -> None:
    expected = {"price_element_earliest", "price_element_latest"}

    for process in ("price_element_create", "price_element_change"):
        assert {limit.id for limit in catalogue().for_process(process)} == expected
    assert {limit.id for limit in catalogue().for_process("price_element_stop")} == {
        *expected,
        "price_element_stop_undo",
    }
    assert catalogue().for_process("no such process") == ()


def test__for_anchor__and_with_role__give_the_limits_in_the_order_of_the_file() -> None:
    assert [limit.id for limit in catalogue().for_anchor("operating_month")] == [
        "refixing_1",
        "refixing_2",
        "refixing_3",
        "correction_1",
        "correction_2",
    ]
    assert catalogue().with_role(GridRole.DUTY)[0].id == "api_access_expiry"


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    """Write the shipped file with its first `old` replaced."""
    assert old in SHIPPED
    path = tmp_path / "deadlines.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return path


SWAP = '[deadline.meter_swap_master_data]\nprocess = "meter_swap"\n'


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (SWAP, SWAP + 'colour = "red"\n', ["meter_swap_master_data", "colour"]),
        (SWAP, SWAP.replace('"meter_swap"', '""'), ["meter_swap_master_data", "process"]),
        (SWAP, SWAP.replace('"meter_swap"', "7"), ["meter_swap_master_data", "process"]),
        (SWAP, SWAP + 'applies_to = ["other"]\n', ["meter_swap_master_data", "applies_to"]),
        ('kind = "latest"', 'kind = "sometime"', ["api_access_expiry", "kind", "sometime"]),
        ('kind = "latest"', 'kind = "earliest"', ["api_access_expiry", "kind", "LA_YR"]),
        ('direction = "after"', 'direction = "before"', ["api_access_expiry", "direction"]),
        ("amount = 1\n", "amount = -1\n", ["api_access_expiry", "amount"]),
        ("amount = 1\n", "amount = 0\n", ["api_access_expiry", "amount"]),
        ("amount = 1\n", "amount = true\n", ["api_access_expiry", "amount"]),
        ('unit = "year"', 'unit = "month"', ["api_access_expiry", "unit"]),
        ('counting = "LA_YR"', 'counting = "LB_CD"', ["api_access_expiry"]),
        ('anchor = "api_access_issued_date"', 'anchor = "the_moon"', ["anchor", "the_moon"]),
        ('safe_reading = "same"', 'safe_reading = "day_difference"', ["safe_reading"]),
        (
            'lenient_reading = "anniversary_counts"',
            'lenient_reading = "not_applicable"',
            ["lenient_reading"],
        ),
        ("reminder_days = [60, 30, 14, 7]", "reminder_days = [7, 14]", ["reminder_days"]),
        ("reminder_days = [60, 30, 14, 7]", "reminder_days = [30, 14]", ["reminder_days"]),
        ("reminder_days = [60, 30, 14, 7]", 'reminder_days = ["60"]', ["reminder_days"]),
        ("lead_calendar_days = 60\n", "", ["api_access_expiry", "lead_calendar_days"]),
        ('follow_up_en = "Send', 'follow_up_fr = "Send', ["api_access_expiry", "follow_up"]),
        ('source = "Ansøgning om API', 'source = "Brev om API', ["api_access_expiry", "source"]),
        ("valid_from = 2016-12-01", 'valid_from = "2016"', ["information_order", "valid_from"]),
        ("[unit.working_day]", "[unit.fortnight]", ["fortnight"]),
        ("[counting.LB_WD]", "[counting.LB_XX]", ["LB_XX"]),
        ("[counting.PE_YR]", '[counting.PE_YR]\ntext_no = "x"', ["PE_YR", "text_no"]),
        ("[reading.following_day]", "[reading.some_day]", ["some_day"]),
        ("[warning_lead.default]", "[warning_lead.other]", ["warning_lead"]),
        ("schema_version = 1", "schema_version = 2", ["schema_version"]),
        ("schema_version = 1", "schema_version = 1\ncolour = 1", ["colour"]),
        ('rule_set = "datahub"', 'rule_set = "rumour"', ["variant", "rule_set", "rumour"]),
        (
            'unit = "calendar_day"\ncounting = "LA_CD"\ntext_da',
            'unit = "month"\ncounting = "LA_CD"\ntext_da',
            ["variant", "unit"],
        ),
        ('"anchor_is_working_day"', '"on_mondays"', ["anchor_condition", "on_mondays"]),
        ("[document.guide_h3]", "[document.forskrift_i]", ["deadlines.toml"]),
    ],
)
def test__load__damaged_entry__names_file_entry_and_field(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    path = _changed(tmp_path, old, new)

    with pytest.raises(CatalogueError) as caught:
        load_deadline_catalogue(path)

    assert [word for word in ("deadlines.toml", *named) if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("section", "missing"), [("deadline", "[deadline."), ("anchor", "[anchor.")]
)
def test__load__file_without_a_section__names_the_section(
    tmp_path: Path, section: str, missing: str
) -> None:
    path = tmp_path / "deadlines.toml"
    kept = [
        part
        for part in re.split(r"(?m)^(?=\[)", SHIPPED)
        if not part.startswith(missing) and not part.startswith(f"[{missing}")
    ]
    path.write_text("".join(kept), encoding="utf-8")

    with pytest.raises(CatalogueError, match=section):
        load_deadline_catalogue(path)


def test__load__no_file_and_no_toml__are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "deadlines.toml"
    broken.write_text("[deadline", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"deadlines\.toml"):
        load_deadline_catalogue(broken)
    with pytest.raises(CatalogueError, match=r"absent\.toml"):
        load_deadline_catalogue(tmp_path / "absent.toml")
