"""At which instants an uncertain time is tried, which of them contradict the rest, and where a violation begins between two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from detention_rules import Verdict, load_pack, scenario
from detention_rules.engine.timeline import NO_CHOICE, Timeline
from detention_rules.engine.worlds import _contradictions, _edge, _inside, _least, _stated, _times_of_day
from detention_rules.language.conditions import LaterInDay
from detention_rules.language.vocabulary import Order
from detention_rules.model.scenario import Account, Event, Moment, Value

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


def timeline(*events: dict[str, Any], as_of: str = "2021-06-01 00:00") -> Timeline:
    """Return a timeline of events."""
    return Timeline(scenario({"events": list(events), "as_of": as_of}, pack=PACK), PACK)


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


def test_a_time_of_day_recurs_inside_an_uncertain_time() -> None:
    """Whether a release after the closing time of the facility was too late in the day, on each of the days on which it may have been."""
    known = timeline({"at": {"between": ["2021-03-02 12:00", "2021-03-04 09:00"]}, "is": "release"})
    found = [
        known.zone.local(instant).strftime("%d %H:%M")
        for instant in _times_of_day(LaterInDay("facility.working_day_ends"), known, NO_CHOICE)
    ]
    assert found == ["02 18:00", "03 18:00", "04 18:00"]
