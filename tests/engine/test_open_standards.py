"""Limits without a number ("immediately", "without delay"): never a silent pass, never an invented number."""

from __future__ import annotations

import pytest

from .builder import FOREIGNER, JUDGE, UNKNOWN, Event, Facts, at, case, clock, one

ARREST = at("2021-03-01 09:15", "arrest")
RELEASE = at("2021-03-02 09:15", "release")
REMAND = at("2021-03-01 09:15", "remand_authorized", **JUDGE)
SERVED = at("2020-03-01 00:00", "sentence_started", term="P1Y")
FREED = at("2021-02-28 10:00", "release")
MOVED = (at("2021-02-20 09:15", "arrest"), at("2021-03-01 09:15", "place_changed", place="Remand centre 1"))

STANDARDS = [
    ("custody.grounds-explained", UNKNOWN, (ARREST,), "grounds_explained"),
    ("notice.family", UNKNOWN, (ARREST,), "family_notified"),
    ("notice.family", UNKNOWN, (ARREST,), "suspect_notified_family"),
    ("notice.family-change-of-place", UNKNOWN, MOVED, "family_notified"),
    ("notice.family-change-of-place", UNKNOWN, MOVED, "suspect_notified_family"),
]


@pytest.mark.parametrize(("rule", "facts", "before", "kind"), STANDARDS)
class TestStandard:
    def test_not_yet_done(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str) -> None:
        """Nine days of silence are not "still in time", and no number says that they are too long."""
        finding = one(case(facts, *before, as_of="2021-03-10 09:15"), rule)
        assert (finding.verdict.value, finding.deadline, finding.margin_seconds) == ("undetermined", None, None)
        assert finding.needs == (f"tolerance {rule}",)
        assert any("Not done" in step and "9 d after it fell due" in step for step in finding.because)

    def test_not_done_in_the_very_second_in_which_it_falls_due(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str) -> None:
        assert one(case(facts, *before, as_of="2021-03-01 09:15"), rule).verdict.value == "pending"

    def test_never_done_by_the_end_of_the_detention(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str) -> None:
        assert one(case(facts, *before, RELEASE), rule).verdict.value == "violated"
        assert one(case(facts, *before, RELEASE, as_of="2021-03-02 09:14:59"), rule).verdict.value == "undetermined"

    def test_done_in_the_same_second(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str) -> None:
        assert one(case(facts, *before, at("2021-03-01 09:15", kind)), rule).verdict.value == "complied"

    @pytest.mark.parametrize("when", ["2021-03-01 09:15:01", "2021-03-01 12:00", "2021-03-02 09:15"])
    def test_done_later_is_never_passed_nor_condemned(
        self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str, when: str
    ) -> None:
        finding = one(case(facts, *before, at(when, kind), RELEASE), rule)
        assert finding.verdict.value == "undetermined"
        assert finding.needs == (f"tolerance {rule}",)
        assert finding.margin_seconds is None

    def test_done_after_the_end_of_the_detention(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str) -> None:
        assert one(case(facts, *before, RELEASE, at("2021-03-02 09:15:01", kind)), rule).verdict.value == "violated"

    @pytest.mark.parametrize(
        ("when", "expected", "margin"),
        [("12:15:00", "complied", 0), ("12:15:01", "violated", -1), ("09:20:00", "complied", 10500)],
    )
    def test_a_tolerance_decides(
        self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str, when: str, expected: str, margin: int
    ) -> None:
        report = case(facts, *before, at(f"2021-03-01 {when}", kind), tolerances={rule: "3h"})
        finding = one(report, rule)
        assert (finding.verdict.value, finding.margin_seconds) == (expected, margin)
        assert clock(report, finding.deadline) == "2021-03-01 12:15:00"

    @pytest.mark.parametrize(("as_of", "expected"), [("2021-03-01 12:15:00", "pending"), ("2021-03-01 12:15:01", "violated")])
    def test_a_tolerance_runs_out(self, rule: str, facts: Facts, before: tuple[Event, ...], kind: str, as_of: str, expected: str) -> None:
        assert one(case(facts, *before, as_of=as_of, tolerances={rule: "3h"}), rule).verdict.value == expected


@pytest.mark.parametrize(("rule", "event"), [("consular.mission-after-arrest", ARREST), ("consular.mission-after-remand", REMAND)])
@pytest.mark.parametrize(
    ("when", "as_of", "expected"),
    [
        ("2021-03-01 09:15:00", None, "complied"),
        ("2021-03-01 09:15:01", None, "undetermined"),
        ("2021-03-02 09:15:00", None, "undetermined"),
        ("2021-03-02 09:15:01", None, "violated"),
        (None, "2021-03-02 09:15:00", "undetermined"),
        (None, "2021-03-02 09:15:01", "violated"),
    ],
)
def test_immediately_with_an_outer_bound(rule: str, event: Event, when: str | None, as_of: str | None, expected: str) -> None:
    told = () if when is None else (at(when, "mission_notified"),)
    held = at("2021-03-01 09:15:00", "admitted")
    report = case(FOREIGNER, event, held, *told, as_of=as_of, readings={"A8": "immediately"})
    finding = one(report, rule)
    assert finding.verdict.value == expected
    assert clock(report, finding.deadline) == "2021-03-02 09:15:00"


