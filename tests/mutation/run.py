"""Mutates the code that decides and runs the tests on every mutant. Usage: python -m mutation.run, with `tests` on the path.

A mutant meets only tests that execute what is changed: those that killed its neighbours first, then those that execute most around it in
the shortest time. What survives the first of them and is not explained (see `explained`) meets more. What was found is kept in
`.mutation/`; a mutant that was killed is not run again until the function around it changes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

import pytest

from mutation.covering import QUIET, ROOT, Covering, covering
from mutation.judging import KILLED, SURVIVED, InPlace, Judge, Result, afresh, forked
from mutation.operators import Mutant, mutants
from mutation.page import PAGE, figures, killed, name_of, page, reason

KEPT = ROOT / ".mutation" / "results.json"
GOAL = 0.9
SECONDS = (3.0, 12.0)
"""So many seconds of tests, as they take when they are watched, every mutant meets; so many, what survives these and is not explained."""
NEAR = 15
"""Tests that execute much of so many lines before and after a change, and what few others execute, are likelier to notice it."""

TESTS = (
    *("tests/model/test_periods.py", "tests/model/test_zones.py", "tests/model/test_calendars.py"),
    *("tests/language/test_times.py", "tests/language/test_scenarios.py", "tests/language/test_scenario_problems.py"),
    *("tests/language/test_rule_problems.py", "tests/language/test_sentences.py", "tests/language/test_conditions.py"),
    *("tests/engine/test_judgements.py", "tests/engine/test_acts.py"),
    *("tests/engine/test_instants_tried.py", "tests/engine/test_timelines.py", "tests/engine/test_detentions.py"),
    *("tests/engine/test_duties.py", "tests/engine/test_worlds.py", "tests/engine/test_limits.py", "tests/engine/test_preconditions.py"),
    *("tests/engine/test_unknowns.py", "tests/engine/test_open_standards.py", "tests/engine/test_alternatives.py"),
    *("tests/engine/test_inconsistencies.py", "tests/engine/test_worked_numbers.py", "tests/engine/test_acceptance.py"),
    *("tests/engine/test_explanations.py", "tests/engine/test_consulting.py"),
    *("tests/packs/test_added_rules.py", "tests/packs/test_zubrovia.py"),
    *("tests/conformance/test_conformance.py::test_the_kit_is_up_to_date", "tests/test_scenarios.py"),
    *("tests/engine/test_oracle.py", "tests/engine/test_world_properties.py", "tests/engine/test_properties.py"),
)
"""The quick tests of what the modules below decide."""

MODULES = {
    "model": ("periods", "zones", "calendars", "scenario"),
    "language": ("times", "conditions"),
    "engine": (
        *("limits", "acts", "duties", "recurrences", "conditions", "worlds", "timeline", "judgements", "compiled", "unknowns"),
        *("consistency", "consulting", "law", "standards", "reference"),
    ),
}
"""What decides time, conditions and verdicts, by layer."""
NAMES = tuple(f"{layer}.{name}" for layer, names in MODULES.items() for name in names)
Kept = dict[str, Sequence[str]]
"""By the key of a mutant: what became of it, and the test that killed it."""
OF_OTHERS = ("hypothesis", "pydantic", "yaml", "dateutil.relativedelta", "holidays", "_pytest.assertion.rewrite")
"""What takes time to import and is not mutated: imported once, before the processes part."""


def file_of(module: str) -> str:
    """Return the file of a module, from the root of the project."""
    return f"{module.replace('.', '/')}.py"


def source_of(module: str) -> str:
    """Return the code of a module as it is."""
    return (ROOT / file_of(module)).read_text(encoding="utf-8")


def every(only: Sequence[str]) -> Iterator[Mutant]:
    """Yield every mutant; where modules are named, theirs only."""
    for name in only or NAMES:
        module = f"detention_rules.{name}"
        yield from mutants(module, source_of(module))


def drawn(found: Sequence[Mutant], number: int, seed: int) -> list[Mutant]:
    """Return mutants in an order drawn by lot: about so many, of every module the same share, or all where no number is given."""
    chosen, by_module = random.Random(seed), defaultdict[str, list[Mutant]](list)
    for mutant in found:
        by_module[mutant.module].append(mutant)
    share = min(1.0, number / len(found)) if number and found else 1.0
    some = [one for group in by_module.values() for one in chosen.sample(group, math.ceil(share * len(group)))]
    return chosen.sample(some, len(some))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the figures and the survivors, and write the page. Returns 1 where it is not shown that 90 % are killed."""
    parser = argparse.ArgumentParser(prog="mutation.run")
    parser.add_argument("modules", nargs="*", choices=[[], *NAMES], help="such as engine.limits; all when none is named", metavar="module")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, spread over the modules; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found, and which tests execute what")
    parser.add_argument("--survivors", action="store_true", help="only what survived earlier runs and is not explained")
    parser.add_argument("--list", action="store_true", help="report what earlier runs found, and run nothing")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    kept: Kept = {} if options.fresh or not KEPT.exists() else json.loads(KEPT.read_text(encoding="utf-8"))
    whole = list(every(()))
    wanted = [mutant for mutant in whole if name_of(mutant) in (options.modules or NAMES)]
    if options.survivors:
        wanted = [mutant for mutant in wanted if kept.get(mutant.key, ("",))[0] == SURVIVED and not reason(mutant)]
    if not options.list:
        _run(drawn(wanted, options.sample, options.seed), whole, kept, fresh=options.fresh)
    found = [(mutant, kept[mutant.key][0]) for mutant in whole if mutant.key in kept]
    there = Counter(map(name_of, whole))
    if {name_of(mutant) for mutant, _ in found} == set(there):
        PAGE.write_text(page(found, there), encoding="utf-8")
    for mutant, outcome in found:
        if outcome == SURVIVED and name_of(mutant) in (options.modules or NAMES):
            print(line_of(mutant))
    for row in figures(found, there):
        print("{:24}{:>8}{:>8}{:>8}{:>8}{:>9}{:>12}".format(*row))
    share, margin = killed(found, there)
    return int(share - margin < GOAL)


