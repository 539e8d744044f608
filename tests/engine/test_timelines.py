"""A timeline as it is prepared for judging: up to when it knows, its facts at any instant, and its worlds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detention_rules import check, load_pack, scenario
from detention_rules.engine.explain import Explanation
from detention_rules.engine.timeline import Choice, Duty, Timeline
from detention_rules.model.scenario import Value

PACK = load_pack("kazakhstan")
ARREST = {"at": "2021-03-01 09:00", "is": "arrest"}
Data = dict[str, Any]


def timeline(*events: Data, facts: Data | None = None, as_of: str | None = None, readings: dict[str, str] | None = None) -> Timeline:
    """Return a timeline, in the zone of Almaty."""
    data = {"events": list(events), "facts": facts or {}, "as_of": as_of, "readings": readings or {}}
    return Timeline(scenario({key: value for key, value in data.items() if value}, pack=PACK), PACK)


def clock(known: Timeline, instant: int) -> str:
    """Return an instant as clocks show it."""
    return known.zone.local(instant).strftime("%Y-%m-%d %H:%M")


def march(known: Timeline, day: int, hour: int = 0) -> int:
    """Return an instant of March 2021."""
    return known.midnight(known.zone.day(0).replace(2021, 3, day)) + hour * 3600


# up to when it knows


@pytest.mark.parametrize("year", ["1968", "2021"])
@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([("09:00", {})], "09:00"),
        ([("09:00", {}), ("11:00", {})], "11:00"),
        ([("11:00", {}), ("09:00", {})], "11:00"),
        ([("09:00", {"arrest_at": "08:00"})], "09:00"),
        ([("09:00", {"arrest_at": "08:00", "drawn_up_at": "10:00"})], "10:00"),
        ([("09:00", {"drawn_up_at": "10:00"}), ("09:30", {})], "10:00"),
    ],
)
def test_it_knows_up_to_the_last_instant_that_it_names(year: str, events: list[tuple[str, dict[str, str]]], last: str) -> None:
    """Also before 1970, where instants are negative, and where an event states one instant of several that it may."""
    written = [
        {"at": f"{year}-03-01 {hour}", "is": "arrest_record_states", **{name: f"{year}-03-01 {one}" for name, one in stated.items()}}
        for hour, stated in events
    ]
    known = timeline(*written)
    assert known.as_of_defaulted
    assert clock(known, known.as_of) == f"{year}-03-01 {last}"


def test_without_events_nothing_is_known() -> None:
    known = timeline(ARREST)
    assert Timeline(replace(known.scenario, events=()), PACK).as_of == 0
    assert known.scenario.number == 1  # of no file: the only one


# facts


def values(known: Timeline, path: str, *days: int) -> list[Value | None]:
    """Return a fact's values at the beginning of days of March 2021, asked for in this order."""
    world = known.world()
    return [known.fact(path, march(known, day), Duty(world, None, march(known, day))) for day in days]


def test_a_default_holds_until_a_fact_is_given() -> None:
    """Also once the default has been asked for."""
    known = timeline(ARREST, facts={"facility.working_day_ends": [{"from": "2021-03-03", "value": "17:00"}]}, as_of="2021-04-01")
    assert values(known, "facility.working_day_ends", 2, 3, 2, 4) == [18 * 3600, 17 * 3600, 18 * 3600, 17 * 3600]
    assert values(timeline(ARREST), "facility.working_day_ends", 2, 3) == [18 * 3600, 18 * 3600]


@pytest.mark.parametrize(("foreign", "known_to_be"), [(True, None), (False, False)])
def test_a_fact_that_another_contradicts_stays_unknown(foreign: bool, known_to_be: bool | None) -> None:
    """However often it is asked for."""
    known = timeline(ARREST, facts={"person.nationality": "KZ", "person.foreign": foreign})
    assert known.doubled == ("person.foreign",)
    assert values(known, "person.foreign", 2, 2, 3) == [known_to_be] * 3


def test_only_what_follows_from_a_fact_that_is_given_is_given_twice() -> None:
    known = timeline(ARREST, facts={"person.foreign": True, "person.juvenile": False})
    assert known.doubled == ()
    assert values(known, "person.foreign", 2) == [True]


# dates of birth that no report may show


def unshown(known: Timeline) -> Timeline:
    """Return a timeline whose dates of birth no report may show."""
    return Timeline(replace(known.scenario, unshown=frozenset({"person.born"})), PACK)


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        ("2021-03-03 00:00", "2021-03-03 00:01", True),
        ("2021-03-03 00:01", "2021-03-04 00:00", False),
        ("2021-03-02 23:59", "2021-03-03 00:00", True),
        ("2021-03-02 00:00", "2021-03-02 23:59", False),
        ("2021-03-02 00:00", "2021-03-04 00:00", True),
    ],
)
def test_a_birthday_inside_an_uncertain_time(first: str, last: str, inside: bool) -> None:
    """Eighteen at the beginning of 3 March, and fourteen four years before; another uncertain time, before it, changes nothing."""
    told = {"at": {"between": ["2021-03-01 10:00", "2021-03-01 11:00"]}, "is": "family_notified"}
    known = timeline(ARREST, told, {"at": {"between": [first, last]}, "is": "release"}, facts={"person.born": "2003-03-03"})
    assert sorted(clock(known, instant) for instant in known.birthdays()) == ["2017-03-03 00:00", "2021-03-03 00:00"]
    assert known.birthday_between is False  # a report may show it
    assert unshown(known).birthday_between is inside


