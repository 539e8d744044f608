"""How mutants are judged: in a process of their own, with the function exchanged or the module loaded as a mutant."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path

import pytest

from mutation.covering import Covering, moves
from mutation.explained import EXPLAINED
from mutation.judging import ENDLESS, KILLED, SURVIVED, Finder, Result, exchange, forked
from mutation.operators import mutants
from mutation.page import page
from mutation.run import NAMES, every

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


def test_what_becomes_of_a_mutant() -> None:
    assert forked(lambda: "test_late") == Result(KILLED, "test_late")
    assert forked(lambda: "") == Result(SURVIVED)
    assert forked(endless) == Result(ENDLESS)
    assert forked(lambda: str(os.kill(os.getpid(), signal.SIGKILL))) == Result(KILLED)
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
    assert (found.when_collected("clock.py", [3]), found.when_collected("clock.py", [4])) == (True, False)


def test_what_is_explained_is_still_there() -> None:
    there = {(name, mutant.where, mutant.before, mutant.after) for name in NAMES for mutant in every([name])}
    assert set(EXPLAINED) - there == set()


def test_the_page_names_what_survived() -> None:
    late, *others = mutants("detention_rules.clock", CODE)
    content = page([(late, SURVIVED), *((other, KILLED) for other in others)])
    assert f"| clock | {1 + len(others)} | {len(others)} | 0 | 1 |" in content
    assert f"| `Clock.late` | 3 | `{late.before}` | `{late.after}` | a test is missing |" in content
