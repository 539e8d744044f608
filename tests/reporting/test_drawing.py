"""Pictures of clocks: true to scale, never wider than their width, told in order of time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detention_rules.reporting.lines import cells
from detention_rules.reporting.reference.drawing import (
    AFTER,
    BEFORE,
    LATE,
    RUNS,
    WIDTH,
    Drawing,
    Mark,
    Stretch,
    column,
    draw,
)

HOUR = 3600
YEARS = 2 * 366 * 86_400


def test_a_clock_that_ran_over() -> None:
    marks = (Mark(60 * HOUR, "Wed 21:00", "release"), Mark(0, "Mon 09:00", "arrest"), Mark(48 * HOUR, "Wed 09:00", "limit", 2))
    stretches = (Stretch(48 * HOUR, 60 * HOUR, LATE), Stretch(0, 48 * HOUR, RUNS))
    assert draw(Drawing((0, 60 * HOUR), marks, stretches, (48 * HOUR,)), width=31) == [
        "========================|xxxxxx",
        "1                       2     3",
        "",
        "1  Mon 09:00  arrest",
        "2  Wed 09:00  limit",
        "3  Wed 21:00  release",
    ]


def test_marks_of_one_column_stand_under_each_other() -> None:
    marks = (Mark(0, "a", "first"), Mark(59, "b", "second"), Mark(60, "c", "third"), Mark(48 * HOUR, "d", "last"))
    assert draw(Drawing((0, 48 * HOUR), marks), width=20)[1:4] == ["1                  4", "2", "3"]


def test_what_lies_outside_of_the_line_has_no_number() -> None:
    marks = (Mark(-5, "before", "x"), Mark(0, "start", "y"), Mark(10, "end", "z"), Mark(11, "after", "w"))
    assert [row[0] for row in draw(Drawing((0, 10), marks))[3:]] == [BEFORE, "1", "2", AFTER]


def test_at_one_instant_the_lower_rank_stands_first() -> None:
    marks = (Mark(0, "t", "limit", 2), Mark(0, "t", "act", 1), Mark(0, "t", "trigger"))
    assert [row.split()[-1] for row in draw(Drawing((0, 0), marks))] == ["trigger", "act", "limit"]


def test_a_line_without_length_is_left_out() -> None:
    assert draw(Drawing((5, 5), (Mark(5, "09:15", "arrest"),))) == ["1  09:15  arrest"]


def test_more_marks_than_signs() -> None:
    rows = draw(Drawing((0, 99), tuple(Mark(time, str(time), "x") for time in range(100))))
    assert rows[-1].startswith("+  99")
    assert [row[0] for row in rows[-100:]][:36] == [*"123456789abcdefghijklmnopqrstuvwxyz", "+"]


def test_long_and_wide_words_are_wrapped_below_their_own_column() -> None:
    rows = draw(Drawing((0, 0), (Mark(0, "2021-03-01 09:15", "word " * 30 + "x" * 200 + " 漢" * 3 + "漢" * 80),)))
    assert len(rows) > 5
    assert all(cells(row) <= WIDTH for row in rows)
    assert all(row.startswith(" " * 21) for row in rows[1:])


def test_control_characters_are_written_out() -> None:
    (row,) = draw(Drawing((0, 0), (Mark(0, "t", "a\x1b[31m b\u202e"),)))
    assert row == "1  t  a\\x1b[31m b\\u202e"


times = st.integers(-YEARS, YEARS)
marks_ = st.lists(st.builds(Mark, times, st.text(max_size=40), st.text(max_size=120), st.integers(0, 3)), max_size=50)
stretches_ = st.lists(
    st.builds(lambda pair, sign: Stretch(min(pair), max(pair), sign), st.tuples(times, times), st.sampled_from("=-x?.:/_"))
)


@given(st.tuples(times, times), marks_, stretches_, st.lists(times), st.integers(50, 100))
def test_any_drawing(ends: tuple[int, int], marks: list[Mark], stretches: list[Stretch], bounds: list[int], width: int) -> None:
    span = (min(ends), max(ends))
    rows = draw(Drawing(span, tuple(marks), tuple(stretches), tuple(bounds)), width)
    assert all(cells(row) <= width and row == row.rstrip() for row in rows)
    inside = sorted(mark.time for mark in marks if span[0] <= mark.time <= span[1])
    if span[0] != span[1]:
        columns = [column(time, span, width) for time in inside]
        assert columns == sorted(columns)
        assert all(0 <= at < width for at in columns)
        numbers = rows[1 : rows.index("", 1)]
        assert sum(sign != " " for row in numbers for sign in row) == len(inside)
        assert all([sign for sign in row if sign in "123456789"] == sorted(sign for sign in row if sign in "123456789") for row in numbers)


@given(st.integers(0, YEARS), st.integers(1, YEARS), st.integers(20, 100))
def test_columns_are_true_to_scale(time: int, length: int, width: int) -> None:
    time = min(time, length)
    assert abs(column(time, (0, length), width) - time * (width - 1) / length) <= 0.5
