"""Folded words for search, and keys that put Danish names in Danish order.

**Source**: style 4.8: SQLite's LIKE and NOCASE fold ASCII only, so what is searched and sorted by
is folded here and stored. Danish order: a-z, æ, ø, å, with aa as å; numbers by value, so that
Vej 9 comes before Vej 10.
"""

from __future__ import annotations

import re
import unicodedata

_NUMBER_WIDTH = 9
# The three letters after z in ASCII order, so that plain byte order is Danish order.
_AE, _OE, _AA = "{", "|", "}"
_SORT_LETTERS = str.maketrans({"æ": _AE, "ä": _AE, "ø": _OE, "ö": _OE, "å": _AA})
_SEPARATORS = re.compile(r"[^a-z0-9æø]+")
_SORT_SEPARATORS = re.compile(r"[^a-z0-9{|}]+")
_DIGITS = re.compile(r"\d+")


def fold(text: str) -> str:
    """Return the text without case and accents, å written aa, words separated by one blank.

    "Åbyvej 12, 1. tv" becomes "aabyvej 12 1 tv"; æ and ø stay what they are.
    """
    if text.isascii():
        lowered = text.lower()
    else:
        lowered = _without_accents(unicodedata.normalize("NFC", text).casefold().replace("å", "aa"))
    return _SEPARATORS.sub(" ", lowered).strip()


def search_words(text: str) -> list[str]:
    """Return the folded words of a search box, each once, in order."""
    return list(dict.fromkeys(fold(text).split()))


def search_text(*parts: str | None) -> str:
    """Return what the search index holds for one record.

    Every word is preceded by two blanks: three-letter windows then also hold a word's first letter
    ("  v") and first two letters (" ve"), which is how short words are found by their beginning.
    """
    words = dict.fromkeys(word for part in parts if part for word in fold(part).split())
    return "".join(f"  {word}" for word in words)


def danish_key(text: str) -> str:
    """Return a key whose byte order is the Danish order of the texts."""
    if text.isascii():
        lowered = text.lower().replace("aa", _AA)
    else:
        folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
        lowered = _without_accents(folded.translate(_SORT_LETTERS))
    spaced = _SORT_SEPARATORS.sub(" ", lowered).strip()
    return _DIGITS.sub(lambda digits: digits.group().zfill(_NUMBER_WIDTH), spaced)


def compare_danish(left: str, right: str) -> int:
    """Compare two texts in Danish order: negative, zero or positive, for a SQLite collation."""
    left_key, right_key = (danish_key(left), left), (danish_key(right), right)
    return (left_key > right_key) - (left_key < right_key)


def address_text(
    street: str | None, number: str | None, floor: str | None, room: str | None, town: str | None
) -> str | None:
    """Return an address on one line, "Eksempelvej 4, 1. tv, 9999 Eksempelby", or None.

    Args:
        street: Street name.
        number: Building number.
        floor: Floor ("1", "st").
        room: Door or flat ("tv", "mf").
        town: Post code and city in one.
    """
    street_line = " ".join(part for part in (street, number) if part)
    flat = " ".join(part for part in (f"{floor}." if floor else "", room or "") if part)
    return ", ".join(part for part in (street_line, flat, (town or "").strip()) if part) or None


def address_key(
    street: str | None, number: str | None, floor: str | None, room: str | None, town: str | None
) -> str:
    """Return the key that sorts addresses by street, number by value, floor, door and town.

    Points without an address come last.
    """
    if not street:
        return "~"
    parts = (danish_key(part or "") for part in (street, number, floor, room, town))
    return "\t".join(parts)  # sorts before a blank, so that a street ends before its number


def _without_accents(text: str) -> str:
    """Return the text with accents taken off all letters (æ, ø have none and stay)."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
