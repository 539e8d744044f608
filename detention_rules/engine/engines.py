"""The engines, by what they give: one judges a scenario; another may say what it thinks of each finding.

The reference engine decides. A second opinion never changes a verdict: where the two differ, that is a fault of this program, and is said.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from detention_rules.engine.reference import run
from detention_rules.language.rules import Pack
from detention_rules.model.findings import Report
from detention_rules.model.opinions import SecondOpinion
from detention_rules.model.problems import Problems
from detention_rules.model.scenario import Scenario


class SecondEngine(Protocol):
    """An engine of another make. It holds a process, so it is used as a context."""

    def second_opinion(self, report: Report) -> SecondOpinion:
        """Return one opinion on each finding of a report, in its order. Where it has none it says why; it never fails."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None, /) -> None: ...


reference: Callable[[Scenario, Pack], Report] = run
"""The engine that decides."""

_WITHOUT_DURABLE_RULES = "3.13"
"""Its last release (2020) imports on no Python from this on."""


def second_engine() -> SecondEngine:
    """Return the engine that gives second opinions, durable-rules. Raises InputError where it cannot be had, and says why."""
    problems = Problems()
    if sys.version_info >= tuple(map(int, _WITHOUT_DURABLE_RULES.split("."))):
        problems.add("engine-python", found=".".join(map(str, sys.version_info[:2])))
    elif importlib.util.find_spec("durable_rules_engine") is None:
        problems.add("engine-missing")
    problems.raise_if_any()
    from detention_rules.engine.durable.opinions import DurableRules

    return DurableRules()
