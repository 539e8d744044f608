"""When a duty is due at the earliest: under any reading, account and uncertain time, and under all of them together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detention_rules import Finding, Report, check, load_pack, redacted, scenario
from detention_rules.reporting.deadlines import deadline_lines
from detention_rules.reporting.lines import UNICODE, plain

CUSTODY = "custody.before-court-order"
ADULT = {
    "person.born": "1990-01-01",
    "person.nationality": "KZ",
    "offence.category": "medium",
    "offence.kinds": [],
    "circumstances.remote": False,
    "circumstances.emergency": False,
}
SIXTEEN = {**ADULT, "person.born": "2005-02-02", "offence.category": "serious", "offence.kinds": ["drugs"]}
BY_TWO = {"accounts": {"record": "2021-03-01 12:00", "camera": "2021-03-01 09:00"}}
MORNING = {"between": ["2021-03-01 09:00", "2021-03-01 12:00"]}


def report(at: Any, facts: dict[str, Any], *, as_of: str = "2021-03-01 13:00", hide: bool = False) -> Report:
    given = scenario({"facts": facts, "as_of": as_of, "events": [{"at": at, "is": "arrest"}]})
    return check(redacted(given) if hide else given)


def custody(found: Report) -> Finding:
    (finding,) = (one for one in found.findings if one.rule.id == CUSTODY)
    return finding


def shown(found: Report) -> list[str]:
    return [" ".join(line.split()) for line in plain(deadline_lines(found, UNICODE), 200).splitlines()]


@pytest.mark.parametrize(
    ("at", "facts", "end", "assuming"),
    [
        ("2021-03-01 10:00", ADULT, "2021-03-03 10:00", {}),
        (MORNING, ADULT, "2021-03-03 09:00", {}),
        (BY_TWO, ADULT, "2021-03-03 09:00", {"arrest": "camera"}),
        ("2021-03-01 10:00", SIXTEEN, "2021-03-02 10:00", {"A1": "juveniles-keep-24h"}),
        (BY_TWO, SIXTEEN, "2021-03-02 09:00", {"A1": "juveniles-keep-24h", "arrest": "camera"}),
        (
            {"accounts": {"record": "2021-03-01 12:00", "camera": MORNING}},
            SIXTEEN,
            "2021-03-02 09:00",
            {"A1": "juveniles-keep-24h", "arrest": "camera"},
        ),
        ("2021-03-01 10:00", {}, "2021-03-02 10:00", {}),
    ],
)
def test_the_earliest_end_under_any_choice(at: Any, facts: dict[str, Any], end: str, assuming: dict[str, str]) -> None:
    found = report(at, facts)
    earliest = custody(found).earliest_end
    assert earliest is not None
    assert (found.local(earliest.deadline).strftime("%Y-%m-%d %H:%M"), dict(earliest.assuming), earliest.more) == (end, assuming, False)


def test_a_duty_that_is_done_or_late_has_no_end_to_come() -> None:
    assert custody(report("2021-03-01 10:00", ADULT, as_of="2021-03-04")).earliest_end is None
    released = {"facts": ADULT, "events": [{"at": "2021-03-01 10:00", "is": "arrest"}, {"at": "2021-03-01 11:00", "is": "release"}]}
    assert custody(check(scenario(released))).earliest_end is None


def test_the_list_says_when_at_the_earliest_and_under_which_choice() -> None:
    lines = shown(report(BY_TWO, SIXTEEN))
    assert "… 20 h left or more Custody without a court's authorization" in lines
    assert "earliest due at the earliest 2021-03-02 09:00, if A1 = juveniles-keep-24h and arrest was at the time of camera" in lines
    assert "… may be late Arrest record within three hours" in lines
    assert "earliest was due already 2021-03-01 12:00, if arrest was at the time of camera" in lines
    assert not any("earliest" in line for line in shown(report("2021-03-01 10:00", ADULT)) if "A17" not in line)


def test_the_list_has_the_soonest_first() -> None:
    found = report(BY_TWO, SIXTEEN)
    rules = [line.split()[1].rstrip(";") for line in shown(found) if line.startswith("rule ")]
    ends = {one.rule.id: one.earliest_end.deadline if one.earliest_end else 2**62 for one in found.findings if one.open}
    assert rules == sorted(ends, key=lambda rule: (ends[rule], rule))
    assert len(rules) > 4


def test_programs_are_told_too() -> None:
    (finding,) = (one for one in report(BY_TWO, SIXTEEN).to_dict()["findings"] if one["rule"] == CUSTODY)
    assert finding["earliest_end"] == {
        "deadline": "2021-03-02T09:00:00+06:00",
        "assuming": {"A1": "juveniles-keep-24h", "arrest": "camera"},
    }


def test_an_end_does_not_give_away_a_birthday_that_is_not_shown() -> None:
    """Where a birthday lies inside an uncertain time, the end is the one for any age."""
    night = {"between": ["2021-02-28 21:00", "2021-03-01 03:00"]}
    anybody = {name: value for name, value in ADULT.items() if name != "person.born"}
    told, of_anybody = (
        [one.earliest_end for one in report(night, facts, as_of="2021-03-01 04:00", hide=True).findings if one.open]
        for facts in ({**ADULT, "person.born": "2003-03-01"}, anybody)
    )
    assert told == of_anybody
    assert any(told)


def test_another_pack_has_ends_of_its_own() -> None:
    pack = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
    kind = next(iter(pack.vocabulary.begins))
    at = {"accounts": {"a": "1968-03-01 12:00", "b": "1968-03-01 09:00"}}
    found = check(scenario({"as_of": "1968-03-01 12:30", "events": [{"at": at, "is": kind}]}, pack=pack), pack=pack)
    due = [(one.deadline, one.earliest_end) for one in found.findings if one.open and one.deadline is not None]
    assert due
    assert all(end is not None and end.deadline <= deadline for deadline, end in due)
    assert any(end is not None and end.deadline < deadline and kind in end.assuming for deadline, end in due)
