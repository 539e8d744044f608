"""What is known of a case while it is invented: each name with its value for the scenario and its words for the documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from detention_rules.language.shapes.training import StockShape
from detention_rules.language.stories import PLACEHOLDER
from detention_rules.language.times import read_clock
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.periods import HOUR, MINUTE, parse_iso
from detention_rules.model.zones import Zone

_WORD = re.compile("[a-z_]+")


class Known:
    """Names with values and words. A name that is not here is one of which no document may speak."""

    def __init__(self, stock: StockShape, home: Zone, calendar: WorkCalendar) -> None:
        self.stock, self.home, self.calendar = stock, home, calendar
        self.values: dict[str, Any] = {}
        self.words: dict[str, str] = {}

    def put(self, name: str, value: Any, words: str | None = None) -> None:
        """Enter a value. `words` are made from it unless given; with a capital they stand under the name with one.

        A word of the vocabulary is also a name, with nothing to say, for texts that are meant for it alone (`placed.place.cell`).
        """
        self.values[name] = value
        if isinstance(value, str) and _WORD.fullmatch(value):
            self.words[f"{name}.{value}"] = ""
        self.words[name] = said = self.said(name, value) if words is None else words
        root, dot, last = name.rpartition(".")
        if dot:
            self.words[f"{root}.{last.capitalize()}"] = said[:1].upper() + said[1:]

    def forget(self, name: str) -> None:
        """Leave a name out, so that every text that speaks of it is left out too."""
        root, _, last = name.rpartition(".")
        self.values.pop(name, None)
        for each in (name, f"{root}.{last.capitalize()}"):
            self.words.pop(each, None)

    def said(self, name: str, value: Any) -> str:
        """Return a value in the words of the pack: those entered for it under the last part of its name."""
        if isinstance(value, date):
            return self.date(value)
        known = self.stock.words.get(name) or self.stock.words.get(name.rpartition(".")[2], {})
        if isinstance(value, (list, tuple)):
            return ", ".join(known.get(str(one), str(one)) for one in value) or known.get("[]", "")
        key = str(value).lower() if isinstance(value, bool) else str(value)
        if key not in known and isinstance(value, str) and value[:1] == "P" and value[1:2].isdigit():
            return str(parse_iso(value))
        return known.get(key, key)

    def date(self, day: date) -> str:
        """Return a date as documents of the country write it."""
        dates = self.stock.dates
        words = {"day": str(day.day), "month": dates.months[day.month - 1], "year": str(day.year), "weekday": dates.weekdays[day.weekday()]}
        return filled(dates.date, words) or day.isoformat()

    def moment(self, name: str, instant: int) -> dict[str, str]:
        """Return the words for an instant, under `name`: its time, its date, the two together, the weekday, and an empty word that is

        called `in_hours` in office hours and `off_hours` outside them, for texts that are meant for either.
        """
        local = self.home.local(instant)
        time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        day = self.date(local.date())
        part = "in_hours" if self.on_office_day(instant) and self.in_hours(instant, self.stock.office_hours) else "off_hours"
        return {
            f"{name}.{part}": "",
            f"{name}.time": time,
            f"{name}.clock": f"{local:%H:%M:%S}",
            f"{name}.date": day,
            f"{name}.weekday": self.stock.dates.weekdays[local.weekday()],
            f"{name}.at": filled(self.stock.dates.at, {"time": time, "date": day}) or f"{day} {time}",
        }

    def on_office_day(self, instant: int) -> bool:
        """Tell whether an instant is on a day on which offices work, which a public holiday is not."""
        day = self.home.day(instant)
        return day.isoweekday() in self.stock.office_days and day not in self.calendar.off

    def open_at(self, instant: int) -> bool:
        """Tell whether an instant is on a day on which something in a story may happen."""
        day = self.home.day(instant).isoformat()
        return not any(closed.dates[0] <= day <= closed.dates[1] for closed in self.stock.never_between)

    def in_hours(self, instant: int, hours: str) -> bool:
        """Tell whether an instant, cut to its minute, lies between two local times of the day, both included ("08:00..18:30")."""
        low, high = (read_clock(clock) for clock in hours.split(".."))
        local = self.home.local(instant)
        return low <= local.hour * HOUR + local.minute * MINUTE <= high


def filled(text: str, words: Mapping[str, str]) -> str | None:
    """Return a text with its names filled in; None where one is not known."""
    names = PLACEHOLDER.findall(text)
    if any(name not in words for name in names):
        return None
    return PLACEHOLDER.sub(lambda match: words[match[1]], text)
