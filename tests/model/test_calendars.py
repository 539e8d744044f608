"""Working days, with the transferred days of Kazakhstan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detention_rules import load_pack
from detention_rules.model.calendars import WorkCalendar, national_calendar

KAZAKHSTAN = national_calendar("KZ", date(2016, 1, 1), date(2025, 12, 31))
PLAIN = WorkCalendar()


def day(text: str) -> date:
    """Return a date."""
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "number", "next_first", "same_first"),
    [
        ("2018-04-26", 5, "2018-05-04", "2018-05-03"),  # Sat 28 Apr worked, Mon 30 Apr and Tue 1 May off
        ("2021-03-18", 5, "2021-03-30", "2021-03-29"),  # 22 to 24 March off
        ("2018-08-23", 5, "2018-08-29", "2018-08-28"),  # Sat 25 Aug worked
        ("2019-12-30", 2, "2020-01-05", "2019-12-31"),  # Sun 5 Jan 2020 worked, 1 to 4 Jan off
    ],
)
def test_worked_numbers(start: str, number: int, next_first: str, same_first: str) -> None:
    assert KAZAKHSTAN.after(day(start), number, counting_first=False) == day(next_first)
    assert KAZAKHSTAN.after(day(start), number, counting_first=True) == day(same_first)


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2018-03-03", True),  # a Saturday
        ("2021-01-03", False),
        ("2021-04-03", False),
        ("2021-10-03", False),
        ("2022-09-03", False),
        ("2017-07-01", True),  # a Saturday
        ("2018-07-02", True),
        ("2020-01-05", True),  # a Sunday
        ("2020-01-03", False),  # a Friday
        ("2021-05-10", False),  # a Monday
        ("2021-01-01", False),
        ("2021-03-14", False),  # a Sunday like any other
        ("2021-03-12", True),
    ],
)
def test_single_days(text: str, working: bool) -> None:
    assert KAZAKHSTAN.is_working(day(text)) is working


@pytest.mark.parametrize(
    ("month", "first"),
    [("2018-01", "2018-01-03"), ("2019-01", "2019-01-03"), ("2020-01", "2020-01-05"), ("2021-01", "2021-01-05"), ("2022-01", "2022-01-05"),
     ("2017-07", "2017-07-01"), ("2018-07", "2018-07-02")],
)  # fmt: skip
def test_first_working_day_of_a_month(month: str, first: str) -> None:
    assert KAZAKHSTAN.next(day(f"{month}-01")) == day(first)
    assert KAZAKHSTAN.after(day(f"{month}-01") - timedelta(days=1), 1, counting_first=False) == day(first)


@pytest.mark.parametrize(
    ("text", "previous", "following"),
    [
        ("2021-03-14", "2021-03-12", "2021-03-15"),
        ("2021-02-27", "2021-02-26", "2021-03-01"),
        ("2022-02-27", "2022-02-25", "2022-02-28"),
        ("2021-01-01", "2020-12-31", "2021-01-05"),
        ("2021-05-11", "2021-05-11", "2021-05-11"),
    ],
)
def test_moving_off_a_day_off(text: str, previous: str, following: str) -> None:
    assert KAZAKHSTAN.previous(day(text)) == day(previous)
    assert KAZAKHSTAN.next(day(text)) == day(following)


def test_days_without_a_calendar_are_monday_to_friday() -> None:
    assert [PLAIN.is_working(day("2021-03-01") + timedelta(days=number)) for number in range(7)] == [True] * 5 + [False] * 2
    assert PLAIN.after(day("2021-03-04"), 3, counting_first=False) == day("2021-03-09")
    assert PLAIN.after(day("2021-03-06"), 1, counting_first=True) == day("2021-03-08")
    assert PLAIN.after(day("2021-03-05"), 0, counting_first=False) == day("2021-03-05")
    assert PLAIN.knows(day("1950-01-01"))


def test_until_when_transferred_days_are_known() -> None:
    assert KAZAKHSTAN.knows(day("2016-01-01"))
    assert KAZAKHSTAN.knows(day("2025-12-31"))
    assert not KAZAKHSTAN.knows(day("2015-12-31"))
    assert not KAZAKHSTAN.knows(day("2026-01-01"))


def test_for_which_years_days_off_are_counted() -> None:
    """Dates around those for which transferred days are known are answered too, provisionally."""
    assert {day.year for day in KAZAKHSTAN.off} == set(range(2010, 2050))
    assert {day.year for day in KAZAKHSTAN.worked} <= set(range(2010, 2050))
    assert all(day.weekday() >= 5 for day in KAZAKHSTAN.worked)
    early = national_calendar("FR", date(1931, 1, 1), date(1931, 12, 31))
    assert min(day.year for day in early.off) == 1930
    assert not early.worked
    assert not national_calendar("KZ", date(1970, 1, 1), date(1971, 1, 1)).worked  # no day that was moved in another year


def test_the_shipped_pack_has_this_calendar() -> None:
    calendar = load_pack("kazakhstan").calendar
    assert calendar.country == "KZ"
    assert calendar == KAZAKHSTAN


def test_an_unknown_country() -> None:
    with pytest.raises(NotImplementedError):
        national_calendar("QQ", date(2020, 1, 1), date(2021, 1, 1))
