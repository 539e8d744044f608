"""Contested readings and disputed accounts: the verdict of the defaults, and the smallest departures that change it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from detention_rules import Finding, Verdict, scenario
from detention_rules.engine.compiled import CompiledRule
from detention_rules.engine.judgements import Judgement, Outcome, combined
from detention_rules.engine.timeline import NO_CHOICE, Timeline
from detention_rules.engine.worlds import MAX_WORLDS, Subject, alternatives, earliest, judge_spread, soonest
from detention_rules.language.conditions import Pattern
from detention_rules.language.rules import Case, Deadline
from detention_rules.model.scenario import Event

from .builder import (
    ADULT,
    FOREIGNER,
    JUDGE,
    JUVENILE,
    PACK,
    UNKNOWN,
    accounts,
    assumed,
    at,
    between,
    case,
    clock,
    hours,
    invented,
    one,
    verdict,
)

CUSTODY = "custody.before-court-order"
ARREST = at("2021-03-01 09:15", "arrest")
RECORD = at("2021-03-01 09:15", "arrest_record")
"""In the minute of the arrest, so that A21 moves nothing."""


def minimal(finding: Finding) -> bool:
    """Tell whether no alternative assumes all that another assumes."""
    return not any(
        one_.assuming.items() <= other.assuming.items() or other.assuming.items() <= one_.assuming.items()
        for one_, other in combinations(finding.alternatives, 2)
    )


def test_the_first_account_is_the_default_and_the_other_an_alternative() -> None:
    released = at("2021-03-03 10:00", "release")
    late = case(ADULT, at(accounts(camera="2021-03-01 09:15", record="2021-03-01 14:00"), "arrest"), released)
    finding = one(late, CUSTODY)
    assert (finding.verdict.value, finding.margin_seconds) == ("violated", -45 * 60)
    other = assumed(finding)[(("arrest", "record"),)]
    assert (other.verdict.value, clock(late, other.deadline), other.margin_seconds) == ("complied", "2021-03-03 14:00:00", 4 * 3600)
    kind = case(ADULT, at(accounts(record="2021-03-01 14:00", camera="2021-03-01 09:15"), "arrest"), released)
    finding = one(kind, CUSTODY)
    assert (finding.verdict.value, finding.margin_seconds) == ("complied", 4 * 3600)
    other = assumed(finding)[(("arrest", "camera"),)]
    assert (other.verdict.value, clock(kind, other.deadline), other.margin_seconds) == ("violated", "2021-03-03 09:15:00", -45 * 60)


def test_a_disputed_discharge_changes_the_verdict_and_not_the_deadline() -> None:
    report = case(ADULT, ARREST, at(accounts(register="2021-03-03 09:00", camera="2021-03-03 10:00", guard="2021-03-03 08:00"), "release"))
    finding = one(report, CUSTODY)
    assert (finding.verdict.value, finding.margin_seconds) == ("complied", 15 * 60)
    assert set(assumed(finding)) == {(("release", "camera"),)}
    other = assumed(finding)[(("release", "camera"),)]
    assert (other.verdict.value, other.deadline, other.margin_seconds) == ("violated", finding.deadline, -45 * 60)


def test_an_account_may_itself_be_an_interval() -> None:
    disputed = accounts(register="2021-03-03 09:00", witness=between("2021-03-03 09:00", "2021-03-03 10:00"))
    finding = one(case(ADULT, ARREST, at(disputed, "release")), CUSTODY)
    assert finding.verdict.value == "complied"
    assert assumed(finding)[(("release", "witness"),)].verdict.value == "undetermined"
    turned = accounts(witness=between("2021-03-03 09:00", "2021-03-03 10:00"), register="2021-03-03 09:00")
    report = case(ADULT, ARREST, at(turned, "release"))
    finding = one(report, CUSTODY)
    assert finding.verdict.value == "undetermined"
    assert [clock(report, instant) for instant in finding.violated_from.values()] == ["2021-03-03 09:15:01"]
    assert assumed(finding)[(("release", "register"),)].verdict.value == "complied"


def test_readings_that_the_duty_does_not_depend_on_are_not_listed() -> None:
    finding = one(case(ADULT, ARREST, at("2021-03-02 09:00", "release")), CUSTODY)
    assert finding.alternatives == ()
    assert not finding.more_worlds
    assert "A1" in finding.depends_on
    assert "A7" not in finding.depends_on


def test_a_dispute_about_an_event_of_another_rule_is_not_listed() -> None:
    disputed = at(accounts(a="2021-03-01 10:00", b="2021-03-01 20:00"), "mfa_notified")
    report = case({**ADULT, **FOREIGNER}, ARREST, disputed, at("2021-03-02 09:00", "release"))
    assert one(report, CUSTODY).alternatives == ()
    assert assumed(one(report, "consular.mfa-after-arrest"))[(("mfa_notified", "b"),)].verdict.value == "violated"


def test_a_chosen_reading_becomes_the_default_and_the_usual_one_the_alternative() -> None:
    facts = {**JUVENILE, "offence.kinds": ["riot"]}
    report = case(facts, ARREST, at("2021-03-02 12:00", "release"), readings={"A1": "juveniles-keep-24h"})
    finding = one(report, CUSTODY)
    assert finding.verdict.value == "violated"
    assert assumed(finding)[(("A1", "exception-reaches-juveniles"),)].verdict.value == "complied"
    assert report.to_dict()["scenario"]["readings"] == {"A1": "juveniles-keep-24h"}
    assert any("juveniles-keep-24h" in step for step in finding.because)


def test_an_alternative_that_takes_two_departures() -> None:
    """Held for 48 hours from when the camera shows the arrest: a breach only if A1 is read strictly as well."""
    facts = {**JUVENILE, "offence.kinds": ["riot"]}
    arrest = at(accounts(record="2021-03-02 09:15", camera="2021-03-01 09:15"), "arrest")
    report = case(facts, arrest, at("2021-03-03 09:15", "release"))
    finding = one(report, CUSTODY)
    assert finding.verdict.value == "complied"
    found = assumed(finding)
    # Each single departure moves the deadline; only both together change the verdict.
    assert {key: other.verdict.value for key, other in found.items()} == {
        (("A1", "juveniles-keep-24h"),): "complied",
        (("arrest", "camera"),): "complied",
        (("A1", "juveniles-keep-24h"), ("arrest", "camera")): "violated",
    }


@pytest.mark.parametrize("family_first", [False, True])
def test_a_breach_that_takes_two_accounts_is_told_whichever_moves_the_deadline(family_first: bool) -> None:
    """Arrested at 12:00 or 09:00, released after 48 hours of the first at 09:00 or, by the camera, at 11:30: 50 h 30 min at most."""
    arrested = {"police": "2021-03-01 12:00", "family": "2021-03-01 09:00"}
    released = {"register": "2021-03-03 09:00", "camera": "2021-03-03 11:30"}
    if family_first:
        arrested = dict(reversed(arrested.items()))
    finding = one(case(ADULT, at(accounts(**arrested), "arrest"), at(accounts(**released), "release")), CUSTODY)
    assert (finding.verdict.value, finding.margin_seconds) == ("complied", 0 if family_first else 3 * 3600)
    found = {key: (other.verdict.value, other.margin_seconds) for key, other in assumed(finding).items()}
    if family_first:
        assert found == {(("release", "camera"),): ("violated", -9000), (("arrest", "police"),): ("complied", 3 * 3600)}
    else:
        assert found == {(("arrest", "family"),): ("complied", 0), (("arrest", "family"), ("release", "camera")): ("violated", -9000)}


def test_a_doubt_that_a_second_account_settles() -> None:
    """By itself the camera leaves open when the release was; with the family's account of the arrest it was too late in any case."""
    arrested = accounts(police="2021-03-01 12:00", family="2021-03-01 09:00")
    released = accounts(register="2021-03-03 08:00", camera=between("2021-03-03 11:30", "2021-03-03 12:30"))
    finding = one(case(ADULT, at(arrested, "arrest"), at(released, "release")), CUSTODY)
    assert {key: other.verdict.value for key, other in assumed(finding).items()} == {
        (("arrest", "family"),): "complied",
        (("release", "camera"),): "undetermined",
        (("arrest", "family"), ("release", "camera")): "violated",
    }