def test_a_timeline_without_what_no_report_may_show() -> None:
    known = unshown(timeline(ARREST, facts={"person.born": "2003-03-03", "person.nationality": "KZ"}))
    other = known.without_births()
    assert set(other.scenario.facts) == {"person.nationality"}
    assert (other.as_of, other.pack, other.as_of_defaulted) == (known.as_of, PACK, False)


def test_somebody_born_some_days_before() -> None:
    """Whatever else is known of him stays the same."""
    known = unshown(timeline(ARREST, facts={"person.born": "2003-03-03", "person.nationality": "KZ"}))
    other = known.born_otherwise()
    changes = {path: fact.changes for path, fact in other.scenario.facts.items()}
    assert changes == {"person.nationality": ((None, "KZ"),), "person.born": ((None, "2003-02-26"),)}
    assert (other.as_of, other.pack) == (known.as_of, PACK)


# worlds


def test_an_event_that_another_account_places_before_as_of() -> None:
    """By the first account it is not known yet; another may put it at as_of, or only perhaps before."""
    as_of, later, much_later = "2021-03-02 12:00", "2021-03-03 12:00", "2021-03-04 12:00"
    around = {"between": ["2021-03-02 10:00", "2021-03-02 14:00"]}
    for accounts, perhaps in (
        ({"register": later, "camera": as_of}, True),
        ({"register": later, "camera": around}, True),
        ({"register": later, "camera": "2021-03-02 12:01"}, False),
        ({"register": later, "camera": much_later}, False),
        ({"register": as_of, "camera": "2021-03-02 10:00"}, False),
    ):
        known = timeline(ARREST, {"at": {"accounts": accounts}, "is": "release"}, as_of=as_of)
        assert [event.type for event in known.perhaps()] == ["release"] * perhaps


def acts(known: Timeline, choice: Choice | None = None, points: dict[str, int] | None = None) -> dict[str, list[str]]:
    """Return the clocks of the acts of a world, by type."""
    world = known.world(points=points) if choice is None else known.world(choice, points)
    return {kind: [clock(known, act.time)[11:] for act in found] for kind, found in world.by_type.items()}


def test_the_events_of_a_world() -> None:
    """Uncertain ones at the earliest instant, by the account chosen or at the point given; none after as_of."""
    told = {"at": {"between": ["2021-03-01 10:00", "2021-03-01 11:00"]}, "is": "family_notified"}
    released = {"at": {"accounts": {"register": "2021-03-01 12:00", "camera": "2021-03-01 15:00"}}, "is": "release"}
    known = timeline(ARREST, told, released, {"at": "2021-03-01 14:00:01", "is": "arrest_record"}, as_of="2021-03-01 14:00")
    assert acts(known) == {"arrest": ["09:00"], "family_notified": ["10:00"], "release": ["12:00"]}
    camera = Choice(accounts={"release": known.uncertain[1].at.accounts[1]})
    assert acts(known, camera) == {"arrest": ["09:00"], "family_notified": ["10:00"]}
    points = {"family_notified": march(known, 1, 14), "release": march(known, 1, 14) + 1}
    assert acts(known, points=points) == {"arrest": ["09:00"], "family_notified": ["14:00"]}


def test_the_readings_of_a_world() -> None:
    known = timeline(ARREST, {"at": "2021-03-02", "is": "release"}, readings={"A22": "age-at-arrest"})
    default = PACK.readings["A1"].default
    other = next(name for name in PACK.readings["A1"].names if name != default)
    for points in (None, {"release": march(known, 2)}):
        for choice, readings in ((Choice(), ("age-at-arrest", default)), (Choice({"A1": other}), ("age-at-arrest", other))):
            world = known.world(choice, points)
            assert (world.readings["A22"], world.readings["A1"]) == readings
            assert [len(world.by_type[kind]) for kind in ("arrest", "release")] == [1, 1]
    assert (known.readings["A22"], known.readings["A1"]) == ("age-at-arrest", default)


# reports


def test_what_is_not_yet_known() -> None:
    """Events that are certainly after as_of, by the first account of their time."""
    around = {"between": ["2021-03-02 10:00", "2021-03-02 14:00"]}
    told = {"at": around, "is": "family_notified"}
    later = {"at": {"between": ["2021-03-02 12:01", "2021-03-03 12:00"]}, "is": "release"}
    data = {"events": [ARREST, told, later]}
    assert check(data, pack=PACK).not_yet_known == ()
    assert [event.id for event in check({**data, "as_of": "2021-03-02 12:00"}, pack=PACK).not_yet_known] == ["release"]
    assert [event.id for event in check({**data, "as_of": "2021-03-02 09:00"}, pack=PACK).not_yet_known] == ["family_notified", "release"]
    assert check({**data, "as_of": "2021-03-03 12:00"}, pack=PACK).not_yet_known == ()


def test_detentions_that_follow_another() -> None:
    events = [ARREST, {"at": "2021-03-02 10:00", "is": "release"}, {"at": "2021-03-03 10:00", "is": "arrest"}]
    assert [event.id for event in check({"events": events}, pack=PACK).detained_again] == ["arrest-2"]
    assert check({"events": events[:2]}, pack=PACK).detained_again == ()


def test_a_duty_that_only_another_account_starts_is_told_from_the_first_instant_of_the_default() -> None:
    times = {"register": {"between": ["2021-03-03 09:00", "2021-03-03 11:00"]}, "camera": "2021-03-01 09:00"}
    report = check({"events": [{"at": {"accounts": times}, "is": "arrest"}], "as_of": "2021-03-02 12:00"}, pack=PACK)
    found = [finding.details for finding in report.findings if finding.rule.id == "custody.before-court-order"]
    assert [clock(timeline(ARREST), details.time) for details in found if isinstance(details, Explanation)] == ["2021-03-03 09:00"]
