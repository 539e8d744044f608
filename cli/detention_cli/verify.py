"""`detention-rules verify`: a pack against itself."""

from __future__ import annotations

from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


def verify(
    pack: Annotated[str | None, typer.Argument(metavar="PACK", help=text("cli.verify.pack"), show_default=False)] = None,
) -> ExitCode:
    from detention_cli import output
    from detention_rules.language.coverage import summary
    from detention_rules.language.packs import DEFAULT_PACK
    from detention_rules.model.catalogue import count
    from detention_rules.reporting.lines import line
    from detention_rules.testing.verification import verify as verify_pack

    result = verify_pack(pack or DEFAULT_PACK)
    for problem in result.problems:
        output.complain(str(problem))
    if result.pack is None:
        return ExitCode.BAD_INPUT
    values = {"rules": result.rules, "limits": result.limits, "examples": result.examples, "boundaries": result.boundaries}
    symbols = output.symbols()
    mark = (symbols.violated, "bold red") if result.problems else (symbols.complied, "green")
    outcome = count("cli.verify.problems", len(result.problems)) if result.problems else text("cli.verify.good")
    told = text("cli.verify.summary", pack=result.pack.id, version=result.pack.version, outcome=outcome, **values)
    figures = summary(result.coverage) if result.coverage is not None else []
    figures += [text("cli.verify.unreached", rule=one.rule, number=(one.case or 0) + 1, why=one.why) for one in result.unreached]
    output.print_lines([line(mark, " ", told, hang=2), *(line("  ", figure, hang=2) for figure in figures)])
    return ExitCode.BAD_INPUT if result.problems else ExitCode.OK
