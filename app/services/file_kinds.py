"""The kinds of tables that can be imported and exported, for the command line and the window.

**Source**: design § 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.errors import UsageError
from app.exchange.kinds import load_kinds
from app.paths import rules_dir
from app.texts import _

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue
    from app.exchange.kinds import Kind, Kinds
    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """One column of a kind.

    Attributes:
        id: Heading in files the program writes.
        label: Name in the operator's language.
        help: How it is written.
        is_required: Whether a file must have it.
    """

    id: str
    label: str
    help: str
    is_required: bool


@dataclass(frozen=True, kw_only=True)
class KindView:
    """One kind of table.

    Attributes:
        id: Name on the command line.
        label: Name in the operator's language.
        help: What a row is.
        columns: In the order they are written.
    """

    id: str
    label: str
    help: str
    columns: tuple[ColumnView, ...]


@lru_cache(maxsize=4)
def kinds_of(catalogue: Catalogue) -> Kinds:
    """Return the kinds with the columns of a field catalogue."""
    return load_kinds(rules_dir(), catalogue)


def importable_kinds(session: Session) -> tuple[KindView, ...]:
    """Return the kinds that can be read."""
    return tuple(_view(kind) for kind in kinds_of(session.catalogues.fields).importable)


def exportable_kinds(session: Session) -> tuple[KindView, ...]:
    """Return the kinds that can be written."""
    return tuple(_view(kind) for kind in kinds_of(session.catalogues.fields))


def chosen_kind(session: Session, kind_id: str, *, to_import: bool) -> Kind:
    """Return the kind with an id.

    Raises:
        UsageError: When there is none, or it can only be exported.
    """
    kinds = kinds_of(session.catalogues.fields)
    names = [kind.id for kind in (kinds.importable if to_import else kinds)]
    if kind_id not in names:
        raise UsageError(
            _("There is no kind of table “{kind}”.").format(kind=kind_id),
            remedy=_("The kinds are: {kinds}.").format(kinds=", ".join(names)),
        )
    return kinds[kind_id]


def _view(kind: Kind) -> KindView:
    columns = tuple(
        ColumnView(
            id=entry.id,
            label=entry.label(),
            help=entry.help(),
            is_required=entry.id in kind.required,
        )
        for entry in kind.columns
    )
    return KindView(id=kind.id, label=kind.label, help=kind.help, columns=columns)
