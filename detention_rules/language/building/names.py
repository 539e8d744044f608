"""Checking a rule's names and values against its pack, and remembering what it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detention_rules.language.conditions import Compared, OneOf, Test, Unless
from detention_rules.language.rules import Reading
from detention_rules.language.source import Document
from detention_rules.language.vocabulary import TimeFault, ValueFault, ValueType, Vocabulary
from detention_rules.model.problems import Problems, did_you_mean
from detention_rules.model.zones import Zone

_COMPARISONS = ("above", "at_least", "below", "at_most")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack's rules may name, apart from the rules themselves."""

    vocabulary: Vocabulary
    readings: Mapping[str, Reading]
    sources: Mapping[str, Any]
    zone: Zone
    working_day_fact: str = ""
    has_morning: bool = True


@dataclass(slots=True)
class Used:
    """The facts, readings and events that a rule consults."""

    facts: dict[str, None] = field(default_factory=dict)
    readings: dict[str, None] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)


class Checked:
    """One rule file: its names are checked as they are read, and every fault is a problem at its place."""

    def __init__(self, document: Document, names: Names, problems: Problems) -> None:
        self.document = document
        self.names = names
        self.problems = problems
        self.used = Used()
        self.triggers: tuple[str, ...] = ()

    def fail(self, code: str, path: Path, **values: object) -> None:
        """Add a problem at a place of the file."""
        self.problems.add(code, self.document.place(*path), **values)

    def fact(self, name: str, path: Path, kinds: tuple[str, ...] = ()) -> ValueType | None:
        """Check a fact, of one of these kinds where any is named, and return its type."""
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
        """Check an event type."""
        known = self.names.vocabulary.events
        if not isinstance(name, str) or name not in known:
            self.fail("unknown-event", path, name=name, hint=did_you_mean(str(name), known))
            return False
        self.used.events.add(name)
        return True

    def attribute(self, event: str, name: str, path: Path, kinds: tuple[str, ...] = ()) -> ValueType | None:
        """Check an attribute of an event type, of one of these kinds where any is named, and return its type."""
        known = self.names.vocabulary.events.get(event)
        if known is None:
            return None
        if name not in known.attributes:
            self.fail("unknown-attribute", path, name=name, event=event, hint=did_you_mean(name, known.attributes))
            return None
        if kinds and known.attributes[name].kind not in kinds:
            self.fail("wrong-kind", path, name=name, kinds=", ".join(kinds))
        return known.attributes[name]

    def trigger_attribute(self, name: str, path: Path, kinds: tuple[str, ...] = ()) -> ValueType | None:
        """Check an attribute that at least one of the rule's triggers carries, and return its type."""
        known = self.names.vocabulary.events
        bearers = [trigger for trigger in self.triggers if trigger in known and name in known[trigger].attributes]
        return self.attribute((bearers or self.triggers)[0], name, path, kinds) if self.triggers else None

    def test(self, raw: Any, kind: ValueType, path: Path) -> Test:
        """Return the test that a value, a list or a comparison stands for."""
        if isinstance(raw, Mapping):
            for how, bound in raw.items() if len(raw) == 1 else ():
                if how == "not":
                    return Unless(self.test(bound, kind, path))
                if how in _COMPARISONS and kind.kind == "number" and isinstance(bound, (int, float)) and not isinstance(bound, bool):
                    return Compared(how, bound)
            self.fail("bad-test", path)
            return OneOf(frozenset())
        values = []
        for item in listed(raw):
            try:
                values.append(kind.word(item) if kind.kind in ("one_of", "list_of") else kind.read(item, self.names.zone))
            except (ValueFault, TimeFault) as fault:
                self.fail(fault.code, path, **fault.values)
        return OneOf(frozenset(values))


def listed(value: Any) -> list[Any]:
    """Return a value that may stand alone as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]
