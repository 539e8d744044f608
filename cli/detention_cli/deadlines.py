"""`detention-rules deadlines FILE`: what is due next."""

from __future__ import annotations

from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


def deadlines(
    file: Annotated[str, typer.Argument(metavar="FILE", help=text("cli.deadlines.file"), show_default=False)],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="TIME", help=text("cli.check.as-of"))] = None,
    reading: Annotated[list[str] | None, typer.Option("--reading", metavar="ID=OPTION", help=text("cli.check.reading"))] = None,
    tolerance: Annotated[list[str] | None, typer.Option("--tolerance", metavar="RULE=TIME", help=text("cli.check.tolerance"))] = None,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_rules.checking import check as check_scenario
    from detention_rules.language.packs import load_pack
    from detention_rules.model.problems import InputError
    from detention_rules.reporting.deadlines import deadline_lines
    from detention_rules.reporting.lines import BLANK

    batch = inputs.read(file)
    if batch.problems:
        raise InputError(batch.problems)
    overrides, _ = inputs.settle(inputs.Options(as_of, reading or (), tolerance or ()), iter([batch]))
    symbols = output.symbols()
    for index, scenario in enumerate(batch.scenarios):
        pack = load_pack(scenario.pack)
        readings, tolerances = inputs.overrides_for(overrides, pack)
        report = check_scenario(scenario, pack=pack, as_of=as_of, readings=readings, tolerances=tolerances)
        output.print_lines([*([BLANK] if index else []), *deadline_lines(report, symbols)])
    return ExitCode.OK
