"""Worked dates: ends of terms, hours over clock changes, and working days with transferred days."""

from __future__ import annotations

from datetime import date

import pytest

from .builder import ADULT, PACK, UNKNOWN, all_of, at, case, deadline, one

REPORT = "day-before-anniversary"
REPEATED, ONCE, COUNTED = "code-preceding-working-day", "code-day-before", "first-day-counted"


@pytest.mark.parametrize(
    ("start", "term", "option", "last_day"),
    [
        ("2018-03-15", "P3Y", REPORT, "2021-03-14"),
        ("2018-03-15", "P3Y", REPEATED, "2021-03-12"),
        ("2018-03-15", "P3Y", ONCE, "2021-03-13"),
        ("2018-03-15", "P3Y", COUNTED, "2021-03-13"),
        ("2020-02-29", "P1Y", REPORT, "2021-02-27"),
        ("2020-02-29", "P1Y", REPEATED, "2021-02-26"),
        ("2020-02-29", "P1Y", ONCE, "2021-02-26"),
        ("2021-08-31", "P6M", REPORT, "2022-02-27"),
        ("2021-08-31", "P6M", REPEATED, "2022-02-25"),
        ("2021-08-31", "P6M", ONCE, "2022-02-26"),
        ("2019-01-02", "P2Y", REPORT, "2021-01-01"),
        ("2019-01-02", "P2Y", REPEATED, "2020-12-31"),
        ("2019-01-02", "P2Y", ONCE, "2020-12-31"),
        ("2020-05-12", "P1Y", REPORT, "2021-05-11"),
        ("2020-05-12", "P1Y", REPEATED, "2021-05-11"),
        ("2020-05-12", "P1Y", ONCE, "2021-05-11"),
        ("2020-05-12", "P1Y", COUNTED, "2021-05-10"),
        # A compound term, and one in days.
        ("2018-01-31", "P1Y1M", REPORT, "2019-02-27"),
        ("2021-03-01", "P40D", REPORT, "2021-04-09"),
    ],
)
def test_last_day_of_a_term(start: str, term: str, option: str, last_day: str) -> None:
    report = case(UNKNOWN, at(f"{start} 00:00", "sentence_started", term=term), readings={"A7": option}, as_of="2023-01-01")
    assert deadline(report, "release.end-of-term") == f"{last_day} 12:00:00"


@pytest.mark.parametrize(
    ("zone", "arrest", "facts", "expected"),
    [
        ("Asia/Almaty", "2024-02-28 10:00", {}, "2024-03-01T09:00:00+05:00"),
        ("Asia/Qyzylorda", "2018-12-19 09:15", {"offence.category": "especially_serious"}, "2018-12-22T08:15:00+05:00"),
        ("Asia/Qyzylorda", "2018-12-19 09:15", {}, "2018-12-21T08:15:00+05:00"),
        ("Asia/Qostanay", "2024-02-28 10:00", {}, "2024-03-01T09:00:00+05:00"),
        # No change of the clocks there.
        ("Asia/Aqtobe", "2024-02-28 10:00", {}, "2024-03-01T10:00:00+05:00"),
        ("Asia/Almaty", "2024-03-01 00:00", {}, "2024-03-03T00:00:00+05:00"),
        ("Asia/Almaty", "2024-02-27 23:59", {}, "2024-02-29T23:59:00+06:00"),
    ],
)
def test_hours_over_a_clock_change(zone: str, arrest: str, facts: dict[str, object], expected: str) -> None:
    report = case({**ADULT, **facts}, at(arrest, "arrest"), zone=zone, as_of="2024-04-01")
    found = one(report, "custody.before-court-order").deadline
    assert found is not None
    assert report.local(found).isoformat() == expected


def test_a_local_time_that_occurs_twice() -> None:
    report = case(ADULT, at("2024-02-29 23:30", "arrest"))
    account = report.scenario.events[0].at.default
    assert account.kind == "repeated"
    assert [report.local(instant).isoformat() for instant in (account.earliest, account.latest)] == [
        "2024-02-29T23:30:00+06:00",
        "2024-02-29T23:30:00+05:00",
    ]
    assert account.latest - account.earliest == 3600


def test_a_computed_local_time_that_occurs_twice_is_the_later() -> None:
    # Two calendar months from 31 December 2023 end at 24:00 of 29 February 2024, when the hour from 23:00 had run twice.
    arrest = at("2023-12-31 10:00", "arrest")
    remand = at("2024-01-01 10:00", "remand_authorized", by="court")
    report = case(UNKNOWN, arrest, remand, as_of="2024-04-01")
    found = one(report, "remand.two-months").deadline
    assert found is not None
    assert report.local(found).isoformat() == "2024-03-01T00:00:00+05:00"


@pytest.mark.parametrize(
    ("found", "expected", "entry_day_counts"),
    [
        ("2018-04-26", "2018-05-05", "2018-05-04"),  # Sat 28 April worked, Mon 30 April and Tue 1 May off
        ("2021-03-18", "2021-03-31", "2021-03-30"),  # 22 to 24 March off
        ("2018-08-23", "2018-08-30", "2018-08-29"),  # Sat 25 August worked
    ],
)
def test_five_working_days(found: str, expected: str, entry_day_counts: str) -> None:
    """The limit is 24:00 of the last day, written 00:00 of the next."""
    event = at(f"{found} 10:00", "discrepancy_found")
    report = case(UNKNOWN, event, as_of="2022-01-01")
    assert deadline(report, "records.discrepancy") == f"{expected} 00:00:00"
    other = case(UNKNOWN, event, as_of="2022-01-01", readings={"A12": "entry-day-counts"})
    assert deadline(other, "records.discrepancy") == f"{entry_day_counts} 00:00:00"


