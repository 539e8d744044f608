"""Local time and instants: repeated and skipped hours, missing midnights, corresponding dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.model.zones import UnknownZone, instant_of, shift, zone, zone_names

HOUR = 3600


def utc(text: str) -> int:
    """Return the instant of a UTC time."""
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp())


@pytest.mark.parametrize(
    ("name", "local", "instants"),
    [
        ("Asia/Almaty", "2021-03-01 09:15", ["2021-03-01 03:15"]),
        ("Asia/Almaty", "2024-02-29 22:59", ["2024-02-29 16:59"]),
        ("Asia/Almaty", "2024-02-29 23:00", ["2024-02-29 17:00", "2024-02-29 18:00"]),
        ("Asia/Almaty", "2024-02-29 23:30", ["2024-02-29 17:30", "2024-02-29 18:30"]),
        ("Asia/Almaty", "2024-02-29 23:59", ["2024-02-29 17:59", "2024-02-29 18:59"]),
        ("Asia/Almaty", "2024-03-01 00:00", ["2024-02-29 19:00"]),
        ("Asia/Qyzylorda", "2018-12-22 08:15", ["2018-12-22 03:15"]),
        ("Europe/Paris", "2021-03-28 01:59", ["2021-03-28 00:59"]),
        ("Europe/Paris", "2021-03-28 02:00", []),
        ("Europe/Paris", "2021-03-28 02:59", []),
        ("Europe/Paris", "2021-03-28 03:00", ["2021-03-28 01:00"]),
        ("Europe/Paris", "2021-10-31 02:30", ["2021-10-31 00:30", "2021-10-31 01:30"]),
        ("America/Sao_Paulo", "2018-11-04 00:00", []),
        ("America/Sao_Paulo", "2018-11-04 00:59", []),
        ("America/Sao_Paulo", "2018-11-04 01:00", ["2018-11-04 03:00"]),
        ("America/Sao_Paulo", "2018-02-17 23:30", ["2018-02-18 01:30", "2018-02-18 02:30"]),
        ("Africa/Cairo", "2023-04-28 00:30", []),
        ("Africa/Cairo", "2023-10-26 23:30", ["2023-10-26 20:30", "2023-10-26 21:30"]),
        ("Pacific/Apia", "2011-12-30 12:00", []),
        ("Asia/Kathmandu", "2021-03-01 05:45", ["2021-03-01 00:00"]),
    ],
)
def test_which_instants_a_local_time_names(name: str, local: str, instants: list[str]) -> None:
    assert zone(name).instants(datetime.fromisoformat(local)) == tuple(utc(instant) for instant in instants)


@pytest.mark.parametrize(
    ("name", "local", "instant"),
    [
        ("Asia/Almaty", "2024-02-29 23:30", "2024-02-29 18:30"),  # repeated: the later
        ("Europe/Paris", "2021-03-28 02:30", "2021-03-28 01:30"),  # skipped: past the gap, 03:30
        ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00"),
        ("Africa/Cairo", "2023-04-28 00:00", "2023-04-27 22:00"),
        ("Asia/Almaty", "2021-03-01 09:15", "2021-03-01 03:15"),
    ],
)
def test_a_computed_local_time_has_one_instant(name: str, local: str, instant: str) -> None:
    naive = datetime.fromisoformat(local)
    assert zone(name).computed(naive) == utc(instant)
    assert zone(name).computed(naive.replace(fold=1)) == utc(instant)  # the time of day of an instant in a repeated hour has a fold


@pytest.mark.parametrize("local", ["2021-03-28 02:30", "2021-10-31 02:30", "2021-03-01 09:15"])
def test_the_fold_of_a_local_time_is_ignored(local: str) -> None:
    naive = datetime.fromisoformat(local)
    assert zone("Europe/Paris").instants(naive.replace(fold=1)) == zone("Europe/Paris").instants(naive)


@pytest.mark.parametrize(
    ("name", "day", "begins", "hours"),
    [
        ("Asia/Almaty", "2024-02-29", "2024-02-28 18:00", 25),
        ("Asia/Almaty", "2024-03-01", "2024-02-29 19:00", 24),
        ("Europe/Paris", "2021-03-28", "2021-03-27 23:00", 23),
        ("Europe/Paris", "2021-10-31", "2021-10-30 22:00", 25),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00", 23),  # begins at 01:00: midnight never came
        ("America/Sao_Paulo", "2018-11-03", "2018-11-03 03:00", 24),
        ("Africa/Cairo", "2023-04-28", "2023-04-27 22:00", 23),
        ("Africa/Cairo", "2023-10-27", "2023-10-26 22:00", 24),  # the repeated hour stands before midnight
        ("Africa/Cairo", "2023-10-26", "2023-10-25 21:00", 25),
    ],
)
def test_where_a_local_day_begins_and_ends(name: str, day: str, begins: str, hours: int) -> None:
    home, when = zone(name), date.fromisoformat(day)
    first, last = home.whole_day(when)
    assert first == home.midnight(when) == utc(begins)
    assert last - first + 1 == hours * HOUR
    assert home.day(first) == home.day(last) == when
    assert home.day(first - 1) == when - timedelta(days=1)
    assert home.day(last + 1) == when + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "first", "last", "changes"),
    [
        ("Europe/Paris", "2021-01-01 00:00", "2021-12-31 00:00", ["2021-03-28 01:00", "2021-10-31 01:00"]),
        ("Europe/Paris", "2021-03-28 00:59:59", "2021-03-28 01:00", ["2021-03-28 01:00"]),
        ("Europe/Paris", "2021-03-28 00:59:59", "2021-03-28 01:00:01", ["2021-03-28 01:00"]),
        ("Europe/Paris", "2021-03-28 01:00", "2021-04-01 00:00", []),
        ("Europe/Paris", "2021-03-20 12:00", "2021-03-28 00:59:59", []),
        ("Europe/Paris", "2021-03-27 01:00", "2021-03-28 01:00", ["2021-03-28 01:00"]),
        ("Europe/Paris", "2021-03-28 01:00", "2021-03-28 01:00", []),
        ("Asia/Almaty", "2024-02-01 00:00", "2024-04-01 00:00", ["2024-02-29 18:00"]),
        ("Asia/Almaty", "2021-01-01 00:00", "2021-12-31 00:00", []),
    ],
)
def test_when_clocks_are_moved(name: str, first: str, last: str, changes: list[str]) -> None:
    """To the second: at the first instant that they show otherwise."""
    assert list(zone(name).changes(utc(first), utc(last))) == [utc(one) for one in changes]


def test_midnights_stay_right_however_many_are_asked() -> None:
    home = zone("Asia/Bishkek")
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(5_000)]
    assert [home.day(home.midnight(day)) for day in days] == days
    assert home.midnight(days[0]) == utc("1999-12-31 19:00")


@given(
    st.sampled_from(["Asia/Almaty", "Europe/Paris", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.integers(utc("1995-01-01 00:00"), utc("2037-01-01 00:00")),
)
def test_an_instant_is_among_those_of_its_local_time(name: str, instant: int) -> None:
    home = zone(name)
    local = home.local(instant)
    found = home.instants(local.replace(tzinfo=None))
    assert instant in found
    assert list(found) == sorted(set(found))
    assert home.computed(local.replace(tzinfo=None)) == found[-1]
    first, last = home.whole_day(local.date())
    assert first <= instant <= last


@pytest.mark.parametrize("name", ["", "Asia", "Asia/Almatty", "../UTC", "/etc/passwd", "Asia/Almaty\0", "x" * 500])
def test_unknown_zones(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_zone_names_are_known() -> None:
    assert {"Asia/Almaty", "Asia/Qyzylorda", "America/Sao_Paulo"} <= zone_names()


@pytest.mark.parametrize(
    ("start", "years", "months", "days", "end"),
    [
        ("2018-03-15", 3, 0, 0, "2021-03-15"),
        ("2020-02-29", 1, 0, 0, "2021-02-28"),
        ("2020-02-29", 4, 0, 0, "2024-02-29"),
        ("2021-08-31", 0, 6, 0, "2022-02-28"),
        ("2019-08-31", 0, 6, 0, "2020-02-29"),
        ("2021-01-31", 0, 1, 0, "2021-02-28"),
        ("2021-12-31", 0, 18, 0, "2023-06-30"),
        ("2021-01-30", 0, 1, 1, "2021-03-01"),
        ("2021-12-30", 0, 0, 2, "2022-01-01"),
        ("2021-03-01", 0, 0, -1, "2021-02-28"),
        ("2021-03-01", 0, 0, 0, "2021-03-01"),
    ],
)
def test_corresponding_dates(start: str, years: int, months: int, days: int, end: str) -> None:
    assert shift(date.fromisoformat(start), years=years, months=months, days=days) == date.fromisoformat(end)


def test_instants_of_aware_datetimes() -> None:
    assert instant_of(datetime(2021, 3, 1, 9, 15, 0, 999_999, tzinfo=timezone(timedelta(hours=6)))) == utc("2021-03-01 03:15")
    assert instant_of(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == -1
    with pytest.raises(ValueError, match="naive"):
        instant_of(datetime(2021, 3, 1, 9, 15))
