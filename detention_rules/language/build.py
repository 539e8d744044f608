"""From the data of a rule file, whose shape has been checked, to a `Rule`, checking every name against the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from detention_rules.language.conditions import (
    TRIGGER,
    All,
    Compared,
    Condition,
    Earlier,
    Elapsed,
    FactIs,
    LaterInDay,
    Limit,
    Not,
    OneOf,
    Pattern,
    ReadingIs,
    Some,
    Start,
    Test,
    TriggerHas,
    TriggerIs,
    Unless,
)
from detention_rules.language.rules import Bound, Case, Dates, Deadline, InForce, Pause, Precondition, Reading, Recurrence, Rule
from detention_rules.language.source import Document
from detention_rules.language.vocabulary import TimeFault, ValueFault, ValueType, Vocabulary
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Breach, Citation
from detention_rules.model.problems import Problems, did_you_mean
from detention_rules.model.zones import Zone

_COMPARISONS = ("above", "at_least", "below", "at_most")
_COMBINATIONS = {"all": list, "any": list, "not": dict, "trigger": dict, "earlier": dict, "elapsed": dict, "time_of_day": dict}
_LENGTHS = ("minutes", "hours", "days", "months", "years", "working_days")
_PERIODS = ("duration",)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack's rules may name, apart from the rules themselves."""

    vocabulary: Vocabulary
    readings: Mapping[str, Reading]
    sources: Mapping[str, Any]
    zone: Zone
    working_day_fact: str = ""


class _Malformed(ValueError):
    """An entry of a condition that has not the shape of its kind."""


@dataclass(slots=True)
class _Used:
    facts: dict[str, None] = field(default_factory=dict)
    readings: dict[str, None] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)


def citations(data: list[dict[str, Any]] | None, sources: Mapping[str, Any], fail: Any, path: Path) -> tuple[Citation, ...]:
    """Build citations, checking that each paragraph and instrument stands in the pack's sources."""
    found = []
    for index, entry in enumerate(data or ()):
        here = (*path, index)
        if "report" in entry:
            if str(entry["report"]) not in sources.get("report", {}).get("paragraphs", {}):
                fail("unknown-paragraph", here, paragraph=entry["report"])
            found.append(Citation(report=entry["report"], label=text("cite.report", paragraph=entry["report"])))
            continue
        act, article = entry["act"], entry.get("article")
        if act not in sources.get("instruments", {}):
            fail("unknown-act", here, act=act, hint=did_you_mean(act, sources.get("instruments", {})))
        article = None if article is None else str(article)
        label = text("cite.article", act=act, article=article) if article else act
        found.append(Citation(act=act, article=article, label=label))
    return tuple(found)


def build_rule(document: Document, names: Names, problems: Problems) -> Rule | None:
    """Build one rule. Every unknown name is a problem at its place; returns None if there were any."""
    before = len(problems.found)
    try:
        rule = _Builder(document, names, problems).rule()
    except _Malformed:
        problems.add("bad-condition", document.place("when"), key="when")
        return None
    return rule if len(problems.found) == before else None


