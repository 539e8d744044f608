"""Uncertain times: what is certain for every instant, and from which instant on it would be a violation."""

from __future__ import annotations

import pytest

from detention_rules import Finding, Verdict, check

from .builder import ADULT, FOREIGNER, JUDGE, UNKNOWN, Event, all_of, at, between, case, clock, moment, one, verdict

CUSTODY, RECORD = "custody.before-court-order", "custody.arrest-record"
ARREST = at("2021-03-01 09:15", "arrest")


@pytest.mark.parametrize(
    ("first", "last", "expected", "violated_from"),
    [
        ("2021-03-03 08:00", "2021-03-03 09:15", "complied", None),
        ("2021-03-03 08:00", "2021-03-03 09:15:01", "undetermined", "2021-03-03 09:15:01"),
        ("2021-03-03 09:15", "2021-03-03 09:15:01", "undetermined", "2021-03-03 09:15:01"),
        ("2021-03-03 08:00", "2021-03-05 00:00", "undetermined", "2021-03-03 09:15:01"),
        ("2021-03-03 09:15:01", "2021-03-03 10:00", "violated", None),
    ],
)
def test_an_uncertain_discharge_around_the_deadline(first: str, last: str, expected: str, violated_from: str | None) -> None:
    report = case(ADULT, ARREST, at(between(first, last), "release"))
    finding = one(report, CUSTODY)
    assert finding.verdict.value == expected
    assert clock(report, finding.deadline) == "2021-03-03 09:15:00"
    assert finding.margin_seconds is None
    assert {event: clock(report, instant) for event, instant in finding.violated_from.items()} == (
        {} if violated_from is None else {"release": violated_from}
    )
    assert finding.needs == (("the time of release",) if expected == "undetermined" else ())


def instants(*clocks: str) -> tuple[int, ...]:
    return tuple(int(moment(f"2021-03-01 {clock}").timestamp()) for clock in clocks)


@pytest.mark.parametrize(
    ("arrest", "told", "deadlines", "ended", "seconds"),
    [
        (("09:15", "09:25"), "21:26", ("21:15", "21:25"), ("21:26", "21:26"), (60, 660)),
        (("09:15", "09:25"), "21:25:01", ("21:15", "21:25"), ("21:25:01", "21:25:01"), (1, 601)),
        (("09:15", "09:15:01"), None, ("21:15", "21:15:01"), ("23:00", "23:00"), (6299, 6300)),
    ],
)
def test_a_certain_violation_of_an_uncertain_limit_is_late_by_so_much_at_least(
    arrest: tuple[str, str], told: str | None, deadlines: tuple[str, str], ended: tuple[str, str], seconds: tuple[int, int]
) -> None:
    taken = at(between(*(f"2021-03-01 {clock}" for clock in arrest)), "arrest")
    notice = () if told is None else (at(f"2021-03-01 {told}", "procurator_notified", written=True),)
    finding = one(case(ADULT, taken, *notice, as_of="2021-03-01 23:00"), "notice.procurator")
    assert finding.verdict is Verdict.VIOLATED
    assert (finding.deadline, finding.margin_seconds) == (None, None)
    overrun = finding.overrun
    assert overrun is not None
    assert overrun.deadlines == instants(*deadlines)
    assert overrun.ended == instants(*ended)
    assert overrun.seconds == seconds


def test_the_release_too_is_uncertain() -> None:
    """Due at 16:00 to 16:10; the detention ended from 22:00 to 22:30."""
    arrest = at(between("2021-03-01 13:00", "2021-03-01 13:10"), "arrest")
    release = at(between("2021-03-01 22:00", "2021-03-01 22:30"), "release")
    overrun = one(case(ADULT, arrest, release, as_of="2021-03-02 12:00"), RECORD).overrun
    assert overrun is not None
    assert overrun.ended == instants("22:00", "22:30")
    assert overrun.seconds == (5 * 3600 + 50 * 60, 6 * 3600 + 30 * 60)


@pytest.mark.parametrize(
    ("events", "rule"),
    [
        ((ARREST, at("2021-03-04 09:15", "release")), CUSTODY),  # one margin
        ((ARREST, at("2021-03-02 09:15", "release")), CUSTODY),  # no violation
        ((at(between("2021-03-01 09:15", "2021-03-01 09:25"), "arrest"), at("2021-03-01 12:20", "arrest_record")), RECORD),  # perhaps none
        ((at(between("2021-03-01 09:15", "2021-03-01 09:25"), "arrest"),), "notice.family"),  # no number
    ],
)
def test_what_is_not_late_by_so_much_at_least(events: tuple[Event, ...], rule: str) -> None:
    assert one(case(ADULT, *events, as_of="2021-03-05 09:15"), rule).overrun is None


