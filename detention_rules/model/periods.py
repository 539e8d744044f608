"""Lengths of time as a text gives them: ISO 8601 durations (`P3Y6M`) and short spans (`3h 20m`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detention_rules.model.catalogue import count, text

_ISO = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,3})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?")
_SHORT = re.compile(r"(-)?\s*(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?")

MINUTE, HOUR, DAY = 60, 3600, 86400
LONGEST_YEARS = 200
"""No term that a file may carry is longer: beyond it, calendar arithmetic leaves the years that dates can name."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: years, months and days are of the local calendar, seconds elapse on the UTC axis."""

    years: int = 0
    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def calendar(self) -> bool:
        """Whether any part is counted on the local calendar."""
        return bool(self.years or self.months or self.days)

    def __str__(self) -> str:
        parts = [
            count(f"unit.{unit}", number) for unit, number in (("year", self.years), ("month", self.months), ("day", self.days)) if number
        ]
        if self.seconds or not parts:
            parts.append(elapsed(self.seconds))
        return " ".join(parts)


def parse_iso(value: str) -> Period:
    """Read an ISO 8601 duration such as `P3Y`, `P1Y6M`, `P40D` or `PT48H`. Raises ValueError."""
    match = _ISO.fullmatch(value.strip())
    if not match or not any(match.groups()) or value.strip().endswith("T"):
        raise ValueError(value)
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if years + months / 12 + (weeks * 7 + days) / 365 + hours / 8766 > LONGEST_YEARS:
        raise ValueError(value)
    return Period(years, months, weeks * 7 + days, hours * HOUR + minutes * MINUTE + seconds)


def parse_short(value: str) -> int:
    """Read a short span such as `3h`, `1h 30m`, `-1m` or `2d` into seconds. Raises ValueError."""
    match = _SHORT.fullmatch(value.strip())
    if not match or not any(match.groups()[1:]):
        raise ValueError(value)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    total = days * DAY + hours * HOUR + minutes * MINUTE + seconds
    if total > LONGEST_YEARS * 366 * DAY:
        raise ValueError(value)
    return -total if match.group(1) else total


def elapsed(seconds: int) -> str:
    """Return a length of elapsed time in words of hours and minutes: `48 h`, `1 h 05 min`, `20 s`."""
    hours, rest = divmod(abs(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    parts = []
    if hours:
        parts.append(text("unit.h", number=hours))
    if minutes:
        parts.append(text("unit.min", number=f"{minutes:02d}" if hours else minutes))
    if left or not parts:
        parts.append(text("unit.s", number=left))
    return " ".join(parts)


def rough(seconds: int) -> str:
    """Return elapsed time for people: days and hours when long (`12 d 3 h`), hours and minutes when short."""
    days, rest = divmod(abs(seconds), DAY)
    if days < 4:
        return elapsed(seconds)
    hours = rest // HOUR
    parts = [text("unit.d", number=days)]
    if hours:
        parts.append(text("unit.h", number=hours))
    minutes = rest % HOUR // MINUTE
    if minutes:
        parts.append(text("unit.min", number=f"{minutes:02d}"))
    return " ".join(parts)