class Run:
    """One run: what is known of mutants, and which test to try first on the next."""

    def __init__(self, cover: Covering, whole: Sequence[Mutant], kept: Kept) -> None:
        self.cover = cover
        self.kept = kept
        self.left = 0
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        for mutant in whole:
            self._count(mutant, kept.get(mutant.key, ("", ""))[1])
        self.out = os.fdopen(os.dup(1), "w")

    def _count(self, mutant: Mutant, killer: str) -> None:
        for around in (f"{mutant.module} {mutant.where}", mutant.module) if killer else ():
            self.killers[around][killer] += 1

    def alive(self, mutant: Mutant) -> bool:
        """Tell whether a mutant has not been killed yet."""
        return self.kept.get(mutant.key, (SURVIVED,))[0] == SURVIVED

    def tests(self, mutant: Mutant, seconds: float) -> list[str]:
        """Return the tests that execute what a mutant changes, the likeliest to fail first, as many as take so many seconds."""
        file, lines = file_of(mutant.module), range(mutant.line, mutant.last + 1)
        near = self.cover.around(file, range(mutant.line - NEAR, mutant.last + NEAR + 1))
        direct = found = self.cover.of(file, lines)
        if not mutant.inside or self.cover.when_collected(file, lines):
            found = self.cover.of(file, self.cover.lines.get(file, {}))  # what it makes may be used by any of them
        of_function, of_module = self.killers[f"{mutant.module} {mutant.where}"], self.killers[mutant.module]

        costs = {test: (self.cover.seconds[test] + 0.001) / (near[test] or 1e-6) / (1 + of_module[test]) for test in found}
        rows: Counter[str] = Counter()
        for test in sorted(found, key=costs.__getitem__):  # the rows of one table are alike: of each table a few first
            rows[test.partition("[")[0]] += 1
            costs[test] *= rows[test.partition("[")[0]]
        ordered = sorted(found, key=lambda test: (-of_function[test], test not in direct, costs[test], test))
        return ordered[: sum(spent <= seconds for spent in accumulate(self.cover.seconds[test] for test in ordered))]

    def note(self, mutant: Mutant, result: Result) -> None:
        """Keep what became of a mutant."""
        self._count(mutant, result.killer)
        self.kept[mutant.key] = result
        KEPT.parent.mkdir(exist_ok=True)
        new = KEPT.with_suffix(".new")
        new.write_text(json.dumps(self.kept, indent=0), encoding="utf-8")
        new.replace(KEPT)
        self.left -= 1
        if result.outcome != KILLED:
            print(f"{self.left} left; {result.outcome}: {line_of(mutant)}", file=self.out, flush=True)

    def judge(self, chosen: Sequence[Mutant], judge: Judge) -> None:
        """Judge mutants one by one: those not tried before by a few of their tests, then all that survive and are not explained by more."""
        controlled = set[str]()
        new = [mutant for mutant in chosen if mutant.key not in self.kept]
        for some, seconds in zip((new, chosen), SECONDS, strict=True):
            left = [mutant for mutant in some if self.alive(mutant) and not (mutant.key in self.kept and reason(mutant))]
            self.left = len(left)
            for mutant in left:
                tests = self.tests(mutant, seconds)
                if tests and mutant.module not in controlled:
                    control(mutant, tests, judge)
                    controlled.add(mutant.module)
                self.note(mutant, judge(mutant, tests) if tests else Result(SURVIVED))

    def in_place(self, chosen: Sequence[Mutant]) -> None:
        """Judge mutants in a process in which everything is imported."""

        def work() -> str:
            plugin = InPlace(lambda judge: self.judge(chosen, judge), self.cover.seconds)
            failed = pytest.main([*QUIET, *TESTS], plugins=[plugin])
            if plugin.fault:
                raise RuntimeError(plugin.fault)
            return "reading the tests" if failed else ""

        if forked(work).outcome != SURVIVED:
            sys.exit("mutants could not be judged")
        self.kept.update(json.loads(KEPT.read_text(encoding="utf-8")))

    def in_packs(self, mutant: Mutant) -> bool:
        """Tell whether what is changed runs while the tests are read, and may so be in the packs that they use."""
        lines = range(mutant.line, mutant.last + 1)
        return ".engine." not in mutant.module and self.cover.when_collected(file_of(mutant.module), lines)


