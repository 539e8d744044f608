"""Working days of a country, with public holidays and transferred days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from detention_rules.model.zones import FIRST_YEAR

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which local dates are working days.

    Saturdays and Sundays are off unless in `worked`; other days are worked unless in `off`. `known_from` and `known_until` bound the
    dates for which transferred days are known: outside them the answer is provisional, and findings say so.
    """

    country: str | None = None
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_from: date | None = None
    known_until: date | None = None

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day."""
        return day in self.worked if day.weekday() >= 5 else day not in self.off

    def after(self, day: date, number: int, *, counting_first: bool) -> date:
        """Return working day `number`, where day 1 is the next working day or, if counting it, `day` itself when worked."""
        current = day - _DAY if counting_first else day
        while number:
            current += _DAY
            number -= self.is_working(current)
        return current

    def previous(self, day: date) -> date:
        """Return `day` or, if it is not worked, the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def next(self, day: date) -> date:
        """Return `day` or, if it is not worked, the next working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def knows(self, day: date) -> bool:
        """Tell whether transferred days are known for `day`."""
        return not ((self.known_from and day < self.known_from) or (self.known_until and day > self.known_until))


def national_calendar(country: str, known_from: date, known_until: date) -> WorkCalendar:
    """Build a country's calendar from the `holidays` package, for every year that it may be asked about.

    Raises NotImplementedError for a country that the package does not have.
    """
    from holidays import country_holidays  # slow to import, and the result is kept with the compiled pack

    years = range(max(FIRST_YEAR, known_from.year - 6), known_until.year + 25)
    days = country_holidays(country, years=years)
    worked = frozenset(day for day in getattr(days, "weekend_workdays", ()) if day.year in years)
    return WorkCalendar(country, frozenset(days), worked, known_from, known_until)
