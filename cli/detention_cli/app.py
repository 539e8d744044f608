"""The program `detention-rules`: its commands, and where it starts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detention_cli import output
from detention_cli.check import check
from detention_cli.command import Command, Program
from detention_cli.deadlines import deadlines
from detention_cli.exits import ExitCode
from detention_cli.new import new
from detention_cli.readings import readings
from detention_cli.rule import rule
from detention_cli.rules import rules
from detention_cli.schema import schema
from detention_cli.train import train
from detention_cli.verify import verify
from detention_rules.model.catalogue import text

PROGRAM = "detention-rules"

app = typer.Typer(
    cls=Program,
    help=text("cli.help"),
    epilog=text("cli.epilog"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

for _command in (check, deadlines, new, rules, rule, readings, verify, schema):
    _name = _command.__name__
    app.command(_name, cls=Command, help=text(f"cli.{_name}.help"), short_help=text(f"cli.{_name}.short"))(_command)
app.add_typer(train, name="train", help=text("cli.train.help"), short_help=text("cli.train.short"))


def _version(asked: bool) -> None:
    if asked:
        from detention_rules import __version__

        output.print_text(f"{PROGRAM} {__version__}\n")
        raise typer.Exit(ExitCode.OK)


@app.callback()
def _program(
    version: Annotated[bool, typer.Option("--version", help=text("cli.version"), callback=_version, is_eager=True)] = False,  # noqa: ARG001
) -> None:
    output.prepare()


def main() -> None:
    """Run the program and exit."""
    try:
        output.prepare()
        app(prog_name=PROGRAM)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except OSError:
        output.abandon()
        sys.exit(ExitCode.BAD_INPUT)


if __name__ == "__main__":
    main()
