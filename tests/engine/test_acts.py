"""Which event discharges a duty, where several may."""

from __future__ import annotations

from typing import Any

import pytest

from detention_rules import load_pack, scenario
from detention_rules.engine.acts import acts_of, compile_patterns, first_of
from detention_rules.engine.conditions import same_value
from detention_rules.engine.timeline import Duty, Timeline
from detention_rules.language.conditions import OneOf, Pattern

PACK = load_pack("kazakhstan")
ARREST = {"at": "2021-03-01 09:00", "is": "arrest"}
BY_JUDGE = (("by", OneOf(frozenset({"investigating_judge"}))),)


def duty(*events: dict[str, Any]) -> Duty:
    """Return a duty that the arrest started."""
    timeline = Timeline(scenario({"events": [ARREST, *events], "as_of": "2021-06-01"}, pack=PACK), PACK)
    world = timeline.world()
    (arrest,) = [act for act in world.by_type["arrest"] if act.event.id == "arrest"]
    return Duty(world, arrest.event, arrest.time)


def ids(acts: tuple[Any, ...]) -> list[str | None]:
    """Return the events of acts; None where there may be none."""
    return [None if act is None else act.event.id for act in acts]


def at(clock: str, kind: str, **attributes: object) -> dict[str, Any]:
    """Return an event of the day of the arrest."""
    return {"at": f"2021-03-01 {clock}", "is": kind, **attributes}


@pytest.mark.parametrize(
    ("events", "first"),
    [
        ([], None),
        ([at("10:00", "release")], "release"),
        ([at("11:00", "release"), at("10:00", "remand_authorized", by="court")], "remand_authorized"),
        ([at("10:00", "release"), at("11:00", "remand_authorized", by="court")], "release"),
        ([at("10:00", "release"), at("10:00", "remand_authorized", by="court")], "remand_authorized"),  # the rule names it first
        ([at("08:59:59", "remand_authorized", by="court"), at("10:00", "release")], "release"),
        ([at("09:00", "remand_authorized", by="court")], "remand_authorized"),
        ([at("12:00", "remand_authorized", by="court"), at("11:00", "remand_authorized", by="court")], "remand_authorized"),
    ],
)
def test_the_earliest_of_several_types(events: list[dict[str, Any]], first: str | None) -> None:
    kinds, found = ("remand_authorized", "release"), duty(*events)
    assert ids(first_of(kinds, found)) == [first]
    assert ids(acts_of(compile_patterns([Pattern(kind) for kind in kinds], {}), found, found.time)) == [first]


def test_a_trigger_does_not_discharge_its_own_duty() -> None:
    assert ids(first_of(("arrest",), duty())) == [None]
    assert ids(first_of(("arrest",), duty(at("09:00", "arrest")))) == ["arrest-2"]


UNKNOWN, JUDGE = at("10:00", "remand_authorized"), at("11:00", "remand_authorized", by="investigating_judge")


@pytest.mark.parametrize(
    ("events", "number", "acts"),
    [
        ([UNKNOWN, JUDGE], 1, ["remand_authorized", "remand_authorized-2"]),
        ([UNKNOWN, {**JUDGE, "at": "2021-03-01 10:00"}], 1, ["remand_authorized-2"]),  # in the same second: nothing hangs on it
        ([JUDGE, {**UNKNOWN, "at": "2021-03-01 12:00"}], 1, ["remand_authorized"]),
        ([UNKNOWN], 1, ["remand_authorized", None]),
        ([UNKNOWN, JUDGE], 2, ["remand_authorized-2", None]),
        ([JUDGE, {**JUDGE, "at": "2021-03-01 12:00"}], 2, ["remand_authorized-2"]),
        ([JUDGE], 2, [None]),
    ],
)
def test_every_act_that_may_discharge(events: list[dict[str, Any]], number: int, acts: list[str | None]) -> None:
    found = duty(*events)
    (pattern,) = compile_patterns([Pattern("remand_authorized", BY_JUDGE)], {})
    assert ids(acts_of((pattern,), found, found.time, number=number)) == acts


def test_an_event_that_may_fit_one_pattern_and_fits_another_is_one_act() -> None:
    found = duty(UNKNOWN)
    patterns = compile_patterns([Pattern("remand_authorized", BY_JUDGE), Pattern("remand_authorized")], {})
    assert ids(acts_of(patterns, found, found.time)) == ["remand_authorized"]
    assert ids(acts_of(patterns, found, found.time, number=2)) == [None]


def test_every_act_is_uncertain_where_it_is_not_known_from_when_it_counts() -> None:
    found = duty(JUDGE)
    (pattern,) = compile_patterns([Pattern("remand_authorized")], {})
    assert ids(acts_of((pattern,), found, found.time, doubtful=True)) == ["remand_authorized", None]


@pytest.mark.parametrize(
    ("orders", "acts"),
    [
        ([("01", "09:00", "20")], ["remand_authorized"]),
        ([("01", "09:00", "20"), ("02", "09:00", "03")], [None]),  # the second took the first back
        ([("01", "09:00", "20"), ("10", "00:00", "10")], [None]),  # at the limit
        ([("01", "09:00", "20"), ("02", "09:00", None)], ["remand_authorized", "remand_authorized-2", None]),
        ([("01", "09:00", "20"), ("10", "00:00", None)], ["remand_authorized", "remand_authorized-2", None]),
        ([("01", "09:00", "20"), ("11", "09:00", None)], ["remand_authorized"]),  # after the limit none is taken back
        ([("01", "09:00", "10")], [None]),  # to the limit and not past it
        ([("01", "09:00", "11")], ["remand_authorized"]),
    ],
)
def test_orders_that_must_reach_past_the_limit(orders: list[tuple[str, str, str | None]], acts: list[str | None]) -> None:
    """The limit is the beginning of 10 March; each order has a day, a time and the day at whose beginning it ends."""
    events = [
        {"at": f"2021-03-{day} {clock}", "is": "remand_authorized", **({"until": f"2021-03-{end} 00:00"} if end else {})}
        for day, clock, end in orders
    ]
    found = duty(*events)
    limit = found.world.timeline.zone.midnight(found.world.timeline.zone.day(found.time).replace(day=10))
    patterns = compile_patterns([Pattern("remand_authorized", reaches="until")], {})
    assert ids(acts_of(patterns, found, found.time, limit=limit)) == acts


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Almaty", "ALMATY", True),
        ("Almaty", "Astana", False),
        (5, 5, True),
        (5, 6, False),
        (("a", "b"), ("a", "b"), True),
        ("5", 5, False),
        (5, "5", False),
        ("Almaty", None, None),
        (None, "Almaty", None),
        (None, None, None),
    ],
)
def test_when_two_attributes_hold_the_same(first: Any, second: Any, same: bool | None) -> None:
    assert same_value(first, second) is same
