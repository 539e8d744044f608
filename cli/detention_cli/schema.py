"""`detention-rules schema`: JSON Schemas of what the program reads and writes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text


class Kind(StrEnum):
    """What a schema describes."""

    SCENARIO = "scenario"
    RULE = "rule"
    REPORT = "report"
    EXERCISE = "exercise"


def schema(
    kind: Annotated[Kind, typer.Argument(help=text("cli.schema.kind"), show_default=False)],
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.schema.pack"))] = None,
) -> ExitCode:
    import json

    from detention_cli import output

    output.print_text(json.dumps(_schema(kind, pack), indent=2, ensure_ascii=not output.is_unicode()) + "\n")
    return ExitCode.OK


def _schema(kind: Kind, pack: str | None) -> dict[str, object]:
    if kind is Kind.RULE:
        from detention_rules.language.schema import rule_schema

        return rule_schema()
    if kind is Kind.REPORT:
        from detention_rules.reporting.schema import report_schema

        return report_schema()
    if kind is Kind.EXERCISE:
        from detention_rules.training.exercise import exercise_schema

        return exercise_schema()
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.language.scenario_schema import scenario_schema

    return scenario_schema(load_pack(pack or DEFAULT_PACK))
