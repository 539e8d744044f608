"""Local times on a page: an offset stands beside every time that could be mistaken for another."""

from __future__ import annotations

import re

from detention_rules import Report, check
from detention_rules.reporting.blocks import due
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import soft
from detention_rules.reporting.picture.scene import scene

TWICE = {"accounts": {"log": "2024-02-29 23:40+06:00", "camera": "2024-02-29 23:10+05:00"}}


def night(arrest: object, record: object) -> Report:
    """Return the report on an arrest in the evening on which clocks in Almaty went back at midnight."""
    events = [{"at": arrest, "is": "arrest"}, {"at": record, "is": "arrest_record"}]
    return check({"events": events, "as_of": "2024-03-02 12:00"})


def due_of(report: Report, rule: str = "custody.arrest-record") -> str:
    (found,) = (finding for finding in report.findings if finding.rule.id == rule)
    return soft(due(found, report, Clock(report)))


def test_an_hour_that_comes_twice_shows_its_offset_both_times() -> None:
    report = night("2024-02-29 20:45", "2024-02-29 23:30")
    assert soft(Clock(report).event(report.scenario.events[1])) == "between 2024-02-29 23:30 (+06:00) and 2024-02-29 23:30 (+05:00)"
    told = due_of(report)
    assert told.startswith("due 2024-02-29 23:45 (+06:00); done: between 2024-02-29 23:30 (+06:00) and")
    assert "between 2024-02-29 23:30 (+06:00) and 2024-02-29 23:30 (+05:00)" in re.sub("<[^>]+>", "", soft(report.to_html()))


def test_times_of_one_sentence_all_show_their_offset_where_one_needs_it() -> None:
    report = night("2024-02-29 20:15", "2024-03-01 00:30")
    assert due_of(report) == "due 2024-02-29 23:15 (+06:00); done: 2024-03-01 00:30 (+05:00) (arrest record)"
    (row,) = (row for group in scene(report).groups for row in group.rows if row.label == "Arrest record within three hours")
    assert row.told == "due 2024-02-29 23:15 (+06:00); done 2024-03-01 00:30 (+05:00) (arrest record)"


def test_accounts_of_one_event_are_told_apart() -> None:
    report = night(TWICE, "2024-03-01 00:30")
    told = [soft(one) for one in Clock(report).accounts(report.scenario.events[0])]
    assert told == ["2024-02-29 23:40 (+06:00), according to log", "2024-02-29 23:10 (+05:00), according to camera"]


def test_a_time_that_nothing_can_be_mistaken_for_has_none() -> None:
    assert due_of(night("2024-03-01 09:00", "2024-03-01 10:00")) == "due 2024-03-01 12:00; done: 2024-03-01 10:00 (arrest record)"
