"""The engine against the naive oracle, near limits, clock changes and month ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from profiles import examples

from detention_rules import check

from . import oracle
from .builder import PACK
from .oracle import MINUTE, RULES, Happening, Timeline, day_ends, months_later

PLACES = [
    ("Asia/Almaty", "2024-02-27 12:00"),
    ("Asia/Almaty", "2024-02-28 10:00"),
    ("Asia/Almaty", "2024-02-29 22:30"),
    ("Asia/Almaty", "2023-12-31 10:00"),
    ("Asia/Almaty", "2022-08-31 10:00"),
    ("Asia/Qyzylorda", "2018-12-18 09:15"),
    ("Asia/Qyzylorda", "2018-12-20 20:00"),
    ("Asia/Qyzylorda", "2018-10-20 23:59"),
    ("Asia/Almaty", "2020-12-31 23:59"),
    ("Asia/Almaty", "2021-08-31 00:00"),
    ("Asia/Aqtobe", "2020-02-29 17:59"),
    ("Asia/Aqtobe", "2019-08-29 18:01"),
]
TRANSFERRED = [
    ("Asia/Almaty", "2020-01-03 17:59"),
    ("Asia/Almaty", "2020-12-18 18:01"),
    ("Asia/Aqtobe", "2021-07-01 00:00"),
    ("Asia/Almaty", "2022-03-03 18:00"),
    ("Asia/Almaty", "2022-08-26 23:59"),
    ("Asia/Qyzylorda", "2022-10-21 18:30"),
]
"""Just before a day of a weekend that was worked, or a weekday that was off in its place."""
SECOND = timedelta(seconds=1)
HOURS = (0, 3, 6, 12, 24, 48, 72)
BESIDE = st.sampled_from(
    [
        *(minutes * MINUTE for minutes in (-60, -2, -1, 0, 0, 1, 2, 59, 60, 61)),
        *(seconds * SECOND for seconds in (-59, -1, 0, 1, 59)),
    ]
)
"""How long before or after a limit something happens: whole minutes, or seconds of which a count of minutes sees nothing."""

ACTS: list[tuple[str, dict[str, Any]]] = [
    ("release", {}),
    ("surrendered", {}),
    ("remand_authorized", {"by": "court"}),
    ("remand_authorized", {"by": "procurator"}),
    ("house_arrest_authorized", {"by": "investigating_judge"}),
    ("extradition_detention_authorized", {"by": "court"}),
    ("administrative_detention_ordered", {"by": "court"}),
    ("movement_restriction_authorized", {"by": "investigating_judge"}),
    ("remand_refused", {}),
    ("arrest_record", {}),
    ("procurator_notified", {"written": True}),
    ("procurator_notified", {"written": False}),
    ("mfa_notified", {}),
    ("mission_notified", {}),
    ("arrest", {}),
]

ORDERED = {kind for kinds in oracle.ORDERS.values() for kind in kinds}


def instant(place: tuple[str, str]) -> datetime:
    return datetime.fromisoformat(place[1]).replace(tzinfo=ZoneInfo(place[0])).astimezone(UTC)


@st.composite
def known(draw: st.DrawFn) -> dict[str, Any]:
    possible = {**oracle.POSSIBLE, "proceeding": tuple(oracle.ORDERS)}
    found = {name: draw(st.sampled_from((*values, None))) for name, values in possible.items()}
    return {name: value for name, value in found.items() if value is not None}


@st.composite
def custody(draw: st.DrawFn) -> Timeline:
    """Draw an arrest and acts around the hours that the report names."""
    place = draw(st.sampled_from(PLACES))
    start = instant(place) + draw(st.integers(0, 90)) * MINUTE + draw(st.sampled_from([0, 0, 1, 59])) * SECOND
    happenings: list[Happening] = [(start, "arrest", {})]
    for kind, said in draw(st.lists(st.sampled_from(ACTS), max_size=6)):
        when = start + draw(st.sampled_from(HOURS)) * 60 * MINUTE + draw(BESIDE)
        happenings.append((when, kind, said))
        if kind in ORDERED:
            lasts = draw(st.sampled_from([10 * 60, 60 * 24 * 60]))
            happenings[-1] = (when, kind, {**said, "until": when + lasts * MINUTE})
    as_of = start + draw(st.sampled_from((3, 12, 24, 48, 72, 100, 150))) * 60 * MINUTE + draw(BESIDE)
    return Timeline(place[0], happenings, as_of, draw(known()))


@st.composite
def remand(draw: st.DrawFn) -> Timeline:
    """Draw a remand with its end near two or eighteen months."""
    place = draw(st.sampled_from(PLACES))
    start = instant(place)
    decided = start + draw(st.integers(0, 48 * 60)) * MINUTE
    zone, arrested = ZoneInfo(place[0]), draw(st.booleans())
    bare = Timeline(place[0], [], decided)
    first = (start if arrested else decided).astimezone(zone).date()
    happenings: list[Happening] = [(decided, "remand_authorized", {"by": draw(st.sampled_from(["court", "procurator"]))})]
    if arrested:
        happenings.append((start, "arrest", {}))
        for minutes in draw(st.lists(st.sampled_from([1, 20 * 60, 40 * 60]), max_size=1)):
            happenings.append((start + minutes * MINUTE, "arrest", {}))
    ends = [day_ends(bare, months_later(first, months)) for months in (2, 18)]
    kinds = [
        ("release", {}),
        *(
            ("remand_extended", {"by": by, "until": end + past})
            for by in ("court", "procurator")
            for end in ends
            for past in (0 * SECOND, SECOND, MINUTE)
        ),
        ("sentence_started", {"months": 1}),
    ]
    for kind, said in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        when = draw(st.sampled_from(ends)) + draw(BESIDE)
        if kind == "sentence_started":  # counted from that day or from an earlier one
            happenings.append((draw(st.sampled_from([when, start])), kind, {**said, "judgment": when}))
        elif "until" in said:
            happenings.append((when, kind, {**said, "until": max(when, said["until"])}))
        else:
            happenings.append((when, kind, said))
    return Timeline(place[0], happenings, draw(st.sampled_from(ends)) + draw(BESIDE), {})


@st.composite
def release(draw: st.DrawFn) -> Timeline:
    """Draw a sentence or release documents, and a release near the end, which may be on or beside a transferred day."""
    zone, _ = place = draw(st.sampled_from([*PLACES, *TRANSFERRED]))
    near = (
        instant(place)
        + draw(st.integers(0, 120)) * MINUTE
        + draw(st.integers(0, 3)) * oracle.DAY
        + draw(st.sampled_from([0, 0, 1, 59])) * SECOND
    )
    bare = Timeline(zone, [], near)
    today = bare.local(near).date()
    readings = {
        "A7": draw(st.sampled_from(["day-before-anniversary", "code-preceding-working-day", "code-day-before"])),
        "C27": draw(st.sampled_from(["any-day", "next-working-day"])),
    }
    if draw(st.booleans()):
        months = draw(st.sampled_from([1, 3, 6, 12, 18, 36]))
        begun = oracle.noon(bare, months_earlier(today, months)) if draw(st.booleans()) else near
        happenings: list[Happening] = [(begun, "sentence_started", {"months": months})]
        end = oracle.noon(bare, months_later(bare.local(begun).date(), months) - draw(st.integers(1, 4)) * oracle.DAY)
    else:
        happenings = [(near, "release_documents_received", {"early": draw(st.booleans())})]
        day = today + draw(st.integers(0, 4)) * oracle.DAY
        end = draw(st.sampled_from([day_ends(bare, day), oracle.noon(bare, day)]))
    if draw(st.booleans()):
        happenings.append((end + draw(BESIDE), "release", {}))
    return Timeline(zone, happenings, max(end + draw(BESIDE), happenings[0][0]), {}, readings)


def months_earlier(day: date, months: int) -> date:
    """Return a date from which so many months end on a day, or as near to it as there is one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


