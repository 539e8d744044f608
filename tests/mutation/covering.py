"""Which lines each test executes, and how long it takes: collected in a run of its own, and kept until a file of tests changes."""

from __future__ import annotations

import functools
import gc
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / ".mutation" / "covering.json"
WITHOUT = ("cacheprovider", "xdist", "logging", "warnings", "faulthandler", "unraisableexception", "threadexception")
QUIET = ("-q", "-s", "--assert=plain", "-o", "addopts=", *(part for name in WITHOUT for part in ("-p", f"no:{name}")))
"""How pytest is run here: in one process that writes nothing beside the tests, and in which each module is imported as Python would."""

Lines = dict[str, dict[int, set[str]]]
"""By file of the package and line: the tests that execute it, or only the name `COLLECTED`."""
COLLECTED = ""
"""Stands for what runs when the tests are read, before the first of them."""


class Covering(NamedTuple):
    """Which tests execute which lines, and the seconds that each takes when it is watched."""

    lines: Lines
    seconds: dict[str, float]

    def of(self, file: str, numbers: Iterable[int]) -> set[str]:
        """Return the tests that execute one of these lines of a file."""
        by_line = self.lines.get(file, {})
        return {test for number in numbers for test in by_line.get(number, ()) if test != COLLECTED}

    def around(self, file: str, numbers: Iterable[int]) -> Mapping[str, float]:
        """Return how much each test executes of these lines of a file, where a line counts the more the fewer tests execute it."""
        by_line, found = self.lines.get(file, {}), defaultdict[str, float](float)
        for number in numbers:
            for test in by_line.get(number, ()):
                found[test] += 1 / len(by_line[number])
        return found

    def when_collected(self, file: str, numbers: Iterable[int]) -> bool:
        """Tell whether one of these lines runs when the tests are read."""
        by_line = self.lines.get(file, {})
        return any(COLLECTED in by_line.get(number, ()) for number in numbers)


def remembering() -> list[Callable[[], object]]:
    """Return what empties everything that the package and the tests remember from call to call, so that what runs once runs again."""
    from detention_rules.engine import reference, timeline

    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    ours = [one.cache_clear for one in caches if not one.__module__.startswith(("hypothesis", "pydantic"))]
    return [reference._compiled.clear, timeline._defaults.clear, *ours]


class Watch:
    """A plugin of pytest that records the lines which each test executes, and those that run before the first test."""

    def __init__(self, files: Collection[str]) -> None:
        self.names = {str(ROOT / file): file for file in files}
        self.current: set[tuple[str, int]] = set()
        self.by_test: dict[str, set[tuple[str, int]]] = {}
        self.seconds: dict[str, float] = {}
        self.caches: list[Callable[[], object]] = []
        self._local: dict[str, Callable[..., Any]] = {name: self._recorder(name) for name in self.names}

    def _recorder(self, name: str) -> Callable[..., Any]:
        def record(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
            self.current.add((name, frame.f_lineno))
            return record

        return record

    def called(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        """Watch the lines of a call where it is one of the files'."""
        return self._local.get(frame.f_code.co_filename)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep what ran before the first test."""
        self.by_test[COLLECTED] = self.current
        self.caches = remembering()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Record one test."""
        for forget in self.caches:
            forget()
        self.current = set()
        began = time.process_time()
        try:
            return (yield)
        finally:
            self.by_test[item.nodeid] = self.current
            self.seconds[item.nodeid] = time.process_time() - began

    def found(self) -> dict[str, Any]:
        """Return what was recorded as plain data: for each test the seconds, and the lines by file."""
        found: dict[str, Any] = {}
        for test, executed in self.by_test.items():
            lines: dict[str, list[int]] = defaultdict(list)
            for name, line in executed:
                lines[self.names[name]].append(line)
            found[test] = {"seconds": self.seconds.get(test, 0.0), "lines": lines}
        return found


def covering(tests: Sequence[str], files: Collection[str], *, fresh: bool = False) -> Covering:
    """Return which tests execute which lines of these files; runs only test files that changed since they were last run, unless `fresh`.

    Raises SystemExit where a test fails on the code as it is.
    """
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in files}
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() and not fresh else {}
    common = _common()
    keys = {test: _mark([common, (ROOT / test.partition("::")[0]).read_text(encoding="utf-8")]) for test in tests}
    new = [test for test in tests if kept.get(test, {}).get("key") != keys[test]]
    if new:
        found = _watched(new, files)
        for test in new:
            of_file = {name: of for name, of in found.items() if name.startswith(test) or name == COLLECTED}
            kept[test] = {"key": keys[test], "texts": texts, "found": of_file}
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(kept), encoding="utf-8")
    lines: Lines = defaultdict(lambda: defaultdict(set))
    seconds: dict[str, float] = {}
    moved: dict[tuple[str, str], list[range]] = {}
    for test in tests:
        for file, before in kept[test]["texts"].items():
            if (file, before) not in moved:
                moved[file, before] = moves(before, texts.get(file, ""))
        for name, of in kept[test]["found"].items():
            seconds[name] = of["seconds"]
            for file, numbers in of["lines"].items():
                now = moved[file, kept[test]["texts"][file]]
                for line in {line for number in numbers for line in now[number - 1]}:
                    lines[file][line].add(name)
    return Covering(lines, seconds)


def moves(before: str, after: str) -> list[range]:
    """Return, for each line of a text, the lines that stand in its place in another: itself elsewhere, or what it was exchanged for."""
    old, new = before.splitlines(), after.splitlines()
    found: list[range] = []
    for kind, first, last, first_now, last_now in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for number in range(first, last):
            now = first_now + number - first
            found.append(range(now + 1, now + 2) if kind == "equal" else range(first_now + 1, last_now + 1))
    return found


def _common() -> str:
    """Return a mark of what tests share."""
    files = (*ROOT.glob("tests/**/*.py"), *ROOT.glob("rules/**/*.yaml"))
    shared = [file for file in sorted(files) if not file.name.startswith("test_") and file.parent != Path(__file__).parent]
    return _mark(file.read_text(encoding="utf-8") for file in shared)


def _mark(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()


def _watched(tests: Sequence[str], files: Collection[str]) -> dict[str, Any]:
    """Run tests in a process of their own, and return what was recorded."""
    result = KEPT.with_suffix(".new")
    result.parent.mkdir(exist_ok=True)
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            watch = Watch(files)
            sys.settrace(watch.called)
            failed = pytest.main(["-x", *QUIET, *tests], plugins=[watch])
            sys.settrace(None)
            result.write_text(json.dumps(watch.found()), encoding="utf-8")
        finally:
            os._exit(failed)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit("the tests fail on the code as it is")
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    result.unlink()
    return found
