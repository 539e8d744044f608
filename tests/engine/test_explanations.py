"""What the engine says: six explanations word for word, and that every finding can be explained and written down.

After an intended change of the wording, write the golden files anew with

    UPDATE_GOLDEN=1 pytest tests/engine/test_explanations.py

and read the difference before keeping it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from profiles import examples

from detention_rules import Finding, Report, Verdict, check

from .builder import ADULT, JUDGE, JUVENILE, PACK, UNKNOWN, at, between, case, one
from .strategies import Data, timelines

GOLDEN = Path(__file__).parent / "golden"
ARREST = at("2021-03-01 09:15", "arrest")


def an_hour_deadline() -> tuple[Report, str]:
    return case(ADULT, ARREST, at("2021-03-03 10:00", "release")), "custody.before-court-order"


def a_clock_change() -> tuple[Report, str]:
    return case(ADULT, at("2024-02-28 10:00", "arrest"), at("2024-03-01 09:30", "release")), "custody.before-court-order"


def an_unknown_fact() -> tuple[Report, str]:
    facts = {path: value for path, value in JUVENILE.items() if path != "offence.category"}
    return case(facts, ARREST, at("2021-03-03 09:15", "release")), "custody.before-court-order"


def an_open_standard() -> tuple[Report, str]:
    return case(UNKNOWN, ARREST, at("2021-03-01 13:40", "family_notified")), "notice.family"


def a_working_day_limit() -> tuple[Report, str]:
    found = at("2021-03-18 10:00", "discrepancy_found")
    return case(UNKNOWN, found, at("2021-03-31 09:00", "discrepancy_resolved")), "records.discrepancy"


def a_paused_clock() -> tuple[Report, str]:
    reading = (at("2022-05-01 10:00", "file_reading_started"), at("2022-06-15 10:00", "file_reading_ended"))
    events = (ARREST, at("2021-03-02 16:00", "remand_authorized", **JUDGE), *reading, at("2022-10-01 12:00", "release"))
    return case(UNKNOWN, *events, readings={"C1": "code-file-reading-excluded"}), "remand.eighteen-months"


def an_uncertain_time() -> tuple[Report, str]:
    return case(ADULT, ARREST, at(between("2021-03-03 08:00", "2021-03-03 10:00"), "release")), "custody.before-court-order"


TOLD = (an_hour_deadline, a_clock_change, an_unknown_fact, an_open_standard, a_working_day_limit, a_paused_clock, an_uncertain_time)


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.__name__)
def test_golden(story: object) -> None:
    assert callable(story)
    report, rule = story()
    finding = one(report, rule)
    told = "\n".join([f"{rule}: {finding.verdict.value}", *finding.because]) + "\n"
    file = GOLDEN / f"{story.__name__}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_every_golden_file_is_used() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == {story.__name__ for story in TOLD}


def test_the_steps_name_event_limit_citation_and_result() -> None:
    report, rule = an_hour_deadline()
    steps = " ".join(one(report, rule).because)
    for part in ("2021-03-01 09:15 (+06:00)", "48 h", "para. 215", "2021-03-03 09:15 (+06:00)", "2021-03-03 10:00 (+06:00)", "45 min"):
        assert part in steps


def test_the_pause_moves_the_deadline() -> None:
    report, rule = a_paused_clock()
    finding = one(report, rule)
    assert finding.deadline is not None
    # 24:00 of 1 September 2022, and the 45 days of reading.
    assert report.local(finding.deadline).isoformat() == "2022-10-17T00:00:00+06:00"
    assert finding.verdict.value == "complied"
    plain = case(UNKNOWN, ARREST, at("2021-03-02 16:00", "remand_authorized", **JUDGE), at("2022-10-01 12:00", "release"))
    assert one(plain, rule).verdict.value == "violated"


def test_what_made_a_rule_not_apply_is_named_with_its_time() -> None:
    order = at("2021-02-01 10:00", "remand_authorized", until="2021-04-20", **JUDGE)
    because = " ".join(one(case(UNKNOWN, order, at("2021-02-20 12:00", "arrest")), "custody.before-court-order").because)
    assert "remand authorized (by is court or investigating judge) with its until past that moment came earlier" in because
    assert "That was remand authorized, 2021-02-01 10:00 (+06:00), with its until 2021-04-21 00:00 (+06:00)." in because
    assert "administrative" not in because.partition("Note:")[0]


def test_an_earlier_event_without_an_end_that_made_a_rule_not_apply() -> None:
    order, refused = at("2021-03-02 16:00", "remand_authorized", **JUDGE), at("2021-03-20 10:00", "remand_refused")
    because = " ".join(one(case(UNKNOWN, ARREST, order, refused), "custody.release-after-refusal").because)
    assert "The rule does not apply, since remand authorized" in because
    assert "That was remand authorized, 2021-03-02 16:00 (+06:00)." in because


def complete(finding: Finding) -> None:
    """Check what every finding owes its reader."""
    assert finding.because
    assert all(step.strip() == step and step and "{" not in step for step in finding.because), finding.because
    assert finding.cites
    assert finding.rule.owed_by
    assert finding.rule.breach.consequence
    assert (finding.verdict is Verdict.UNDETERMINED) == bool(finding.needs), (finding.rule.id, finding.because)
    assert finding.verdict is not Verdict.PENDING or finding.discharge is None
    for other in finding.alternatives:
        assert other.assuming


@given(timelines(2, size=10))
@examples(30)
def test_every_finding_is_explained_and_can_be_written_down(data: Data) -> None:
    report = check(data, pack=PACK)
    assert report.findings or report.untriggered == len(PACK.rules)
    for finding in report.findings:
        complete(finding)
    written = report.to_dict()
    assert json.loads(json.dumps(written, allow_nan=False)) == written
    assert len(written["findings"]) == len(report.findings)
    assert sum(written["summary"].values()) == len(report.findings)


@given(timelines(2, size=10))
@examples(10)
def test_reports_are_the_same_each_time(data: Data) -> None:
    assert check(data, pack=PACK).to_dict() == check(data, pack=PACK).to_dict()
