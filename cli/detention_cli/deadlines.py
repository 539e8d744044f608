"""`detention-rules deadlines FILE`: what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import count, text
from detention_rules.reporting.formats import DeadlineFormat, deadline_writer

if TYPE_CHECKING:
    from detention_cli.inputs import Batch, Overrides
    from detention_rules.model.findings import Report
    from detention_rules.reporting.formats import Writer


def deadlines(
    file: Annotated[str, typer.Argument(metavar="FILE", help=text("cli.deadlines.file"), show_default=False)],
    format: Annotated[DeadlineFormat, typer.Option("--format", help=text("cli.deadlines.format"))] = DeadlineFormat.TEXT,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="TIME", help=text("cli.check.as-of"))] = None,
    reading: Annotated[list[str] | None, typer.Option("--reading", metavar="ID=OPTION", help=text("cli.check.reading"))] = None,
    tolerance: Annotated[list[str] | None, typer.Option("--tolerance", metavar="RULE=TIME", help=text("cli.check.tolerance"))] = None,
    redact: Annotated[bool, typer.Option("--redact", help=text("cli.check.redact"))] = False,
    output_file: Annotated[str | None, typer.Option("--output-file", "-o", metavar="FILE", help=text("cli.check.output-file"))] = None,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_cli.target import target
    from detention_rules.model.problems import InputError
    from detention_rules.reporting.deadlines import due, due_at, only_due
    from detention_rules.reporting.results import Checked, Style

    batch = inputs.read(file)
    if redact:
        batch = inputs.redacted_batch(batch, 1, 1)
    if batch.problems:
        raise InputError(batch.problems)
    overrides, _ = inputs.settle(inputs.Options(as_of, reading or (), tolerance or ()), iter([batch]))
    write, reports = _writer(format), list(_reports(batch, overrides))
    with target(output_file, [file]) as out:
        kept = reports if format is DeadlineFormat.TEXT else map(only_due, reports)
        for piece in write(iter([Checked(report) for report in kept]), Style(symbols=out.symbols, ascii_only=out.ascii_only)):
            out.put(piece)
    without = sum(due_at(finding) is None for report in reports for finding in due(report))
    if format is DeadlineFormat.ICS and without:
        output.complain(count("cli.deadlines.without-number", without))
    return ExitCode.OK


def _reports(batch: Batch, overrides: Overrides) -> Iterator[Report]:
    from detention_cli.inputs import overrides_for
    from detention_rules.checking import check
    from detention_rules.language.packs import load_pack

    for scenario in batch.scenarios:
        pack = load_pack(scenario.pack)
        readings, tolerances = overrides_for(overrides, pack)
        yield check(scenario, pack=pack, as_of=overrides.as_of, readings=readings, tolerances=tolerances)


def _writer(format: DeadlineFormat) -> Writer:
    from detention_cli.inputs import fault
    from detention_rules.model.problems import InputError

    try:
        return deadline_writer(format)
    except ImportError as error:
        if error.name is None or error.name.partition(".")[0] != "icalendar":
            raise
        raise InputError([fault("no-icalendar")]) from error
