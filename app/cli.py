"""The command line `netkontor`: every command, and what becomes of its errors.

**Source**: design § 5. Exit code 0 done, 1 done with findings, 2 cannot be done with one clear
sentence on standard error.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from app import __version__, logs
from app.commands import calendar, catalogue, company, exchange, limits, window
from app.commands.arguments import repeat_list_options
from app.commands.framework import Command, build_program, usage_sentence
from app.commands.output import EXIT_DONE, EXIT_FAILED, Output, ReaderGoneError
from app.commands.parts import Request
from app.domain.errors import AppError, UsageError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.commands.parts import Parts

_PROGRAM_NAME = "netkontor"
_INTERRUPTED = 130
"""What typer returns when Ctrl+C was pressed."""
_ORDER = (
    "gui",
    "new",
    "demo",
    "import",
    "export",
    "fields",
    "deadlines",
    "deadline",
    "working-days",
    "self-control",
    "backup",
    "restore",
    "check",
)
_log = logging.getLogger(__name__)


def run(arguments: Sequence[str], *, as_json: bool, parts: Parts) -> int:
    """Run one command and return the exit code.

    Args:
        arguments: The command and its arguments, without `--json` and `--language`.
        as_json: Whether one JSON document is wanted on standard output.
        parts: The rest of the program.
    """
    output = Output(as_json=as_json)
    logs.set_up()
    try:
        code = _execute(repeat_list_options(arguments), Request(output, parts))
        output.flush()
    except ReaderGoneError:
        output.give_up()
        return EXIT_DONE
    except KeyboardInterrupt:
        return output.failure(_("Interrupted; nothing more was done."))
    except Exception as error:  # noqa: BLE001 # Python's own exit code 1 would mean "findings"
        return output.failure(_sentence(error, arguments))
    return code


def _sentence(error: Exception, arguments: Sequence[str]) -> str:
    """Return the one sentence for whatever went wrong; a bug goes into the log too."""
    match error:
        case AppError():
            return str(error)
        case TyperException():
            return usage_sentence(error)
        case OSError():
            return _refusal(error)
    _log.error("command failed: %s", " ".join(arguments[:1]), exc_info=error)
    return _("Something unexpected happened ({error}); the details are in {log}.").format(
        error=type(error).__name__, log=logs.log_path()
    )


def _execute(arguments: Sequence[str], request: Request) -> int:
    if not arguments:
        raise UsageError(_("Which command?"), remedy=_("See netkontor --help."))
    if list(arguments) == ["--version"]:
        if request.output.as_json:
            request.output.document({"version": __version__})
        request.output.line(f"{_PROGRAM_NAME} {__version__}")
        return EXIT_DONE
    program = build_program(
        _commands(),
        help_text=_("Netkontor: metering points, prices, deadlines and checks of a grid company."),
    )
    code = typer.main.get_command(program).main(
        list(arguments), prog_name=_PROGRAM_NAME, standalone_mode=False, obj=request
    )
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else EXIT_FAILED


def _refusal(error: OSError) -> str:
    """Return what the operating system refused, for files no other layer speaks of."""
    reason = error.strerror or str(error)
    if error.filename:
        return _("{path} cannot be used: {reason}.").format(path=error.filename, reason=reason)
    return _("The result cannot be written: {reason}.").format(reason=reason)


def _commands() -> list[Command]:
    """Return every command, in the order of a day's work."""
    groups = (window, company, exchange, limits, catalogue, calendar)
    known = {command.name: command for group in groups for command in group.commands()}
    return [known[name] for name in _ORDER]
