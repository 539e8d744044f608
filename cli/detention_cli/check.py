"""`detention-rules check`: timelines against the rules."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode, worst
from detention_rules.model.catalogue import text
from detention_rules.reporting.formats import Format, writer

if TYPE_CHECKING:
    from detention_rules.engine.engines import SecondEngine


class Engine(StrEnum):
    """What judges the duties."""

    REFERENCE = "reference"
    DURABLE = "durable"
    BOTH = "both"


def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=text("cli.check.paths"), show_default=False)],
    format: Annotated[Format, typer.Option("--format", help=text("cli.check.format"))] = Format.TEXT,
    select: Annotated[list[str] | None, typer.Option("--select", metavar="PREFIX", help=text("cli.check.select"))] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="PREFIX", help=text("cli.check.ignore"))] = None,
    reading: Annotated[list[str] | None, typer.Option("--reading", metavar="ID=OPTION", help=text("cli.check.reading"))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="TIME", help=text("cli.check.as-of"))] = None,
    tolerance: Annotated[list[str] | None, typer.Option("--tolerance", metavar="RULE=TIME", help=text("cli.check.tolerance"))] = None,
    engine: Annotated[Engine, typer.Option("--engine", help=text("cli.check.engine"))] = Engine.REFERENCE,
    strict: Annotated[bool, typer.Option("--strict", help=text("cli.check.strict"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=text("cli.check.verbose"))] = False,
    timeline: Annotated[bool, typer.Option("--timeline", help=text("cli.check.timeline"))] = False,
    no_expect: Annotated[bool, typer.Option("--no-expect", help=text("cli.check.no-expect"))] = False,
    redact: Annotated[bool, typer.Option("--redact", help=text("cli.check.redact"))] = False,
    output_file: Annotated[str | None, typer.Option("--output-file", "-o", metavar="FILE", help=text("cli.check.output-file"))] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help=text("cli.check.fail-fast"))] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help=text("cli.check.exit-zero"))] = False,
) -> ExitCode:
    from detention_cli import inputs
    from detention_cli.progress import Progress
    from detention_cli.runs import Run
    from detention_cli.target import target
    from detention_rules.model.problems import InputError
    from detention_rules.reporting.results import Style

    options = inputs.Options(as_of, reading or (), tolerance or (), select or (), ignore or ())
    if timeline and format is not Format.TEXT:
        raise InputError([inputs.fault("timeline-format")])
    files = inputs.files_of(paths)
    batches = map(inputs.read, files)
    overrides, ahead = inputs.settle(options, batches)
    run = Run(
        format, overrides, options.select, options.ignore, strict=strict, expectations=not no_expect, fail_fast=fail_fast, redact=redact
    )
    with _second_engine(engine) as second, target(output_file, files) as out, Progress(len(files), wanted=not out.shown) as bar:
        style = Style(verbose, strict, out.symbols, out.ascii_only, timeline=out.width if timeline else None)
        for piece in writer(format)(run.results(chain(ahead, batches), len(files), second, bar.advance), style):
            out.put(piece)
    return worst(run.codes, forgiven=(ExitCode.VIOLATION, ExitCode.EXPECTATION) if exit_zero else ())


def _second_engine(engine: Engine) -> AbstractContextManager[SecondEngine | None]:
    if engine is Engine.REFERENCE:
        return nullcontext()
    from detention_rules.engine.engines import second_engine

    return second_engine()