def control(mutant: Mutant, tests: Sequence[str], judge: Judge) -> None:
    """Judge a mutant's module as it is, with the mutant's tests. Raises RuntimeError where it does not survive."""
    result = judge(mutant._replace(source=source_of(mutant.module)), tests)
    if result.outcome != SURVIVED:
        raise RuntimeError(f"{mutant.module} as it is would be {result.outcome}: {result.killer}")


def _run(chosen: Sequence[Mutant], whole: Sequence[Mutant], kept: Kept, *, fresh: bool) -> None:
    os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # the package's own would import it
    for name in OF_OTHERS:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DETENTION_RULES_CACHE=folder, HYPOTHESIS_PROFILE="mutation")
        cover = covering(TESTS, [file_of(f"detention_rules.{name}") for name in NAMES], fresh=fresh)
        run = Run(cover, whole, kept)
        inside = [mutant for mutant in chosen if mutant.inside and run.alive(mutant)]
        if inside:
            run.in_place(inside)
        rest = [mutant for mutant in chosen if run.alive(mutant) and (not mutant.inside or run.in_packs(mutant))]
        run.judge(rest, lambda mutant, tests: afresh(mutant, tests, cover.seconds))


def line_of(mutant: Mutant) -> str:
    """Return a mutant in one line."""
    return f"{file_of(mutant.module)}:{mutant.line} {mutant.where}: {mutant.before} -> {mutant.after}"


if __name__ == "__main__":
    sys.exit(main())
