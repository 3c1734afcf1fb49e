"""Words for search and keys for Danish order."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.folding import (
    address_key,
    address_text,
    compare_danish,
    danish_key,
    fold,
    search_text,
    search_words,
)


def test__sqlite_like__danish_capitals__does_not_fold_them():
    """The reason for folding ourselves; when this fails, SQLite learned it."""
    connection = sqlite3.connect(":memory:")

    answer = connection.execute("SELECT 'ÆRØ' LIKE 'ærø'").fetchone()
    connection.close()

    assert answer == (0,)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÆRØ", "ærø"),
        ("Åbyvej 12, 1. tv", "aabyvej 12 1 tv"),
        ("Aabenraa", "aabenraa"),
        ("Åbenrå", "aabenraa"),
        ("A\u030aby", "aaby"),
        ("Café Überstræde", "cafe uberstræde"),
        ("  -- ", ""),
    ],
)
def test__fold__text__is_without_case_accents_and_punctuation(text, folded):
    assert fold(text) == folded


@given(st.text())
def test__fold__twice__changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test__search_words__repeated__are_asked_once():
    assert search_words("Vej vej 12") == ["vej", "12"]


def test__search_text__parts__every_word_follows_two_blanks():
    assert search_text("571313", None, "Nørre Allé", "571313") == "  571313  nørre  alle"


def test__danish_key__names__are_in_danish_order():
    names = ["Årup", "Aabenraa", "Ørsted", "Ærø", "Zealand", "Andst", "Vej 10", "Vej 9"]

    ordered = sorted(names, key=danish_key)

    assert ordered == ["Andst", "Vej 9", "Vej 10", "Zealand", "Ærø", "Ørsted", "Aabenraa", "Årup"]


@given(st.text(), st.text(), st.text())
def test__compare_danish__any_texts__is_a_total_order(a, b, c):
    assert compare_danish(a, b) == -compare_danish(b, a)
    if compare_danish(a, b) <= 0 and compare_danish(b, c) <= 0:
        assert compare_danish(a, c) <= 0
    assert (compare_danish(a, b) == 0) == (a == b)


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("Eksempelvej", "4", "1", "tv", "9999 By"), "Eksempelvej 4, 1. tv, 9999 By"),
        (("Eksempelvej", "4", None, None, "9999 By"), "Eksempelvej 4, 9999 By"),
        (("Eksempelvej", None, None, "mf", None), "Eksempelvej, mf"),
        ((None, None, None, None, ""), None),
    ],
)
def test__address_text__parts__read_as_one_line(parts, line):
    assert address_text(*parts) == line


def test__address_key__missing_street__comes_last():
    keys = [
        address_key("Ågade", "1", None, None, ""),
        address_key(None, None, None, None, ""),
        address_key("Agade", "10", None, None, ""),
        address_key("Agade", "9", None, None, ""),
    ]

    ordered = sorted(keys)

    assert ordered == [keys[3], keys[2], keys[0], keys[1]]


@pytest.mark.parametrize("shorter", [("Ny", "1"), ("Nygade", "1")])
def test__address_key__a_street_that_begins_another__comes_first(shorter):
    longer = address_key("Nygade Nord", "1", None, None, "")

    assert address_key(*shorter, None, None, "") < longer
