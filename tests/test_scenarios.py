"""Every shipped scenario is a test of its own: what it expects is what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from detention_rules import Scenario, Verdict, check, load_scenarios
from detention_rules.language.bundled import bundled
from detention_rules.language.scenarios import scenario_files

SHIPPED = [
    pytest.param(found, id=f"{path.parent.name}/{path.stem}-{number}")
    for path in scenario_files(bundled("scenarios"))
    for number, found in enumerate(load_scenarios(path), 1)
]


@pytest.mark.parametrize("found", SHIPPED)
def test_a_shipped_scenario_holds(found: Scenario) -> None:
    assert found.expect is not None
    assert "violated" in found.expect.verdicts
    report = check(found)
    by_verdict = {verdict: {finding.rule.id for finding in report.of(verdict)} for verdict in Verdict}
    for verdict, rules in found.expect.verdicts.items():
        if verdict == "violated":
            assert set(rules) == by_verdict[Verdict.VIOLATED]
        else:
            assert set(rules) <= by_verdict[Verdict(verdict)]
    assert report.inconsistencies == ()


def test_there_are_scenarios_for_every_theme() -> None:
    folders = {path.parent.name for path in scenario_files(bundled("scenarios"))}
    themes = {path.parent.name for path in Path(bundled("rules"), "kazakhstan").glob("*/*.yaml")} - {"vocabulary"}
    assert themes <= folders
    assert len(SHIPPED) >= 15
