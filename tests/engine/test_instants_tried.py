"""At which instants an uncertain time is tried, which of them contradict the rest, and where a violation begins between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pytest

from detention_rules import Verdict, load_pack, scenario
from detention_rules.engine.consistency import deciding
from detention_rules.engine.judgements import Judgement, Outcome, single
from detention_rules.engine.timeline import NO_CHOICE, Timeline
from detention_rules.engine.worlds import (
    MAX_WORLDS,
    _contradictions,
    _critical,
    _day_changes,
    _edge,
    _elapsed_ends,
    _inside,
    _judged,
    _least,
    _stated,
    _times_of_day,
)
from detention_rules.language.conditions import Elapsed, FactIs, LaterInDay, Limit, OneOf, Pattern
from detention_rules.language.rules import Bound, Case, Dates, Deadline, InForce, Precondition
from detention_rules.language.vocabulary import Order
from detention_rules.model.scenario import Account, Event, Moment, Value

from .builder import hours, invented

PACK = load_pack("kazakhstan")
COMPLIED, VIOLATED = Verdict.COMPLIED, Verdict.VIOLATED


@pytest.mark.parametrize(
    ("critical", "tried"),
    [
        (set(), [10, 20]),
        ({15}, [10, 14, 15, 16, 20]),
        ({10}, [10, 11, 20]),
        ({9}, [10, 20]),
        ({8, 22}, [10, 20]),
        ({21}, [10, 20]),
        ({20}, [10, 19, 20]),
        ({11}, [10, 11, 12, 20]),
        ({15, 16}, [10, 14, 15, 16, 17, 20]),
    ],
)
def test_the_ends_of_an_interval_and_what_is_critical_inside(critical: set[int], tried: list[int]) -> None:
    """Each critical instant and the seconds beside it: a limit may take in its bound or not."""
    assert _inside(Account(10, 20), critical) == tried


@pytest.mark.parametrize(
    ("attributes", "instants"),
    [({}, []), ({"by": "court"}, []), ({"until": 120}, [120, 120, 180]), ({"until": 179, "place": "x"}, [179, 120, 180])],
)
def test_an_instant_that_an_event_carries_and_its_minute(attributes: dict[str, Value], instants: list[int]) -> None:
    assert list(_stated(Event("order", "remand_authorized", Moment((Account(0, 0),)), attributes))) == instants


def later(bound: int) -> Callable[[int], Verdict]:
    return lambda instant: VIOLATED if instant >= bound else COMPLIED


@pytest.mark.parametrize(
    ("found", "verdict_at", "edge"),
    [
        ([(0, COMPLIED), (10, VIOLATED)], later(7), 7),
        ([(0, COMPLIED), (10, VIOLATED)], later(1), 1),
        ([(0, COMPLIED), (10, VIOLATED)], later(10), 10),
        ([(0, COMPLIED), (4, COMPLIED), (10, VIOLATED), (12, VIOLATED)], later(6), 6),
        ([(0, VIOLATED), (4, COMPLIED), (10, VIOLATED)], later(9), 9),
        ([(0, COMPLIED), (2, VIOLATED), (4, COMPLIED), (10, VIOLATED)], later(5), 5),
        ([(12, COMPLIED), (10, COMPLIED), (0, VIOLATED)], lambda instant: VIOLATED if instant <= 3 else COMPLIED, 3),
        ([(0, VIOLATED), (10, COMPLIED)], later(0), None),
        ([(0, VIOLATED), (10, VIOLATED)], later(0), None),
        ([(0, COMPLIED), (10, COMPLIED)], later(20), None),
    ],
)
def test_from_which_instant_on_it_is_a_violation(
    found: list[tuple[int, Verdict]], verdict_at: Callable[[int], Verdict], edge: int | None
) -> None:
    assert _edge(found, verdict_at) == edge


def timeline(*events: dict[str, Any], as_of: str = "2021-06-01 00:00", facts: dict[str, Any] | None = None) -> Timeline:
    """Return a timeline of events."""
    return Timeline(scenario({"events": list(events), "as_of": as_of, "facts": facts or {}}, pack=PACK), PACK)


ORDER = Order("remand_extended", ("remand_authorized",))
DETAINED = Order("release", None)
EXTENDED = {"at": "2021-03-02 12:00", "is": "remand_extended", "by": "court"}


@pytest.mark.parametrize(
    ("authorized", "extended", "contradicts"),
    [
        ("2021-03-02 12:00:01", "2021-03-02 12:00", True),
        ("2021-03-02 12:00", "2021-03-02 12:00", False),
        ("2021-03-02 11:59:59", "2021-03-02 12:00", False),
        ("2021-06-01 00:00:01", "2021-06-01 00:00", True),
        ("2021-06-02", "2021-06-01 00:00:01", False),  # neither is known yet
        ({"between": ["2021-03-02 11:00", "2021-03-02 13:00"]}, "2021-03-02 12:00", False),
        ({"between": ["2021-03-02 12:01", "2021-03-02 13:00"]}, "2021-03-02 12:00", True),
        ("2021-03-02 12:30", {"between": ["2021-03-02 12:00", "2021-03-02 13:00"]}, False),
        ("2021-03-02 13:30", {"between": ["2021-03-02 12:00", "2021-03-02 13:00"]}, True),
        ("2021-06-02", {"between": ["2021-05-31", "2021-06-01 00:00:01"]}, False),  # perhaps not yet known
        (None, "2021-03-02 12:00", True),
    ],
)
def test_a_world_that_contradicts_an_order_of_events(authorized: object, extended: object, contradicts: bool) -> None:
    needed = [] if authorized is None else [{"at": authorized, "is": "remand_authorized", "by": "court"}]
    known = timeline(*needed, {**EXTENDED, "at": extended})
    assert _contradictions([ORDER], known, NO_CHOICE, {}) == ({"remand_extended"} if contradicts else set())


@pytest.mark.parametrize(("point", "contradicts"), [(-1, True), (0, False), (1, False)])
def test_a_point_stands_for_an_uncertain_time(point: int, contradicts: bool) -> None:
    day = {"between": ["2021-03-02 00:00", "2021-03-03 00:00"]}
    known = timeline({**EXTENDED, "is": "remand_authorized"}, {**EXTENDED, "at": day})
    noon = known.scenario.events[1].at.default.earliest
    assert [event.type for event in known.scenario.events] == ["remand_extended", "remand_authorized"]
    found = _contradictions([ORDER], known, NO_CHOICE, {"remand_extended": noon + point})
    assert found == ({"remand_extended"} if contradicts else set())


@pytest.mark.parametrize(
    ("second", "contradictions"),
    [
        (0, {"release-2"}),  # the first release ended what the arrest began, and nobody was detained at the second
        (1, {"release-2"}),  # arrested and released in one second: that arrest cannot serve the second release as well
        (2, {"release"}),
        (600, {"release"}),
    ],
)
def test_an_arrest_serves_one_release(second: int, contradictions: set[str]) -> None:
    arrest = {"at": {"between": ["2021-03-02 09:15", "2021-03-02 09:25"]}, "is": "arrest"}
    known = timeline(arrest, *({"at": at, "is": "release"} for at in ("2021-03-02 09:15:01", "2021-03-02 15:15")))
    point = known.scenario.events[0].at.default.earliest + second
    assert _contradictions([DETAINED], known, NO_CHOICE, {"arrest": point}) == contradictions


@pytest.mark.parametrize(
    ("second", "contradictions"),
    [
        (0, {"release-2", "release-3"}),  # both arrests before the first release
        (1, {"release-3"}),
        (60, {"release-3"}),  # arrested and released in one second: nobody else was there to be released
        (61, {"release-2"}),
    ],
)
def test_of_two_arrests_each_serves_one_release(second: int, contradictions: set[str]) -> None:
    again = {"at": {"between": ["2021-03-02 09:15", "2021-03-02 09:25"]}, "is": "arrest", "id": "again"}
    releases = ({"at": at, "is": "release"} for at in ("2021-03-02 09:15:01", "2021-03-02 09:16", "2021-03-02 12:15"))
    known = timeline({"at": "2021-03-02 09:15", "is": "arrest"}, again, *releases)
    point = known.scenario.events[0].at.default.earliest + second
    assert _contradictions([DETAINED], known, NO_CHOICE, {"again": point}) == contradictions


@pytest.mark.parametrize(
    ("faults", "least"),
    [
        (["", "a"], [""]),
        (["a", "b"], ["a", "b"]),
        (["a", "ab", "b"], ["a", "b"]),
        (["ab", "ac", "abc"], ["ab", "ac"]),
        (["a"], ["a"]),
    ],
)
def test_of_contradictions_those_that_hold_no_others_remain(faults: list[str], least: list[str]) -> None:
    assert _least({frozenset(one) for one in faults}) == {frozenset(one) for one in least}


DAYS = {"between": ["2021-03-02 12:00", "2021-03-04 09:00"]}


def clocks(known: Timeline, instants: Iterable[int]) -> list[str]:
    """Return instants as the clocks of March 2021 show them."""
    return [known.zone.local(instant).strftime("%d %H:%M") for instant in instants]


@pytest.mark.parametrize(
    ("closes", "reached"),
    [
        (None, ["02 18:00", "03 18:00", "04 18:00"]),
        ([{"value": "18:00"}, {"from": "2021-03-03", "value": "17:00"}], ["02 18:00", "03 17:00", "04 17:00"]),
    ],
)
def test_a_time_of_day_recurs_inside_an_uncertain_time(closes: object, reached: list[str]) -> None:
    """Whether a release after the closing time of the facility was too late in the day, on each of the days on which it may have been."""
    known = timeline({"at": DAYS, "is": "release"}, facts={"facility.working_day_ends": closes} if closes else {})
    assert clocks(known, _times_of_day(LaterInDay("facility.working_day_ends"), known, NO_CHOICE)) == reached


def test_a_time_of_day_that_nobody_gave_is_not_looked_for() -> None:
    known = timeline({"at": DAYS, "is": "release"})
    closing = PACK.vocabulary.facts["facility.working_day_ends"]._replace(default=None)
    known.pack = PACK._replace(vocabulary=PACK.vocabulary._replace(facts={**PACK.vocabulary.facts, closing.path: closing}))
    assert clocks(known, _times_of_day(LaterInDay(closing.path), known, NO_CHOICE)) == []


RELEASED = (Pattern("release"),)


ARREST = {"at": {"between": ["2021-03-02 10:00", "2021-03-02 12:00"]}, "is": "arrest"}
RELEASE = {"at": "2021-03-04 20:00", "is": "release"}
AS_OF = "2021-03-20 00:00"
INSTANTS = ["02 10:00", "02 12:00", "04 20:00", "20 00:00"]


def test_every_event_that_the_rule_consults_and_these_less_each_limit() -> None:
    """A limit of two hours, that may apply only somewhere inside, and one of days, whose length is seen where it applied."""
    known = timeline(ARREST, RELEASE, {"at": "2021-03-02 11:00", "is": "family_notified"}, as_of=AS_OF)
    cases = (Case(hours(2), FactIs("circumstances.remote", OneOf(frozenset({True})))), Case(Limit("days", 3)))
    less = ["02 08:00", "02 10:00", "04 18:00", "19 22:00"]
    critical = _critical(invented(Deadline(RELEASED, cases)), known, NO_CHOICE, {}, ())
    assert clocks(known, sorted(critical)) == sorted({*INSTANTS, *less})


def test_the_limits_that_end_at_the_ends_of_an_interval() -> None:
    """The deadline itself, and each instant less the time from the trigger to it: 25 hours."""
    known = timeline(ARREST, as_of=AS_OF)
    begun = known.scenario.events[0].at.default.earliest
    judged = single(Outcome(Verdict.VIOLATED, begun + 25 * 3600, None, None, ""))
    form = Deadline(RELEASED, (Case(Limit("days", 1)),))
    critical = _critical(invented(form), known, NO_CHOICE, {(begun,): judged, (begun + 1,): NO_DEADLINE}, ())
    found = clocks(known, sorted(critical))
    assert found == ["01 09:00", "01 11:00", "02 10:00", "02 12:00", "03 11:00", "18 23:00", "20 00:00"]


NO_DEADLINE: Judgement = single(Outcome(Verdict.NOT_APPLICABLE, None, None, None, "conditions"))


@pytest.mark.parametrize(
    ("floor", "less"),
    [(None, []), (hours(1), ["02 09:00", "02 11:00", "04 19:00", "19 23:00"]), (Limit("days", 3600), [])],
)
def test_every_instant_less_the_time_before_which_no_act_counts(floor: Limit | None, less: list[str]) -> None:
    known = timeline(ARREST, RELEASE, as_of=AS_OF)
    form = Deadline(RELEASED, (Case(Limit("days", 3)),), floor=floor)
    assert clocks(known, sorted(_critical(invented(form), known, NO_CHOICE, {}, ()))) == sorted({*INSTANTS, *less})


@pytest.mark.parametrize("of", ["rule", "case"])
def test_the_first_and_the_last_day_on_which_a_law_may_have_changed(of: str) -> None:
    known = timeline(ARREST, RELEASE, as_of=AS_OF)
    days = [date(2021, 3, day) for day in (5, 7, 9, 11)]
    dates = Dates(Bound(days[0], days[0], days[1]), Bound(days[2], days[2], days[3]))
    form = Deadline(RELEASED, (Case(Limit("days", 3), dates=dates if of == "case" else None),))
    law = InForce(dates, "unknown", "") if of == "rule" else None
    critical = _critical(invented(form, in_force=law), known, NO_CHOICE, {}, ())
    assert clocks(known, sorted(critical)) == [
        "02 10:00",
        "02 12:00",
        "04 20:00",
        "05 00:00",
        "07 00:00",
        "09 00:00",
        "11 00:00",
        "20 00:00",
    ]


TWO_HOURS_TO_TWO_DAYS = Elapsed(("arrest",), hours(2), Limit("days", 2, ends="day"))


def test_when_the_time_that_elapses_from_an_uncertain_event_ends() -> None:
    """Only from the events of its types: from either end of each, for each bound."""
    known = timeline(ARREST, RELEASE, as_of=AS_OF)
    found = [tuple(clocks(known, pair)) for pair in _elapsed_ends(TWO_HOURS_TO_TWO_DAYS, known, NO_CHOICE)]
    assert found == [("02 10:00", "02 12:00"), ("02 10:00", "05 00:00"), ("02 12:00", "02 14:00"), ("02 12:00", "05 00:00")]
    half = TWO_HOURS_TO_TWO_DAYS._replace(at_most=None)
    assert len(list(_elapsed_ends(half, known, NO_CHOICE))) == 2


def test_a_condition_on_elapsed_time_adds_its_ends_and_lengths() -> None:
    """Two hours, and from either end of the arrest to the end of the second day after: 62 hours, and 60."""
    known = timeline(ARREST, as_of=AS_OF)
    critical = _critical(invented(Precondition(TWO_HOURS_TO_TWO_DAYS)), known, NO_CHOICE, {}, ())
    instants = {"02 10:00": 10, "02 12:00": 12, "02 14:00": 14, "05 00:00": 72, "20 00:00": 18 * 24}
    midnight = known.midnight(date(2021, 3, 2))
    assert critical == {midnight + 3600 * (hour - less) for hour in instants.values() for less in (0, 2, 60, 62)}


def test_the_ends_of_the_days_of_the_events_that_a_rule_consults() -> None:
    known = timeline({**ARREST, "at": DAYS}, {"at": "2021-03-02 11:00", "is": "family_notified"})
    form = Deadline(RELEASED, (Case(hours(2)),))
    assert clocks(known, _day_changes(invented(form), known, NO_CHOICE)) == ["02 00:00", "03 00:00", "04 00:00", "05 00:00"]


def test_which_events_decide_whether_an_order_is_kept() -> None:
    """Whether somebody was detained: whatever begins or ends that."""
    assert deciding(ORDER, PACK.vocabulary) == ("remand_extended", "remand_authorized")
    assert set(deciding(DETAINED, PACK.vocabulary)) == {"release", *PACK.vocabulary.begins, *PACK.vocabulary.ends}


def worlds(*events: dict[str, Any], length: Callable[[int], int]) -> tuple[Timeline, list[dict[str, int]]]:
    """Return the worlds that are tried where a limit on the arrest is as long as its instant makes it."""
    known, tried = timeline(*events, as_of=AS_OF), list[dict[str, int]]()

    def at(points: Mapping[str, int]) -> Judgement:
        tried.append(dict(points))
        arrested = points["arrest"]
        return single(Outcome(Verdict.PENDING, arrested + length(arrested), None, None, ""))

    loose = [(event, event.at.default) for event in known.uncertain]
    _judged(invented(Deadline(RELEASED, (Case(Limit("days", 1)),))), known, NO_CHOICE, loose, at)
    return known, tried


def test_the_limits_at_both_ends_of_a_trigger_are_tried() -> None:
    """Two hours from its first instant, nine from its last."""
    freed = {"at": {"between": ["2021-03-02 12:00", "2021-03-03 00:00"]}, "is": "release"}
    begun = timeline(ARREST).scenario.events[0].at.default.earliest
    known, tried = worlds(ARREST, freed, length=lambda instant: 3600 * (2 if instant == begun else 9))
    released = {clock for world in tried for clock in clocks(known, [world["release"]])}
    assert {"02 12:00", "02 21:00", "03 00:00"} <= released
    assert len(tried) == len({tuple(world.values()) for world in tried})


@pytest.mark.parametrize(("number", "worlds_tried"), [(5, MAX_WORLDS), (6, MAX_WORLDS), (7, MAX_WORLDS)])
def test_no_more_worlds_are_tried_than_that(number: int, worlds_tried: int) -> None:
    """Six uncertain times have just as many ends together."""
    notices = [{"at": {"between": [f"2021-03-03 1{hour}:00", f"2021-03-03 1{hour}:30"]}, "is": "release"} for hour in range(number - 1)]
    assert len(worlds(ARREST, *notices, length=lambda _: 7200)[1]) == worlds_tried