def test_a_pair_is_listed_where_no_single_departure_changes_anything() -> None:
    """Two notices must both be late for the duty to be breached."""
    first = at(accounts(log="2021-03-01 12:00", stamp="2021-03-01 16:00"), "mfa_notified", id="first")
    second = at(accounts(log="2021-03-01 12:00", stamp="2021-03-01 17:00"), "mfa_notified", id="second")
    finding = one(case(FOREIGNER, ARREST, RECORD, first, second), "consular.mfa-after-arrest")
    assert finding.verdict.value == "complied"
    assert {key: other.verdict.value for key, other in assumed(finding).items()} == {(("first", "stamp"), ("second", "stamp")): "violated"}


def test_supersets_of_an_alternative_are_not_listed() -> None:
    first = at(accounts(log="2021-03-01 12:00", stamp="2021-03-01 16:00"), "mfa_notified", id="first")
    other = at(accounts(a="2021-03-01 09:15", b="2021-03-01 08:00", c="2021-03-01 07:00"), "arrest")
    finding = one(case(FOREIGNER, other, RECORD, first, as_of="2021-03-02 00:00"), "consular.mfa-after-arrest")
    assert {key: found.verdict.value for key, found in assumed(finding).items()} == {
        (("first", "stamp"),): "violated",
        (("arrest", "b"),): "complied",
        (("arrest", "c"),): "complied",
    }
    assert minimal(finding)


