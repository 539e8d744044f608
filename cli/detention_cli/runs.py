"""One run of `check`: file after file, read only when the one before it is done with, and the exit codes that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from detention_cli import output
from detention_cli.exits import ExitCode
from detention_cli.inputs import Batch, Overrides, overrides_for
from detention_rules.checking import check
from detention_rules.engine.engines import SecondEngine
from detention_rules.language.packs import load_pack
from detention_rules.language.redaction import redacted
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report, Verdict
from detention_rules.model.problems import InputError, Place, Problem
from detention_rules.model.scenario import Scenario
from detention_rules.reporting.expectations import mismatches
from detention_rules.reporting.results import Checked, Result, Unread

_FAILED = (ExitCode.VIOLATION, ExitCode.EXPECTATION, ExitCode.INTERNAL)


@dataclass(slots=True)
class Run:
    """What is asked of a run. `codes` are the exit codes asked for so far.

    `tells_expectations` and `tells_problems` say whether the format itself tells of expectations that fail and of files that cannot be
    read; otherwise standard error does.
    """

    overrides: Overrides
    select: Sequence[str]
    ignore: Sequence[str]
    strict: bool
    expectations: bool
    fail_fast: bool
    redact: bool
    tells_expectations: bool
    tells_problems: bool
    codes: set[ExitCode] = field(default_factory=set)
    scenarios: int = 0

    def results(self, batches: Iterable[Batch], files: int, second: SecondEngine | None, done: Callable[[], None]) -> Iterator[Result]:
        """Yield what every scenario of every file comes to; `done` is called after each of the `files`."""
        for number, batch in enumerate(batches, 1):
            yield from self._file(batch, text("redacted.file", number=number) if self.redact else None, second)
            done()
            if self.fail_fast and not self.codes.isdisjoint(_FAILED):
                output.complain(count("cli.check.stopped", files - number))
                return

    def _file(self, batch: Batch, label: str | None, second: SecondEngine | None) -> Iterator[Result]:
        if batch.problems:
            yield self._unread(batch.file, batch.problems, label)
        for scenario in batch.scenarios:
            self.scenarios += 1
            title = text("redacted.title", number=self.scenarios)
            try:
                checked = self._checked(scenario if label is None else redacted(scenario, title=title, file=label), second)
            except InputError as error:  # an option that this scenario cannot take: a time that its zone's clocks skip
                place = Place(scenario.file, scenario.line)
                yield self._unread(batch.file, [replace(problem, place=place) for problem in error.problems], label)
                continue
            self.codes.add(_code(checked, strict=self.strict))
            if not self.tells_expectations:
                _tell(checked)
            yield checked

    def _unread(self, file: str, problems: Iterable[Problem], label: str | None) -> Unread:
        self.codes.add(ExitCode.BAD_INPUT)
        if label is not None:
            problems = [_without_words(problem, label) for problem in problems]
        found = Unread(label or file, tuple(problems))
        if not self.tells_problems:
            for problem in found.problems:
                output.complain(str(problem))
        return found

    def _checked(self, scenario: Scenario, second: SecondEngine | None) -> Checked:
        pack = load_pack(scenario.pack)
        readings, tolerances = overrides_for(self.overrides, pack)
        whole = check(scenario, pack=pack, as_of=self.overrides.as_of, readings=readings, tolerances=tolerances)
        report = self._selected(whole)
        faults = mismatches(whole, scenario.expect) if self.expectations and scenario.expect is not None else None
        return Checked(report, faults, None if second is None else second.second_opinion(report))

    def _selected(self, report: Report) -> Report:
        if not self.select and not self.ignore:
            return report
        kept = (
            finding
            for finding in report.findings
            if (not self.select or finding.rule.id.startswith(tuple(self.select))) and not finding.rule.id.startswith(tuple(self.ignore))
        )
        return replace(report, findings=tuple(kept))


def _without_words(problem: Problem, file: str) -> Problem:
    place = replace(problem.place, file=file)
    return Problem(place, problem.code, text("redacted.problem", code=problem.code))


def _code(checked: Checked, *, strict: bool) -> ExitCode:
    """Return the exit code that one checked scenario asks for."""
    if checked.opinion is not None and checked.opinion.disagreements:
        return ExitCode.INTERNAL
    if checked.faults is not None:
        return ExitCode.EXPECTATION if checked.faults else ExitCode.OK
    bad = checked.report.of(Verdict.VIOLATED) or (strict and checked.report.of(Verdict.UNDETERMINED))
    return ExitCode.VIOLATION if bad else ExitCode.OK


def _tell(checked: Checked) -> None:
    """Write to standard error which expectations fail, and that engines disagree."""
    scenario = checked.report.scenario
    if checked.opinion is not None and checked.opinion.disagreements:
        output.complain(count("opinion.differ", len(checked.opinion.disagreements)))
    for fault in checked.faults or ():
        output.complain(text("cli.check.expect-fault", place=Place(scenario.file, fault.line or scenario.line), fault=str(fault)))