@pytest.mark.parametrize(("day", "expected"), [("2021-03-02", "complied"), ("2021-03-03", "undetermined"), ("2021-03-04", "violated")])
def test_a_date_is_any_time_of_that_day(day: str, expected: str) -> None:
    report = case(ADULT, ARREST, at(day, "release"))
    finding = one(report, CUSTODY)
    assert finding.verdict.value == expected
    assert finding.margin_seconds is None
    if expected == "undetermined":
        assert [clock(report, instant) for instant in finding.violated_from.values()] == ["2021-03-03 09:15:01"]


def test_a_date_that_ends_at_the_deadline_is_in_time() -> None:
    remand = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30", **JUDGE)
    report = case(UNKNOWN, ARREST, remand, at("2021-04-30", "release"))
    assert verdict(report, "custody.authorized-period") == "complied"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2021-03-01 09:30", "2021-03-01 12:00", "complied"),
        ("2021-03-01 09:00", "2021-03-01 10:00", "undetermined"),
        ("2021-03-01 08:00", "2021-03-01 09:29:59", "violated"),
    ],
)
def test_an_uncertain_arrest(first: str, last: str, expected: str) -> None:
    report = case(ADULT, at(between(first, last), "arrest"), at("2021-03-03 09:30", "release"))
    finding = one(report, CUSTODY)
    assert finding.verdict.value == expected
    assert (finding.deadline, finding.margin_seconds) == (None, None)
    assert dict(finding.violated_from) == {}
    told = [step for step in finding.because if "2021-03-01 09:29:59" in step and "violation" in step]
    assert bool(told) == (expected == "undetermined")


def test_both_arrest_and_release_uncertain() -> None:
    arrest = at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest")
    for first, last, expected in (
        ("2021-03-03 08:00", "2021-03-03 09:00", "complied"),
        ("2021-03-03 08:00", "2021-03-03 09:00:01", "undetermined"),
        ("2021-03-03 10:00", "2021-03-03 12:00", "undetermined"),
        ("2021-03-03 10:00:01", "2021-03-03 12:00", "violated"),
    ):
        finding = one(case(ADULT, arrest, at(between(first, last), "release")), CUSTODY)
        assert finding.verdict.value == expected
        assert dict(finding.violated_from) == {}
        if expected == "undetermined":
            assert set(finding.needs) == {"the time of arrest", "the time of release"}


def test_an_interval_that_straddles_the_arrest() -> None:
    """A record before its arrest would contradict the timeline, so only the instants from the arrest on count."""
    loose = at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest_record")
    known = one(case(UNKNOWN, ARREST, loose, as_of="2021-03-01 12:15:01"), RECORD)
    assert (known.verdict.value, known.needs) == ("complied", ())
    early = at(between("2021-03-01 09:00", "2021-03-01 09:14:59"), "arrest_record")
    assert verdict(case(UNKNOWN, ARREST, early, as_of="2021-03-01 12:15:01"), RECORD) == "violated"
    told = at(between("2021-03-01 09:00", "2021-03-01 10:00"), "mfa_notified")
    assert verdict(case(FOREIGNER, ARREST, told, as_of="2021-03-01 15:15:01"), "consular.mfa-after-arrest") == "complied"


def test_an_interval_that_straddles_the_arrest_beside_another_uncertain_time() -> None:
    """What only some of the uncertain events contradict is left out as well."""
    loose = at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest_record")
    freed = at(between("2021-03-01 20:00", "2021-03-01 21:00"), "release")
    assert verdict(case(UNKNOWN, ARREST, loose, freed), RECORD) == "complied"


def arrested_again(release: dict[str, list[str]]) -> Finding:
    """Return the finding on the second arrest of a person who was let go at an uncertain time."""
    again = at("2021-03-05 09:15", "arrest", id="again")
    report = case(ADULT, ARREST, again, at(release, "release"), as_of="2021-03-10 00:00")
    found = [finding for finding in all_of(report, CUSTODY) if finding.trigger and finding.trigger.id == "again"]
    assert len(found) == 1
    return found[0]


