"""Errors the operator can do something about, as opposed to bugs.

**Source**: design § 3 and style 4.5: a broken rule is a `Violation` (collected, never raised); the
world saying no is an `AppError`; everything else is a bug and reaches the crash dialog.
"""

from __future__ import annotations


class AppError(Exception):
    """The world said no: one clear sentence, and what to do about it.

    Attributes:
        message: What happened and to which record or file, in the operator's language.
        remedy: What to do next; empty when the message says it all.
        help_topic: Id of the help page that explains it; empty when there is none.
    """

    help_topic: str = ""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return message and remedy as one text."""
        return f"{self.message} {self.remedy}".strip()


class CatalogueError(AppError):
    """A rule catalogue is damaged or inconsistent; names file, entry and field."""


class UsageError(AppError):
    """A command was called with arguments that cannot be carried out."""


class InputFileError(AppError):
    """A file to be read is missing, empty, damaged, or not what its name says."""


class OutputFileError(AppError):
    """A file cannot be written: no permission, disk full, open in another program."""


class CompanyFileError(AppError):
    """The company file cannot be opened or used."""


class NewerFileError(CompanyFileError):
    """The company file was written by a newer version of the program."""


class DamagedFileError(CompanyFileError):
    """The company file is cut short or fails its integrity check."""


class FileLockedError(CompanyFileError):
    """Somebody else is writing to the company file; try again."""


class StaleEditError(AppError):
    """The object was changed by someone else since the form was opened."""


class NotFoundError(AppError):
    """The record asked for does not exist."""


class RefusedError(AppError):
    """The operation is not allowed in this state; the message says why."""


class CancelledError(AppError):
    """The operator cancelled the work; nothing was kept."""
