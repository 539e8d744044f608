"""`detention-rules check`: timelines against the rules."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode, worst
from detention_rules.model.catalogue import count, text

if TYPE_CHECKING:
    from detention_cli.inputs import Overrides
    from detention_rules.engine.engines import SecondEngine
    from detention_rules.model.findings import Report
    from detention_rules.model.opinions import SecondOpinion
    from detention_rules.model.scenario import Scenario
    from detention_rules.reporting.expectations import Mismatch


class Format(StrEnum):
    """How reports are written."""

    TEXT = "text"
    JSON = "json"


class Engine(StrEnum):
    """What judges the duties."""

    REFERENCE = "reference"
    DURABLE = "durable"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Checked:
    """One checked scenario: its report as selected, what its expectations say (None: it has none), and the exit code it asks for.

    `opinion` is what another engine says of the report, where that was asked for.
    """

    report: Report
    faults: tuple[Mismatch, ...] | None
    code: ExitCode
    opinion: SecondOpinion | None = None


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
    no_expect: Annotated[bool, typer.Option("--no-expect", help=text("cli.check.no-expect"))] = False,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_rules.model.problems import Problems

    scenarios, problems = inputs.read_all(paths)
    packs, wrong = inputs.packs_of(scenarios), Problems()
    select, ignore = list(select or ()), list(ignore or ())
    inputs.check_prefixes("--select", select, packs, wrong)
    inputs.check_prefixes("--ignore", ignore, packs, wrong)
    overrides = inputs.read_overrides(as_of, reading or (), tolerance or (), scenarios, packs, wrong)
    wrong.raise_if_any()
    for problem in problems:
        output.complain(str(problem))
    show = _Json() if format is Format.JSON else _Text(verbose, single=len(scenarios) == 1 and not problems)
    codes = [ExitCode.BAD_INPUT] if problems else []
    with _second_engine(engine) as second:
        for scenario in scenarios:
            checked = _checked(scenario, overrides, select, ignore, strict=strict, expectations=not no_expect)
            if second is not None:
                checked = replace(checked, opinion=second.second_opinion(checked.report))
                if checked.opinion is not None and checked.opinion.disagreements:
                    codes.append(ExitCode.INTERNAL)
            codes.append(checked.code)
            show.one(checked)
    show.end(unread=len({problem.place.file for problem in problems}))
    return worst(codes)


def _second_engine(engine: Engine) -> AbstractContextManager[SecondEngine | None]:
    if engine is Engine.REFERENCE:
        return nullcontext()
    from detention_rules.engine.engines import second_engine

    return second_engine()


def _checked(
    scenario: Scenario, overrides: Overrides, select: Sequence[str], ignore: Sequence[str], *, strict: bool, expectations: bool
) -> Checked:
    from detention_cli.inputs import overrides_for
    from detention_rules.checking import check as check_scenario
    from detention_rules.language.packs import load_pack
    from detention_rules.model.findings import Verdict
    from detention_rules.reporting.expectations import mismatches

    pack = load_pack(scenario.pack)
    readings, tolerances = overrides_for(overrides, pack)
    whole = check_scenario(scenario, pack=pack, as_of=overrides.as_of, readings=readings, tolerances=tolerances)
    report = _selected(whole, select, ignore)
    if expectations and scenario.expect is not None:
        faults = mismatches(whole, scenario.expect)
        return Checked(report, faults, ExitCode.EXPECTATION if faults else ExitCode.OK)
    bad = report.of(Verdict.VIOLATED) or (strict and report.of(Verdict.UNDETERMINED))
    return Checked(report, None, ExitCode.VIOLATION if bad else ExitCode.OK)


def _selected(report: Report, select: Sequence[str], ignore: Sequence[str]) -> Report:
    if not select and not ignore:
        return report
    kept = (
        finding
        for finding in report.findings
        if (not select or finding.rule.id.startswith(tuple(select))) and not finding.rule.id.startswith(tuple(ignore))
    )
    return replace(report, findings=tuple(kept))


class _Json:
    """Collects reports and writes them as one array; failed expectations go to standard error."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._opinions: list[SecondOpinion | None] = []

    def one(self, checked: Checked) -> None:
        from detention_cli import output
        from detention_rules.model.problems import Place

        scenario = checked.report.scenario
        self._reports.append(checked.report)
        self._opinions.append(checked.opinion)
        if checked.opinion is not None and checked.opinion.disagreements:
            output.complain(count("opinion.differ", len(checked.opinion.disagreements)))
        for fault in checked.faults or ():
            output.complain(text("cli.check.expect-fault", place=Place(scenario.file, fault.line or scenario.line), fault=str(fault)))

    def end(self, unread: int) -> None:  # noqa: ARG002
        from detention_cli import output
        from detention_rules.reporting.json import reports_json

        content = reports_json(self._reports, opinions=self._opinions)
        output.print_text(content if output.can_write(content) else reports_json(self._reports, opinions=self._opinions, ascii_only=True))


class _Text:
    """Writes each report as it comes, and a summary after several."""

    def __init__(self, verbose: bool, single: bool) -> None:
        from detention_cli import output

        self._verbose, self._single = verbose, single
        self._symbols = output.symbols()
        self._checked: list[Checked] = []
        self._full = True

    def one(self, checked: Checked) -> None:
        from detention_cli import output
        from detention_rules.reporting.expectations import held_line, mismatch_lines
        from detention_rules.reporting.lines import BLANK
        from detention_rules.reporting.opinions import opinion_lines
        from detention_rules.reporting.text import report_lines

        short = checked.faults == () and not self._single and not self._verbose
        lines = [BLANK] if self._checked and not (short and not self._full) else []
        if checked.faults:
            lines += [*mismatch_lines(checked.report, checked.faults, self._symbols), BLANK]
        if not short:
            lines += report_lines(checked.report, self._symbols, verbose=self._verbose)
        if checked.faults == ():
            lines.append(held_line(checked.report, self._symbols))
        if checked.opinion is not None and (not short or checked.opinion.disagreements):
            lines += opinion_lines(checked.opinion, self._symbols)
        self._checked.append(checked)
        self._full = not short
        output.print_lines(lines)

    def end(self, unread: int) -> None:
        if self._single or not self._checked:
            return
        from detention_cli import output
        from detention_rules.reporting.lines import BLANK
        from detention_rules.reporting.opinions import closing_line
        from detention_rules.reporting.summary import summary_line

        cases = [one.report for one in self._checked if one.faults is None]
        held = sum(one.faults == () for one in self._checked)
        failed = sum(bool(one.faults) for one in self._checked)
        closing = summary_line(cases, held=held, failed=failed, unread=unread)
        opinions = [one.opinion for one in self._checked if one.opinion is not None]
        output.print_lines([BLANK, closing, *([closing_line(opinions)] if opinions else [])])
