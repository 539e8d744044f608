"""What a block tells of a finding: how it stands, when its act was due and done, and how late it is where that is not one number."""

from __future__ import annotations

import pytest

from detention_rules import Finding, Report, check
from detention_rules.reporting.blocks import details, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import soft


def told(report: Report, rule: str) -> tuple[str, dict[str, str]]:
    """Return how the one finding of a rule stands, and its rows by their labels."""
    found: Finding
    (found,) = (finding for finding in report.findings if finding.rule.id == rule)
    return soft(status(found)), {label: soft(value) for label, value in details(found, report, Clock(report))}


@pytest.mark.parametrize(
    ("released", "done"),
    [
        ("2021-03-02 10:00", "not by 2021-03-02 10:00"),
        ({"between": ["2021-03-02 10:00", "2021-03-02 11:00"]}, "not by 2021-03-02 10:00"),  # the least that is certain
    ],
)
def test_a_violation_between_two_margins(released: object, done: str) -> None:
    arrest = {"at": {"between": ["2021-03-01 09:15", "2021-03-01 09:25"]}, "is": "arrest"}
    report = check({"events": [arrest, {"at": released, "is": "release"}], "as_of": "2021-03-03 12:00"})
    stands, rows = told(report, "custody.arrest-record")
    assert stands == "21 h 35 min late or more"
    assert rows["due"] == f"between 2021-03-01 12:15 and 2021-03-01 12:25; done: {done}"
    assert rows["late"] == "by 21 h 35 min to " + ("21 h 45 min" if isinstance(released, str) else "22 h 45 min")


def test_a_violation_of_one_margin() -> None:
    events = [{"at": "2021-03-01 09:15", "is": "arrest"}, {"at": "2021-03-01 12:16", "is": "arrest_record"}]
    stands, rows = told(check({"events": events, "as_of": "2021-03-03 12:00"}), "custody.arrest-record")
    assert stands == "1 min late"
    assert rows["due"] == "2021-03-01 12:15; done: 2021-03-01 12:16 (arrest record)"
    assert "late" not in rows


def test_times_of_an_uncertain_limit_show_their_offset_where_one_needs_it() -> None:
    """Clocks in Almaty went back at midnight: 23:00 to 24:00 came twice."""
    arrest = {"at": {"between": ["2024-02-29 19:30+06:00", "2024-02-29 20:15+06:00"]}, "is": "arrest"}
    report = check({"events": [arrest, {"at": "2024-03-01 09:00", "is": "arrest_record"}], "as_of": "2024-03-02 12:00"})
    stands, rows = told(report, "custody.arrest-record")
    assert stands == "10 h 45 min late or more"
    assert rows["due"].startswith("between 2024-02-29 22:30 (+06:00) and 2024-02-29 23:15 (+06:00); done: 2024-03-01 09:00 (+05:00)")
