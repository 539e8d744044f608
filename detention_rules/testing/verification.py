"""Verifying a pack: its files, its names and citations, that every case can be reached, and that every worked example and every
boundary holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detention_rules.engine.explain import Explanation
from detention_rules.engine.reference import run
from detention_rules.language.coverage import Coverage, load_coverage
from detention_rules.language.packs import DEFAULT_PACK, load_pack
from detention_rules.language.rules import Deadline, Pack, Rule
from detention_rules.language.scenarios import scenario
from detention_rules.language.sentences import length_words
from detention_rules.language.stories import load_stories
from detention_rules.language.times import TimeFault, read_limit
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Verdict
from detention_rules.model.periods import MINUTE, parse_short
from detention_rules.model.problems import InputError, Place, Problem
from detention_rules.model.zones import zone
from detention_rules.testing.boundary import Boundary, Unreached, differences
from detention_rules.testing.edges import boundaries

_REQUIRED = (Verdict.COMPLIED, Verdict.VIOLATED, Verdict.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a pack found: its problems, and how much was checked."""

    problems: tuple[Problem, ...]
    pack: Pack | None
    rules: int = 0
    examples: int = 0
    limits: int = 0
    coverage: Coverage | None = None
    boundaries: int = 0
    unreached: tuple[Unreached, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(pack: str | Path = DEFAULT_PACK) -> Verification:
    """Verify a pack from its files, by name or folder. Never raises for a faulty pack: the faults are in the result."""
    try:
        loaded = load_pack(pack, fresh=True)
        coverage, faults = load_coverage(loaded, pack)
    except InputError as error:
        return Verification(error.problems, None)
    problems = [*_unused_readings(loaded), *faults, *load_stories(loaded)[1]]
    examples = limits = 0
    for rule in loaded.rules:
        problems.extend(rule_problems(rule, loaded))
        examples += len(rule.examples)
        limits += len(rule.form.cases) if isinstance(rule.form, Deadline) else 0
    edges = boundaries(loaded)
    problems.extend(problem for boundary in edges.found for problem in _boundary(boundary, loaded))
    return Verification(tuple(problems), loaded, len(loaded.rules), examples, limits, coverage, len(edges.found), edges.unreached)


def rule_problems(rule: Rule, pack: Pack) -> Iterator[Problem]:
    """Yield what is wrong with one rule of a pack: cases out of reach, examples that do not hold or are missing, limits untested."""
    return _RuleCheck(rule, pack).problems()


def _boundary(boundary: Boundary, pack: Pack) -> Iterator[Problem]:
    """Yield what one boundary scenario shows to be wrong."""
    number = "-" if boundary.case is None else boundary.case + 1
    try:
        for key, found, expected in differences(boundary, pack):
            yield _problem(boundary.rule, "boundary-wrong", number=number, shows=boundary.shows, key=key, found=found, expected=expected)
    except InputError as error:
        for problem in error.problems:
            yield _problem(boundary.rule, "boundary-bad", number=number, shows=boundary.shows, why=problem.message)


def _unused_readings(pack: Pack) -> Iterator[Problem]:
    used = {name for rule in pack.rules for name in rule.readings}
    for name in pack.readings:
        if name not in used:
            yield _problem(pack.id, "unused-reading", name=name)


def _problem(where: str, code: str, /, **values: object) -> Problem:
    return Problem(Place(where), code, text(f"problem.{code}", **values))


class _RuleCheck:
    """The checks of one rule, remembering which verdicts and limits its examples show."""

    def __init__(self, rule: Rule, pack: Pack) -> None:
        self.rule = rule
        self.pack = pack
        self.shown: set[Verdict] = set()
        self.at: set[int] = set()
        self.past: set[int] = set()

    def problems(self) -> Iterator[Problem]:
        yield from self._unreachable()
        for example in self.rule.examples:
            yield from self._example(example)
        for verdict in _REQUIRED:
            if verdict not in self.shown and verdict.value not in self.rule.cannot:
                yield self._fail("example-missing", verdict=verdict.value)
        yield from self._untested()

    def _fail(self, code: str, **values: object) -> Problem:
        return _problem(self.rule.id, code, **values)

    def _unreachable(self) -> Iterator[Problem]:
        cases = self.rule.form.cases if isinstance(self.rule.form, Deadline) else ()
        for number, case in enumerate(cases[:-1], 1):
            if case.when is None and case.dates is None:
                yield self._fail("unreachable-case", number=number + 1)

    def _untested(self) -> Iterator[Problem]:
        cases = self.rule.form.cases if isinstance(self.rule.form, Deadline) else ()
        for index, case in enumerate(cases):
            if case.limit.unit == "standard":
                continue
            for shown, where in ((self.at, "at"), (self.past, "past")):
                if index not in shown:
                    limit = length_words(case.limit)
                    yield self._fail("limit-untested", number=index + 1, limit=limit, where=text(f"problem.where-{where}"))

    def _example(self, example: Any) -> Iterator[Problem]:
        shows = example["shows"]
        data = {key: value for key, value in example.items() if key not in ("shows", "expect") and value is not None}
        try:
            timeline = scenario({"title": shows, **data}, pack=self.pack)
        except InputError as error:
            for problem in error.problems:
                yield self._fail("example-bad", shows=shows, why=problem.message)
            return
        findings = run(timeline, self.pack, only=(self.rule.id,)).findings
        expected = example["expect"] if isinstance(example["expect"], list) else [example["expect"]]
        if len(findings) != len(expected):
            yield self._fail("example-count", shows=shows, found=len(findings), expected=len(expected))
            return
        for finding, outcome in zip(findings, expected, strict=True):
            self._remember(finding)
            for key, found, wanted in self._differences(finding, outcome, timeline.zone):
                yield self._fail("example-wrong", shows=shows, key=key, found=found, expected=wanted)

    def _remember(self, finding: Finding) -> None:
        self.shown.add(finding.verdict)
        details = finding.details
        case = details.deciding_case() if isinstance(details, Explanation) else None
        if case is not None and finding.margin_seconds == 0 and finding.verdict is Verdict.COMPLIED:
            self.at.add(case)
        if case is not None and finding.margin_seconds == -MINUTE and finding.verdict is Verdict.VIOLATED:
            self.past.add(case)

    def _differences(self, finding: Finding, outcome: Any, place: str) -> Iterator[tuple[str, object, object]]:
        if finding.verdict.value != outcome["verdict"]:
            yield "verdict", finding.verdict.value, outcome["verdict"]
        home = zone(place)
        if outcome.get("deadline") is not None:
            found = None if finding.deadline is None else home.local(finding.deadline).isoformat(" ")
            try:
                wanted = home.local(read_limit(outcome["deadline"], home)).isoformat(" ")
            except TimeFault as fault:
                wanted = text(f"problem.{fault.code}", **fault.values)
            if found != wanted:
                yield "deadline", found, wanted
        if outcome.get("margin") is not None:
            try:
                margin: object = parse_short(str(outcome["margin"]))
            except ValueError:
                margin = outcome["margin"]
            if finding.margin_seconds != margin:
                yield "margin_seconds", finding.margin_seconds, margin
        if outcome.get("needs") is not None and set(finding.needs) != set(outcome["needs"]):
            yield "needs", list(finding.needs), outcome["needs"]
        for other in outcome.get("alternatives") or ():
            shown = [(dict(found.assuming), found.verdict.value) for found in finding.alternatives]
            if (other["assuming"], other["verdict"]) not in shown:
                yield "alternatives", shown, other
