"""Timelines that a sceptical lawyer worked by hand from the report: what they expect is what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from detention_rules import Scenario, Verdict, check, load_scenarios

FOLDER = Path(__file__).parent / "casebook"
CASES = [
    pytest.param(found, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, found in enumerate(load_scenarios(path), 1)
]


@pytest.mark.parametrize("found", CASES)
def test_a_case_worked_by_hand_holds(found: Scenario) -> None:
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


def test_the_casebook_is_there() -> None:
    assert len(CASES) >= 30
