"""Lengths of time: reading them, their limits, and putting them into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.model.periods import DAY, HOUR, MINUTE, Period, elapsed, parse_iso, parse_short, rough


@pytest.mark.parametrize(
    ("value", "period", "words"),
    [
        ("P3Y", Period(years=3), "3 years"),
        ("P1Y", Period(years=1), "1 year"),
        ("P1Y6M", Period(years=1, months=6), "1 year 6 months"),
        ("P18M", Period(months=18), "18 months"),
        ("P40D", Period(days=40), "40 days"),
        ("P2W", Period(days=14), "14 days"),
        ("P1W1D", Period(days=8), "8 days"),
        ("P1Y2M3D", Period(1, 2, 3), "1 year 2 months 3 days"),
        ("PT48H", Period(seconds=48 * HOUR), "48 h"),
        ("PT90M", Period(seconds=90 * MINUTE), "1 h 30 min"),
        ("P1DT12H", Period(days=1, seconds=12 * HOUR), "1 day 12 h"),
        ("PT1S", Period(seconds=1), "1 s"),
        (" P3Y ", Period(years=3), "3 years"),
        ("P0D", Period(), "0 s"),
        ("P200Y", Period(years=200), "200 years"),
        ("P199Y12M", Period(years=199, months=12), "199 years 12 months"),
        ("P199Y52W1D", Period(years=199, days=365), "199 years 365 days"),
        ("P199YT8766H", Period(years=199, seconds=8766 * HOUR), "199 years 8766 h"),
    ],
)
def test_iso_durations(value: str, period: Period, words: str) -> None:
    assert parse_iso(value) == period
    assert str(period) == words


@pytest.mark.parametrize(
    "value",
    ["", "P", "PT", "P1YT", "3Y", "p3y", "P3", "PY", "P-3Y", "-P3Y", "P1.5Y", "P3M1Y","P3Y 6M", "P201Y", "P999Y", "P2401M", "P99999D",
     "P199Y13M", "P199Y366D", "P199Y52W2D", "P199YT8767H", "PT9999999H", "P3Y\n6M", "P1000Y"],
)  # fmt: skip
def test_what_is_no_iso_duration(value: str) -> None:
    with pytest.raises(ValueError):
        parse_iso(value)


def test_which_parts_are_of_the_calendar() -> None:
    assert Period(days=1).calendar
    assert Period(months=1, seconds=5).calendar
    assert not Period(seconds=48 * HOUR).calendar
    assert not Period().calendar


@given(st.integers(0, 20), st.integers(0, 11), st.integers(0, 300), st.integers(0, 40), st.integers(0, 59), st.integers(0, 59))
def test_every_written_duration_is_read_back(years: int, months: int, days: int, hours: int, minutes: int, seconds: int) -> None:
    written = f"P{years}Y{months}M{days}DT{hours}H{minutes}M{seconds}S"
    assert parse_iso(written) == Period(years, months, days, hours * HOUR + minutes * MINUTE + seconds)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3h", 3 * HOUR),
        ("1h 30m", 90 * MINUTE),
        ("1h30min", 90 * MINUTE),
        ("-1m", -MINUTE),
        ("2d", 2 * DAY),
        ("2d 3h 4m 5s", 2 * DAY + 3 * HOUR + 4 * MINUTE + 5),
        ("0m", 0),
        (" 45 s ", 45),
        ("- 2h", -2 * HOUR),
        ("73200d", 73_200 * DAY),
    ],
)
def test_short_spans(value: str, seconds: int) -> None:
    assert parse_short(value) == seconds


@pytest.mark.parametrize("value", ["", "-", "3", "h", "3x", "m3", "3h 2d", "1.5h", "--1m", "73201d", "9" * 30 + "h", "3h,2m"])
def test_what_is_no_short_span(value: str) -> None:
    with pytest.raises(ValueError):
        parse_short(value)


@pytest.mark.parametrize(
    ("seconds", "exact", "round_words"),
    [
        (0, "0 s", "0 s"),
        (20, "20 s", "20 s"),
        (MINUTE, "1 min", "1 min"),
        (HOUR, "1 h", "1 h"),
        (HOUR + 5 * MINUTE, "1 h 05 min", "1 h 05 min"),
        (HOUR + 5, "1 h 5 s", "1 h 5 s"),
        (48 * HOUR, "48 h", "48 h"),
        (-48 * HOUR, "48 h", "48 h"),
        (4 * DAY - 1, "95 h 59 min 59 s", "95 h 59 min 59 s"),
        (4 * DAY, "96 h", "4 d"),
        (12 * DAY + 3 * HOUR, "291 h", "12 d 3 h"),
        (12 * DAY + 7 * MINUTE, "288 h 07 min", "12 d 07 min"),
    ],
)
def test_elapsed_time_in_words(seconds: int, exact: str, round_words: str) -> None:
    assert elapsed(seconds) == exact
    assert rough(seconds) == round_words
