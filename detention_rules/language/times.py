"""Reading dates and times as people write them in a file, in the scenario's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from detention_rules.model.scenario import Account
from detention_rules.model.zones import FIRST_YEAR, LAST_YEAR, Zone, instant_of

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]+(\d{2}):(\d{2})(?::(\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?")
_CLOCK = re.compile(r"(\d{2}):(\d{2})")


class TimeFault(ValueError):
    """A date or time that cannot be read: `code` names the text of the catalogue, `values` fill it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_date(raw: Any) -> date:
    """Read `YYYY-MM-DD` (or a `date`). Raises TimeFault."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        found = raw
    else:
        match = _DATE.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if not match:
            raise TimeFault("not-a-date", found=shown(raw))
        try:
            found = date(*(int(part) for part in match.groups()))
        except ValueError as error:
            raise TimeFault("no-such-date", found=raw) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise TimeFault("year-out-of-range", found=shown(raw), first=FIRST_YEAR, last=LAST_YEAR)
    return found


def read_account(raw: Any, zone: Zone) -> Account:
    """Read a local or offset time, or a bare date, into the instants between which it lies. Raises TimeFault."""
    if isinstance(raw, datetime):
        return _exact(_aware(raw))
    if isinstance(raw, date) or (isinstance(raw, str) and _DATE.fullmatch(raw.strip())):
        first, last = zone.whole_day(read_date(raw))
        first += 1  # its first instant is 24:00 of the day before: whoever names a day does not mean that
        return Account(first, last, kind="day")
    match = _TIME.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not match:
        raise TimeFault("not-a-time", found=shown(raw))
    day, hour, minute, second, offset = match.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0))
    except ValueError as error:
        raise TimeFault("midnight-24" if hour == "24" else "no-such-time", found=raw) from error
    local = datetime.combine(read_date(day), clock)
    if offset:
        return _exact(instant_of(local.replace(tzinfo=_offset(offset))))
    found = zone.instants(local)
    if not found:
        raise TimeFault("skipped-time", found=raw, zone=zone.name)
    return Account(found[0], found[-1], kind="repeated" if len(found) > 1 else "exact")


def read_limit(raw: Any, zone: Zone) -> int:
    """Read the last moment of a period: a bare date ends at 24:00, a repeated local time at the later one. Raises TimeFault."""
    account = read_account(raw, zone)
    return account.latest + 1 if account.kind == "day" else account.latest


def read_moment(raw: Any, zone: Zone) -> int:
    """Read one instant; a bare date is not enough. Raises TimeFault."""
    account = read_account(raw, zone)
    if account.kind == "day":
        raise TimeFault("needs-time", found=shown(raw))
    return account.latest


def read_clock(raw: Any) -> int:
    """Read a time of day, `18:00`, as seconds after midnight. Raises TimeFault."""
    match = _CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not match or int(match[1]) > 24 or int(match[2]) > 59 or (int(match[1]) == 24 and int(match[2])):
        raise TimeFault("not-a-clock", found=shown(raw))
    return int(match[1]) * 3600 + int(match[2]) * 60


def _exact(instant: int) -> Account:
    return Account(instant, instant)


def _aware(moment: datetime) -> int:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise TimeFault("year-out-of-range", found=moment.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return instant_of(moment)
    except ValueError as error:
        raise TimeFault("naive-time", found=moment.isoformat()) from error


def _offset(raw: str) -> timezone:
    if raw == "Z":
        return UTC
    hours, minutes = int(raw[1:3]), int(raw[-2:])
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        raise TimeFault("bad-offset", found=raw)
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if raw[0] == "-" else shift)


def shown(raw: Any) -> str:
    """Return a value of an input for a message, cut short where it is long."""
    words = raw if isinstance(raw, str) else repr(raw)
    return words if len(words) <= 60 else f"{words[:57]}..."