@st.composite
def arrival(draw: st.DrawFn) -> Timeline:
    """Draw the arrival of a convict beside days off and transferred days, and notices to the mission about the second working day."""
    zone, _ = place = draw(st.sampled_from([one for one in (*TRANSFERRED, *PLACES) if one[1] >= "2020"]))
    came = instant(place) + draw(st.integers(0, 120)) * MINUTE + draw(st.integers(-2, 3)) * oracle.DAY
    bare = Timeline(zone, [], came)
    happenings: list[Happening] = [(came, "admitted", {"as": draw(st.sampled_from(["convict", "convict", "remanded"]))})]
    ends = [day_ends(bare, bare.local(came).date() + days * oracle.DAY) for days in range(7)]
    for end in draw(st.lists(st.sampled_from(ends), max_size=2)):
        happenings.append((end + draw(BESIDE), "convict_mission_informed", {}))
    as_of = max(came, draw(st.sampled_from(ends)) + draw(BESIDE))
    foreign = draw(st.sampled_from([{"foreign": True}, {"foreign": True}, {"foreign": False}, {}]))
    return Timeline(zone, happenings, as_of, foreign, {"A12": draw(st.sampled_from(["day-after-is-first", "entry-day-counts"]))})


NAMES = {
    "juvenile": "person.juvenile",
    "category": "offence.category",
    "kinds": "offence.kinds",
    "remote": "circumstances.remote",
    "emergency": "circumstances.emergency",
    "foreign": "person.foreign",
    "proceeding": "proceeding",
}


