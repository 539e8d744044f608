"""Law in force: whether something was law at an instant, by local dates that may themselves be uncertain."""

from __future__ import annotations

from detention_rules.engine.timeline import FAR
from detention_rules.language.rules import Bound, Dates
from detention_rules.model.zones import Zone


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
            since = _ends(self.dates.since, home, -FAR)
            until = _ends(self.dates.until, home, FAR)
            found = self._instants[home.name] = (*since, *until)
        perhaps_from, from_, perhaps_until, until_ = found
        if from_ <= instant < perhaps_until:
            return True
        return False if instant < perhaps_from or instant >= until_ else None


def _ends(bound: Bound | None, home: Zone, otherwise: int) -> tuple[int, int]:
    """Return the instants between which a change of law lies."""
    return (otherwise, otherwise) if bound is None else (home.midnight(bound.earliest), home.midnight(bound.latest))
