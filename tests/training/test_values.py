"""Reading times, lengths and labels as people write them: many ways, never a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules.model.zones import Zone, zone
from detention_rules.training import Option
from detention_rules.training.values import (
    Unreadable,
    instant_words,
    local_words,
    minutes_words,
    read_instants,
    read_minutes,
    read_option,
    same_minute,
)

ALMATY = zone("Asia/Almaty")
QUARTER_PAST_NINE = int(datetime(2021, 3, 3, 3, 15, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-03 09:15",
        "2021-03-03 9:15",
        "2021/03/03 09:15",
        "2021.03.03 09.15",
        "03-03-2021 9.15",
        "03/03/2021 09:15",
        "2021-03-03T09:15",
        "2021-03-03 09:15:00",
        "2021-03-03T09:15:00+06:00",
        "2021-03-03T03:15:00Z",
        "2021-03-03 03:15 Z",
        "2021-03-03 04:15 +0100",
        "03.03.2021 09:15",
        "3.3.2021, 9:15",
        "9:15 3 March 2021",
        "9:15 on 3 March 2021",
        "3 Mar 2021 at 09:15",
        "3 MARCH 2021, 09:15 local time",
        "09:15 03.03.2021",
        "  2021-03-03\t09:15 ",
        "by 2021-03-03 09:15.",
        "2021-03-03 09:15 (+06:00)",
        "2021-03-03 09:15 (2021-03-03 09:15)",
        "March 3, 2021 09:15",
        "9:15 on Mar. 3 2021",
        "Wednesday, 3 March 2021 09:15",
        "Wed, March 3, 2021, 9:15",
    ],
)
def test_a_time_is_read_however_it_is_written(written: str) -> None:
    assert read_instants(written, ALMATY) == (QUARTER_PAST_NINE,)


def test_october_is_a_month_with_capitals_too() -> None:
    assert read_instants("1 OCTOBER 2021 10:00", ALMATY) == read_instants("2021-10-01 10:00", ALMATY)


def test_an_aware_datetime_is_a_time_and_a_naive_one_is_not() -> None:
    assert read_instants(datetime(2021, 3, 3, 3, 15, tzinfo=UTC), ALMATY) == (QUARTER_PAST_NINE,)
    with pytest.raises(Unreadable, match="2021-03-03"):
        read_instants(datetime(2021, 3, 3, 9, 15), ALMATY)


def test_the_end_of_a_day_has_two_names() -> None:
    assert read_instants("2021-03-03 24:00", ALMATY) == read_instants("2021-03-04 00:00", ALMATY)
    assert read_instants("24:00 31 December 2021", ALMATY) == read_instants("1 January 2022 0:00", ALMATY)
    assert instant_words(read_instants("2021-03-03 24:00", ALMATY)[0], ALMATY) == "2021-03-04 00:00 (24:00 of 2021-03-03)"


def test_a_time_that_clocks_showed_twice_is_two_instants() -> None:
    first, second = read_instants("2024-02-29 23:30", ALMATY)
    assert second - first == 3600


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2021-03-03", "expected a date and a time"),
        ("09:15", "expected a date and a time"),
        ("03/04/2021 09:15", "expected a date and a time"),  # the third of April or the fourth of March
        ("2021-03-03 09:15 or 10:15", "expected a date and a time"),
        ("2021-03-03 about 09:15", "expected a date and a time"),
        ("2021-03-03 9:15 pm", "expected a date and a time"),
        ("Thursday, 3 March 2021 09:15", "another day of the week"),
        ("2021-03-04 00:00 (24:00 of 2021-03-04)", "two times"),
        ("2021-03-03 09:15 (12 nonsense 2021 9:15)", "expected a date and a time"),
        ("2021-03-03 09:15 nonsense 12 2021", "expected a date and a time"),
        ("2021-03-03 09:15 +٠٦:00", "expected a date and a time"),
        ("2021-03-03 ٠٩:١٥", "expected a date and a time"),
        ("2021-03-03 09:15 +15:00", "expected a date and a time"),
        ("2021-03-03 09:15" + " (x1)" * 5_000, "expected a date and a time"),
        ("2021-02-30 09:15", "no such time"),
        ("2021-03-03 24:01", "no such time"),
        ("2021-03-03 09:60", "no such time"),
        ("0001-01-01 09:15", "no such time"),
        ("9999-12-31 24:00", "no such time"),
        ("3 Nonsense 2021 09:15", "expected a date and a time"),
        ("", "expected a date and a time"),
        ("в среду в 9:15", "expected a date and a time"),
        (None, "expected a date and a time"),
        (915, "expected a date and a time"),
        ([], "expected a date and a time"),
    ],
)
def test_what_is_no_time_says_what_was_expected(written: object, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_instants(written, ALMATY)


def test_a_time_that_never_was_says_so() -> None:
    with pytest.raises(Unreadable, match="never showed"):
        read_instants("2021-03-28 02:30", zone("Europe/Berlin"))


@pytest.mark.parametrize(
    ("given_", "right", "same"),
    [(900, 900, True), (900, 930, True), (901, 930, False), (960, 900, False), (840, 900, False), (901, 900, False)],
)
def test_to_the_minute(given_: int, right: int, same: bool) -> None:
    assert same_minute(given_, right) is same


@pytest.mark.parametrize(
    "written",
    ["5 h 35", "5h35", "5 h 35 min", "5h35m", "5:35", "5:35:00", "05:35", "335 min", "335min", "5 hours, 35 minutes",
     "5 hours and 35 minutes", "PT5H35M", "pt335m", "-5 h 35 min", "5 h 35 min late", "late by 5 h 35 min",
     "0 d 5 h 35 min", "5 h 35 min 0 s", "20100 s"],
)  # fmt: skip
def test_a_length_is_read_however_it_is_written(written: str) -> None:
    assert read_minutes(written) == 335


@pytest.mark.parametrize(
    ("written", "minutes"), [("1 d 2 h", 1560), ("2 days", 2880), ("1.5 h", 90), ("1,5 h", 90), ("P1DT2H", 1560), ("0 min", 0)]
)
def test_days_and_parts_of_hours(written: str, minutes: int) -> None:
    assert read_minutes(written) == minutes


@pytest.mark.parametrize(
    "written",
    [
        "335",
        335,
        335.0,
        True,
        None,
        "",
        "5 min 35",
        "5 h 75",
        "5 h 5",
        "35 min 5 h",
        "5 h 5 h",
        "5:60",
        "about 5 h",
        "5 weeks",
        "P",
        "PT",
        "late",
        "30 s",
        "1.0001 h",
        "1,000 min",
        "1.000 min",
        "٥ h",
    ],
)
def test_what_is_no_length_in_minutes_is_not_guessed(written: object) -> None:
    with pytest.raises(Unreadable):
        read_minutes(written)


@given(st.integers(0, 2_000_000))
def test_every_length_is_read_back(minutes: int) -> None:
    assert read_minutes(minutes_words(minutes)) == minutes


@given(st.integers(-1_000_000_000, 7_000_000_000).map(lambda value: value - value % 60))
def test_every_instant_is_read_back(at: int) -> None:
    if ALMATY.instants(ALMATY.local(at).replace(tzinfo=None, second=0)) and not ALMATY.local(at).second:
        assert at in read_instants(local_words(at, ALMATY), ALMATY)


@given(st.integers(-1_000_000_000, 7_000_000_000).map(lambda value: value - value % 60), st.sampled_from([ALMATY, zone("Asia/Beirut")]))
def test_the_notation_of_tasks_and_reports_is_read_back(at: int, home: Zone) -> None:
    """Beirut puts its clocks forward at midnight, so that some days have no 00:00."""
    assert at in read_instants(instant_words(at, home), home)
    offset = home.local(at).strftime("%z")
    if len(offset) == 5:  # to the minute, as it is since 1924
        assert read_instants(f"{local_words(at, home)} ({offset[:3]}:{offset[3:]})", home) == (at,)


def digits(first: int, last: int, width: int = 1) -> st.SearchStrategy[str]:
    """Return numbers as people write them, a few in digits of another script."""
    latin = st.integers(first, last).map(lambda number: f"{number:0{width}}")
    return st.one_of(*[latin] * 12, latin.map(lambda words: words.translate({48 + digit: 0x660 + digit for digit in range(10)})))


GAP = st.sampled_from([" ", " ", " ", "", ", ", "  ", "\u00a0", "\n"])
MONTH = st.sampled_from(["March", "mar", "OCTOBER", "Marc", "nonsense", "мамыр"])
DATE = st.one_of(
    st.builds("{}-{}-{}".format, digits(1925, 2205), digits(0, 13), digits(0, 32)),
    st.builds("{}.{}.{}".format, digits(0, 32), digits(0, 13), digits(0, 9999)),
    st.builds("{} {} {}".format, digits(0, 32), MONTH, digits(1925, 2205)),
    st.builds("{} {}, {}".format, MONTH, digits(0, 32), digits(1925, 2205)),
)
CLOCK = st.builds("{}:{}{}".format, digits(0, 25), digits(0, 61, 2), st.sampled_from(["", ":00", ":30", ":٣٠"]))
OFFSET = st.just("") | st.just("Z") | st.builds("{}{}:{}".format, st.sampled_from("+-"), digits(0, 16, 2), digits(0, 61, 2))
BESIDE = st.one_of(st.just(""), st.builds("({})".format, OFFSET), st.builds("(24:00 of {})".format, DATE))
WILD = st.builds(
    lambda day, clock, gap, offset, beside, first: gap.join([*((clock, day) if first else (day, clock)), offset, beside]),
    DATE, CLOCK, GAP, OFFSET, BESIDE, st.booleans(),
)  # fmt: skip
WRITTEN = ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%H:%M %d %B %Y", "%A, %B %d, %Y %H:%M", "%Y-%m-%dT%H:%M:%S"]
RIGHT = st.builds(
    lambda at, written, offset: at.strftime(written) + offset,
    st.datetimes(datetime(1931, 1, 1), datetime(2199, 1, 1)),
    st.sampled_from(WRITTEN),
    st.sampled_from(["", "Z", " +06:00", "-0330", " (+05:00)"]),
)
SPOILT = st.builds(
    lambda right, at, new: right[: at % len(right)] + new + right[at % len(right) + 1 :],
    RIGHT,
    st.integers(0, 40),
    st.sampled_from("٠٦9 ()-:x"),
)
TIMES = RIGHT | SPOILT | WILD
UNIT = st.sampled_from(["d", "h", "min", "s", "days", "HOURS", "Minute", "weeks", "ч"])
NUMBER = st.builds("{}{}".format, digits(0, 9_999_999), st.sampled_from(["", ".5", ",25", ",000", ".", "٫5"]))
LENGTHS = st.one_of(
    st.lists(st.builds("{}{}{}".format, NUMBER, GAP, UNIT), max_size=4).map(" ".join),
    st.builds("{}:{}".format, digits(0, 99_999), digits(0, 61)),
    st.builds("P{}DT{}H{}M".format, digits(0, 9999), digits(0, 9999), digits(0, 9999)),
)


@given(TIMES | LENGTHS | st.text())
def test_no_text_crashes_a_reader(written: str) -> None:
    for read in (lambda: read_instants(written, ALMATY), lambda: read_minutes(written), lambda: read_option(written, OPTIONS)):
        try:
            read()
        except Unreadable as fault:
            assert str(fault)


@given(RIGHT)
def test_the_texts_that_are_tried_reach_the_offset(written: str) -> None:
    assert read_instants(written, zone("UTC"))


@given(RIGHT.filter(lambda written: "+" in written))
def test_an_offset_in_other_digits_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        read_instants(written.replace("+0", "+٠"), ALMATY)


OPTIONS = (
    Option("a", "custody.arrest-record", "Arrest record within three hours"),
    Option("b", "custody.before-court-order", "Custody without a court's authorization"),
    Option("c", "notice.procurator", "Written notice (after place changed, 2021-03-01 10:00)"),
    Option("d", "notice.procurator", "Written notice (after place changed, 2021-03-02 10:00)"),
)


@pytest.mark.parametrize(
    "label",
    ["b", "B", "b.", "b)", " b ", "в", "custody.before-court-order", "CUSTODY.BEFORE-COURT-ORDER", "before-court-order",
     "before-court", "custody.bef",
     "Custody without a court's authorization", "custody without a court’s authorization", "Custody without"],
)  # fmt: skip
def test_an_option_is_found_by_letter_id_title_or_beginning(label: str) -> None:
    assert read_option(label, OPTIONS).id == "b"


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("notice.procurator", "several"),
        ("custody.", "several"),
        ("x", "none of the options"),
        ("cu", "none of"),
        (7, "none of"),
        (None, "none"),
    ],
)
def test_a_label_that_names_none_or_several_is_not_guessed(label: object, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_option(label, OPTIONS)
