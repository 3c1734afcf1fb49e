"""The data files beside the program: translations complete and sound, icons and help there.

Every word a person reads goes through `app.texts`; this test reads the source to see that the
Danish catalogue has all of them, and that none is put together in a way that cannot be translated.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from app import text_catalogue
from app.paths import resources_dir
from tests.source_tree import read_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

    from tests.source_tree import Module

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_TRANSLATED_CALLS = {"_", "mark", "ngettext", "pgettext"}
_ICON_ARGUMENT = {"icon": 0, "pixmap": 0, "draw": 1, "icon_button": 0, "BadgeSpec": 2}
_PAIRED = (("“", "”"), ("»", "«"), ("(", ")"))


@pytest.fixture(scope="module")
def danish() -> Catalog:
    (path,) = text_catalogue.translation_files()
    return text_catalogue.read(path)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return text_catalogue.extract()


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, _forms(message.id)


def test__danish__has_every_message_of_the_program_and_no_other(
    danish: Catalog, template: Catalog
) -> None:
    known = {_key(message) for message in _messages(danish)}
    wanted = {_key(message) for message in _messages(template)}

    assert sorted(wanted - known, key=str) == [], "run: python -m app.texts update"
    assert sorted(known - wanted, key=str) == [], "run: python -m app.texts update"


def test__danish__every_message_is_translated(danish: Catalog) -> None:
    missing = [
        message.id for message in _messages(danish) if not all(_forms(message.string) or ("",))
    ]

    assert missing == []


def test__danish__plurals_have_both_forms(danish: Catalog) -> None:
    incomplete = [
        message.id
        for message in _messages(danish)
        if message.pluralizable and len(_forms(message.string)) != danish.num_plurals
    ]

    assert danish.num_plurals == 2
    assert incomplete == []


def test__danish__nothing_is_fuzzy(danish: Catalog) -> None:
    assert [message.id for message in _messages(danish) if message.fuzzy] == []


def test__danish__placeholders_are_those_of_the_source(danish: Catalog) -> None:
    wrong = []
    for message in _messages(danish):
        sources = _forms(message.id)
        for number, translation in enumerate(_forms(message.string)):
            # The singular may spell out its one; whatever it names must exist.
            source = sources[min(number, len(sources) - 1)]
            expected = set(_PLACEHOLDER.findall(source))
            found = set(_PLACEHOLDER.findall(translation))
            if found != expected:
                wrong.append((source, translation))

    assert wrong == []


def test__danish__form_is_kept(danish: Catalog) -> None:
    """Blanks at the ends, sentence ends, mnemonics and pairs of quotation marks."""
    wrong = []
    for message in _messages(danish):
        for source, translation in zip(_forms(message.id), _forms(message.string), strict=False):
            lead, tail = len(source) - len(source.lstrip()), len(source) - len(source.rstrip())
            same_blanks = (
                len(translation) - len(translation.lstrip()) == lead
                and len(translation) - len(translation.rstrip()) == tail
            )
            same_end = source.rstrip().endswith((".", "…", "?")) == translation.rstrip().endswith(
                (".", "…", "?")
            )
            same_mnemonic = source.count("&") == translation.count("&")
            paired = all(translation.count(a) == translation.count(b) for a, b in _PAIRED)
            if not (same_blanks and same_end and same_mnemonic and paired):
                wrong.append((source, translation))

    assert wrong == [] or all(_is_abbreviation(pair) for pair in wrong), wrong


def _is_abbreviation(pair: tuple[str, str]) -> bool:
    """Danish ends some words with a full stop: "kr" is "kr.", "as of" is "pr."."""
    source, translation = pair
    return translation.endswith(("kr.", "pr.")) and not source.endswith(".")


def test__calls__no_message_is_put_together_before_it_is_translated() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in read_modules("app")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _is_translation(module, node)
        for argument in node.args[: 2 if _called(node) in {"ngettext", "pgettext"} else 1]
        if not _is_literal(argument) and not _is_marked_elsewhere(argument)
    ]

    assert wrong == []


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_translation(module: Module, node: ast.Call) -> bool:
    name = _called(node)
    return name in _TRANSLATED_CALLS and module.aliases.get(name, "").startswith("app.texts")


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_marked_elsewhere(node: ast.expr) -> bool:
    """A name or an attribute holds a text that stands in a table and is marked there."""
    return isinstance(node, ast.Name | ast.Attribute)


def test__icons__every_one_that_is_named_exists() -> None:
    there = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}

    named = {(str(module.path), name) for module in read_modules("app") for name in _icons(module)}

    assert len(named) > 20
    assert sorted(use for use in named if use[1] not in there) == []


def _icons(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
        name = node.func.attr if isinstance(node.func, ast.Attribute) else _called(node)
        place = _ICON_ARGUMENT.get(name)
        if place is not None and len(node.args) > place:
            values.append(node.args[place])
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield value.value


def test__help__has_the_same_topics_in_both_languages() -> None:
    folder = resources_dir() / "help"
    danish, english = (
        {path.relative_to(folder / language) for path in (folder / language).rglob("*.md")}
        for language in ("da", "en")
    )

    assert danish
    assert danish == english


def test__compiled_catalogue__is_what_gettext_reads(danish: Catalog) -> None:
    import gettext
    import io

    (path,) = text_catalogue.translation_files()

    translations = gettext.GNUTranslations(io.BytesIO(text_catalogue.compiled_bytes(path)))

    assert translations.gettext("Deadlines") == "Frister"
    assert translations.pgettext("action", "Open") == "Åbn"
    assert translations.gettext("Open") == "Åben"
    singular, plural = "{count} working day", "{count} working days"
    assert translations.ngettext(singular, plural, 1) == "{count} arbejdsdag"
    assert translations.ngettext(singular, plural, 2) == "{count} arbejdsdage"
    assert len(list(_messages(danish))) > 1000
