"""What hangs on accounts and readings stands on top of a report, with how late it would be."""

from __future__ import annotations

import re

from detention_rules import Report, check
from detention_rules.reporting.blocks import details
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.doubts import doubts
from detention_rules.reporting.lines import UNICODE, plain, soft
from detention_rules.reporting.text import report_lines
from reporting.pictures.cases import report as kept

FACTS = {
    "person": {"born": "1990-06-01", "nationality": "KZ"},
    "offence": {"category": "medium", "kinds": []},
    "circumstances": {"remote": False, "emergency": False},
}


def disputed(camera: str = "2021-07-19 13:05") -> Report:
    arrest = {"is": "arrest", "at": {"accounts": {"record": "2021-07-19 15:00", "camera": camera}}}
    events = [arrest, {"at": "2021-07-19 17:10", "is": "arrest_record"}, {"at": "2021-07-21 14:00", "is": "release"}]
    return check({"facts": FACTS, "events": events, "as_of": "2021-07-25 12:00"})


def words(report: Report) -> list[str]:
    return [": ".join([doubt.words, *doubt.titles]) for doubt in doubts(report)]


def head_of_page(report: Report) -> str:
    page = soft(report.to_html())
    return re.sub("<[^>]+>", "", page[page.index('class="dr-short"') : page.index('class="dr-pictures"')])


def test_a_violation_by_the_other_account_stands_on_top_with_how_late_it_would_be() -> None:
    report = disputed()
    late = "1 h 05 min late if arrest was at the time of camera"
    assert words(report)[:2] == [
        f"{late}: Arrest record within three hours",
        "55 min late if arrest was at the time of camera: Custody without a court's authorization",
    ]
    assert late in head_of_page(report)
    assert late in report.to_markdown().split("## ")[0]
    shown = plain(report_lines(report, UNICODE), 200)
    assert shown.index(late) < shown.index("UNDETERMINED")


def test_an_account_under_which_it_is_still_in_time_is_no_doubt() -> None:
    at_the_limit, past_it = disputed("2021-07-19 14:10"), disputed("2021-07-19 14:09")
    assert not any("Arrest record" in one for one in words(at_the_limit))
    assert "1 min late if arrest was at the time of camera: Arrest record within three hours" in words(past_it)


def test_what_would_differ_states_the_overrun() -> None:
    report = disputed()
    (record,) = (finding for finding in report.findings if finding.rule.id == "custody.arrest-record")
    but = soft(dict(details(record, report, Clock(report)))["but"])
    assert "violated, 1 h 05 min late, due 2021-07-19 16:05, if arrest was at the time of camera" in but


def test_a_reading_names_each_rule_once_and_many_readings_are_counted() -> None:
    found = words(kept("facility-year"))
    assert len(found) == len(set(found)) <= 7
    assert any(re.match(r"violated if A12 = entry-day-counts: ", one) for one in found)


def test_without_a_doubt_nothing_is_said() -> None:
    events = [{"at": "2021-03-01 09:00", "is": "arrest"}, {"at": "2021-03-01 10:00", "is": "release"}]
    report = check({"events": events})
    assert words(report) == []
    assert "under another reading or account:" not in plain(report_lines(report, UNICODE), 100) + report.to_markdown()


def test_both_turning_points_of_an_uncertain_time_stand_in_the_summary() -> None:
    """An act may come too late; an arrest may have been too early."""
    release = {"at": "2021-07-22 18:30", "is": "release"}
    early = check({"facts": FACTS, "events": [{"at": {"between": ["2021-07-20 18:00", "2021-07-20 19:00"]}, "is": "arrest"}, release]})
    assert "arrest was at 2021-07-20 18:29:59 or earlier: violated" in plain(report_lines(early, UNICODE), 200)
    assert "arrest was at 2021-07-20 18:29:59 or earlier: violated" in early.to_markdown()
