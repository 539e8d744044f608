"""An example's events, facts and times in words, as its picture and the lines beside it show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detention_rules.language.rules import Pack
from detention_rules.language.sentences import listed, value_words, words
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Report
from detention_rules.model.periods import HOUR, MINUTE, rough
from detention_rules.model.scenario import Event, Value
from detention_rules.reporting.blocks import event_words
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import HARD

_INSTANTS = ("moment", "limit")


class Wording:
    """The words of one report. `weekdays` names the day of the week beside each time, `ids` every event as findings name it."""

    def __init__(self, report: Report, pack: Pack, *, weekdays: bool = False, ids: bool = False) -> None:
        self.report = report
        self.clock = Clock(report)
        self._pack = pack
        self._ids = ids
        self._weekdays = text("page.weekdays").split() if weekdays else []

    def time(self, instant: int) -> str:
        """Return an instant as local time, with its offset where it is not that of the end of the example."""
        shown = self.clock.time(instant).replace(HARD, " ")
        return f"{shown} {self._weekdays[self.report.local(instant).weekday()]}" if self._weekdays else shown

    def day(self, instant: int) -> str:
        """Return the local date of an instant."""
        local = self.report.local(instant)
        shown = local.date().isoformat()
        return f"{shown} {self._weekdays[local.weekday()]}" if self._weekdays else shown

    def event(self, event: Event) -> str:
        """Return an event's type with what is said of it: "remand authorized (by: court)"."""
        kinds = self._pack.vocabulary.events[event.type].attributes
        said = [self.named(words(name), value, kinds[name]) for name, value in event.attributes.items()]
        told = event_words(event) if self._ids or event.id.partition("-")[0] != event.type else words(event.type)
        return text("page.example.event", event=told, said="; ".join(said)) if said else told

    def named(self, name: str, value: Value, kind: ValueType) -> str:
        """Return a fact or an attribute with its value."""
        return text("page.example.value", name=name, value=self._value(value, kind))

    def _value(self, value: Value, kind: ValueType) -> str:
        if kind.kind in _INSTANTS and isinstance(value, int):
            return self.time(value)
        if kind.kind == "time" and isinstance(value, int):
            return f"{value // HOUR:02d}:{value % HOUR // MINUTE:02d}"
        if kind.kind == "span" and isinstance(value, tuple) and len(value) == 2:
            first, last = (self.time(part) if isinstance(part, int) else part for part in value)
            return text("page.example.span", first=first, last=last)
        if isinstance(value, tuple):
            return listed((words(str(part)) for part in value), "and") or text("value.none")
        return str(value) if kind.kind in ("date", "text") else value_words(value)

    def given(self) -> Iterator[tuple[str, str]]:
        """Yield what an example presupposes beside its events: label and words."""
        scenario = self.report.scenario
        if scenario.zone != self._pack.zone:
            yield "zone", scenario.zone
        if scenario.facts:
            yield "facts", "; ".join(text("page.example.value", name=path, value=value) for path, value in self.facts())
        if scenario.readings:
            yield "readings", _pairs(scenario.readings)
        if scenario.tolerances:
            yield "tolerances", _pairs({rule: rough(seconds) for rule, seconds in scenario.tolerances.items()})

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield each fact that is given, and its values in order of time, unless no report may show them."""
        for path, fact in self.report.scenario.facts.items():
            if path in self.report.scenario.unshown:
                yield path, text("redacted.unshown")
                continue
            kind = self._pack.vocabulary.facts[path].type
            parts = []
            for since, value in fact.changes:
                shown = self._value(value, kind)
                parts.append(shown if since is None else text("page.example.since", time=self.time(since), value=shown))
            yield path, ", ".join(parts)


def _pairs(found: Mapping[str, str]) -> str:
    return "; ".join(text("report.assuming-reading", name=name, option=option) for name, option in found.items())
