"""Judges mutants: runs tests on each, in a process of its own, until one fails.

Where only the body of a function is changed, that process parts from one in which everything is imported and the tests are read: the
function gets its other body there, and what was remembered is forgotten. Other changes, and those of code that also runs while the tests
are read, are judged in a process in which nothing of the package has been imported: a change of what runs once is then as alive as any.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import pairwise
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

import pytest

from mutation.covering import QUIET, remembering
from mutation.operators import Mutant

MEMORY = 4 * 2**30
SURVIVED, KILLED, ENDLESS = "survived", "killed", "endless"
TIMES, MORE = 5, 1
"""A test is endless that computes for so many times as long as when it is watched, and so many seconds more."""
CRASHES = (signal.SIGSEGV, signal.SIGABRT)
"""What ends a process that does what it must not. Any other signal is the machine's doing, and says nothing of a mutant."""


class Result(NamedTuple):
    """What became of a mutant, and the test that killed it, or the signal of a crash."""

    outcome: str
    killer: str = ""


def forked(work: Callable[[], str]) -> Result:
    """Run work that returns the test which failed, or nothing, in a process of its own, and tell what came of it.

    Raises RuntimeError where the work raised something, or the machine ended it.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            _silence()
            os.write(writer, work().encode())
            code = 0
        except BaseException:
            os.write(writer, traceback.format_exc().encode())
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        by = signal.Signals(os.WTERMSIG(status))
        if by == signal.SIGVTALRM:
            return Result(ENDLESS)
        if by in CRASHES:
            return Result(KILLED, by.name)
        told = by.name
    if status:
        raise RuntimeError(f"a mutant could not be judged:\n{told}")
    return Result(KILLED, told) if told else Result(SURVIVED)


def _silence() -> None:
    import resource  # not on Windows, which has no fork either

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Failures:
    """A plugin of pytest that keeps the names of the tests which failed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        if report.failed:
            self.names.append(report.nodeid)


def allowed(seconds: float) -> float:
    """Return the seconds of computing after which a test that takes so many when it is watched is held to be endless."""
    return MORE + TIMES * seconds


# in place

Judge = Callable[[Mutant, Sequence[str]], Result]


class InPlace:
    """A plugin of pytest that reads the tests and, instead of running them, lets `judging` judge mutants with them."""

    def __init__(self, judging: Callable[[Judge], None], seconds: Mapping[str, float]) -> None:
        self.judging = judging
        self.seconds = seconds
        self.fault = ""

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what went wrong while mutants were judged."""
        self.fault = str(excinfo.value)
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge mutants with the tests that were read."""
        items = {item.nodeid: item for item in session.items}
        functions, caches = _functions(), remembering()
        failures = Failures()
        session.config.pluginmanager.register(failures)

        def judge(mutant: Mutant, tests: Sequence[str]) -> Result:
            def work() -> str:
                exchange(mutant, functions[mutant.module])
                for forget in caches:
                    forget()
                for item, following in pairwise((*(items[test] for test in tests), None)):
                    assert item is not None
                    signal.setitimer(signal.ITIMER_VIRTUAL, allowed(self.seconds[item.nodeid]))
                    session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if failures.names:
                        return item.nodeid
                return ""

            return forked(work)

        gc.freeze()  # a process that parts copies no page only because it looks for garbage
        self.judging(judge)
        return True


def _functions() -> dict[str, list[FunctionType]]:
    """Return the functions and methods of each module of the package."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and "<" not in one.__code__.co_qualname:
            module = sys.modules.get(one.__module__)
            if module is not None and one.__code__.co_filename == getattr(module, "__file__", None):
                found[one.__module__].append(one)
    return found


def exchange(mutant: Mutant, functions: Sequence[FunctionType]) -> None:
    """Give the functions of a module the bodies that they have in a mutant."""
    file = functions[0].__code__.co_filename
    codes = {code.co_qualname: code for code in _codes(compile(mutant.source, file, "exec"))}
    for function in functions:
        function.__code__ = codes[function.__code__.co_qualname]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


# afresh


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


class Chosen:
    """A plugin of pytest that runs these tests only, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose and order."""
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid])


def afresh(mutant: Mutant, tests: Sequence[str], seconds: Mapping[str, float]) -> Result:
    """Judge a mutant in a process in which nothing of the package has been imported."""

    def work() -> str:
        assert not any(name.startswith("detention_rules") for name in sys.modules)
        sys.meta_path.insert(0, Finder(mutant))
        signal.setitimer(signal.ITIMER_VIRTUAL, 20 + allowed(sum(seconds[test] for test in tests)))
        failures = Failures()
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        with tempfile.TemporaryDirectory() as folder:
            if ".engine." not in mutant.module:  # what is kept of a pack is made by the layers below the engine
                os.environ["DETENTION_RULES_CACHE"] = folder
            failed = pytest.main(["-x", *QUIET, *files], plugins=[Chosen(tests), failures])
        return (failures.names[0] if failures.names else "reading the tests") if failed else ""

    return forked(work)
