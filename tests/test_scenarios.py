"""Every shipped scenario, and every timeline a lawyer worked by hand, is a test of its own: what it expects is what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from detention_rules import Scenario, Verdict, check, load_pack, load_scenarios
from detention_rules.language.bundled import bundled
from detention_rules.language.scenarios import scenario_files

CASEBOOK = [
    pytest.param(found, id=f"casebook/{path.stem}-{number}")
    for path in scenario_files(Path(__file__).parent / "casebook")
    for number, found in enumerate(load_scenarios(path), 1)
]
SHIPPED = [
    pytest.param(found, id=f"{path.parent.name}/{path.stem}-{number}")
    for path in scenario_files(bundled("scenarios"))
    for number, found in enumerate(load_scenarios(path), 1)
]


@pytest.mark.parametrize("found", SHIPPED + CASEBOOK)
def test_a_scenario_holds(found: Scenario) -> None:
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


def test_every_option_of_a_reading_changes_a_verdict_somewhere() -> None:
    """For each reading a shipped scenario shows, as an alternative of its own, what each other option would change."""
    shown = {
        (name, option)
        for found in (param.values[0] for param in SHIPPED)
        for finding in check(found).findings
        for other in finding.alternatives
        if len(other.assuming) == 1
        for name, option in other.assuming.items()
    }
    options = {(name, option) for name, reading in load_pack().readings.items() for option in reading.names[1:]}
    assert options - shown == set()


def test_there_are_scenarios_for_every_theme() -> None:
    folders = {path.parent.name for path in scenario_files(bundled("scenarios"))}
    themes = {path.parent.name for path in Path(bundled("rules"), "kazakhstan").glob("*/*.yaml")} - {"vocabulary", "training"}
    assert themes <= folders
    assert len(SHIPPED) >= 45


def test_the_casebook_is_there() -> None:
    assert len(CASEBOOK) >= 30
