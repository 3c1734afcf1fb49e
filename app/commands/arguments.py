"""Read what was typed on the command line, and say clearly what is wrong with it.

**Source**: design § 5: dates are ISO; `--json` and `--language` stand before or after the command;
bad usage costs one clear sentence and exit code 2. No heavy import here: the window starts by this
module too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from app.domain.errors import UsageError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
Sign = Literal[".", ",", ""]
_GRID_AREA = re.compile(r"[0-9]{3}")


@dataclass(frozen=True, kw_only=True)
class GlobalOptions:
    """What every command understands.

    Attributes:
        as_json: One JSON document on standard output and nothing else.
        language: "da", "en", or "" to follow environment, setting and system.
    """

    as_json: bool = False
    language: str = ""


def split_global_options(arguments: Sequence[str]) -> tuple[GlobalOptions, list[str]]:
    """Take the options that every command understands out of the arguments, wherever they stand.

    Raises:
        UsageError: When `--language` has no value or another one than da and en.
    """
    as_json = False
    language = ""
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument == "--json":
            as_json = True
        elif name == "--language":
            language = _language(value if equals else waiting.pop(0) if waiting else "")
        else:
            rest.append(argument)
    return GlobalOptions(as_json=as_json, language=language), rest


def _language(value: str) -> str:
    if value in {"da", "en"}:
        return value
    if not value:
        raise UsageError(_("The option --language needs a value: da or en."))
    raise UsageError(_("There is no language “{value}”; choose da or en.").format(value=value))


def repeat_list_options(arguments: Sequence[str]) -> list[str]:
    """Write `--datahub A B` and `--grid-area 900 901` the way the parser wants: one option each.

    Values after the first are taken while they fit: three digits for a grid area; for an extract
    anything but an option, once the company file has been named.
    """
    result: list[str] = []
    positionals = 0
    current = ""
    taken = 0
    for argument in arguments:
        if current and taken and _continues(current, argument, positionals):
            result += [current, argument]
            continue
        if current and not taken and not argument.startswith("-"):
            result.append(argument)
            taken = 1
            continue
        current, taken = (argument, 0) if argument in {"--datahub", "--grid-area"} else ("", 0)
        positionals += not argument.startswith("-")
        result.append(argument)
    return result


def _continues(option: str, argument: str, positionals: int) -> bool:
    if argument.startswith("-"):
        return False
    if option == "--grid-area":
        return _GRID_AREA.fullmatch(argument) is not None
    return positionals >= 2  # the command and the company file


def parse_day(text: str, name: str) -> date:
    """Return the day written as YYYY-MM-DD.

    Args:
        text: What was typed.
        name: The argument's or option's name as shown in the help.

    Raises:
        UsageError: When it is not a date.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(
        _("{name}: “{value}” is not a date; write it as 2026-11-21.").format(name=name, value=text)
    )


def parse_month(text: str, name: str) -> date:
    """Return the first day of the month written as YYYY-MM.

    Raises:
        UsageError: When it is not a month.
    """
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and int(found[1]) >= 1:
        return date(int(found[1]), int(found[2]), 1)
    raise UsageError(
        _("{name}: “{value}” is not a month; write it as 2026-11.").format(name=name, value=text)
    )


def parse_whole_number(text: str, name: str, *, least: int, most: int) -> int:
    """Return a whole number within limits, both included.

    Raises:
        UsageError: When it is not a whole number or outside the limits.
    """
    if _WHOLE_NUMBER.fullmatch(text) and least <= int(text) <= most:
        return int(text)
    raise UsageError(
        _("{name}: “{value}” is not a whole number from {least} to {most}.").format(
            name=name, value=text, least=least, most=most
        )
    )


def parse_sign(text: str) -> Sign:
    """Return the decimal sign that was given by itself or as a word; "" when none was.

    Raises:
        UsageError: When it is something else.
    """
    signs: dict[str, Sign] = {"": "", ".": ".", ",": ",", "point": ".", "comma": ","}
    if text in signs:
        return signs[text]
    raise UsageError(_("--decimal-sign: “{value}” is neither point nor comma.").format(value=text))


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return a sentence that names the closest known words, or "" when none is close."""
    from difflib import get_close_matches

    matches = get_close_matches(typed, list(known), n=3, cutoff=0.55)
    if not matches:
        return ""
    return _("Did you mean {names}?").format(names=", ".join(matches))