def test_a_release_before_the_second_arrest_ends_only_the_first_detention() -> None:
    assert arrested_again(between("2021-03-05 08:00", "2021-03-05 09:14:59")).verdict.value == "violated"
    assert arrested_again(between("2021-03-05 08:00", "2021-03-05 10:00")).verdict.value == "undetermined"
    assert arrested_again(between("2021-03-05 09:15:01", "2021-03-05 10:00")).verdict.value == "complied"
    assert arrested_again(between("2021-03-05 09:15", "2021-03-05 10:00")).verdict.value == "undetermined"  # or released and seized again


def test_both_ends_fail_and_the_middle_holds() -> None:
    finding = arrested_again(between("2021-03-05 08:00", "2021-03-07 10:00"))
    assert finding.verdict.value == "undetermined"
    assert finding.violated_from == {"release": int(moment("2021-03-07 09:15:01").timestamp())}


def test_an_interval_that_straddles_as_of() -> None:
    loose = at(between("2021-03-02 10:00", "2021-03-03 10:00"), "release")
    report = case(ADULT, ARREST, loose, as_of="2021-03-03 08:00")
    assert verdict(report, CUSTODY) == "undetermined"
    over = case(ADULT, ARREST, at(between("2021-03-03 09:16", "2021-03-05 10:00"), "release"), as_of="2021-03-04 08:00")
    assert verdict(over, CUSTODY) == "violated"


def test_an_arrest_that_may_be_after_as_of() -> None:
    report = case(ADULT, at(between("2021-03-01 09:15", "2021-03-05 09:15"), "arrest"), as_of="2021-03-03 10:00")
    finding = one(report, CUSTODY)
    assert (finding.verdict.value, finding.deadline) == ("undetermined", None)


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2024-02-29 23:30", "undetermined"), ("2024-02-29 23:30+06:00", "complied"), ("2024-02-29 23:30+05:00", "violated")],
)
def test_a_repeated_local_time(when: str, expected: str) -> None:
    # Three hours from 21:00 are over at what had been 24:00, when the clocks went back to 23:00.
    report = case(UNKNOWN, at("2024-02-29 21:00", "arrest"), at(when, "arrest_record"))
    finding = one(report, RECORD)
    assert finding.verdict.value == expected
    assert finding.deadline is not None
    assert report.local(finding.deadline).isoformat() == "2024-02-29T23:00:00+05:00"
    assert bool(finding.violated_from) == (expected == "undetermined")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2021-03-01 20:00", "2021-03-01 23:59:59", "violated"),
        ("2021-03-01 20:00", "2021-03-02 00:00", "undetermined"),
        ("2021-03-02 00:00", "2021-03-02 04:00", "complied"),
    ],
)
def test_an_eighteenth_birthday_inside_the_interval(first: str, last: str, expected: str) -> None:
    facts = {path: value for path, value in ADULT.items() if path != "person.juvenile"} | {"person.born": "2003-03-02"}
    report = case(facts, at(between(first, last), "arrest"), at("2021-03-03 06:00", "release"))
    assert verdict(report, CUSTODY) == expected


@pytest.mark.parametrize("option", ["age-at-trigger", "age-at-arrest"])
def test_a_birthday_inside_an_uncertain_arrest_before_remand(option: str) -> None:
    facts = {"person.born": "2003-03-02", "offence.category": "medium"}
    arrest = at(between("2021-03-01 20:00", "2021-03-02 04:00"), "arrest")
    report = case(facts, arrest, at("2021-03-02 12:00", "remand_authorized", **JUDGE), readings={"A22": option})
    expected = {"age-at-trigger": "not_applicable", "age-at-arrest": "undetermined"}[option]
    assert verdict(report, "remand.juvenile-gravity") == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 72 hours until the end of 2017, 48 from 1 March 2018, and between them either.
        ("2017-12-31 22:00", "2017-12-31 23:59:59", "complied"),
        ("2017-12-31 22:00", "2018-01-01 12:00", "undetermined"),
        ("2018-01-01 10:00", "2018-01-01 12:00", "complied"),
        ("2017-12-31 06:00", "2017-12-31 09:59:59", "violated"),
    ],
)
def test_a_change_of_law_inside_the_interval(first: str, last: str, expected: str) -> None:
    report = case(ADULT, at(between(first, last), "arrest"), at("2018-01-03 10:00", "release"))
    assert verdict(report, CUSTODY) == expected


