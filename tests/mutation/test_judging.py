"""How mutants are judged: in a process of their own, with the function exchanged or the module loaded as a mutant."""

from __future__ import annotations

import faulthandler
import importlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mutation import run as run_module
from mutation.covering import Covering, moves
from mutation.explained import EXPLAINED
from mutation.judging import ENDLESS, KILLED, SURVIVED, Finder, Result, allowed, exchange, forked
from mutation.operators import Mutant, mutants
from mutation.page import killed, page
from mutation.run import NAMES, Run, drawn, every, source_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that part")

CODE = """class Clock:
    def late(self, end, limit):
        return end > limit
"""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module that can be imported."""
    (tmp_path / "a_clock.py").write_text(CODE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "a_clock", raising=False)
    return "a_clock"


def endless() -> str:
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
    while True:
        pass


def ended(by: signal.Signals) -> Result:
    def work() -> str:
        faulthandler.disable()
        os.kill(os.getpid(), by)
        return ""

    return forked(work)


def test_what_becomes_of_a_mutant() -> None:
    assert forked(lambda: "test_late") == Result(KILLED, "test_late")
    assert forked(lambda: "") == Result(SURVIVED)
    assert forked(endless) == Result(ENDLESS)
    for crash in (signal.SIGSEGV, signal.SIGABRT):
        assert ended(crash) == Result(KILLED, crash.name)
    for of_the_machine in (signal.SIGKILL, signal.SIGTERM):
        with pytest.raises(RuntimeError, match=of_the_machine.name):
            ended(of_the_machine)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        forked(lambda: str(1 // 0))


def test_a_function_is_exchanged_where_it_is(clock: str) -> None:
    module = importlib.import_module(clock)
    late = module.Clock().late
    (inclusive,) = [mutant for mutant in mutants(clock, CODE) if mutant.after == "end >= limit"]
    assert inclusive.inside
    assert not late(5, 5)
    exchange(inclusive, [module.Clock.late])
    assert late(5, 5)


def test_a_module_is_loaded_as_a_mutant(clock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (inclusive,) = [mutant for mutant in mutants(clock, CODE) if mutant.after == "end >= limit"]
    monkeypatch.setattr(sys, "meta_path", [Finder(inclusive), *sys.meta_path])
    assert importlib.import_module(clock).Clock().late(5, 5)


def test_lines_are_known_where_they_have_moved_to() -> None:
    before, after = "a\nb\nc\nd\n", "new\na\nx\ny\nd\n"
    assert [list(range_) for range_ in moves(before, after)] == [[2], [3, 4], [3, 4], [5]]
    assert [list(range_) for range_ in moves("a\n", "")] == [[]]


def test_the_tests_of_a_line() -> None:
    found = Covering({"clock.py": {3: {"one", ""}, 4: {"two"}}}, {})
    assert found.of("clock.py", [3, 4]) == {"one", "two"}
    assert found.of("other.py", [3]) == set()
    assert found.around("clock.py", [2, 3, 4]) == {"one": 0.5, "": 0.5, "two": 1.0}
    assert (found.when_collected("clock.py", [3]), found.when_collected("clock.py", [4])) == (True, False)


def test_what_is_explained_is_still_there() -> None:
    there = {(name, mutant.where, mutant.before, mutant.after) for name in NAMES for mutant in every([name])}
    assert set(EXPLAINED) - there == set()


def test_what_is_endless_is_told_as_it_is() -> None:
    assert (allowed(0), allowed(2)) == (1, 11)
    assert "more than 5 times as long as when it is watched, and\n1 s more" in page([], Counter(clock=1))


def judged(outcome: Callable[[Mutant], Result]) -> list[str]:
    """Judge two mutants of one module and one of another, and return the sources that were judged."""
    run = Run(Covering({}, {"quick": 0.1}), [], {})
    sources: list[str] = []

    def judge(mutant: Mutant, tests: Sequence[str]) -> Result:
        sources.append(mutant.source)
        return outcome(mutant)

    run.tests = lambda mutant, seconds: ["quick"]  # type: ignore[method-assign]
    run.note = lambda mutant, result: None  # type: ignore[method-assign]
    run.alive = lambda mutant: mutant.key not in sources and len(sources) < 5  # type: ignore[method-assign]
    law, standards = list(every(["engine.law"]))[:2], list(every(["engine.standards"]))[:1]
    run.judge([*law, *standards], judge)
    return sources


def test_each_module_is_judged_as_it_is_before_its_mutants() -> None:
    law, standards = source_of("detention_rules.engine.law"), source_of("detention_rules.engine.standards")
    sources = judged(lambda mutant: Result(SURVIVED) if mutant.source in (law, standards) else Result(KILLED, "quick"))
    assert [source in (law, standards) for source in sources] == [True, False, False, True, False]
    with pytest.raises(RuntimeError, match=r"engine\.law as it is would be killed: quick"):
        judged(lambda mutant: Result(KILLED, "quick"))


@pytest.mark.parametrize(("share", "code"), [((0.95, 0.02), 0), ((0.91, 0.02), 1), ((0.9, 0.0), 0), ((0.89, 0.0), 1)])
def test_the_goal_is_reached_by_what_a_sample_shows(share, code: int, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(run_module, "killed", lambda found, there: share)
    monkeypatch.setattr(run_module, "NAMES", ("engine.law",))
    monkeypatch.setattr(run_module, "KEPT", Path("nothing is kept here"))
    assert run_module.main(["--list"]) == code


def test_a_sample_takes_the_same_share_of_every_module() -> None:
    found = list(every(["engine.law", "engine.judgements"]))
    of_law = sum(mutant.module.endswith("law") for mutant in found)
    chosen = drawn(found, len(found) // 2, 1)
    assert abs(sum(mutant.module.endswith("law") for mutant in chosen) - of_law / 2) <= 1
    assert chosen == drawn(found, len(found) // 2, 1)
    assert sorted(drawn(found, 0, 1)) == sorted(drawn(found, 10 * len(found), 1)) == sorted(found)


def test_the_share_that_is_killed() -> None:
    """Of one module all were tried, of the other, three times as large, a third."""
    small, large = (list(mutants(f"detention_rules.{name}", f"a = {number} + 1")) for name, number in (("small", 1), ("large", 2)))
    found = [*((small[0], KILLED) for _ in range(10)), *((large[0], outcome) for outcome in (KILLED, SURVIVED) for _ in range(5))]
    share, margin = killed(found, Counter(small=10, large=30))
    assert share == pytest.approx(0.25 * 1 + 0.75 * 0.5)
    assert margin == pytest.approx(1.96 * 0.75 * (0.5 * 0.5 / 10 * (2 / 3)) ** 0.5)
    assert killed(found[:10], Counter(small=10)) == (1.0, 0.0)
    assert 0.05 < killed(found[:10], Counter(small=1000))[1] < 0.25


def test_the_page_names_what_survived() -> None:
    late, *others = mutants("detention_rules.clock", CODE)
    number = len(others)
    found = [(late, SURVIVED), *((other, KILLED) for other in others)]
    content = page(found, Counter(clock=1 + number))
    assert f"| clock | {1 + number} | {1 + number} | {number} | 0 | 1 |" in content
    assert f"| `Clock.late` | 3 | `{late.before}` | `{late.after}` | none of the tests that it met noticed |" in content
    assert "drawn by lot" not in content
    assert "drawn by lot" in page(found, Counter(clock=50))
