"""Typer with our own words: help and usage errors in the operator's language.

Typer's own help and error boxes are English and many lines long; a usage error here is one clear
sentence (design § 5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from app.commands.arguments import did_you_mean
from app.domain.errors import UsageError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable

ParserPart: TypeAlias = Any
"""A context, formatter, parameter or error of typer, which publishes no types for them."""

HELP_OPTIONS = ["--help", "-h"]


class Command(NamedTuple):
    """One command: its name, the function that does it, and one sentence of help."""

    name: str
    function: Callable[..., int]
    help: str


def build_program(commands: Iterable[Command], *, help_text: str) -> typer.Typer:
    """Return the program with its commands, in their order."""
    program = typer.Typer(
        cls=OwnGroup,
        help=help_text,
        add_completion=False,
        context_settings={"help_option_names": HELP_OPTIONS},
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    # A callback keeps typer from turning a program with one command into that command.
    program.callback()(_no_options)
    for command in commands:
        program.command(
            command.name,
            cls=OwnCommand,
            context_settings={"help_option_names": HELP_OPTIONS, "allow_extra_args": True},
            help=command.help,
        )(command.function)
    return program


def _no_options() -> None:
    """Take no options of its own: those that every command understands are read before."""


class OwnCommand(TyperCommand):
    """A command whose help and complaints are in our words."""

    def format_help(self, ctx: ParserPart, formatter: ParserPart) -> None:
        """Write usage, what the command does, arguments and options."""
        _write_usage(self, ctx, formatter)
        _write_parameters(self, ctx, formatter)

    def invoke(self, ctx: ParserPart) -> ParserPart:
        """Run the command, unless there are words on the line that it does not know."""
        if ctx.args:
            raise UsageError(
                _("The command {command} does not know what to do with “{words}”.").format(
                    command=self.name, words=" ".join(ctx.args)
                ),
                remedy=_help_hint(str(ctx.command_path)),
            )
        return super().invoke(ctx)


class OwnGroup(TyperGroup):
    """The program as a whole: its help lists the commands."""

    command_class = OwnCommand

    def format_help(self, ctx: ParserPart, formatter: ParserPart) -> None:
        """Write usage, the commands, and the options that every command understands."""
        _write_usage(self, ctx, formatter)
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [
                    (name, command.help.splitlines()[0])
                    for name, command in self.commands.items()
                    if command.help and not command.hidden
                ]
            )
        _write_parameters(self, ctx, formatter)

    def resolve_command(self, ctx: ParserPart, args: list[str]) -> ParserPart:
        """Find the command, or say which one may have been meant."""
        if args[0] not in self.commands:
            sentence = _("There is no command “{name}”.").format(name=args[0])
            suggestion = did_you_mean(args[0], self.commands)
            raise UsageError(sentence, remedy=suggestion or _help_hint(str(ctx.command_path)))
        return super().resolve_command(ctx, args)


def _write_usage(command: ParserPart, ctx: ParserPart, formatter: ParserPart) -> None:
    pieces = [
        _argument_form(parameter)
        for parameter in command.get_params(ctx)
        if parameter.param_type_name == "argument"
    ]
    if isinstance(command, OwnGroup):
        pieces.append(_("COMMAND ..."))
    options = _("[OPTIONS]")
    formatter.write_usage(ctx.command_path, " ".join([options, *pieces]), prefix=_("Usage: "))
    if command.help:
        formatter.write_paragraph()
        formatter.write_text(command.help)


def _write_parameters(command: ParserPart, ctx: ParserPart, formatter: ParserPart) -> None:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar, parameter.help or ""))
        elif "--help" not in parameter.opts:
            options.append((_option_form(parameter), _option_help(parameter)))
    options += [
        ("--json", _("One JSON document on standard output and nothing else.")),
        ("--language da|en", _("Language of this run.")),
        ("-h, --help", _("Show this help.")),
    ]
    if arguments:
        with formatter.section(_("Arguments")):
            formatter.write_dl(arguments)
    with formatter.section(_("Options")):
        formatter.write_dl(options)


def _argument_form(parameter: ParserPart) -> str:
    return str(parameter.metavar) if parameter.required else f"[{parameter.metavar}]"


def _option_form(parameter: ParserPart) -> str:
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _option_help(parameter: ParserPart) -> str:
    text = str(parameter.help or "")
    return _("{help} Required.").format(help=text) if parameter.required else text


def _help_hint(command_path: str) -> str:
    return _("See {command} --help.").format(command=command_path)


def usage_sentence(error: TyperException) -> str:
    """Return one sentence, in the operator's language, for what typer could not understand."""
    translate = _SENTENCES.get(type(error).__name__)
    context = getattr(error, "ctx", None)
    sentence = translate(error) if translate else error.format_message()
    return f"{sentence} {_help_hint(context.command_path)}" if context else sentence


def _missing_parameter(error: ParserPart) -> str:
    parameter = error.param
    if parameter is not None and parameter.param_type_name == "argument":
        return _("The argument {name} is missing.").format(name=parameter.metavar)
    name = max(parameter.opts, key=len) if parameter is not None else "?"
    return _("The option {name} is missing.").format(name=name)


def _no_such_option(error: ParserPart) -> str:
    sentence = _("There is no option {name} here.").format(name=error.option_name)
    suggestion = did_you_mean(error.option_name, _known_options(error.ctx))
    return f"{sentence} {suggestion}".strip()


def _known_options(context: ParserPart) -> list[str]:
    if context is None:
        return []
    names = [name for parameter in context.command.get_params(context) for name in parameter.opts]
    return [*names, "--json", "--language"]


def _bad_option_usage(error: ParserPart) -> str:
    if "does not take" in error.message:
        return _("The option {name} takes no value.").format(name=error.option_name)
    return _("The option {name} needs a value.").format(name=error.option_name)


_SENTENCES: dict[str, Callable[[ParserPart], str]] = {
    "MissingParameter": _missing_parameter,
    "NoSuchOption": _no_such_option,
    "BadOptionUsage": _bad_option_usage,
}