@pytest.mark.parametrize(
    ("arrest", "hours", "expected"),
    [
        ("2017-12-31 23:59:59", 60, "complied"),
        ("2018-01-01 00:00:00", 60, "undetermined"),
        ("2018-01-20 10:00:00", 48, "complied"),
        ("2018-01-20 10:00:00", 60, "undetermined"),
        ("2018-01-20 10:00:00", 73, "violated"),
        ("2018-02-28 23:59:59", 60, "undetermined"),
        ("2018-03-01 00:00:00", 60, "violated"),
    ],
)
def test_the_uncertain_day_of_a_change_of_law(arrest: str, hours: int, expected: str) -> None:
    finding = one(case(ADULT, at(arrest, "arrest"), at(moment(arrest, seconds=hours * 3600), "release")), CUSTODY)
    assert finding.verdict.value == expected
    if expected == "undetermined":
        assert finding.needs == (f"the law in force on {arrest[:10]}",)


def test_a_fact_that_holds_only_inside_the_interval() -> None:
    category = [{"value": "medium"}, {"from": "2021-03-02 10:00", "value": "serious"}, {"from": "2021-03-02 12:00", "value": "medium"}]
    facts = {"person.juvenile": True, "offence.category": category}
    remand = at(between("2021-03-02 08:00", "2021-03-02 16:00"), "remand_authorized", **JUDGE)
    report = case(facts, ARREST, remand)
    assert verdict(report, "remand.juvenile-gravity") == "undetermined"


def test_a_ground_that_exists_only_at_some_limits_of_the_interval() -> None:
    """Arrested at 08:00 or 12:00, no ground exists at the 48th hour; arrested at 10:00, one does, and 72 hours are allowed."""
    category = [
        {"value": "medium"},
        {"from": "2021-03-03 09:00", "value": "especially_serious"},
        {"from": "2021-03-03 11:00", "value": "medium"},
    ]
    released = at("2021-03-03 20:00", "release")
    for hour, expected in (("08:00", "violated"), ("10:00", "complied"), ("12:00", "violated")):
        assert verdict(case({**ADULT, "offence.category": category}, at(f"2021-03-01 {hour}", "arrest"), released), CUSTODY) == expected
    loose = at(between("2021-03-01 08:00", "2021-03-01 12:00"), "arrest")
    assert verdict(case({**ADULT, "offence.category": category}, loose, released), CUSTODY) == "undetermined"


def test_documents_that_came_before_or_after_hours() -> None:
    loose = at(between("2021-03-01 17:00", "2021-03-01 19:00"), "release_documents_received", early=True)
    for released, expected in (("2021-03-01 23:00", "complied"), ("2021-03-02 10:00", "undetermined"), ("2021-03-02 12:01", "violated")):
        assert verdict(case(UNKNOWN, loose, at(released, "release")), "release.early") == expected


def test_two_uncertain_arrests_are_two_duties() -> None:
    first = at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest", id="first")
    second = at(between("2021-03-01 09:30", "2021-03-01 10:30"), "arrest", id="second")
    report = case(FOREIGNER, first, second, at("2021-03-01 15:45", "mfa_notified"))
    found = all_of(report, "consular.mfa-after-arrest")
    assert [(finding.trigger.id if finding.trigger else "", finding.verdict.value) for finding in found] == [
        ("first", "undetermined"),
        ("second", "undetermined"),
    ]


def test_a_contradiction_is_one_also_where_the_later_event_is_not_yet_known() -> None:
    """The resolution stands before the discovery at every instant, known or not, so that none of them is left out."""
    found = at(between("2021-03-01 11:15:00", "2021-03-01 11:15:01"), "discrepancy_found")
    early = at("2021-03-01 11:00", "discrepancy_resolved")
    report = case(UNKNOWN, found, early, as_of="2021-03-01 11:15:00")
    assert verdict(report, "records.discrepancy") == "undetermined"
    assert len(report.inconsistencies) == 1


def test_an_arrest_and_a_release_of_one_day_leave_no_custody_open() -> None:
    """Worlds in which the release comes before the arrest are left out: whatever the hours, it was one day at most."""
    report = case(ADULT, at("2021-03-01", "arrest"), at("2021-03-01", "release"), as_of="2021-03-20 10:00")
    for rule in ("custody.before-court-order", "custody.constitutional-ceiling"):
        assert one(report, rule).verdict.value == "complied"


