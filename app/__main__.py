"""The program's entry: the window by a short way, everything else by the command line.

The short way imports neither typer nor rich nor a catalogue, since all of that is paid for before
the first painted row.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app import texts
from app.commands.arguments import split_global_options
from app.commands.output import EXIT_FAILED, write_error
from app.domain.errors import AppError
from app.window_start import open_window, window_request

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 done with findings, 2 cannot be done.

    Args:
        arguments: The command line without the program's name; None takes the process's own.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options, rest = split_global_options(given)
        if options.language:
            texts.set_language(options.language)
        request = window_request(rest)
        if request is not None and not options.as_json:
            return open_window(request)
    except AppError as error:
        write_error(str(error))
        return EXIT_FAILED
    from app.bootstrap import CommandParts
    from app.cli import run

    return run(rest, as_json=options.as_json, parts=CommandParts())


if __name__ == "__main__":
    sys.exit(main())
