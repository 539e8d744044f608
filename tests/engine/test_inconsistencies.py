"""Timelines that contradict themselves: said apart from the violations, and nothing is dropped."""

from __future__ import annotations

import pytest

from .builder import ADULT, JUDGE, PACK, UNKNOWN, Event, accounts, all_of, at, between, case, verdict

ARREST = at("2021-03-01 09:15", "arrest")


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ((at("2021-03-01 09:00", "release"), ARREST), "release"),
        ((at("2021-03-01 09:00", "release"),), "release"),
        ((at("2021-03-01 09:00", "surrendered"), ARREST), "surrendered"),
        ((at("2021-03-01 09:00", "arrest_record"), ARREST), "arrest_record"),
        ((at("2021-03-01 09:00", "arrest_record"),), "arrest_record"),
        ((at("2021-03-01 09:00", "grounds_explained"), ARREST), "grounds_explained"),
        ((at("2021-03-01 09:00", "remand_extended", **JUDGE), at("2021-03-02 09:00", "remand_authorized", **JUDGE)), "remand_extended"),
        ((ARREST, at("2022-02-01 09:00", "extradition_detention_extended", **JUDGE)), "extradition_detention_extended"),
        ((at("2021-03-01 09:00", "discrepancy_resolved"), at("2021-03-02 09:00", "discrepancy_found")), "discrepancy_resolved"),
        ((at("2021-03-01 09:00", "refugee_certificate_issued"),), "refugee_certificate_issued"),
        ((at("2021-03-01 09:00", "file_reading_ended"),), "file_reading_ended"),
        # Freed twice without an arrest between.
        ((ARREST, at("2021-03-02 09:00", "release"), at("2021-03-03 09:00", "release", id="again")), "again"),
        ((ARREST, at("2021-03-01 09:15", "release"), at("2021-03-03 09:00", "release", id="again")), "again"),
        # Uncertain, but certainly before.
        ((at(between("2021-03-01 08:00", "2021-03-01 09:14"), "arrest_record"), ARREST), "arrest_record"),
        ((at("2021-03-01 08:59", "release"), at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest")), "release"),
        ((at(accounts(a="2021-03-01 08:00", b="2021-03-01 09:00"), "release"), ARREST), "release"),
    ],
)
def test_an_order_that_cannot_be(events: tuple[Event, ...], named: str) -> None:
    report = case(UNKNOWN, *events)
    assert len(report.inconsistencies) == 1
    assert named in report.inconsistencies[0]
    ends = any(event["is"] in PACK.vocabulary.ends for event in events if event.get("id", event["is"]) == named)
    assert ("nobody was detained" in report.inconsistencies[0]) is ends
    assert report.to_dict()["inconsistencies"] == list(report.inconsistencies)


@pytest.mark.parametrize(
    "events",
    [
        (ARREST, at("2021-03-01 09:15", "release")),
        (ARREST, at("2021-03-02 09:00", "release"), at("2021-03-02 09:00", "surrendered")),  # two names of one end
        (ARREST, at("2021-03-01 09:15", "arrest_record")),
        (at("2021-03-01 09:15", "sentence_started", term="P1Y"), at("2022-02-28 09:00", "release")),
        (at("2021-03-01 09:15", "admitted", **{"as": "remanded"}), at("2021-03-02 09:00", "release")),
        (ARREST, at("2021-03-02 09:00", "release"), at("2021-03-02 10:00", "arrest"), at("2021-03-03 09:00", "release")),
        # Arrested again at the gate.
        (ARREST, at("2021-03-02 09:00", "release"), at("2021-03-02 09:00", "arrest"), at("2021-03-03 09:00", "release")),
        # Two arrests and a release of one second: one of them may come after it.
        (ARREST, at("2021-03-01 09:15", "arrest"), at("2021-03-01 09:15", "release"), at("2021-03-03 09:00", "release")),
        # Perhaps after the arrest: not a contradiction.
        (at(between("2021-03-01 09:00", "2021-03-01 09:15"), "arrest_record"), ARREST),
        (at("2021-03-01 09:30", "release"), at(between("2021-03-01 09:00", "2021-03-01 10:00"), "arrest")),
        (at("2021-03-01", "release"), ARREST),
        (at("2021-03-01 09:00", "release"), at(accounts(a="2021-03-01 09:15", b="2021-03-01 08:00"), "arrest")),
        (at(accounts(a="2021-03-01 09:00", b="2021-03-01 10:00"), "arrest_record"), ARREST),
    ],
)
def test_an_order_that_may_be(events: tuple[Event, ...]) -> None:
    assert case(UNKNOWN, *events).inconsistencies == ()