@pytest.mark.parametrize("extra", [(), (at("2021-02-20 12:00", "release", id="earlier"),)])
def test_a_release_before_an_uncertain_arrest_ended_something_else(extra: tuple[Event, ...]) -> None:
    """Of two releases one stands where nobody is detained, whether the arrest came before the first of them or after: both may be.

    A release of long before tells nothing of either.
    """
    arrest = at(between("2021-03-01 09:15", "2021-03-01 09:25"), "arrest")
    releases = (at("2021-03-01 09:15:01", "release"), at("2021-03-01 15:15", "release", id="last"))
    finding = one(case(ADULT, arrest, *extra, *releases, as_of="2021-03-01 15:15:01"), RECORD)
    assert finding.verdict.value == "undetermined"
    assert finding.needs == ("the time of arrest",)


@pytest.mark.parametrize("extra", [(), (at("2021-02-20 12:00", "release", id="earlier"),)])
def test_the_arrest_came_before_its_only_release(extra: tuple[Event, ...]) -> None:
    """A release of long before, of a detention that is not in the file, does not make it possible that this one came first."""
    arrest = at(between("2021-03-01 09:00", "2021-03-01 12:00"), "arrest")
    report = case(ADULT, arrest, *extra, at("2021-03-01 11:00", "release"), as_of="2021-03-20 10:00")
    assert one(report, CUSTODY).verdict.value == "complied"


def test_the_time_of_an_event_that_only_another_reading_consults_does_not_matter() -> None:
    told = {"between": ["2021-03-01 11:00", "2021-03-01 13:00"]}
    for record in ("2021-03-01 12:00", "2021-03-01"):
        events = (at("2021-03-01 09:15", "arrest"), at(record, "arrest_record"), {"at": told, "is": "family_notified"})
        finding = one(case(ADULT, *events, as_of="2021-03-02 10:00", tolerances={"notice.family": "3h"}), "notice.family")
        assert finding.needs == ("the time of family_notified",)
        assert set(finding.violated_from) == {"family_notified"}


def test_a_disputed_event_of_another_form_opens_no_duty() -> None:
    for when in ("2021-03-01 10:00", {"accounts": {"register": "2021-03-01 13:00", "camera": "2021-03-01 10:00"}}):
        placed = {"at": when, "is": "placed", "place": "temporary_holding_facility", "basis": "arrest_record"}
        report = case(ADULT, at("2021-03-01 09:15", "arrest"), placed, as_of="2021-03-01 12:00")
        assert not [finding for finding in report.findings if finding.rule.id == "place.remand-centre"]


def test_what_is_known_reaches_to_the_latest_time_of_any_event() -> None:
    """Where the file does not say up to when it knows."""
    told = at(between("2021-03-01 10:00", "2021-03-02 12:00"), "family_notified")
    for events, last in (
        ((ARREST,), "2021-03-01 09:15:00"),
        ((ARREST, told), "2021-03-02 12:00:00"),
        ((ARREST, told, at("2021-03-01 11:00", "arrest_record")), "2021-03-02 12:00:00"),
        ((ARREST, told, at("2021-03-03 11:00", "release")), "2021-03-03 11:00:00"),
    ):
        report = case(UNKNOWN, *events)
        assert clock(report, report.as_of) == last


@pytest.mark.parametrize(
    ("nationality", "doubtful"),
    [("KZ", False), ("KG", True), (None, True), ([{"value": "KG"}, {"from": "2021-04-15", "value": "KZ"}], True)],
)
def test_what_a_fact_decides_is_certain_in_worlds_that_were_not_tried(nationality: object, doubtful: bool) -> None:
    """Nothing is owed for a national, whichever of many combinations of uncertain times is right; who becomes one later is another case."""
    days = {"arrest": "2021-04-12", "arrest_record": "2021-04-12", "release": "2021-04-15"}
    events = [{"is": name, "at": day} for name, day in days.items()]
    facts = {"person": {"nationality": nationality}} if nationality else {}
    report = check({"facts": facts, "events": events, "as_of": "2021-04-16 12:00"})
    (finding,) = (one for one in report.findings if one.rule.id == "consular.mfa-after-arrest")
    assert finding.verdict is (Verdict.UNDETERMINED if doubtful else Verdict.NOT_APPLICABLE)
    assert finding.margin_seconds is None
    assert doubtful or not any(other.verdict is Verdict.UNDETERMINED for other in finding.alternatives)