def test_two_working_days_end_on_a_sunday_that_is_worked() -> None:
    admitted = at("2019-12-30 10:00", "admitted", **{"as": "convict"})
    report = case(UNKNOWN, admitted, as_of="2022-01-01")
    assert deadline(report, "convict.family-notice") == "2020-01-06 00:00:00"
    assert PACK.calendar.is_working(date(2020, 1, 5))
    assert date(2020, 1, 5).isoweekday() == 7


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2018-03-03", True), ("2021-01-03", False), ("2021-04-03", False), ("2021-10-03", False), ("2022-09-03", False)],
)
def test_thirds_of_the_month(day: str, worked: bool) -> None:
    assert PACK.calendar.is_working(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("2017-07-01", "2017-07-01"),
        ("2018-01-01", "2018-01-03"),
        ("2018-07-01", "2018-07-02"),
        ("2019-01-01", "2019-01-03"),
        ("2020-01-01", "2020-01-05"),
        ("2021-01-01", "2021-01-05"),
        ("2022-01-01", "2022-01-05"),
    ],
)
def test_first_working_day_of_a_half_year(start: str, first: str) -> None:
    assert PACK.calendar.next(date.fromisoformat(start)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("month", "as_it_stands", "moved"),
    [
        ("2018-05", "2018-05-04", "2018-05-04"),  # a Thursday
        ("2021-01", "2021-01-04", "2021-01-06"),  # Sunday within the holidays, the fifth is worked
        ("2021-04", "2021-04-04", "2021-04-06"),  # Saturday
        ("2021-07", "2021-07-04", "2021-07-04"),  # a Saturday that is worked
        ("2021-10", "2021-10-04", "2021-10-05"),  # Sunday
        ("2022-09", "2022-09-04", "2022-09-06"),  # Saturday
    ],
)
def test_cross_checks_by_the_third_of_the_month(month: str, as_it_stands: str, moved: str) -> None:
    """The limit is 24:00 of the day, written 00:00 of the next."""
    checked = at(f"{month}-02 10:00", "data_cross_checked")
    for until, number in ((f"{month}-02", 0), (f"{month}-03 23:59:59", 0), (f"{month}-03", 1), (f"{month}-28", 1)):
        facts = {"cross_check.observed": {"from": f"{month}-01", "until": until}}
        assert len(all_of(case(facts, checked, as_of="2023-01-01"), "records.monthly-cross-check")) == number
    facts = {"cross_check.observed": {"from": "2018-05-01", "until": "2022-12-31"}}
    for option, due in (("day-three", as_it_stands), ("next-working-day", moved)):
        report = case(facts, at(f"{month}-02 10:00", "data_cross_checked"), as_of="2023-01-01", readings={"A13": option})
        ends = [report.local(found.deadline).isoformat(" ") for found in all_of(report, "records.monthly-cross-check") if found.deadline]
        assert f"{due} 00:00:00" in {end[:19] for end in ends if end.startswith(month)}


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2017-07-01", "2017-12-31", "2017-07-02"),  # a Saturday that is worked
        ("2018-01-01", "2018-06-30", "2018-01-04"),
        ("2018-07-01", "2018-12-31", "2018-07-03"),
        ("2019-01-01", "2019-06-30", "2019-01-04"),
        ("2020-01-01", "2020-06-30", "2020-01-06"),  # a Sunday that is worked
        ("2021-01-01", "2021-06-30", "2021-01-06"),
        ("2022-01-01", "2022-06-30", "2022-01-06"),
    ],
)
def test_check_days_of_the_order(first: str, last: str, due: str) -> None:
    """The limit is 24:00 of the first working day of the half-year, written 00:00 of the next day."""
    facts = {"facility.observed": {"from": first, "until": last}, "facility.category": "penal_institution"}
    event = at(f"{first} 00:00", "sentence_terms_checked")
    report = case(facts, event, as_of="2023-01-01", readings={"A14": "code-first-working-days"})
    assert deadline(report, "records.sentence-terms-check") == f"{due} 00:00:00"


def test_working_days_past_the_known_calendar_are_provisional() -> None:
    for day, provisional in (("2025-12-22", False), ("2025-12-30", True), ("2015-12-21", True)):
        report = case(UNKNOWN, at(f"{day} 10:00", "admitted", **{"as": "convict"}), as_of="2026-03-01")
        said = any("provisional" in step for step in one(report, "convict.family-notice").because)
        assert said is provisional


ORDER = at("2021-03-01 12:00", "remand_authorized", by="court", until="2021-06-10")


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([ORDER, at("2021-03-03 09:00", "admitted")], "2021-05-02 00:00"),
        ([ORDER, at("2021-04-10 08:00", "arrest")], "2021-06-11 00:00"),
        ([ORDER, at("2021-04-10 08:00", "arrest"), at("2021-04-12 08:00", "arrest")], "2021-06-11 00:00"),
        ([at("2021-02-27 08:00", "arrest"), ORDER], "2021-04-28 00:00"),
        (
            [at("2021-01-10 08:00", "arrest"), at("2021-01-12 08:00", "release"), ORDER, at("2021-04-10 08:00", "arrest")],
            "2021-06-11 00:00",
        ),
        ([ORDER, at("2021-03-10 12:00", "release"), at("2021-04-10 08:00", "arrest")], "2021-05-02 00:00"),
    ],
)
def test_months_of_an_order_run_from_the_arrest_of_its_detention_before_it_or_after(events: list, due: str) -> None:
    """Paragraph 217: custody is counted from the actual arrest, also where a judge ordered it in the person's absence."""
    assert deadline(case(ADULT, *events), "remand.two-months") == f"{due}:00"