def test_which_release_had_nobody_to_release() -> None:
    """One before any arrest makes no later one doubtful; one that may have lasted an hour ended what began in its first second."""
    first, second, third = at("2021-03-01 08:00", "release"), at("2021-03-01 10:00", "release"), at("2021-03-01 12:00", "release")
    again, before = at("2021-03-01 10:00", "arrest"), at("2021-03-01 09:00", "arrest")
    told = case(UNKNOWN, first, before, second, again, third).inconsistencies
    assert [line.partition(":")[0] for line in told] == ["release"]
    loose = at(between("2021-03-01 10:00", "2021-03-01 11:00"), "release")
    told = case(UNKNOWN, again, loose, third).inconsistencies
    assert [line.partition(":")[0] for line in told] == ["release-2"]


def test_what_hangs_on_a_disputed_time_is_not_certain() -> None:
    """By the account of 2 March the person was freed, arrested again on 3 March and freed on 5 March."""
    for times in (accounts(a="2021-03-04 09:00", b="2021-03-02 09:00"), accounts(b="2021-03-02 09:00", a="2021-03-04 09:00")):
        events = (
            ARREST,
            at(times, "release", id="first"),
            at("2021-03-03 09:00", "arrest", id="again"),
            at("2021-03-05 09:00", "release", id="last"),
        )
        assert case(UNKNOWN, *events).inconsistencies == ()


@pytest.mark.parametrize("more", [(), (at(between("2021-03-01 12:00", "2021-03-01 13:00"), "family_notified"),)])
def test_what_is_not_yet_known_contradicts_nothing(more: tuple[Event, ...]) -> None:
    """A second release, whether or not the time of something else is certain."""
    events = (ARREST, at("2021-03-02 09:00", "release"), at("2021-03-05 09:00", "release", id="again"), *more)
    for as_of, number in (("2021-03-05 08:59:59", 0), ("2021-03-05 09:00", 1), (None, 1)):
        assert len(case(UNKNOWN, *events, as_of=as_of).inconsistencies) == number


def test_what_may_be_known_by_now_contradicts() -> None:
    """A release of somebody who was not detained, at an uncertain time around as_of, or by another account before it."""
    loose = at(between("2021-03-01 09:00", "2021-03-01 11:00"), "release")
    assert len(case(UNKNOWN, loose, as_of="2021-03-01 10:00").inconsistencies) == 1
    later = at(accounts(a="2021-03-01 11:00", b="2021-03-01 09:00"), "release")
    assert case(UNKNOWN, later, as_of="2021-03-01 10:00").inconsistencies == ()


def test_of_two_contradictions_the_one_that_is_known() -> None:
    early, freed, again = (at(when, "release") for when in ("2021-03-01 09:00", "2021-03-02 09:00", "2021-03-05 09:00"))
    for as_of, number in (("2021-03-05 08:59:59", 1), ("2021-03-05 09:00", 2)):
        assert len(case(UNKNOWN, early, ARREST, freed, again, as_of=as_of).inconsistencies) == number


@pytest.mark.parametrize(
    ("times", "again"),
    [
        (["release 2021-03-02 09:00"], []),
        (["release 2021-03-02 09:00", "arrest 2021-03-03 09:00"], ["arrest-2"]),
        (["release 2021-03-02 09:00", "arrest 2021-03-02 09:00"], ["arrest-2"]),  # at the gate
        (["release 2021-03-02 09:00", "arrest 2021-03-03 09:00", "arrest 2021-03-03 10:00"], ["arrest-2"]),
        (["release 2021-03-02 09:00", "surrendered 2021-03-03 09:00", "arrest 2021-03-03 09:00"], ["arrest-2"]),
        (["release 2021-02-27 09:00"], []),  # of a detention that is not in the file
    ],
)
def test_who_is_detained_again(times: list[str], again: list[str]) -> None:
    events = [at(time, kind) for kind, _, time in (one.partition(" ") for one in times)]
    assert [event.id for event in case(UNKNOWN, ARREST, *events).detained_again] == again


