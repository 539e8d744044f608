"""Reading scenario files, and scenarios given as plain data, against a pack's vocabulary."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detention_rules.language.packs import DEFAULT_PACK, load_pack
from detention_rules.language.rules import Pack
from detention_rules.language.source import Document, documents, read_file
from detention_rules.language.times import TimeFault, read_account, read_limit, shown
from detention_rules.language.vocabulary import EventType, FactType, ValueFault
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import parse_short
from detention_rules.model.problems import InputError, Place, Problem, Problems, did_you_mean
from detention_rules.model.scenario import EMPTY, Account, Event, Expectation, Fact, Moment, Scenario, Value
from detention_rules.model.zones import UnknownZone, Zone, zone, zone_names

SCENARIO_FORMAT = "detention-rules/scenario/1"
KEYS = ("format", "title", "note", "pack", "zone", "as_of", "facts", "events", "readings", "tolerances", "expect")
EVENT_KEYS = ("at", "is", "id", "note", "source")
SUFFIXES = (".yaml", ".yml", ".json")

Path_ = tuple[str | int, ...]


def load_scenarios(path: str | Path, *, pack: Pack | None = None) -> list[Scenario]:
    """Read every scenario of a YAML or JSON file (one per document; a JSON list holds several).

    `pack` replaces the pack that the file names. Raises InputError with all faults of the file.
    """
    return scenarios_from_text(read_file(Path(path)), str(path), pack=pack)


def load_scenario(path: str | Path, *, pack: Pack | None = None) -> Scenario:
    """Read the one scenario of a file. Raises InputError, also where the file holds several."""
    found = load_scenarios(path, pack=pack)
    if len(found) != 1:
        raise InputError([Problem(Place(str(path)), "one-scenario", text("problem.one-scenario", number=len(found)))])
    return found[0]


def scenario(data: Mapping[str, Any], *, pack: Pack | None = None) -> Scenario:
    """Build a scenario from plain data of the same shape as a file; times may be aware datetimes. Raises InputError."""
    return _read_all([Document(data, {}, None)], None, pack)[0]


def scenarios_from_text(content: str, file: str | None = None, *, pack: Pack | None = None) -> list[Scenario]:
    """Read every scenario of a text in YAML or JSON. Raises InputError with all faults of the text."""
    return _read_all(documents(content, file), file, pack)


def scenario_files(folder: Path, *, on_error: Callable[[OSError], object] | None = None) -> list[Path]:
    """Return the scenario files of a folder and its subfolders, in order of their names.

    `on_error` is told of each folder that cannot be listed; without it, they are passed over.
    """
    walked = (Path(inside, name) for inside, _, names in os.walk(folder, onerror=on_error) for name in names)
    return sorted(path for path in walked if path.suffix in SUFFIXES and os.path.isfile(path))  # noqa: PTH113


def _read_all(found: Iterable[Document], file: str | None, pack: Pack | None) -> list[Scenario]:
    problems, scenarios = Problems(file), list[Scenario]()
    for document in found:
        parts = [document]
        if isinstance(document.data, list):
            parts = [_item(document, index) for index in range(len(document.data))]
        for part in parts:
            read = _Reader(part, problems, pack).scenario()
            if read is not None:
                scenarios.append(replace(read, number=len(scenarios) + 1))
    problems.raise_if_any()
    return scenarios


def _item(document: Document, index: int) -> Document:
    places = {path[1:]: place for path, place in document.places.items() if path[:1] == (index,)}
    return Document(document.data[index], places, document.file)


class _Reader:
    """Reads one scenario, collecting every fault."""

    def __init__(self, document: Document, problems: Problems, pack: Pack | None) -> None:
        self.document = document
        self.problems = problems
        self.given_pack = pack
        self.faults = len(problems.found)

    def fail(self, code: str, path: Path_, **values: object) -> None:
        self.problems.add(code, self.document.place(*path), **values)

    def scenario(self) -> Scenario | None:
        data = self.document.data
        if not isinstance(data, Mapping):
            self.fail("not-a-scenario", (), found=shown(data))
            return None
        for key in data:
            if key not in KEYS:
                self.fail("unknown-key", (key,), key=key, hint=did_you_mean(str(key), KEYS))
        if data.get("format", SCENARIO_FORMAT) != SCENARIO_FORMAT:
            self.fail("unknown-format", ("format",), found=shown(data["format"]), expected=SCENARIO_FORMAT)
        pack = self.pack(data)
        if pack is None:
            return None
        self.pack_used = pack
        self.zone = self.read_zone(data, pack)
        events = self.events(data)
        found = Scenario(
            title=self.title(data),
            pack=pack.id if self.given_pack is not None else str(data.get("pack", DEFAULT_PACK)),
            zone=self.zone.name,
            events=events,
            facts=self.facts(data.get("facts")),
            as_of=self.timed(read_limit, data["as_of"], ("as_of",)) if data.get("as_of") is not None else None,
            readings=self.readings(data.get("readings")),
            tolerances=self.tolerances(data.get("tolerances")),
            expect=self.expect(data.get("expect")),
            file=self.document.file,
            line=self.document.place().line,
        )
        return found if len(self.problems.found) == self.faults else None

    # the head

    def title(self, data: Mapping[str, Any]) -> str:
        for key in ("title", "note"):
            if data.get(key) is not None and not isinstance(data[key], (str, int, float)):
                self.fail("not-text", (key,), key=key, found=shown(data[key]))
        if data.get("title") is None:
            return Path(self.document.file).stem if self.document.file else ""
        return " ".join(str(data["title"]).split())

    def pack(self, data: Mapping[str, Any]) -> Pack | None:
        if self.given_pack is not None:
            return self.given_pack
        name = data.get("pack", DEFAULT_PACK)
        if not isinstance(name, str):
            self.fail("not-text", ("pack",), key="pack", found=shown(name))
            return None
        try:
            return load_pack(name)
        except InputError as error:
            if [problem.code for problem in error.problems] == ["unknown-pack"]:
                error = InputError([Problem(self.document.place("pack"), "unknown-pack", error.problems[0].message)])
            self.problems.found.extend(error.problems)
            return None

    def read_zone(self, data: Mapping[str, Any], pack: Pack) -> Zone:
        name = data.get("zone", pack.zone)
        try:
            return zone(name if isinstance(name, str) else repr(name))
        except UnknownZone:
            self.fail("unknown-zone", ("zone",), name=shown(name), hint=did_you_mean(str(name), zone_names()))
            return zone(pack.zone)

    def readings(self, data: Any) -> dict[str, str]:
        known, found = self.pack_used.readings, {}
        for name, option in self.mapping(data, "readings").items():
            if name not in known:
                self.fail("unknown-reading", ("readings", name), name=name, hint=did_you_mean(str(name), known))
            elif option not in known[name].names:
                hint = did_you_mean(str(option), known[name].names)
                self.fail("unknown-option", ("readings", name), option=option, reading=name, hint=hint)
            else:
                found[name] = option
        return found

    def tolerances(self, data: Any) -> dict[str, int]:
        found = {}
        for rule, raw in self.mapping(data, "tolerances").items():
            path = ("tolerances", rule)
            if self.rule(rule, path):
                if not self.pack_used.takes_tolerance(rule):
                    self.fail("no-standard", path, name=rule)
                try:
                    found[rule] = parse_short(str(raw))
                    if found[rule] < 0:
                        raise ValueError(raw)
                except ValueError:
                    self.fail("not-a-span", path, found=shown(raw))
        return found

    def expect(self, data: Any) -> Expectation | None:
        if data is None:
            return None
        verdicts, lines = {}, {}
        known = [verdict.value for verdict in Verdict]
        for verdict, rules in self.mapping(data, "expect").items():
            path: Path_ = ("expect", verdict)
            if verdict not in known:
                self.fail("unknown-key", path, key=verdict, hint=did_you_mean(str(verdict), known))
            elif not isinstance(rules, (list, tuple)):
                self.fail("not-a-list", path, key=verdict, found=shown(rules))
            else:
                verdicts[verdict] = tuple(rule for index, rule in enumerate(rules) if self.rule(rule, (*path, index)))
                lines[verdict] = self.document.place(*path).line or 0
        return Expectation(verdicts, lines)

    def rule(self, name: Any, path: Path_) -> bool:
        known = [rule.id for rule in self.pack_used.rules]
        if name in known:
            return True
        self.fail("unknown-rule", path, name=shown(name), hint=did_you_mean(str(name), known))
        return False

    def mapping(self, data: Any, key: str) -> Mapping[Any, Any]:
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            self.fail("not-a-mapping", (key,), key=key, found=shown(data))
            return {}
        return data

    # facts

    def facts(self, data: Any) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for path, name, raw in self._flat(self.mapping(data, "facts"), ("facts",), ""):
            if raw is None:
                continue
            if name in found:
                self.fail("fact-twice", path, name=name)
            fact = self.fact(self.pack_used.vocabulary.facts[name], raw, path)
            if fact is not None:
                found[name] = fact
        return found

    def _flat(self, data: Mapping[Any, Any], path: Path_, prefix: str) -> Iterable[tuple[Path_, str, Any]]:
        known = self.pack_used.vocabulary.facts
        for key, raw in data.items():
            name = f"{prefix}{key}"
            if name in known:
                yield (*path, key), name, raw
            elif any(fact.startswith(f"{name}.") for fact in known):
                if isinstance(raw, Mapping):
                    yield from self._flat(raw, (*path, key), f"{name}.")
                elif raw is not None:
                    self.fail("fact-group", (*path, key), name=name, found=shown(raw))
            else:
                self.fail("unknown-fact", (*path, key), name=name, hint=did_you_mean(name, known))

    def fact(self, kind: FactType, raw: Any, path: Path_) -> Fact | None:
        if not _dated(raw):
            value = self.value(kind.type.read, raw, path, kind.path)
            return None if value is None else Fact(((None, value),))
        changes: list[tuple[int | None, Value]] = []
        for index, entry in enumerate(raw):
            here = (*path, index)
            for key in entry:
                if key not in ("from", "value"):
                    self.fail("unknown-key", (*here, key), key=key, hint=did_you_mean(str(key), ("from", "value")))
            if "value" not in entry:
                self.fail("missing-key", here, key="value")
                continue
            value = self.value(kind.type.read, entry["value"], (*here, "value"), kind.path)
            since = None if entry.get("from") is None else self.timed(_beginning, entry["from"], (*here, "from"))
            if value is not None:
                changes.append((since, value))
        starts = [since for since, _ in changes]
        if len(set(starts)) < len(starts):
            self.fail("fact-same-start", path, name=kind.path)
        return Fact(tuple(sorted(changes, key=lambda change: (change[0] is not None, change[0] or 0))))

    def value(self, read: Callable[[Any, Zone], Value], raw: Any, path: Path_, name: str) -> Value | None:
        try:
            return read(raw, self.zone)
        except (ValueFault, TimeFault) as fault:
            self.fail("value", path, name=name, why=text(f"problem.{fault.code}", **fault.values))
            return None

    def timed(self, read: Callable[[Any, Zone], int], raw: Any, path: Path_) -> int | None:
        try:
            return read(raw, self.zone)
        except TimeFault as fault:
            self.fail(fault.code, path, **fault.values)
            return None

    # events

    def events(self, data: Mapping[str, Any]) -> tuple[Event, ...]:
        raw = data.get("events")
        example = next(iter(self.pack_used.vocabulary.events), "")
        if not isinstance(raw, (list, tuple)):
            self.fail("no-events" if raw is None else "not-a-list", ("events",), key="events", found=shown(raw), example=example)
            return ()
        if not raw and data.get("as_of") is None:
            self.fail("no-events", ("events",), key="events", found="[]", example=example)
        read = [event for index, entry in enumerate(raw) if (event := self.event(entry, ("events", index), example))]
        return self.named(read)

    def event(self, data: Any, path: Path_, example: str) -> tuple[dict[str, Any], Path_] | None:
        if not isinstance(data, Mapping):
            self.fail("not-an-event", path, found=shown(data), example=example)
            return None
        known = self.pack_used.vocabulary.events
        name = data.get("is")
        if name is None:
            self.fail("missing-key", path, key="is")
        elif not isinstance(name, str) or name not in known:
            self.fail("unknown-event", (*path, "is"), name=shown(name), hint=did_you_mean(str(name), known))
            name = None
        if data.get("at") is None:
            self.fail("missing-key", path, key="at")
        at = self.moment(data["at"], (*path, "at")) if data.get("at") is not None else None
        attributes = self.attributes(known[name], data, path, at) if name else EMPTY
        for key in ("id", "note", "source"):
            if data.get(key) is not None and not isinstance(data[key], (str, int, float)):
                self.fail("not-text", (*path, key), key=key, found=shown(data[key]))
        if name is None or at is None:
            return None
        texts = {key: None if data.get(key) is None else str(data[key]) for key in ("id", "note", "source")}
        place = self.document.place(*path)
        return {"type": name, "at": at, "attributes": attributes, "line": place.line, "column": place.column, **texts}, path

    def attributes(self, kind: EventType, data: Mapping[str, Any], path: Path_, at: Moment | None) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        for key, raw in data.items():
            if key in EVENT_KEYS:
                continue
            if key not in kind.attributes:
                hint = did_you_mean(str(key), (*kind.attributes, *EVENT_KEYS))
                self.fail("unknown-attribute", (*path, key), name=key, event=kind.name, hint=hint)
                continue
            value = None if raw is None else self.value(kind.attributes[key].read, raw, (*path, key), key)
            if value is None:
                continue
            found[key] = value
            known = kind.attributes[key]
            late = known.kind in ("limit", "moment") and not known.may_precede
            if late and at is not None and isinstance(value, int) and value < at.default.earliest:
                self.fail("before-its-event", (*path, key), name=key, event=kind.name)
        return MappingProxyType(found) if found else EMPTY

    def moment(self, raw: Any, path: Path_) -> Moment | None:
        if isinstance(raw, Mapping) and set(raw) == {"accounts"}:
            accounts = raw["accounts"]
            if not isinstance(accounts, Mapping) or len(accounts) < 2:
                self.fail("few-accounts", path)
                return None
            found = [self.account(entry, (*path, "accounts", name), str(name)) for name, entry in accounts.items()]
            return None if None in found else Moment(tuple(account for account in found if account))
        account = self.account(raw, path, None)
        return None if account is None else Moment((account,))

    def account(self, raw: Any, path: Path_, name: str | None) -> Account | None:
        try:
            if not isinstance(raw, Mapping):
                read = read_account(raw, self.zone)
                return Account(read.earliest, read.latest, name, read.kind)
            ends = raw.get("between")
            if set(raw) != {"between"} or not isinstance(ends, (list, tuple)) or len(ends) != 2:
                self.fail("bad-moment", path)
                return None
            first, last = (read_account(end, self.zone) for end in ends)
        except TimeFault as fault:
            self.fail(fault.code, path, **fault.values)
            return None
        if last.latest < first.earliest:
            self.fail("between-backwards", path)
            return None
        return Account(first.earliest, last.latest, name, "between")

    def named(self, read: list[tuple[dict[str, Any], Path_]]) -> tuple[Event, ...]:
        """Give every event an id, in an order that does not depend on that of the file. What is assumed is told by its name alone:
        no event is called as a reading is.
        """
        readings = self.pack_used.readings
        taken = set(readings)
        for event, path in read:
            if event["id"] is not None:
                if event["id"] in taken:
                    self.fail("id-of-reading" if event["id"] in readings else "duplicate-id", (*path, "id"), id=event["id"])
                taken.add(event["id"])
        counts: dict[str, int] = {}
        events = []
        for event, _ in sorted(read, key=_order):
            if event["id"] is None:
                event["id"] = self._free(event["type"], counts, taken)
            events.append(Event(**event))
        return tuple(events)

    def _free(self, kind: str, counts: dict[str, int], taken: Collection[str]) -> str:
        while True:
            counts[kind] = counts.get(kind, 0) + 1
            name = kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"
            if name not in taken:
                return name


def _order(entry: tuple[dict[str, Any], Path_]) -> tuple[Any, ...]:
    event = entry[0]
    accounts = tuple((account.earliest, account.latest, account.name or "") for account in event["at"].accounts)
    return (accounts, event["type"], sorted((key, repr(value)) for key, value in event["attributes"].items()), event["id"] or "")


def _dated(raw: Any) -> bool:
    return isinstance(raw, (list, tuple)) and bool(raw) and all(isinstance(entry, Mapping) for entry in raw)


def _beginning(raw: Any, home: Zone) -> int:
    found = read_account(raw, home)
    return home.midnight(home.day(found.earliest)) if found.kind == "day" else found.earliest