class _Builder:
    def __init__(self, document: Document, names: Names, problems: Problems) -> None:
        self.document = document
        self.names = names
        self.problems = problems
        self.used = _Used()
        self.triggers: tuple[str, ...] = ()

    def fail(self, code: str, path: Path, **values: object) -> None:
        self.problems.add(code, self.document.place(*path), **values)

    # the rule

    def rule(self) -> Rule:
        data = self.document.data
        where = "after" if "after" in data else "whenever"
        triggers = self.patterns(data.get(where), (where,))
        for index, pattern in enumerate(triggers):
            for key, given in (("when", pattern.when), ("counted", pattern.counted)):
                if given is not None:
                    self.fail("trigger-pattern", (where, index, key), key=key)
        self.triggers = tuple(dict.fromkeys(pattern.type for pattern in triggers))
        form = self.form(data)
        when = self.condition(data["when"], ("when",)) if "when" in data else None
        breach = data["breach"]
        return Rule(
            id=data["rule"],
            title=data["title"],
            means=data["means"],
            cites=self.cites(data["cites"], ("cites",)),
            owed_by=data["owed_by"],
            form=form,
            triggers=triggers,
            breach=Breach(breach["consequence"], self.cites(breach.get("liability"), ("breach", "liability"))),
            when=when,
            in_force=self.in_force(data.get("in_force")),
            notes=tuple(data.get("notes", ())),
            facts=tuple(self.used.facts),
            readings=tuple(self.used.readings),
            events=frozenset(self.used.events),
            examples=tuple(data["examples"]),
            cannot=dict(data.get("cannot") or {}),
        )

    def form(self, data: Mapping[str, Any]) -> Deadline | Precondition | Recurrence:
        if "only_if" in data:
            return Precondition(self.condition(data["only_if"], ("only_if",)))
        must = self.patterns(data["must"], ("must",))
        if "every" in data:
            return self.recurrence(data, must)
        for name in data.get("same", ()):
            for pattern in must:
                self.attribute(pattern.type, name, ("same",))
            for trigger in self.triggers:
                self.attribute(trigger, name, ("same",))
        detention: tuple[str, ...] = ()
        if data.get("earlier_counts") or any("standard" in case for case in data["within"]):
            detention = (*self.names.vocabulary.begins, *self.names.vocabulary.ends)
        self.used.events.update(detention)
        return Deadline(
            must=must,
            cases=tuple(self.case(case, ("within", index)) for index, case in enumerate(data["within"])),
            earlier_counts="earlier_counts" in data,
            same=tuple(data.get("same", ())),
            lapses=self.patterns(data.get("lapses"), ("lapses",)),
            paused=tuple(self.pause(pause, ("paused", index)) for index, pause in enumerate(data.get("paused", ()))),
            floor=self.limit(data["not_before"], ("not_before",)) if "not_before" in data else None,
        )

    def recurrence(self, data: Mapping[str, Any], must: tuple[Pattern, ...]) -> Recurrence:
        every, over = data["every"], data["over"]
        if "fact" in over:
            self.fact(over["fact"], ("over", "fact"), kinds=("span",))
        for key in ("after", "until"):
            for name in _listed(over.get(key, [])):
                self.event(name, ("over", key))
        return Recurrence(
            must=must,
            months=every.get("months", 0),
            days=every.get("days", 0),
            seconds=every.get("hours", 0) * 3600,
            fact=over.get("fact", ""),
            after=over.get("after", ""),
            until=tuple(_listed(over.get("until", []))),
            by_day=(data.get("by") or {}).get("day"),
        )

    def case(self, data: Mapping[str, Any], path: Path) -> Case:
        return Case(
            limit=self.limit(data, path),
            when=self.condition(data["when"], (*path, "when")) if "when" in data else None,
            at_limit=data.get("tested") == "limit",
            cites=self.cites(data.get("cites"), (*path, "cites")),
            dates=self.dates(data["in_force"], (*path, "in_force")) if "in_force" in data else None,
            note=data.get("note", ""),
        )

    def pause(self, data: Mapping[str, Any], path: Path) -> Pause:
        self.event(data["from"], (*path, "from"))
        self.event(data["until"], (*path, "until"))
        return Pause(data["from"], data["until"], self.condition(data["when"], (*path, "when")) if "when" in data else None)

    def cites(self, data: list[dict[str, Any]] | None, path: Path) -> tuple[Citation, ...]:
        return citations(data, self.names.sources, self.fail, path)

    # dates

    def in_force(self, data: Mapping[str, Any] | None) -> InForce | None:
        if data is None:
            return None
        return InForce(self.dates(data, ("in_force",)), data["otherwise"], data["why"])

    def dates(self, data: Mapping[str, Any], path: Path) -> Dates:
        return Dates(*(self.bound(data[key], (*path, key)) if data.get(key) else None for key in ("from", "until")))

    def bound(self, raw: str, path: Path) -> Bound | None:
        named = self.names.sources.get("dates", {})
        entry = named.get(raw, {"on": raw})
        try:
            on = date.fromisoformat(entry["on"])
            earliest, latest = (date.fromisoformat(entry.get(key) or entry["on"]) for key in ("earliest", "latest"))
        except ValueError:
            self.fail("unknown-date", path, date=raw, hint=did_you_mean(raw, named))
            return None
        return Bound(on, earliest, latest, entry.get("why", ""))

    # limits

    def limit(self, data: Mapping[str, Any], path: Path) -> Limit:
        start = self.start(data["from"], (*path, "from")) if "from" in data else TRIGGER
        common: dict[str, Any] = {
            "start": start,
            "ends": data.get("ends", "moment"),
            "less_days": data.get("less_days", 0),
            "non_working": data.get("non_working"),
        }
        if common["ends"] == "working_day":
            self.fact(self.names.working_day_fact, (*path, "ends"), kinds=("time",))
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
        return Start(data["which"], data["event"], data["otherwise"] == "trigger")

    # patterns and conditions

    def patterns(self, data: Any, path: Path) -> tuple[Pattern, ...]:
        return tuple(self.pattern(entry, (*path, index)) for index, entry in enumerate(_listed(data or [])))

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
        when = self.condition(entry["when"], (*path, "when")) if "when" in entry else None
        return Pattern(name, tuple(form), when, entry.get("counted"))

    def condition(self, data: Any, path: Path) -> Condition:
        if not isinstance(data, Mapping) or not data:
            raise _Malformed
        parts = tuple(self.entry(key, raw, (*path, key)) for key, raw in data.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def entry(self, key: str, raw: Any, path: Path) -> Condition:
        if key.startswith("reading."):
            return self.reading(key.removeprefix("reading."), raw, path)
        if key in _COMBINATIONS:
            try:
                if not isinstance(raw, _COMBINATIONS[key]) or not raw:
                    raise _Malformed
                combined: Condition = getattr(self, f"_{key}")(raw, path)
                return combined
            except _Malformed:
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
            raise _Malformed
        known = self.names.vocabulary.events
        parts: list[Condition] = []
        for key, value in raw.items():
            if key == "is":
                types = tuple(_listed(value))
                for name in types:
                    self.event(name, (*path, key))
                parts.append(TriggerIs(types))
                continue
            kinds = [kind for name in self.triggers if name in known and (kind := known[name].attributes.get(key))]
            if not kinds:
                self.attribute(self.triggers[0], key, (*path, key))
                continue
            parts.append(TriggerHas(key, self.test(value, kinds[0], (*path, key))))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _earlier(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if raw.get("scope") not in ("detention", "case") or not {"is"} <= set(raw) <= {"is", "with", "scope"}:
            raise _Malformed
        if not isinstance(raw.get("with", {}), Mapping):
            raise _Malformed
        if raw["scope"] == "detention":
            self.used.events.update(self.names.vocabulary.ends)
        return Earlier(self.pattern({key: raw[key] for key in ("is", "with") if key in raw}, path), raw["scope"])

    def _elapsed(self, raw: Mapping[str, Any], path: Path) -> Condition:
        bounds_given = all(isinstance(raw.get(key, {}), Mapping) for key in ("at_least", "at_most"))
        if not {"since"} < set(raw) <= {"since", "at_least", "at_most"} or not bounds_given:
            raise _Malformed
        self.event(raw["since"], path)
        self.used.events.update(self.names.vocabulary.ends)
        bounds = [self.limit(raw[key], (*path, key)) if key in raw else None for key in ("at_least", "at_most")]
        return Elapsed(raw["since"], *bounds)

    def _time_of_day(self, raw: Mapping[str, Any], path: Path) -> Condition:
        if set(raw) != {"after"}:
            raise _Malformed
        self.fact(raw["after"], path, kinds=("time",))
        return LaterInDay(raw["after"])

    def reading(self, name: str, raw: Any, path: Path) -> Condition:
        reading = self.names.readings.get(name)
        if reading is None:
            self.fail("unknown-reading", path, name=name, hint=did_you_mean(name, self.names.readings))
            return All(())
        self.used.readings[name] = None
        options = tuple(_listed(raw))
        for option in options:
            if option not in reading.names:
                self.fail("unknown-option", path, option=option, reading=name, hint=did_you_mean(str(option), reading.names))
        return ReadingIs(name, options)

    def test(self, raw: Any, kind: ValueType, path: Path) -> Test:
        if isinstance(raw, Mapping):
            for how, bound in raw.items() if len(raw) == 1 else ():
                if how == "not":
                    return Unless(self.test(bound, kind, path))
                if how in _COMPARISONS and kind.kind == "number" and isinstance(bound, (int, float)) and not isinstance(bound, bool):
                    return Compared(how, bound)
            self.fail("bad-test", path)
            return OneOf(frozenset())
        values = []
        for item in _listed(raw):
            try:
                values.append(kind.word(item) if kind.kind in ("one_of", "list_of") else kind.read(item, self.names.zone))
            except (ValueFault, TimeFault) as fault:
                self.fail(fault.code, path, **fault.values)
        return OneOf(frozenset(values))

    # names

    def fact(self, name: str, path: Path, kinds: tuple[str, ...] = ()) -> ValueType | None:
        known = self.names.vocabulary.facts
        if not isinstance(name, str) or name not in known:
            self.fail("unknown-fact", path, name=name, hint=did_you_mean(str(name), known))
            return None
        if kinds and known[name].type.kind not in kinds:
            self.fail("wrong-kind", path, name=name, kinds=", ".join(kinds))
        self.used.facts[name] = None
        derived = known[name].derived
        if derived:
            self.used.facts[derived.source] = None
            for age in derived.at:
                self.used.readings[age.reading] = None
                self.used.events.add(age.event)
        return known[name].type

    def event(self, name: str, path: Path) -> bool:
        known = self.names.vocabulary.events
        if not isinstance(name, str) or name not in known:
            self.fail("unknown-event", path, name=name, hint=did_you_mean(str(name), known))
            return False
        self.used.events.add(name)
        return True

    def attribute(self, event: str, name: str, path: Path, kinds: tuple[str, ...] = ()) -> ValueType | None:
        known = self.names.vocabulary.events.get(event)
        if known is None:
            return None
        if name not in known.attributes:
            self.fail("unknown-attribute", path, name=name, event=event, hint=did_you_mean(name, known.attributes))
            return None
        if kinds and known.attributes[name].kind not in kinds:
            self.fail("wrong-kind", path, name=name, kinds=", ".join(kinds))
        return known.attributes[name]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
