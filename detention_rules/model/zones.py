"""Local time and instants. An instant is whole seconds since 1970-01-01T00:00:00Z; a zone turns it into local time and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.relativedelta import relativedelta

from detention_rules.model.periods import DAY

FIRST_YEAR, LAST_YEAR = 1930, 2200
"""Years that an input may name: outside them zone data and calendars mean nothing, and a typing error is likelier."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_KEPT_DAYS = 4096


class UnknownZone(ValueError):
    """The name is not an IANA time zone."""


class Zone:
    """An IANA time zone, with the conversions that the law's clocks need. Get one with `zone(name)`."""

    __slots__ = ("_tz", "day", "midnight", "name")

    def __init__(self, name: str) -> None:
        try:
            self._tz = ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise UnknownZone(name) from error
        self.name = name
        self.midnight: Callable[[date], int] = lru_cache(maxsize=_KEPT_DAYS)(self._midnight)
        """Returns the instant at which a day begins, which is also 24:00 of the day before."""
        self.day: Callable[[int], date] = lru_cache(maxsize=_KEPT_DAYS)(self._day)
        """Returns the local date of an instant."""

    def local(self, instant: int) -> datetime:
        """Return the aware local date and time of an instant."""
        return (_EPOCH + instant * _SECOND).astimezone(self._tz)  # fromtimestamp refuses instants before 1970 on Windows

    def instants(self, local: datetime) -> tuple[int, ...]:
        """Return the instants at which clocks show `local` (naive, its fold is ignored): none if skipped, two if repeated, else one."""
        first, second = local.replace(tzinfo=self._tz, fold=0), local.replace(tzinfo=self._tz, fold=1)
        if first.utcoffset() == second.utcoffset():
            return (_seconds(first),)
        found = sorted({_seconds(first), _seconds(second)})
        return tuple(instant for instant in found if self.local(instant).replace(tzinfo=None) == local)

    def computed(self, local: datetime) -> int:
        """Return the instant of a computed local time: the later of two; a skipped one moves past the gap."""
        found = self.instants(local)
        return found[-1] if found else _seconds(local.replace(tzinfo=self._tz, fold=0))

    def _midnight(self, day: date) -> int:
        return self.computed(datetime.combine(day, time.min))

    def _day(self, instant: int) -> date:
        return self.local(instant).date()

    def changes(self, first: int, last: int) -> Iterator[int]:
        """Yield the instants after `first`, up to `last`, at which clocks are moved."""
        for start in range(first, last, DAY):
            low, high = start, min(start + DAY, last)
            before = self.local(low).utcoffset()
            if self.local(high).utcoffset() == before:
                continue
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self.local(middle).utcoffset() == before else (low, middle)
            yield high

    def whole_day(self, day: date) -> tuple[int, int]:
        """Return the first and the last second of a local day."""
        return self.midnight(day), self.midnight(day + _DAY) - 1


@lru_cache(maxsize=64)
def zone(name: str) -> Zone:
    """Return the zone of an IANA name. Raises UnknownZone."""
    return Zone(name)


def zone_names() -> set[str]:
    """Return every known IANA name, for messages."""
    return available_timezones()


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND


def instant_of(moment: datetime) -> int:
    """Return the instant of an aware datetime; parts of a second are dropped. Raises ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError("naive datetime")
    return _seconds(moment)


@lru_cache(maxsize=4096)
def shift(day: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Return the corresponding date; one that does not exist becomes the last day of its month."""
    if not years and not months:
        return day + days * _DAY
    return day + relativedelta(years=years, months=months, days=days)
