"""`detention-rules check`: timelines against the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode, worst
from detention_rules.model.catalogue import count, text
from detention_rules.reporting.formats import Format, writer

if TYPE_CHECKING:
    from detention_cli.inputs import Overrides
    from detention_rules.engine.engines import SecondEngine
    from detention_rules.model.findings import Report
    from detention_rules.model.scenario import Scenario
    from detention_rules.reporting.results import Checked, Result


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
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_rules.model.problems import Problems
    from detention_rules.reporting.results import Style, Unread

    scenarios, problems = inputs.read_all(paths)
    packs, wrong = inputs.packs_of(scenarios), Problems()
    select, ignore = list(select or ()), list(ignore or ())
    inputs.check_prefixes("--select", select, packs, wrong)
    inputs.check_prefixes("--ignore", ignore, packs, wrong)
    overrides = inputs.read_overrides(as_of, reading or (), tolerance or (), scenarios, packs, wrong)
    if timeline and format is not Format.TEXT:
        wrong.found.append(inputs.fault("timeline-format"))
    wrong.raise_if_any()
    for problem in problems:
        output.complain(str(problem))
    codes: list[ExitCode] = []

    def results(second: SecondEngine | None) -> Iterator[Result]:
        for file in dict.fromkeys(problem.place.file for problem in problems):
            codes.append(ExitCode.BAD_INPUT)
            yield Unread(file or "", tuple(problem for problem in problems if problem.place.file == file))
        for scenario in scenarios:
            checked = _checked(scenario, overrides, select, ignore, second, expectations=not no_expect)
            codes.append(_code(checked, strict=strict))
            if format is not Format.TEXT:
                _tell(checked)
            yield checked

    style = Style(verbose, strict, output.symbols(), ascii_only=not output.is_unicode(), timeline=output.width() if timeline else None)
    with _second_engine(engine) as second:
        for piece in writer(format)(results(second), style):
            output.put(piece)
    return worst(codes)


def _second_engine(engine: Engine) -> AbstractContextManager[SecondEngine | None]:
    if engine is Engine.REFERENCE:
        return nullcontext()
    from detention_rules.engine.engines import second_engine

    return second_engine()


def _checked(
    scenario: Scenario,
    overrides: Overrides,
    select: Sequence[str],
    ignore: Sequence[str],
    second: SecondEngine | None,
    *,
    expectations: bool,
) -> Checked:
    from detention_cli.inputs import overrides_for
    from detention_rules.checking import check as check_scenario
    from detention_rules.language.packs import load_pack
    from detention_rules.reporting.expectations import mismatches
    from detention_rules.reporting.results import Checked

    pack = load_pack(scenario.pack)
    readings, tolerances = overrides_for(overrides, pack)
    whole = check_scenario(scenario, pack=pack, as_of=overrides.as_of, readings=readings, tolerances=tolerances)
    report = _selected(whole, select, ignore)
    faults = mismatches(whole, scenario.expect) if expectations and scenario.expect is not None else None
    return Checked(report, faults, None if second is None else second.second_opinion(report))


def _code(checked: Checked, *, strict: bool) -> ExitCode:
    """Return the exit code that one checked scenario asks for."""
    from detention_rules.model.findings import Verdict

    if checked.opinion is not None and checked.opinion.disagreements:
        return ExitCode.INTERNAL
    if checked.faults is not None:
        return ExitCode.EXPECTATION if checked.faults else ExitCode.OK
    bad = checked.report.of(Verdict.VIOLATED) or (strict and checked.report.of(Verdict.UNDETERMINED))
    return ExitCode.VIOLATION if bad else ExitCode.OK


def _tell(checked: Checked) -> None:
    """Write to standard error what only the text tells otherwise: expectations that fail, and engines that disagree."""
    from detention_cli import output
    from detention_rules.model.problems import Place

    scenario = checked.report.scenario
    if checked.opinion is not None and checked.opinion.disagreements:
        output.complain(count("opinion.differ", len(checked.opinion.disagreements)))
    for fault in checked.faults or ():
        output.complain(text("cli.check.expect-fault", place=Place(scenario.file, fault.line or scenario.line), fault=str(fault)))


def _selected(report: Report, select: Sequence[str], ignore: Sequence[str]) -> Report:
    if not select and not ignore:
        return report
    kept = (
        finding
        for finding in report.findings
        if (not select or finding.rule.id.startswith(tuple(select))) and not finding.rule.id.startswith(tuple(ignore))
    )
    return replace(report, findings=tuple(kept))