def engine(timeline: Timeline) -> dict[str, list[oracle.Opinion]]:
    """Return what the engine finds, in the oracle's shape."""
    events = []
    for when, kind, said in timeline.happenings:
        attributes = {key: value for key, value in said.items() if key != "months"}
        if "months" in said:
            attributes["term"] = f"P{said['months']}M"
        for name in ("judgment", "until"):
            if name in said:
                attributes[name] = said[name].isoformat()
        events.append({"at": when.isoformat(), "is": kind, **attributes})
    facts = {NAMES[name]: list(value) if name == "kinds" else value for name, value in timeline.facts.items()}
    report = check(
        {"zone": timeline.zone, "facts": facts, "events": events, "readings": timeline.readings, "as_of": timeline.as_of.isoformat()},
        pack=PACK,
    )
    found: dict[str, list[oracle.Opinion]] = {rule: [] for rule in RULES}
    for finding in report.findings:
        if finding.rule.id in found:
            found[finding.rule.id].append((finding.verdict.value, finding.margin_seconds))
    return found


WORKING = ("convict.mission-notice",)
MONTHS = ("remand.two-months", "remand.eighteen-months")
ENDS = ("release.end-of-term", "release.early", "release.documents-same-day")
HOURLY = tuple(rule for rule in RULES if rule not in (*MONTHS, *ENDS, *WORKING))


def agree(timeline: Timeline, rules: tuple[str, ...]) -> None:
    expected, found = oracle.findings(timeline, rules), engine(timeline)
    for rule in rules:
        assert found[rule] == expected[rule], (rule, timeline)


@given(custody())
@examples(60)
def test_hours(timeline: Timeline) -> None:
    agree(timeline, tuple(rule for rule in HOURLY if not oracle.odd(timeline, rule)))


@given(remand())
@examples(60)
def test_months(timeline: Timeline) -> None:
    orders = [(when, kind) for when, kind, _ in timeline.happenings]
    assume(len(set(orders)) == len(orders))  # which of two orders of one second came last is open
    agree(timeline, MONTHS)


@given(release())
@examples(80)
def test_release(timeline: Timeline) -> None:
    agree(timeline, ENDS)


@given(arrival())
@examples(60)
def test_working_days(timeline: Timeline) -> None:
    agree(timeline, WORKING)


@pytest.mark.parametrize(
    ("zone", "arrest", "hours", "expected"),
    [
        ("Asia/Almaty", "2024-02-28 10:00", 48, "2024-03-01 09:00"),
        ("Asia/Qyzylorda", "2018-12-19 09:15", 72, "2018-12-22 08:15"),
        ("Asia/Aqtobe", "2024-02-28 10:00", 48, "2024-03-01 10:00"),
    ],
)
def test_the_oracle_counts_over_a_clock_change(zone: str, arrest: str, hours: int, expected: str) -> None:
    """The oracle itself, on numbers worked by hand."""
    start = instant((zone, arrest))
    free = datetime.fromisoformat(expected).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for late in (-60, -1, 0, 1, 60):
        freed = free + late * SECOND
        timeline = Timeline(zone, [(start, "arrest", {}), (freed, "release", {})], freed + timedelta(days=1))
        opinion = oracle.within_hours(timeline, start, hours, oracle.FREE)
        assert opinion == ("violated" if late > 0 else "complied", -late)


def test_the_oracle_ends_days_on_the_wall_clock() -> None:
    almaty = Timeline("Asia/Almaty", [], datetime(2024, 1, 1, tzinfo=UTC))
    assert day_ends(almaty, months_later(datetime(2023, 12, 31).date(), 2)) == datetime(2024, 2, 29, 19, tzinfo=UTC)
    assert day_ends(almaty, datetime(2024, 2, 28).date()) == datetime(2024, 2, 28, 18, tzinfo=UTC)
