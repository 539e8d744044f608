"""The cases that the product must get right before anything else."""

from __future__ import annotations

import pytest

from .builder import ADULT, JUVENILE, Facts, assumed, at, case, clock, deadline, one, verdict

CUSTODY = "custody.before-court-order"
ARREST = at("2021-03-01 09:15", "arrest")


def test_forty_eight_hours_over_a_clock_change() -> None:
    arrest = at("2024-02-28 10:00", "arrest")
    for released, expected, margin in (
        ("2024-03-01 09:00", "complied", 0),
        ("2024-03-01 09:00:01", "violated", -1),
        ("2024-03-01 10:00", "violated", -3600),
    ):
        report = case(ADULT, arrest, at(released, "release"))
        finding = one(report, CUSTODY)
        assert finding.deadline is not None
        assert report.local(finding.deadline).isoformat() == "2024-03-01T09:00:00+05:00"
        assert (finding.verdict.value, finding.margin_seconds) == (expected, margin)


def test_a_juvenile_suspected_of_terrorism_held_for_sixty_hours() -> None:
    facts: Facts = {**JUVENILE, "offence.kinds": ["terrorism"]}
    report = case(facts, ARREST, at("2021-03-03 21:15", "release"))
    finding = one(report, CUSTODY)
    assert (finding.verdict.value, finding.margin_seconds) == ("complied", 12 * 3600)
    other = assumed(finding)[(("A1", "juveniles-keep-24h"),)]
    assert (other.verdict.value, other.margin_seconds) == ("violated", -36 * 3600)
    assert clock(report, other.deadline) == "2021-03-02 09:15:00"


@pytest.mark.parametrize(
    ("released", "expected"), [("2021-03-02 05:15", "complied"), ("2021-03-03 21:15", "undetermined"), ("2021-03-04 17:15", "violated")]
)
def test_an_unknown_category_at_twenty_sixty_and_eighty_hours(released: str, expected: str) -> None:
    facts = {path: value for path, value in ADULT.items() if path != "offence.category"}
    finding = one(case(facts, ARREST, at(released, "release")), CUSTODY)
    assert finding.verdict.value == expected
    assert finding.needs == (("offence.category",) if expected == "undetermined" else ())
    assert finding.deadline is None


@pytest.mark.parametrize(
    ("day", "marked"),
    [("2015-12-31", True), ("2016-01-01", False), ("2022-08-18", False), ("2022-08-19", True), ("2024-05-01", True)],
)
def test_a_trigger_outside_the_described_period_is_checked_and_marked(day: str, marked: bool) -> None:
    report = case(ADULT, at(f"{day} 09:15", "arrest"), as_of="2025-01-01 00:00")
    assert verdict(report, "custody.constitutional-ceiling") == "violated"
    for rule in ("custody.constitutional-ceiling", "notice.procurator"):
        finding = one(report, rule)
        assert finding.outside_source is marked
        assert any("18 August 2022" in step for step in finding.because) is marked
    shown = [found["outside_source"] for found in report.to_dict()["findings"]]
    assert set(shown) == {marked}


def test_to_the_second() -> None:
    arrest = at("2021-03-01 09:15:59", "arrest")
    report = case(ADULT, arrest, at("2021-03-03 09:16", "release"))
    assert (deadline(report, CUSTODY), verdict(report, CUSTODY)) == ("2021-03-03 09:15:59", "violated")
    assert one(report, CUSTODY).margin_seconds == -1


def test_an_offset_in_the_file_names_the_instant() -> None:
    report = case(ADULT, at("2021-03-01T03:15:00Z", "arrest"), at("2021-03-03T11:15+08:00", "release"))
    assert deadline(report, CUSTODY) == "2021-03-03 09:15:00"
    assert one(report, CUSTODY).margin_seconds == 0