def test_not_more_than_64_worlds_are_tried_and_the_finding_says_so() -> None:
    few = [at(accounts(a=f"2021-03-01 1{n}:00", b=f"2021-03-01 1{n}:30"), "mfa_notified", id=f"n{n}") for n in range(3)]
    many = [at(accounts(a=f"2021-03-01 1{n}:00", b=f"2021-03-01 1{n}:30"), "mfa_notified", id=f"n{n}") for n in range(7)]
    assert MAX_WORLDS == 64
    assert not one(case(FOREIGNER, ARREST, *few), "consular.mfa-after-arrest").more_worlds
    report = case(FOREIGNER, ARREST, *many)
    finding = one(report, "consular.mfa-after-arrest")
    assert finding.more_worlds
    assert next(found for found in report.to_dict()["findings"] if found["rule"] == "consular.mfa-after-arrest")["more_worlds"]


def judged(*events: dict[str, Any], as_of: str) -> tuple[CompiledRule, Timeline, Subject, Judgement]:
    """Judge whether who was arrested was let go within two hours."""
    rule = invented(Deadline((Pattern("release"),), (Case(hours(2)),)))
    timeline = Timeline(scenario({"events": list(events), "as_of": as_of}, pack=PACK), PACK)
    subject = Subject(next(event for event in timeline.scenario.events if event.type == "arrest"))
    spread = judge_spread(rule, timeline, subject, NO_CHOICE)
    assert (spread.events, spread.more) == ((), False)
    return rule, timeline, subject, spread.judgement


@pytest.mark.parametrize(("others", "more"), [(1, False), (MAX_WORLDS, False), (MAX_WORLDS + 1, True)])
def test_just_as_many_worlds_as_are_tried(others: int, more: bool) -> None:
    """Each of so many other accounts is one, and the last but one puts the release too late."""
    times = {f"witness {number}": f"2021-03-01 10:{number % 60:02}:{number // 60:02}" for number in range(others + 1)}
    late = f"witness {max(1, others - 1)}"
    times[late] = "2021-03-01 12:00"
    found = judged(ARREST, at(accounts(**times), "release"), as_of="2021-03-01 13:00")
    kept, untried = alternatives(*found)
    assert [(dict(other.assuming), other.verdict.value, other.margin_seconds) for other in kept] == [
        ({"release": late}, "violated", -45 * 60)
    ]
    assert untried is more
    end = earliest(*judged(at(accounts(**times), "arrest"), as_of="2021-03-01 10:30"))
    assert end is not None
    assert end.more is more


