"""The axis: where instants stand, what is cut out, and what is enlarged."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.model.periods import DAY, HOUR
from detention_rules.model.zones import zone
from detention_rules.reporting.picture.axis import axis
from detention_rules.reporting.picture.ticks import changes, nights, scale

INSTANTS = st.lists(st.integers(-1_000_000_000, 7_000_000_000), min_size=1, max_size=60)
CLOSE = st.lists(st.integers(1_600_000_000, 1_600_300_000), min_size=1, max_size=60)


@given(st.one_of(INSTANTS, CLOSE, st.tuples(INSTANTS, CLOSE).map(lambda both: both[0] + both[1])))
def test_every_instant_stands_on_a_stretch_and_in_order(points: list[int]) -> None:
    plan = axis(points, 10.0, 610.0, 50.0, 60.0)
    ordered = sorted(set(points))
    for point in ordered:
        assert any(part.first <= point <= part.last for part in plan.segments)
    places = [plan.at(point) for point in ordered]
    assert all(10.0 <= place <= 610.001 for place in places)
    assert all(one < other for one, other in pairwise(places))


@given(st.one_of(INSTANTS, CLOSE))
def test_stretches_and_cuts_fill_the_axis(points: list[int]) -> None:
    plan = axis(points, 0.0, 600.0, 50.0, 60.0)
    assert plan.segments[0].left == 0.0
    assert abs(plan.segments[-1].right - 600.0) < 1e-6
    for one, other in pairwise(plan.segments):
        assert one.last <= other.first
        assert abs(other.left - one.right - (50.0 if one.last < other.first else 0.0)) < 1e-6
    for cut in plan.cuts:
        assert not any(cut.first < point < cut.last for point in points)


def test_a_few_days_are_never_cut() -> None:
    plan = axis([0, HOUR, 5 * DAY], 0.0, 600.0, 50.0, 60.0)
    assert len(plan.segments) == 1


def test_a_deadline_far_ahead_is_brought_near() -> None:
    plan = axis([0, HOUR, 2 * DAY, 60 * DAY, 540 * DAY], 0.0, 600.0, 50.0, 60.0)
    assert [round((cut.last - cut.first) / DAY) for cut in plan.cuts] == [57, 479]
    assert plan.at(2 * DAY) - plan.at(0) > 150


def test_a_crowded_beginning_is_enlarged_and_the_months_after_it_stay() -> None:
    first = [number * 2 * HOUR for number in range(20)]
    plan = axis([*first, *(number * 50 * DAY for number in range(1, 12))], 0.0, 600.0, 50.0, 60.0)
    assert [part.enlarged for part in plan.segments] == [True, False]
    assert plan.cuts == ()
    assert plan.segments[0].rate > 20 * plan.segments[1].rate


def test_an_hour_that_comes_twice_is_written_twice() -> None:
    home = zone("Asia/Almaty")
    first = 1_709_229_600  # 2024-03-01 00:00 at +06:00, when clocks went back to 23:00
    (turn,) = changes(home, first - DAY, first + DAY)
    assert (turn.instant, turn.before, turn.after) == (first, 6 * HOUR, 5 * HOUR)
    (segment,) = axis([first - 4 * HOUR, first + 4 * HOUR], 0.0, 600.0, 50.0, 60.0).segments
    labels = [tick.label for tick in scale(segment, home, 7.0, 5.0).ticks]
    assert labels.count("23:00") == 2
    assert labels.count("00:00") == 1
    ((begin, end), *_) = nights(segment, home)
    assert end - begin > 3 * HOUR


def test_clocks_that_do_not_change_are_not_told() -> None:
    assert changes(zone("UTC"), 0, 40 * 365 * DAY) == []


@pytest.mark.parametrize("days", [12, 300])
def test_changes_that_cancel_within_days_are_told(days: int) -> None:
    """Recife began summer time on 8 October 2000 and gave it up on the 15th."""
    first = 970_801_200  # 2000-10-06 00:00 at -03:00
    turns = changes(zone("America/Recife"), first, first + days * DAY)
    assert [(turn.before, turn.after) for turn in turns] == [(-3 * HOUR, -2 * HOUR), (-2 * HOUR, -3 * HOUR)]
    assert [zone("America/Recife").day(turn.instant).isoformat() for turn in turns] == ["2000-10-08", "2000-10-14"]


@given(st.integers(0, 6_000_000_000), st.integers(1, 3_000_000_000), st.floats(20, 800))
def test_labels_have_room(first: int, length: int, width: float) -> None:
    (segment, *_) = axis([first, first + length], 0.0, width, 50.0, 10.0).segments
    ticks = scale(segment, zone("Asia/Almaty"), 7.0, 8.0).ticks
    places = [axis([first, first + length], 0.0, width, 50.0, 10.0).at(tick.instant) for tick in ticks]
    for (place, tick), (after, _) in pairwise(zip(places, ticks, strict=True)):
        assert after - place >= len(tick.label) * 7.0 * 0.9, (tick, after - place)
