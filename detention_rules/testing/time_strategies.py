"""Hypothesis strategies for time: instants of a zone, and lengths."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st

from detention_rules.model.catalogue import text
from detention_rules.model.periods import DAY
from detention_rules.model.problems import did_you_mean
from detention_rules.model.zones import UnknownZone, zone_names
from detention_rules.model.zones import zone as zone_of
from detention_rules.testing.arithmetic import clock_changes, corresponding, instant_at, local_time, start_of_day
from detention_rules.testing.windows import USUAL, USUAL_CLOCK

_YEARS = 700 * DAY
_CHANGES = (1900, 2100)
"""Clocks had no zones before these years, and nobody has set them for the years after."""


def moments(*, zone: str, first: datetime | None = None, last: datetime | None = None) -> st.SearchStrategy[datetime]:
    """Return instants of whole seconds, with the offset of a zone: often beside a change of its clocks, a midnight or the end of a month.

    `first` and `last` are local times without an offset, both included, in the years 2 to 9998; by default two years on either side of an
    ordinary Monday, to which failures shrink. Raises ValueError.
    """
    _require_zone(zone)
    usual = instant_at(datetime.combine(USUAL, USUAL_CLOCK), zone)
    low = usual - _YEARS if first is None else instant_at(_local("first", first), zone)
    high = usual + _YEARS if last is None else instant_at(_local("last", last), zone)
    if low > high:
        raise ValueError(text("kit.backwards", first=first, last=last))
    origin = min(max(usual, low), high)
    shown = local_time(origin, zone)
    plain = st.integers(low - origin, high - origin).map(origin.__add__)
    days = st.integers((low - origin) // DAY, (high - origin) // DAY)
    midnights = days.map(lambda day: start_of_day(local_time(origin + day * DAY, zone).date(), zone))
    months = st.integers(*(_month(local_time(end, zone)) - _month(shown) for end in (low, high)))
    month_starts = months.map(lambda more: start_of_day(corresponding(shown.date().replace(day=1), more), zone))
    years = [min(max(local_time(end, zone).year, _CHANGES[0]), _CHANGES[1]) for end in (low, high)]
    changes = [change for change in clock_changes(zone, years[0], years[1] + 1) if low <= change <= high]
    hard = st.one_of(midnights, month_starts, *([st.sampled_from(changes)] if changes else []))
    near = st.builds(int.__add__, hard, st.sampled_from([0, 1, -1, 1800, -1800])).map(lambda instant: min(max(instant, low), high))
    return st.one_of(plain, near).map(lambda instant: local_time(instant, zone))


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _local(name: str, when: datetime) -> datetime:
    if when.tzinfo is not None or not 2 <= when.year <= 9998:
        raise ValueError(text("kit.not-local", name=name, found=when))
    return when


def _require_zone(name: str) -> None:
    try:
        zone_of(name)
    except UnknownZone:
        raise ValueError(text("kit.unknown-zone", zone=name, hint=did_you_mean(name, zone_names()))) from None


def periods(*, longest_years: int = 5) -> st.SearchStrategy[str]:
    """Return lengths of time as a file has them, ISO 8601: `P3Y`, `P1Y6M`, `P40D`, `PT48H`; never longer than so many years."""
    if not 1 <= longest_years <= 100:
        raise ValueError(text("kit.years", found=longest_years))
    months = st.integers(1, 12 * longest_years - 1).map(
        lambda n: "P" + (f"{n // 12}Y" if n >= 12 else "") + (f"{n % 12}M" if n % 12 else "")
    )
    return st.one_of(st.integers(1, 24 * 30).map(lambda n: f"PT{n}H"), st.integers(1, 360 * longest_years).map(lambda n: f"P{n}D"), months)
