"""Write plain data as TOML; the standard library only reads it.

Covers what our own files hold: tables, lists, text, whole and decimal numbers, yes/no and dates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def dumps(table: Mapping[str, object]) -> str:
    """Return the table as a TOML document; keys whose value is None are left out.

    Raises:
        TypeError: For a value that TOML cannot hold.
    """
    lines: list[str] = []
    _add_table(lines, (), table)
    return "\n".join(lines) + "\n"


def _add_table(lines: list[str], path: tuple[str, ...], table: Mapping[str, object]) -> None:
    for key, value in table.items():
        if value is not None and not isinstance(value, Mapping):
            lines.append(f"{_key(key)} = {_value(value)}")
    for key, value in table.items():
        if isinstance(value, Mapping):
            inner = (*path, key)
            if lines:
                lines.append("")
            lines.append(f"[{'.'.join(_key(part) for part in inner)}]")
            _add_table(lines, inner, value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    # JSON's escapes are TOML's; only DEL must be escaped in TOML too. A lone surrogate (an
    # undecodable file name) has no TOML form and is replaced.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(str(key))} = {_value(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    msg = f"TOML cannot hold {type(value).__name__}"
    raise TypeError(msg)
