"""Extract the words a person reads, keep their translations, compile them.

`python -m app.texts extract` writes the template `resources/locale/netkontor.pot`,
`update` brings every `.po` up to date with the program, `compile` writes the `.mo` files.
Babel is imported here only, so that a normal start does not pay for it.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.paths import locale_dir
from app.texts import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_LINE_WIDTH = 100


def extract() -> Catalog:
    """Return every message in the program's source, with the files it stands in."""
    root = Path(__file__).resolve().parent
    template = Catalog(domain=DOMAIN, project="Netkontor", charset="utf-8", fuzzy=False)
    messages = extract_from_dir(
        root,
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, _line, message, comments, context in sorted(messages, key=lambda row: row[:2]):
        place = (root / name).relative_to(root.parent).as_posix()
        # Line numbers would change with every edit; the file is enough to find a message.
        template.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    for entry in template:
        entry.locations = sorted(set(entry.locations))
    return template


def read(path: Path) -> Catalog:
    """Read a translation file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=DOMAIN, abort_invalid=True)


def compiled_bytes(path: Path) -> bytes:
    """Return the compiled form of a translation file."""
    target = io.BytesIO()
    write_mo(target, read(path))
    return target.getvalue()


def translation_files() -> list[Path]:
    """Return the translation files in the repository, in order of language."""
    return sorted(locale_dir().glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_all() -> list[Path]:
    """Write a `.mo` beside every translation file and return what was written."""
    written = []
    for source in translation_files():
        target = source.with_suffix(".mo")
        part = target.with_suffix(".mo.part")
        part.write_bytes(compiled_bytes(source))
        part.replace(target)
        written.append(target)
    return written


def write_template(target: Path) -> None:
    """Write the template for a new language."""
    _write(extract(), target)


def update_all() -> list[Path]:
    """Bring every translation file up to date; new messages are left empty, old ones dropped."""
    template = extract()
    files = translation_files()
    for path in files:
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        _write(catalogue, path)
    return files


def _write(catalogue: Catalog, target: Path) -> None:
    content = io.BytesIO()
    write_po(
        content,
        catalogue,
        width=_LINE_WIDTH,
        ignore_obsolete=True,
        include_lineno=False,
        sort_output=True,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    text = content.getvalue().decode("utf-8")
    target.write_text(_with_short_header(text, catalogue), encoding="utf-8", newline="\n")


def _with_short_header(text: str, catalogue: Catalog) -> str:
    """Keep of Babel's header what gettext needs; dates and names would change with every run."""
    _header, _blank, messages = text.partition("\n\n")
    lines = ["Content-Type: text/plain; charset=utf-8"]
    if catalogue.locale is not None:
        plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
        lines = [f"Language: {catalogue.locale}", *lines, f"Plural-Forms: {plural}"]
    header = "\n".join(f'"{line}\\n"' for line in lines)
    return f'msgid ""\nmsgstr ""\n{header}\n\n{messages}'


def main(arguments: Sequence[str]) -> int:
    """Run one of the three commands; return the exit code."""
    match list(arguments):
        case ["compile"]:
            written = compile_all()
        case ["extract"]:
            written = [locale_dir() / f"{DOMAIN}.pot"]
            write_template(written[0])
        case ["update"]:
            written = update_all()
        case _:
            sys.stderr.write("usage: python -m app.texts compile|extract|update\n")
            return 2
    for path in written:
        sys.stdout.write(f"{path}\n")
    return 0
