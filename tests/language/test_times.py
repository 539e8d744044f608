"""Dates and times as people write them, each part at its ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from detention_rules.language.times import TimeFault, read_account, read_clock, read_date, read_limit, read_moment, shown
from detention_rules.model.zones import zone

HOME = zone("Asia/Almaty")


def utc(text: str) -> int:
    """Return the instant of a UTC time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def fault(read: Any, *raw: Any) -> str:
    """Return the code with which a value is refused."""
    with pytest.raises(TimeFault) as caught:
        read(*raw)
    assert str(caught.value) == caught.value.code
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [("00:00", 0), ("00:59", 59 * 60), ("01:00", 3600), ("18:30", 66_600), ("23:59", 86_340), ("24:00", 86_400), (" 09:05 ", 32_700)],
)
def test_a_time_of_day(raw: str, seconds: int) -> None:
    assert read_clock(raw) == seconds


@pytest.mark.parametrize("raw", ["24:01", "24:30", "25:00", "12:60", "9:00", "09:00:00", "", "noon", 1080, None])
def test_what_is_no_time_of_day(raw: Any) -> None:
    assert fault(read_clock, raw) == "not-a-clock"


@pytest.mark.parametrize("raw", ["1930-01-01", "2200-12-31", " 2024-02-29 ", date(1930, 1, 1), date(2200, 12, 31)])
def test_a_date(raw: Any) -> None:
    assert read_date(raw) == (raw if isinstance(raw, date) else date.fromisoformat(raw.strip()))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1929-12-31", "year-out-of-range"),
        ("2201-01-01", "year-out-of-range"),
        (date(1929, 12, 31), "year-out-of-range"),
        ("2021-02-29", "no-such-date"),
        ("2021-13-01", "no-such-date"),
        ("2021-3-1", "not-a-date"),
        (20210301, "not-a-date"),
        (datetime(2021, 3, 1, 9, 15), "not-a-date"),  # a moment names no day without a zone
    ],
)
def test_what_is_no_date(raw: Any, code: str) -> None:
    assert fault(read_date, raw) == code


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2021-03-01 23:59:59", "2021-03-01 17:59:59"),
        ("2021-03-01 09:15+14:00", "2021-02-28 19:15"),
        ("2021-03-01 09:15-13:59", "2021-03-01 23:14"),
        ("2021-03-01 09:15+05:45", "2021-03-01 03:30"),
        ("2021-03-01 09:15-0330", "2021-03-01 12:45"),
        ("2021-03-01 09:15+00:00", "2021-03-01 09:15"),
        (datetime(1930, 1, 1, tzinfo=UTC), "1930-01-01 00:00"),
        (datetime(2200, 12, 31, tzinfo=UTC), "2200-12-31 00:00"),
    ],
)
def test_an_instant(raw: Any, instant: str) -> None:
    account = read_account(raw, HOME)
    assert (account.earliest, account.latest, account.kind) == (utc(instant), utc(instant), "exact")
    assert read_moment(raw, HOME) == read_limit(raw, HOME) == utc(instant)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2021-03-01 24:00", "midnight-24"),
        ("2021-03-01 25:00", "no-such-time"),
        ("2021-03-01 23:60", "no-such-time"),
        ("2021-03-01 09:15+15:00", "bad-offset"),
        ("2021-03-01 09:15+14:01", "bad-offset"),
        ("2021-03-01 09:15-14:30", "bad-offset"),
        ("2021-03-01 09:15+06:60", "bad-offset"),
        ("2021-02-29 09:15", "no-such-date"),
        ("1929-12-31 09:15", "year-out-of-range"),
        (datetime(1929, 12, 31, tzinfo=UTC), "year-out-of-range"),
        (datetime(2201, 1, 1, tzinfo=UTC), "year-out-of-range"),
        (datetime(2021, 3, 1, 9, 15), "naive-time"),
        ("09:15", "not-a-time"),
        (True, "not-a-time"),
    ],
)
def test_what_is_no_instant(raw: Any, code: str) -> None:
    assert fault(read_account, raw, HOME) == code


def test_a_local_time_that_clocks_skip() -> None:
    assert fault(read_account, "2021-03-28 02:30", zone("Europe/Paris")) == "skipped-time"
    assert read_moment("2021-03-28 02:30+01:00", zone("Europe/Paris")) == utc("2021-03-28 01:30")


def test_a_repeated_time_is_two_instants_and_as_a_limit_the_later() -> None:
    account = read_account("2024-02-29 23:30", HOME)
    assert (account.earliest, account.latest, account.kind) == (utc("2024-02-29 17:30"), utc("2024-02-29 18:30"), "repeated")
    assert read_limit("2024-02-29 23:30", HOME) == read_moment("2024-02-29 23:30", HOME) == utc("2024-02-29 18:30")


@pytest.mark.parametrize("raw", ["2021-03-01", " 2021-03-01 ", date(2021, 3, 1)])
def test_a_day_as_a_time_as_a_limit_and_as_a_moment(raw: Any) -> None:
    account = read_account(raw, HOME)
    assert (account.earliest, account.latest, account.kind) == (utc("2021-02-28 18:00:01"), utc("2021-03-01 17:59:59"), "day")
    assert read_limit(raw, HOME) == utc("2021-03-01 18:00")
    assert fault(read_moment, raw, HOME) == "needs-time"


def test_a_value_in_a_message_is_cut_short() -> None:
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 57 + "..."
    assert shown(5) == "5"