@pytest.mark.parametrize(
    ("when", "tolerance", "expected", "took"),
    [
        ("2021-03-01 09:15:00", None, "complied", ""),
        ("2021-03-01 12:15:00", None, "undetermined", "Done after 3 h."),
        ("2021-03-01 12:15:00", "3h", "complied", "Done after 3 h;"),
        ("2021-03-01 12:15:01", "3h", "violated", "Done after 3 h"),
        ("2021-03-02 09:15:01", None, "violated", "Done after 24 h"),
        (None, None, "undetermined", "20 h 45 min after it fell due"),
    ],
)
def test_immediately_from_an_arrest_that_follows_the_order(when: str | None, tolerance: str | None, expected: str, took: str) -> None:
    order, told = at("2021-02-01 10:00", "remand_authorized", **JUDGE), () if when is None else (at(when, "mission_notified"),)
    tolerances = {} if tolerance is None else {"consular.mission-after-remand": tolerance}
    as_of = "2021-03-02 06:00" if when is None else None
    report = case(FOREIGNER, order, ARREST, *told, as_of=as_of, readings={"A8": "immediately"}, tolerances=tolerances)
    finding = one(report, "consular.mission-after-remand")
    assert finding.verdict.value == expected
    assert any(took in step for step in finding.because)


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2021-03-01 09:15:00", "complied"), ("2021-03-01 21:15:00", "undetermined"), ("2021-03-01 21:15:01", "violated")],
)
def test_immediately_within_the_hours_of_the_custody_act(when: str, expected: str) -> None:
    report = case(FOREIGNER, ARREST, at(when, "mission_notified"), readings={"A8": "immediately", "C3": "custody-act-12h"})
    finding = one(report, "consular.mission-after-arrest")
    assert (finding.verdict.value, clock(report, finding.deadline)) == (expected, "2021-03-01 21:15:00")


@pytest.mark.parametrize(
    ("moved", "expected"),
    [("2021-03-01 21:15:00", "violated"), ("2021-03-01 21:15:01", "not_applicable"), ("2021-03-05 10:00", "not_applicable")],
)
def test_a_later_move_under_the_reading_of_the_first_hours(moved: str, expected: str) -> None:
    events = (ARREST, at(moved, "place_changed", place="Remand centre 1"), at("2021-03-09 10:00", "release"))
    rule = "notice.family-change-of-place"
    assert one(case(UNKNOWN, *events, readings={"A4": "first-hours-only"}), rule).verdict.value == expected
    assert one(case(UNKNOWN, *events), rule).verdict.value == "violated"
    assert one(case({"proceeding": "administrative"}, *events), rule).verdict.value == "not_applicable"


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [
        ("2021-02-26 15:00", "complied"),
        ("2021-02-28 10:00", "complied"),
        ("2021-02-28 10:00:01", "undetermined"),
        (None, "undetermined"),
    ],
)
def test_a_certificate_on_release(certificate: str | None, expected: str) -> None:
    issued = () if certificate is None else (at(certificate, "release_certificate_issued"),)
    report = case(UNKNOWN, SERVED, FREED, *issued, as_of="2021-06-01 10:00")
    assert one(report, "release.certificate").verdict.value == expected


def test_a_certificate_of_an_earlier_detention_does_not_count() -> None:
    report = case(
        UNKNOWN,
        at("2018-03-01 00:00", "sentence_started", term="P1Y"),
        at("2019-02-28 10:00", "release"),
        at("2019-02-28 10:00", "release_certificate_issued"),
        SERVED,
        FREED,
        as_of="2021-06-01 10:00",
    )
    assert [finding.verdict.value for finding in report.findings if finding.rule.id == "release.certificate"] == [
        "complied",
        "undetermined",
    ]


def test_a_certificate_with_a_tolerance() -> None:
    for seconds, expected in ((3600, "complied"), (3601, "violated")):
        issued = at(f"2021-02-28 11:00:{seconds - 3600:02d}", "release_certificate_issued")
        report = case(UNKNOWN, SERVED, FREED, issued, tolerances={"release.certificate": "1h"})
        assert one(report, "release.certificate").verdict.value == expected


def test_a_certificate_never_given_is_late_only_by_a_tolerance() -> None:
    report = case(UNKNOWN, SERVED, FREED, as_of="2021-02-28 11:00:01", tolerances={"release.certificate": "1h"})
    assert one(report, "release.certificate").verdict.value == "violated"


def test_the_end_of_a_later_detention_is_no_bound() -> None:
    """What falls due while nobody is detained is not condemned by a release from a detention that began afterwards."""
    declared = at("2018-03-01 10:00", "declared_missing", by="court")
    found = case(UNKNOWN, declared, at("2021-03-01 09:15", "arrest"), RELEASE, as_of="2021-06-01 10:00")
    assert one(found, "missing.trusteeship").verdict.value == "undetermined"


def test_a_suspect_is_owed_no_convicts_certificate() -> None:
    assert one(case(UNKNOWN, ARREST, RELEASE), "release.certificate").verdict.value == "not_applicable"
