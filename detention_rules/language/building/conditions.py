"""Building patterns and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detention_rules.language.building.limits import LimitBuilder
from detention_rules.language.building.names import Path, listed
from detention_rules.language.conditions import (
    All,
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    LaterInDay,
    Not,
    OnDayOf,
    Pattern,
    ReadingIs,
    Shares,
    Some,
    StatesTime,
    TriggerHas,
    TriggerIs,
)
from detention_rules.model.problems import did_you_mean

_COMBINATIONS: Mapping[str, type | tuple[type, ...]] = (
    {"all": list, "any": list}
    | dict.fromkeys(("not", "trigger", "earlier", "elapsed", "time_of_day", "states_time_of", "later"), dict)
    | {"on_day_of": str}
    | {"detained": (dict, bool)}
)


_SCOPES = ("detention", "case")


class Malformed(ValueError):
    """An entry of a condition that has not the shape of its kind."""


class ConditionBuilder(LimitBuilder):
    """Builds the patterns and conditions of a rule."""

    def patterns(self, data: Any, path: Path) -> tuple[Pattern, ...]:
        return tuple(self.pattern(entry, (*path, index)) for index, entry in enumerate(listed(data or [])))

    def pattern(self, data: str | Mapping[str, Any], path: Path) -> Pattern:
        entry: Mapping[str, Any] = {"is": data} if isinstance(data, str) else data
        name = entry["is"]
        if not self.event(name, path):
            return Pattern(name)
        form = []
        for key, raw in (entry.get("with") or {}).items():
            kind = self.attribute(name, key, (*path, "with", key))
            if kind:
                form.append((key, self.test(raw, kind, (*path, "with", key))))
        if "counted" in entry:
            self.attribute(name, entry["counted"], (*path, "counted"), kinds=("moment", "limit"))
        if "reaches" in entry:
            self.attribute(name, entry["reaches"], (*path, "reaches"), kinds=("limit",))
        when = self.condition(entry["when"], (*path, "when")) if "when" in entry else None
        fresh = entry.get("earlier_counts") is False
        if fresh and "counted" not in entry:
            self.fail("counted-missing", (*path, "earlier_counts"))
        return Pattern(name, tuple(form), when, entry.get("counted"), entry.get("reaches"), fresh)

    def condition(self, data: Any, path: Path) -> Condition:
        if not isinstance(data, Mapping) or not data:
            raise Malformed
        parts = tuple(self.entry(key, raw, (*path, key)) for key, raw in data.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def entry(self, key: str, raw: Any, path: Path) -> Condition:
        if key.startswith("reading."):
            return self.reading(key.removeprefix("reading."), raw, path) or All(())
        if key in _COMBINATIONS:
            try:
                if not isinstance(raw, _COMBINATIONS[key]) or not raw:
                    raise Malformed
                combined: Condition = getattr(self, f"_{key}")(raw, path)
                return combined
            except Malformed:
                self.fail("bad-condition", path, key=key)
                return All(())
        kind = self.fact(key, path)
        return FactIs(key, self.test(raw, kind, path)) if kind else All(())

    def _all(self, raw: list[Any], path: Path) -> Condition:
        return All(tuple(self.condition(part, (*path, index)) for index, part in enumerate(raw)))

    def _any(self, raw: list[Any], path: Path) -> Condition:
        return Some(tuple(self.condition(part, (*path, index)) for index, part in enumerate(raw)))

    def _not(self, raw: Mapping[str, Any], path: Path) -> Condition:
        return Not(self.condition(raw, path))

    def _trigger(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if not self.triggers:
            raise Malformed
        parts: list[Condition] = []
        for key, value in raw.items():
            if key == "is":
                types = tuple(listed(value))
                for name in types:
                    self.event(name, (*path, key))
                parts.append(TriggerIs(types))
            elif kind := self.trigger_attribute(key, (*path, key)):
                parts.append(TriggerHas(key, self.test(value, kind, (*path, key))))
        if not parts:
            return All(())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _earlier(self, raw: Mapping[str, Any], path: Path) -> Condition:
        known = {"is", "with", "scope", "shares", "reaches", "unless_followed_by"}
        if not {"is", "scope"} <= set(raw) <= known or raw["scope"] not in _SCOPES:
            raise Malformed
        if not isinstance(raw.get("with", {}), Mapping):
            raise Malformed
        if raw["scope"] == "detention":
            self.used.events.update(self.names.vocabulary.ends)
        pattern = self.pattern({key: raw[key] for key in ("is", "with", "reaches") if key in raw}, path)
        unless = tuple(self._ender(entry, (*path, "unless_followed_by")) for entry in listed(raw.get("unless_followed_by", [])))
        return Earlier(pattern, raw["scope"], self._shares(raw, (pattern.type,), path), unless)

    def _ender(self, raw: Any, path: Path) -> tuple[Pattern, Shares]:
        """Build an event that undoes an earlier one: a type, if need be in a form, or the same in something as the trigger."""
        entry: Any = {"is": raw} if isinstance(raw, str) else raw
        if not isinstance(entry, Mapping) or not {"is"} <= set(entry) <= {"is", "with", "shares"}:
            raise Malformed
        if not isinstance(entry.get("with", {}), Mapping):
            raise Malformed
        pattern = self.pattern({key: entry[key] for key in ("is", "with") if key in entry}, path)
        return pattern, self._shares(entry, (pattern.type,), path)

    def _shares(self, raw: Mapping[str, Any], types: tuple[str, ...], path: Path) -> Shares:
        given = raw.get("shares", {})
        if not isinstance(given, Mapping):
            raise Malformed
        for theirs, mine in given.items():
            for kind in types:
                self.attribute(kind, theirs, (*path, "shares"))
            self.trigger_attribute(mine, (*path, "shares"))
        return tuple(given.items())

    def _elapsed(self, raw: Mapping[str, Any], path: Path) -> Condition:
        bounds = {"at_least", "at_most"} & set(raw)
        scope = raw.get("scope", "detention")
        if not bounds or not {"since"} < set(raw) <= {"since", "at_least", "at_most", "scope", "shares"} or scope not in _SCOPES:
            raise Malformed
        types = tuple(listed(raw["since"]))
        if not types or not all(isinstance(raw[key], Mapping) for key in bounds):
            raise Malformed
        for kind in types:
            if not self.event(kind, path):
                return All(())
        self.used.events.update(self.names.vocabulary.ends)
        outer, self.triggers = self.triggers, types  # what these limits carry, the event carries from which the time runs
        least, most = (self.limit(raw[key], (*path, key)) if key in raw else None for key in ("at_least", "at_most"))
        self.triggers = outer
        return Elapsed(types, least, most, scope, self._shares(raw, types, path))

    def _states_time_of(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if set(raw) != {"attribute", "event"}:
            raise Malformed
        self.trigger_attribute(raw["attribute"], path, kinds=("moment",))
        self.event(raw["event"], path)
        self.used.events.update(self.names.vocabulary.ends)
        return StatesTime(raw["attribute"], raw["event"])

    def _on_day_of(self, raw: str, path: Path) -> Condition:
        self.event(raw, path)
        return OnDayOf(raw)

    def _later(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if not {"is", "within"} <= set(raw) <= {"is", "with", "within"} or not isinstance(raw["within"], Mapping):
            raise Malformed
        if not isinstance(raw.get("with", {}), Mapping):
            raise Malformed
        pattern = self.pattern({key: raw[key] for key in ("is", "with") if key in raw}, path)
        return Later(pattern, self.limit(raw["within"], (*path, "within")))

    def _detained(self, raw: Mapping[str, Any] | bool, path: Path) -> Condition:
        vocabulary = self.names.vocabulary
        self.used.events.update((*vocabulary.begins, *vocabulary.ends))
        if isinstance(raw, bool):
            return Detained(None)
        if set(raw) != {"before"}:
            raise Malformed
        self.trigger_attribute(raw["before"], (*path, "before"), kinds=("moment", "limit"))
        return Detained(raw["before"])

    def _time_of_day(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if set(raw) != {"after"}:
            raise Malformed
        self.fact(raw["after"], path, kinds=("time",))
        return LaterInDay(raw["after"])

    def reading(self, name: str, raw: Any, path: Path) -> ReadingIs | None:
        """Return the condition that a reading is chosen so; None where there is no such reading."""
        reading = self.names.readings.get(name)
        if reading is None:
            self.fail("unknown-reading", path, name=name, hint=did_you_mean(name, self.names.readings))
            return None
        self.used.readings[name] = None
        options = tuple(listed(raw))
        for option in options:
            if option not in reading.names:
                self.fail("unknown-option", path, option=option, reading=name, hint=did_you_mean(str(option), reading.names))
        return ReadingIs(name, options)
