"""Building limits: lengths of time, where their clocks start, and how they are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detention_rules.language.building.names import Checked, Path
from detention_rules.language.conditions import TRIGGER, Limit, Start

_LENGTHS = ("minutes", "hours", "days", "months", "years", "working_days")
_PERIODS = ("duration",)


class LimitBuilder(Checked):
    """Builds the limits of a rule."""

    def limit(self, data: Mapping[str, Any], path: Path) -> Limit:
        start = self.start(data["from"], (*path, "from")) if "from" in data else TRIGGER
        common: dict[str, Any] = {
            "start": start,
            "ends": data.get("ends", "moment"),
            "less_days": data.get("less_days", 0),
            "non_working": data.get("non_working"),
        }
        if common["ends"] == "working_day" and self.names.working_day_fact:
            self.fact(self.names.working_day_fact, (*path, "ends"), kinds=("time",))
        elif common["ends"] == "working_day" or (common["ends"] == "morning" and not self.names.has_morning):
            self.fail("no-convention", (*path, "ends"), name=f"{common['ends']}_ends")
        if "standard" in data:
            outer = self.limit(data["outer"], (*path, "outer")) if "outer" in data else None
            return Limit("standard", carried=data["standard"], outer=outer, **common)
        if "period" in data:
            return self.carried(data["period"], (*path, "period"), common)
        given = {key: data[key] for key in _LENGTHS if key in data}
        if not given:
            return Limit("instant", **common)
        first_same = data.get("first_day") == "same"
        if "minutes" in given or "hours" in given:
            return Limit("elapsed", given.get("minutes", 0) * 60 + given.get("hours", 0) * 3600, **common)
        if "months" in given or "years" in given:
            return Limit("months", given.get("months", 0) + 12 * given.get("years", 0), **common)
        unit: Literal["days", "working_days"] = "days" if "days" in given else "working_days"
        return Limit(unit, given[unit], first_same=first_same, **common)

    def carried(self, data: Mapping[str, Any], path: Path, common: dict[str, Any]) -> Limit:
        if "attribute" in data:
            for trigger in self.triggers:
                self.attribute(trigger, data["attribute"], path, kinds=_PERIODS)
            return Limit("attribute", carried=data["attribute"], **common)
        self.fact(data["fact"], path, kinds=_PERIODS)
        return Limit("fact", carried=data["fact"], **common)

    def start(self, data: Mapping[str, Any], path: Path) -> Start:
        if "attribute" in data:
            for trigger in self.triggers:
                self.attribute(trigger, data["attribute"], path, kinds=("limit", "moment", "date"))
            return Start("attribute", data["attribute"])
        if "fact" in data:
            self.fact(data["fact"], path, kinds=("limit", "moment", "date"))
            return Start("fact", data["fact"])
        self.event(data["event"], path)
        self.used.events.update(self.names.vocabulary.ends)
        return Start(data["which"], data["event"], data["otherwise"] == "trigger", data.get("scope", "detention"))
