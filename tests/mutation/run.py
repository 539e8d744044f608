"""Mutates the code that decides and runs the tests on every mutant. Usage: python -m mutation.run, with `tests` on the path.

Every mutant is judged in a forked process of its own, in which nothing of the package has been imported: a mutant in code that runs
once, when rules are read or compiled, is then as alive as any other. What was found is kept in `.mutation/`; a mutant that was killed is
not run again until the function around it changes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest

from mutation.operators import Mutant, mutants

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / ".mutation" / "results.json"
GOAL = 0.9
MEMORY = 4 * 2**30

ENGINE = (
    *("tests/engine/test_duties.py", "tests/engine/test_worlds.py", "tests/engine/test_limits.py", "tests/engine/test_preconditions.py"),
    *("tests/engine/test_unknowns.py", "tests/engine/test_open_standards.py", "tests/engine/test_alternatives.py"),
    *("tests/engine/test_inconsistencies.py", "tests/engine/test_worked_numbers.py", "tests/engine/test_acceptance.py"),
    *("tests/packs/test_added_rules.py", "tests/engine/test_consulting.py"),
    *("tests/packs/test_zubrovia.py", "tests/conformance/test_conformance.py::test_the_kit_is_up_to_date", "tests/test_scenarios.py"),
    *("tests/engine/test_oracle.py", "tests/engine/test_world_properties.py", "tests/engine/test_properties.py"),
)
LANGUAGE = (
    *("tests/language/test_times.py", "tests/language/test_scenarios.py", "tests/language/test_scenario_problems.py"),
    *("tests/language/test_rule_problems.py", "tests/language/test_sentences.py"),
)
MODEL = ("tests/model/test_periods.py", "tests/model/test_zones.py", "tests/model/test_calendars.py")

TESTS = {"model": (*MODEL, *LANGUAGE, *ENGINE), "language": (*LANGUAGE, *ENGINE), "engine": ENGINE}
"""By layer, what is run on its mutants, the quickest first."""

MODULES = {
    "model": ("periods", "zones", "calendars", "scenario"),
    "language": ("times", "conditions"),
    "engine": (
        *("limits", "acts", "duties", "recurrences", "conditions", "worlds", "timeline", "judgements", "compiled", "unknowns"),
        *("consistency", "consulting", "law", "standards", "reference"),
    ),
}
OF_OTHERS = ("hypothesis", "pydantic", "yaml", "dateutil.relativedelta", "holidays", "_pytest.assertion.rewrite")
"""What takes time to import and is not mutated: imported once, before the processes part."""

SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


class Mutated(SourceFileLoader):
    """Loads a module from another source than its file's."""

    def __init__(self, spec: ModuleSpec, source: str) -> None:
        assert spec.origin is not None
        super().__init__(spec.name, spec.origin)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the mutant."""
        return compile(self.source, self.path, "exec")


class Finder:
    """Finds one module, as a mutant; the rest is found as usual."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how to load the mutated module."""
        spec = PathFinder.find_spec(name, path, target) if name == self.mutant.module else None
        if spec is not None:
            spec.loader = Mutated(spec, self.mutant.source)
        return spec


class Result(NamedTuple):
    """What became of a mutant, and the tests that killed it."""

    outcome: str
    killer: str = ""


def judged(mutant: Mutant | None, tests: Sequence[str], seconds: int) -> Result:
    """Run tests on a mutant (None: on the code as it is) in a process of its own, one file after the other until one fails."""
    child = os.fork()
    if child == 0:
        failed = 0
        try:
            failed = _first_failing(mutant, tests, seconds)
        finally:
            os._exit(failed)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Result(TIMED_OUT if os.WTERMSIG(status) == signal.SIGALRM else KILLED)
    failed = os.WEXITSTATUS(status)
    return Result(KILLED, tests[failed - 1]) if failed else Result(SURVIVED)


def _first_failing(mutant: Mutant | None, tests: Sequence[str], seconds: int) -> int:
    """Return the number of the first file with a test that fails; 0 where there is none."""
    import resource  # not on Windows, which has no fork either

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    assert not any(name.startswith("detention_rules") for name in sys.modules)
    if mutant is not None:
        sys.meta_path.insert(0, Finder(mutant))
    with tempfile.TemporaryDirectory() as folder:
        if mutant is None or ".engine." not in mutant.module:  # what is kept of a pack is made by the layers below the engine
            os.environ["DETENTION_RULES_CACHE"] = folder
        for number, file in enumerate(tests, 1):
            if pytest.main(["-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", file]):
                return number
    return 0