@pytest.mark.parametrize(
    ("arrest", "release", "end", "assuming"),
    [
        ({"a": "10:00", "b": "09:00", "c": "11:00"}, None, "11:00", {"arrest": "b"}),
        ({"a": "10:00", "b": "10:00", "c": "11:00"}, None, "12:00", {}),
        ({"a": "10:00", "b": "09:00", "c": "08:00"}, None, "10:00", {"arrest": "c"}),
        # Let go by one account, so that no end is still to come by it.
        ({"a": "10:00", "b": "09:00"}, {"r": "13:00", "s": "10:30"}, "11:00", {"arrest": "b"}),
        ({"a": "10:00"}, {"s": "10:30", "r": "13:00"}, "12:00", {"release": "r"}),
        ({"a": "10:00"}, {"s": "10:30", "r": "10:40"}, None, {}),
    ],
)
def test_the_earliest_end_under_any_account(
    arrest: dict[str, str], release: dict[str, str] | None, end: str | None, assuming: dict[str, str]
) -> None:
    def told(times: dict[str, str], kind: str) -> dict[str, Any]:
        days = {name: f"2021-03-01 {time}" for name, time in times.items()}
        return at(accounts(**days) if len(days) > 1 else next(iter(days.values())), kind)

    events = [told(arrest, "arrest"), *([told(release, "release")] if release else [])]
    rule, timeline, subject, found = judged(*events, as_of="2021-03-01 11:00")
    best = earliest(rule, timeline, subject, found)
    if end is None:
        assert best is None
    else:
        assert best is not None
        assert timeline.zone.local(best.deadline).strftime("%H:%M") == end
        assert (best.assuming, best.more) == (assuming, False)


EVENT = scenario({"events": [ARREST]}).events[0]


@pytest.mark.parametrize(
    ("outcomes", "end"),
    [
        ([("pending", 10, None)], 10),
        ([("violated", 10, None)], 10),  # of what is late the end has passed
        ([("undetermined", 10, None), ("pending", 5, None)], 5),
        ([("pending", 5, None), ("undetermined", 10, None)], 5),
        ([("complied", 3, EVENT), ("pending", 10, None)], 10),
        ([("violated", 3, EVENT), ("pending", 10, None)], 10),
        ([("not_applicable", 3, None), ("pending", 10, None)], 10),
        ([("pending", None, None), ("pending", 10, None)], 10),
        ([("undetermined", None, None)], None),
        ([("violated", 3, EVENT)], None),
        ([("not_applicable", 3, None)], None),
    ],
)
def test_the_soonest_end_by_which_something_is_still_to_be_done(
    outcomes: list[tuple[str, int | None, Event | None]], end: int | None
) -> None:
    found = combined([Outcome(Verdict(verdict), deadline, discharge, None, "") for verdict, deadline, discharge in outcomes])
    assert soonest(found) == end


def test_many_uncertain_times_are_cut_short_and_the_finding_says_so() -> None:
    loose = [at(between(f"2021-03-01 1{n}:00", f"2021-03-01 1{n}:30"), "mfa_notified", id=f"n{n}") for n in range(7)]
    finding = one(case(FOREIGNER, ARREST, *loose), "consular.mfa-after-arrest")
    assert finding.more_worlds
    assert finding.verdict.value == "undetermined"  # what was not tried is not certain
    certain = one(case(FOREIGNER, ARREST, *loose[:2]), "consular.mfa-after-arrest")
    assert (certain.verdict.value, certain.more_worlds) == ("complied", False)


def test_the_readings_of_remand_months() -> None:
    report = case(UNKNOWN, ARREST, at("2021-03-02 16:00", "remand_authorized", **JUDGE), at("2021-05-01 12:00", "release"))
    finding = one(report, "remand.two-months")
    assert finding.verdict.value == "complied"
    other = assumed(finding)[(("A5", "day-before"),)]
    assert (other.verdict.value, clock(report, other.deadline)) == ("violated", "2021-05-01 00:00:00")


