"""`detention-rules rules`: the list of rules."""

from __future__ import annotations

from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


def rules(
    prefix: Annotated[str | None, typer.Argument(metavar="PREFIX", help=text("cli.rules.prefix"), show_default=False)] = None,
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.model.problems import Problems
    from detention_rules.reporting.pages import rule_list

    found = load_pack(pack or DEFAULT_PACK)
    wrong = Problems()
    if prefix is not None:
        inputs.check_prefixes("PREFIX", [prefix], [found], wrong)
    wrong.raise_if_any()
    output.print_lines(rule_list((rule for rule in found.rules if rule.id.startswith(prefix or "")), found))
    return ExitCode.OK