def every(only: Sequence[str]) -> Iterator[tuple[str, Mutant]]:
    """Yield every mutant with its layer; where modules are named, theirs only."""
    for layer, names in MODULES.items():
        for name in names:
            module = f"detention_rules.{layer}.{name}"
            if not only or f"{layer}.{name}" in only:
                source = (ROOT / "detention_rules" / layer / f"{name}.py").read_text(encoding="utf-8")
                for mutant in mutants(module, source):
                    yield layer, mutant


def sampled(found: list[tuple[str, Mutant]], number: int, seed: int) -> list[tuple[str, Mutant]]:
    """Return about so many mutants, of every module the same share."""
    by_module: dict[str, list[tuple[str, Mutant]]] = defaultdict(list)
    for layer, mutant in found:
        by_module[mutant.module].append((layer, mutant))
    share = min(1.0, number / len(found))
    chosen = random.Random(seed)
    return [one for group in by_module.values() for one in chosen.sample(group, math.ceil(share * len(group)))]


def wilson(successes: int, number: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share that was seen in a sample."""
    share, square = successes / number, z * z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = z * math.sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    return middle - half, middle + half


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and print the figures and the survivors. Returns 1 where fewer than 90 % were killed."""
    parser = argparse.ArgumentParser(prog="mutation.run")
    parser.add_argument("modules", nargs="*", help="such as engine.limits; all when none is named")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, spread over the modules; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--list", action="store_true", help="print the survivors of earlier runs, and run nothing")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    kept: dict[str, str] = {} if options.fresh or not KEPT.exists() else json.loads(KEPT.read_text(encoding="utf-8"))
    chosen = list(every(options.modules))
    if options.sample:
        chosen = sampled(chosen, options.sample, options.seed)
    if not options.list:
        _run(chosen, kept)
    return _report([mutant for _, mutant in chosen], kept, in_sample=bool(options.sample))


def _run(chosen: list[tuple[str, Mutant]], kept: dict[str, str]) -> None:
    for name in OF_OTHERS:
        importlib.import_module(name)
    last: dict[str, str] = {}
    """The tests that killed the last mutant of a function or a module: they run first on the next one."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DETENTION_RULES_CACHE"] = folder
        began = time.monotonic()
        if judged(None, TESTS["model"], 600).outcome != SURVIVED:
            sys.exit("the tests fail on the code as it is")
        seconds = 20 + int(2 * (time.monotonic() - began))
        for number, (layer, mutant) in enumerate(chosen, 1):
            if kept.get(mutant.key) in (KILLED, TIMED_OUT):
                continue
            around = (f"{mutant.module} {mutant.where}", mutant.module)
            likely = [last[name] for name in around if name in last]
            result = judged(mutant, list(dict.fromkeys((*likely, *TESTS[layer]))), seconds)
            if result.killer:
                last.update(dict.fromkeys(around, result.killer))
            kept[mutant.key] = result.outcome
            _keep(kept)
            if result.outcome != KILLED:
                print(f"{number}/{len(chosen)} {result.outcome}: {_line(mutant)}", flush=True)


def _keep(kept: dict[str, str]) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    new = KEPT.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=0), encoding="utf-8")
    new.replace(KEPT)


def _line(mutant: Mutant) -> str:
    file = mutant.module.replace(".", "/")
    return f"{file}.py:{mutant.line} {mutant.where}: {mutant.before} -> {mutant.after}"


def _report(chosen: list[Mutant], kept: dict[str, str], *, in_sample: bool) -> int:
    found = [(mutant, kept[mutant.key]) for mutant in chosen if mutant.key in kept]
    by_module: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, result in found:
        by_module[mutant.module.removeprefix("detention_rules.")][result] += 1
        if result == SURVIVED:
            print(_line(mutant))
    print(f"{'module':24}{'mutants':>8}{'killed':>8}{'endless':>8}{'survived':>9}{'killed %':>9}")
    total = Counter(result for _, result in found)
    for name, of in (*by_module.items(), ("all", total)):
        number = of.total()
        print(f"{name:24}{number:8}{of[KILLED]:8}{of[TIMED_OUT]:8}{of[SURVIVED]:9}{100 * (1 - of[SURVIVED] / max(1, number)):9.1f}")
    number = total.total()
    if in_sample and number:
        low, high = wilson(number - total[SURVIVED], number)
        print(f"95 % interval of the share that is killed: {100 * low:.1f} % to {100 * high:.1f} %")
    return int(total[SURVIVED] > (1 - GOAL) * number)


if __name__ == "__main__":
    sys.exit(main())
