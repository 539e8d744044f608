"""From the data of a rule file, whose shape has been checked, to a `Rule`, checking every name against the pack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from detention_rules.language.building.conditions import ConditionBuilder, Malformed
from detention_rules.language.building.names import Names, Path, listed
from detention_rules.language.conditions import NEVER, Pattern
from detention_rules.language.rules import Bound, Case, Cycle, Dates, Deadline, InForce, Pause, Precondition, Recurrence, Rule
from detention_rules.language.source import Document
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Breach, Citation
from detention_rules.model.problems import Problems, did_you_mean


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
        rule = _RuleBuilder(document, names, problems).rule()
    except Malformed:
        problems.add("bad-condition", document.place("when"), key="when")
        return None
    return rule if len(problems.found) == before else None


def as_text(examples: str | list[Any]) -> str:
    """Return worked examples as the JSON in which a compiled pack keeps them."""
    return examples if isinstance(examples, str) else json.dumps(examples, ensure_ascii=False, separators=(",", ":"))


class _RuleBuilder(ConditionBuilder):
    def rule(self) -> Rule:
        data = self.document.data
        where = "after" if "after" in data else "whenever"
        triggers = self.patterns(data.get(where), (where,))
        for index, pattern in enumerate(triggers):
            for key, given in (("when", pattern.when), ("counted", pattern.counted), ("reaches", pattern.reaches)):
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
            worked=as_text(data["examples"]),
            cannot=dict(data.get("cannot") or {}),
        )

    def form(self, data: Mapping[str, Any]) -> Deadline | Precondition | Recurrence:
        if "only_if" in data:
            return Precondition(NEVER if data["only_if"] == "never" else self.condition(data["only_if"], ("only_if",)))
        must = self.patterns(data["must"], ("must",))
        if "every" in data:
            return self.recurrence(data, must)
        for name in data.get("same", ()):
            for pattern in must:
                self.attribute(pattern.type, name, ("same",))
            for trigger in self.triggers:
                self.attribute(trigger, name, ("same",))
        if all("standard" in case for case in data["within"]):
            for key in ("paused", "lapses"):
                if key in data:
                    self.fail("standard-alone", (key,), key=key)
        lapses = self.patterns(data.get("lapses"), ("lapses",))
        vocabulary = self.names.vocabulary
        # a release in the trigger's own second is of that detention or of the one before: what begins detentions tells which
        freed = any(pattern.type in vocabulary.ends for pattern in (*must, *lapses))
        if freed or data.get("earlier_counts") or any("standard" in case for case in data["within"]):
            self.used.events.update((*vocabulary.begins, *vocabulary.ends))
        return Deadline(
            must=must,
            cases=tuple(self.case(case, ("within", index)) for index, case in enumerate(data["within"])),
            earlier_counts="earlier_counts" in data,
            same=tuple(data.get("same", ())),
            lapses=lapses,
            paused=tuple(self.pause(pause, ("paused", index)) for index, pause in enumerate(data.get("paused", ()))),
            floor=self.limit(data["not_before"], ("not_before",)) if "not_before" in data else None,
        )

    def recurrence(self, data: Mapping[str, Any], must: tuple[Pattern, ...]) -> Recurrence:
        over = data["over"]
        if "fact" in over:
            self.fact(over["fact"], ("over", "fact"), kinds=("span",))
        for key in ("after", "until"):
            for name in listed(over.get(key, [])):
                self.event(name, ("over", key))
        return Recurrence(
            must=must,
            cycles=tuple(self.cycle(cycle, ("every", index)) for index, cycle in enumerate(listed(data["every"]))),
            fact=over.get("fact", ""),
            after=over.get("after", ""),
            until=tuple(listed(over.get("until", []))),
        )

    def cycle(self, data: Mapping[str, Any], path: Path) -> Cycle:
        by, when = data.get("by") or {}, data.get("when", {})
        for key in when:
            if not key.startswith("reading."):
                self.fail("cycle-condition", (*path, "when"), key=key)
        return Cycle(
            months=data.get("months", 0),
            days=data.get("days", 0),
            seconds=data.get("hours", 0) * 3600,
            times=data.get("times", 1),
            by_day=by.get("day"),
            forward="non_working" in by,
            readings=tuple(
                found
                for key, raw in when.items()
                if key.startswith("reading.") and (found := self.reading(key.removeprefix("reading."), raw, (*path, "when", key)))
            ),
            cites=self.cites(data.get("cites"), (*path, "cites")),
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