def test_who_is_detained_again_is_not_certain_where_an_end_is_not() -> None:
    freed = at(between("2021-03-02 09:00", "2021-03-04 09:00"), "release")
    again = at("2021-03-03 09:00", "arrest")
    assert case(UNKNOWN, ARREST, freed, again).detained_again == ()
    told = at(between("2021-03-02 09:00", "2021-03-04 09:00"), "family_notified")
    sure = case(UNKNOWN, ARREST, {**freed, "at": "2021-03-02 09:00"}, again, told)
    assert [event.id for event in sure.detained_again] == ["arrest-2"]


def test_which_of_two_releases_came_first_may_be_open() -> None:
    loose = at(between("2021-03-01 10:00", "2021-03-03 10:00"), "release", id="loose")
    assert case(UNKNOWN, ARREST, at("2021-03-02 09:00", "release", id="sure"), loose).inconsistencies == ()


def test_a_contradiction_drops_nothing() -> None:
    early = at("2021-03-01 09:00", "release")
    report = case(ADULT, early, ARREST, as_of="2021-03-05 00:00")
    plain = case(ADULT, ARREST, as_of="2021-03-05 00:00")
    assert len(report.inconsistencies) == 1
    assert verdict(report, "custody.before-court-order") == "violated"
    ours = [finding for finding in report.findings if finding.trigger and finding.trigger.type == "arrest"]
    assert [(f.rule.id, f.verdict) for f in ours] == [(f.rule.id, f.verdict) for f in plain.findings]
    assert [f.verdict.value for f in all_of(report, "records.release-notification")] == ["not_applicable"]


def test_contradictions_are_not_counted_as_violations() -> None:
    report = case(UNKNOWN, at("2021-03-01 09:00", "file_reading_ended"))
    assert len(report.inconsistencies) == 1
    assert report.summary["violated"] == 0


@pytest.mark.parametrize(
    ("facts", "found", "told"),
    [
        ({"person.born": "2005-02-02", "person.juvenile": False}, "undetermined", ["person.juvenile: at arrest"]),
        ({"person.born": "1990-02-02", "person.juvenile": True}, "undetermined", ["person.juvenile: at arrest"]),
        ({"person.born": "2005-02-02", "person.juvenile": True}, "violated", []),
        ({"person.born": "1990-02-02", "person.juvenile": False}, "complied", []),
    ],
)
def test_a_fact_that_another_contradicts_is_not_known(facts: dict[str, object], found: str, told: list[str]) -> None:
    known = {**ADULT, **facts}
    report = case(known, at("2021-03-01 09:15", "arrest"), at("2021-03-03 01:15", "release"))
    assert verdict(report, "custody.before-court-order") == found
    assert [line.partition(" it is")[0] for line in report.inconsistencies] == told


def test_a_fact_that_holds_until_a_birthday_is_not_known_after_it() -> None:
    facts = {"person.born": "2003-03-02", "person.juvenile": True, "offence.category": "medium", "offence.kinds": []}
    eve, day = at("2021-03-01 23:59", "arrest"), at("2021-03-02 00:00", "arrest")
    assert case(facts, eve, at("2021-03-01 23:59:30", "release")).inconsistencies == ()
    assert len(case(facts, day, at("2021-03-02 01:00", "release")).inconsistencies) == 1


@pytest.mark.parametrize(("reading", "number"), [("age-at-trigger", 1), ("age-at-arrest", 0)])
def test_a_fact_that_an_age_contradicts_only_under_another_reading(reading: str, number: int) -> None:
    """Younger than eighteen when arrested, and no longer when released."""
    facts = {"person.born": "2003-03-02", "person.juvenile": True}
    report = case(facts, ARREST, at("2021-03-03 09:00", "release"), readings={"A22": reading})
    assert len(report.inconsistencies) == number


def test_a_fact_that_a_table_contradicts_is_not_known() -> None:
    report = case({"person.nationality": "KZ", "person.foreign": True}, at("2021-03-01 09:15", "arrest"), as_of="2021-03-02 09:15")
    assert verdict(report, "consular.mfa-after-arrest") == "undetermined"
    assert len(report.inconsistencies) == 1