def test_a_second_notice_to_the_ministry_is_a_reading() -> None:
    told = at("2021-03-01 10:00", "mfa_notified")
    remand = at("2021-03-02 16:00", "remand_authorized", **JUDGE)
    report = case(FOREIGNER, ARREST, told, remand, as_of="2021-03-03 00:00")
    finding = one(report, "consular.mfa-after-remand")
    assert finding.verdict.value == "violated"
    assert assumed(finding)[(("A6", "one-duty"),)].verdict.value == "not_applicable"
    alone = case(FOREIGNER, remand, at("2021-03-02 18:00", "admitted"), as_of="2021-03-03 00:00", readings={"A6": "one-duty"})
    assert verdict(alone, "consular.mfa-after-remand") == "violated"


def test_alternatives_of_a_precondition_have_no_deadline() -> None:
    report = case(
        {"offence.max_penalty_years": 5}, at("2021-03-02 16:00", "remand_authorized", grounds=["no_permanent_residence"], **JUDGE)
    )
    finding = one(report, "remand.penalty-threshold")
    assert finding.verdict.value == "complied"
    assert {key: (other.verdict.value, other.deadline, other.margin_seconds) for key, other in assumed(finding).items()} == {
        (("A9", "five-is-uncovered"),): ("violated", None, None),
        (("A9", "over-five-only"),): ("violated", None, None),
        (("A9", "code-residence-not-alone"),): ("violated", None, None),
    }


def test_the_age_at_the_limit() -> None:
    """A juvenile at remand who is eighteen six months after the arrest."""
    facts = {"person.born": "2003-06-01", "offence.category": "serious"}
    remand = at("2021-03-02 16:00", "remand_authorized", **JUDGE)
    finding = one(case(facts, ARREST, remand, as_of="2021-10-01 00:00"), "remand.juvenile-six-months")
    assert finding.verdict.value == "violated"
    found = {key: other.verdict.value for key, other in assumed(finding).items()}
    assert found[(("A22", "age-at-limit"),)] == "not_applicable"
    assert (("A22", "age-at-arrest"),) not in found


def test_the_hours_of_a_notice_to_the_mission_are_a_reading() -> None:
    for told, listed in (("2021-03-01 21:15", False), ("2021-03-01 21:16", True)):
        report = case(FOREIGNER, ARREST, at(told, "mission_notified"))
        finding = one(report, "consular.mission-after-arrest")
        assert (finding.verdict.value, clock(report, finding.deadline)) == ("complied", "2021-03-02 09:15:00")
        other = assumed(finding)[(("C3", "custody-act-12h"),)]
        assert (other.verdict.value, clock(report, other.deadline)) == ("violated" if listed else "complied", "2021-03-01 21:15:00")


def test_the_moment_at_which_months_before_extradition_end_is_a_reading() -> None:
    facts = {"proceeding": "extradition", "extradition.purpose": "prosecution"}
    for freed, expected in (("2022-03-01 09:15", "complied"), ("2022-03-01 09:16", "violated"), ("2022-03-02 00:00", "violated")):
        report = case(facts, ARREST, at(freed, "release"))
        finding = one(report, "extradition.twelve-months")
        assert (finding.verdict.value, clock(report, finding.deadline)) == ("complied", "2022-03-02 00:00:00")
        other = assumed(finding)[(("C2", "same-minute"),)]
        assert (other.verdict.value, clock(report, other.deadline)) == (expected, "2022-03-01 09:15:00")


def test_a_release_in_the_second_of_an_arrest_may_be_that_of_another_detention() -> None:
    """Somebody who serves a sentence is let go and arrested at the gate: when the sentence started decides whose release it was."""
    started = at({"accounts": {"register": "2021-03-01 09:15", "camera": "2021-02-28 09:15"}}, "sentence_started", id="sentence")
    events = [at("2021-03-01 09:15", "arrest"), at("2021-03-01 09:15", "release"), started]
    finding = one(case(ADULT, *events, as_of="2021-03-11 09:15"), "custody.arrest-record")
    assert finding.verdict.value == "not_applicable"
    assert [other.verdict.value for other in finding.alternatives if dict(other.assuming) == {"sentence": "camera"}] == ["violated"]
