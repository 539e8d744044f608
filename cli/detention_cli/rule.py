"""`detention-rules rule ID`: one rule as a page."""

from __future__ import annotations

from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


def rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=text("cli.rule.id"), show_default=False)],
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    from detention_cli import output
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.model.problems import Problems, did_you_mean
    from detention_rules.reporting.pages import rule_page

    found = load_pack(pack or DEFAULT_PACK)
    one = found.rule(rule_id)
    if one is None:
        wrong = Problems()
        wrong.add("unknown-rule", name=rule_id, hint=did_you_mean(rule_id, [rule.id for rule in found.rules]))
        wrong.raise_if_any()
        return ExitCode.BAD_INPUT
    output.print_lines(rule_page(one, found, output.symbols()))
    return ExitCode.OK
