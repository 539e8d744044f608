"""Law in force: whether something was law at an instant, by local dates that may themselves be uncertain."""

from __future__ import annotations

from datetime import date

from detention_rules.language.rules import Bound, Dates
from detention_rules.model.zones import Zone

_ALWAYS, _NEVER = -(2**62), 2**62


class LawDates:
    """Dates of a law, and the instants that they are in each zone."""

    __slots__ = ("_instants", "dates")

    def __init__(self, dates: Dates) -> None:
        self.dates = dates
        self._instants: dict[str, tuple[int, int, int, int]] = {}

    def hold(self, home: Zone, instant: int) -> bool | None:
        """Tell whether it was law at an instant; None where the day of the change is not certain."""
        found = self._instants.get(home.name)
        if found is None:
            since = _ends(self.dates.since, home, _ALWAYS)
            until = _ends(self.dates.until, home, _NEVER)
            found = self._instants[home.name] = (*since, *until)
        perhaps_from, from_, perhaps_until, until_ = found
        if from_ <= instant < perhaps_until:
            return True
        return False if instant < perhaps_from or instant >= until_ else None


def _ends(bound: Bound | None, home: Zone, otherwise: int) -> tuple[int, int]:
    """Return the instants between which a change of law lies."""

    def midnight(day: date) -> int:
        return home.midnight(day)

    return (otherwise, otherwise) if bound is None else (midnight(bound.earliest), midnight(bound.latest))
