"""`detention-rules readings`: the questions that the text leaves open."""

from __future__ import annotations

from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


def readings(
    reading: Annotated[str | None, typer.Argument(metavar="ID", help=text("cli.readings.id"), show_default=False)] = None,
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    from detention_cli import output
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.model.problems import Problems, did_you_mean
    from detention_rules.reporting.lines import BLANK
    from detention_rules.reporting.pages import reading_pages, settled_pages

    found = load_pack(pack or DEFAULT_PACK)
    wrong = Problems()
    known = [*found.readings, *(one.id for one in found.settled)]
    if reading is not None and reading not in known:
        wrong.add("unknown-reading", name=reading, hint=did_you_mean(reading, known))
    wrong.raise_if_any()
    chosen = [one for name, one in found.readings.items() if reading in (None, name)]
    settled = [one for one in found.settled if reading in (None, one.id)]
    between = [BLANK] if chosen and settled else []
    output.print_lines([*reading_pages(chosen, found, output.symbols()), *between, *settled_pages(settled, output.symbols())])
    return ExitCode.OK
