"""One run of `check`: file after file, read only when the one before it is done with, and the exit codes that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from detention_cli import output
from detention_cli.exits import ExitCode
from detention_cli.inputs import Batch, Overrides, overrides_for, redacted_batch
from detention_rules.checking import check
from detention_rules.engine.engines import SecondEngine
from detention_rules.language.packs import load_pack
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Verdict
from detention_rules.model.problems import InputError, Place, Problem
from detention_rules.model.scenario import Scenario
from detention_rules.reporting.blocks import selection_words
from detention_rules.reporting.expectations import mismatches
from detention_rules.reporting.formats import TELLS_EXPECTATIONS, TELLS_OPINIONS, TELLS_PROBLEMS, TELLS_SELECTION, Format
from detention_rules.reporting.opinions import alarms
from detention_rules.reporting.results import Checked, Result, Unread

_FAILED = (ExitCode.VIOLATION, ExitCode.EXPECTATION, ExitCode.INTERNAL)


@dataclass(slots=True)
class Run:
    """What is asked of a run. `codes` are the exit codes asked for so far; what the format does not tell goes to standard error."""

    format: Format
    overrides: Overrides
    select: Sequence[str]
    ignore: Sequence[str]
    strict: bool
    expectations: bool
    fail_fast: bool
    redact: bool
    codes: set[ExitCode] = field(default_factory=set)
    scenarios: int = 0

    def results(self, batches: Iterable[Batch], files: int, second: SecondEngine | None, done: Callable[[], None]) -> Iterator[Result]:
        """Yield what every scenario of every file comes to; `done` is called after each of the `files`."""
        for number, batch in enumerate(batches, 1):
            yield from self._file(redacted_batch(batch, number, self.scenarios + 1) if self.redact else batch, second)
            self.scenarios += len(batch.scenarios)
            done()
            if self.fail_fast and not self.codes.isdisjoint(_FAILED):
                output.complain(count("cli.check.stopped", files - number))
                return

    def _file(self, batch: Batch, second: SecondEngine | None) -> Iterator[Result]:
        if batch.problems:
            yield self._unread(batch.file, batch.problems)
        for scenario in batch.scenarios:
            try:
                checked = self._checked(scenario, second)
            except InputError as error:  # an option that this scenario cannot take: a time that its zone's clocks skip
                place = Place(scenario.file, scenario.line)
                yield self._unread(batch.file, tuple(replace(problem, place=place) for problem in error.problems))
                continue
            self.codes.add(_code(checked, strict=self.strict))
            self._tell(checked)
            yield checked

    def _unread(self, file: str, problems: tuple[Problem, ...]) -> Unread:
        self.codes.add(ExitCode.BAD_INPUT)
        if self.format not in TELLS_PROBLEMS:
            for problem in problems:
                output.complain(str(problem))
        return Unread(file, problems)

    def _tell(self, checked: Checked) -> None:
        scenario, selection = checked.report.scenario, checked.report.selection
        if self.format not in TELLS_SELECTION and selection is not None:
            output.complain(text("report.head.selection", selection=selection_words(selection)))
        for alarm in alarms(checked.opinion) if self.format not in TELLS_OPINIONS and checked.opinion is not None else ():
            output.complain(alarm)
        for fault in (checked.faults or ()) if self.format not in TELLS_EXPECTATIONS else ():
            output.complain(text("cli.check.expect-fault", place=Place(scenario.file, fault.line or scenario.line), fault=str(fault)))

    def _checked(self, scenario: Scenario, second: SecondEngine | None) -> Checked:
        pack = load_pack(scenario.pack)
        readings, tolerances = overrides_for(self.overrides, pack)
        whole = check(scenario, pack=pack, as_of=self.overrides.as_of, readings=readings, tolerances=tolerances)
        report = whole.selected(self.select, self.ignore)
        faults = mismatches(whole, scenario.expect) if self.expectations and scenario.expect is not None else None
        return Checked(report, faults, None if second is None else second.second_opinion(report))


def _code(checked: Checked, *, strict: bool) -> ExitCode:
    """Return the exit code that one checked scenario asks for."""
    if checked.opinion is not None and not checked.opinion.sound:
        return ExitCode.INTERNAL
    if checked.faults is not None:
        return ExitCode.EXPECTATION if checked.faults else ExitCode.OK
    bad = checked.report.of(Verdict.VIOLATED) or (strict and checked.report.of(Verdict.UNDETERMINED))
    return ExitCode.VIOLATION if bad else ExitCode.OK
