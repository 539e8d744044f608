"""A pytest plugin: `*.scenario.yaml` files that carry `expect` are tests, where `detention_rules_scenarios = true` is set.

A failure shows, rule by rule, the verdict that the file expects and the one that was found, and the reasoning of what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from detention_rules.model.catalogue import text

if TYPE_CHECKING:
    from detention_rules.model.findings import Report
    from detention_rules.model.scenario import Scenario
    from detention_rules.reporting.expectations import Mismatch

SETTING = "detention_rules_scenarios"
SUFFIXES = (".scenario.yaml", ".scenario.yml", ".scenario.json")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting that turns the plugin on."""
    parser.addini(SETTING, text("plugin.setting"), type="bool", default=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file, where that is asked for."""
    if file_path.name.endswith(SUFFIXES) and parent.config.getini(SETTING):
        found: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path)
        return found
    return None


class ScenarioFile(pytest.File):
    """A file of scenarios. One that cannot be read is an error of collection, with every fault and its place."""

    def collect(self) -> Iterator[ScenarioItem]:
        """Yield a test for each scenario that expects something, named by its title; `#2` marks the second of the same title."""
        from detention_rules.language.scenarios import load_scenarios
        from detention_rules.model.problems import InputError

        try:
            found = load_scenarios(self.path)
        except InputError as error:
            raise self.CollectError(str(error)) from error
        seen: Counter[str] = Counter()
        for scenario in found:
            if scenario.expect is not None:
                title = scenario.title.replace("::", ":") or str(scenario.number)  # pytest parts the names of tests at ::
                seen[title] += 1
                name = title if seen[title] == 1 else f"{title} #{seen[title]}"
                item: ScenarioItem = ScenarioItem.from_parent(self, name=name, scenario=scenario)
                yield item


class Unmet(Exception):
    """What a scenario file expects is not what was found."""

    def __init__(self, report: Report, found: tuple[Mismatch, ...]) -> None:
        super().__init__(len(found))
        self.report = report
        self.found = found


class ScenarioItem(pytest.Item):
    """One scenario with what it expects."""

    def __init__(self, *, scenario: Scenario, **more: Any) -> None:
        super().__init__(**more)
        self.scenario = scenario

    def runtest(self) -> None:
        """Check the scenario. Raises Unmet where an expectation does not hold."""
        from detention_rules.checking import check
        from detention_rules.reporting.expectations import mismatches

        assert self.scenario.expect is not None
        report = check(self.scenario)
        found = mismatches(report, self.scenario.expect)
        if found:
            raise Unmet(report, found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return expected and found verdicts as a difference, with the reasoning."""
        if isinstance(excinfo.value, Unmet):
            return "\n".join(_difference(excinfo.value))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the scenario stands in its file."""
        line = self.scenario.line
        return self.path, None if line is None else line - 1, self.name


def _difference(unmet: Unmet) -> Iterator[str]:
    for fault in unmet.found:
        yield str(fault)
        verdicts = dict.fromkeys(finding.verdict.value for finding in fault.findings)
        yield text(
            "plugin.expected",
            rule=fault.rule,
            verdict=text("plugin.not", verdict=fault.expected.value) if fault.unexpected else fault.expected.value,
        )
        for verdict in verdicts or {"-": None}:
            yield text("plugin.found", rule=fault.rule, verdict=verdict)
        for finding in fault.findings:
            yield from (f"      {step}" for step in finding.because)
