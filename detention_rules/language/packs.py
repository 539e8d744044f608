"""Loading a pack of rules: from its files, or from a compiled form that is kept under the hash of those files."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from detention_rules.language.building.names import Names
from detention_rules.language.building.rules import as_text, build_rule, citations
from detention_rules.language.bundled import bundled
from detention_rules.language.rules import Described, Option, Pack, Reading, Rule, Settled
from detention_rules.language.source import Document, documents, read_file
from detention_rules.language.times import TimeFault, read_clock
from detention_rules.language.vocabulary import ValueFault, Vocabulary, read_vocabulary
from detention_rules.model.calendars import WorkCalendar, national_calendar
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Citation
from detention_rules.model.problems import InputError, Place, Problem, Problems, did_you_mean
from detention_rules.model.zones import UnknownZone, Zone, zone, zone_names

DEFAULT_PACK = "kazakhstan"
_PARTS = ("pack", "sources", "vocabulary", "readings", "statements", "coverage")
_OPTIONAL = ("readings", "statements", "coverage")
_ACCOUNTS = ("statements.yaml", "coverage.yaml")
"""Files that account for the source: checked with the pack, but no part of its compiled form."""
STORIES = "training"
"""The folder of the stories from which exercises are made: no part of the rules, and read for exercises alone."""
_WORDS = "vocabulary/"
"""The folder of the vocabulary's parts by theme, which is no theme of rules."""
_COMPILED = 4
"""Raise this when the compiled form changes."""

_loaded: dict[str, Pack] = {}
_seen: dict[Path, tuple[object, Pack]] = {}


def pack_names() -> list[str]:
    """Return the ids of the shipped packs."""
    root = bundled("rules")
    return sorted(path.parent.name for path in root.glob("*/pack.yaml"))


def load_pack(pack: str | Path = DEFAULT_PACK, *, fresh: bool = False) -> Pack:
    """Load a pack by the name of a shipped one or by its folder. `fresh` reads the files even if a compiled form is kept.

    Raises InputError with every fault of the pack.
    """
    folder = pack_folder(pack)
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.yaml"))}
    files = {name: path for name, path in named.items() if not name.startswith(f"{STORIES}/")}
    state = tuple((name, (stat := path.stat()).st_mtime_ns, stat.st_size) for name, path in files.items())
    known = _seen.get(folder)
    if known is not None and known[0] == state and not fresh:
        return known[1]
    digest = hashlib.sha256()
    for name, path in files.items():
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    sha256 = digest.hexdigest()
    _seen.pop(folder, None)
    if not fresh and sha256 in _loaded:
        same = _loaded[sha256]
        _seen[folder] = (state, same if same.folder == folder else same._replace(folder=folder))
        return _seen[folder][1]
    found = None if fresh else _kept(sha256, folder)
    if found is None:
        compiled = _compile(files, folder)
        found = _build(compiled, sha256, folder)
        _write_compiled(sha256, compiled)
    _loaded[sha256] = found
    _seen[folder] = (state, found)
    return found


def pack_folder(pack: str | Path) -> Path:
    """Return the folder of a shipped pack by its name, or of another by its path. Raises InputError."""
    named = bundled("rules") / str(pack)
    folder = named if isinstance(pack, str) and str(pack) in pack_names() else Path(pack)
    try:
        found = (folder / "pack.yaml").is_file()
    except (OSError, ValueError):  # a name that no file can have
        found = False
    if not found:
        raise InputError(
            [Problem(Place(), "unknown-pack", text("problem.unknown-pack", name=pack, hint=did_you_mean(str(pack), pack_names())))]
        )
    return folder


# from files


def _compile(files: Mapping[str, Path], folder: Path) -> dict[str, Any]:
    from detention_rules.language.schema import check_shape  # brings pydantic, which a compiled pack does without

    problems = Problems(str(folder))
    parsed: dict[str, Document] = {}
    for name, path in files.items():
        try:
            found = documents(read_file(path), str(path))
        except InputError as error:
            problems.found.extend(error.problems)
            continue
        shape = _shape(name)
        if "/" not in name and shape not in _PARTS:
            problems.add("unknown-part", found[0].place(), name=name, hint=did_you_mean(name, [f"{part}.yaml" for part in _PARTS]))
        elif len(found) == 1 and check_shape(found[0], shape, problems) and name not in _ACCOUNTS:
            parsed[name] = found[0]
        elif len(found) > 1:
            problems.add("one-document", found[1].place())
    for part in _PARTS:
        if f"{part}.yaml" not in files and part not in _OPTIONAL:
            problems.add("missing-part", Place(str(folder)), name=f"{part}.yaml")
    problems.raise_if_any()
    calendar = parsed["pack.yaml"].data.get("calendar")
    return {
        "files": {name: document.data for name, document in parsed.items()},
        "places": {name: [[list(path), place] for path, place in document.places.items()] for name, document in parsed.items()},
        "calendar": _calendar_data(calendar, problems, parsed["pack.yaml"]) if calendar else None,
    }


def _shape(name: str) -> str:
    """Return the kind of a pack's file: a part by its own name, the words of a theme, or a rule."""
    if "/" not in name:
        return name.removesuffix(".yaml")
    return "theme-vocabulary" if name.startswith(_WORDS) else "rule"


def _calendar_data(data: Mapping[str, str], problems: Problems, document: Document) -> dict[str, Any]:
    try:
        calendar = national_calendar(data["country"], date.fromisoformat(data["known_from"]), date.fromisoformat(data["known_until"]))
    except (NotImplementedError, ValueError):
        problems.add("unknown-calendar", document.place("calendar"), country=data["country"])
        problems.raise_if_any()
        raise
    return {**data, "off": sorted(day.isoformat() for day in calendar.off), "worked": sorted(day.isoformat() for day in calendar.worked)}


def _build(compiled: Mapping[str, Any], sha256: str, folder: Path) -> Pack:
    files, problems = compiled["files"], Problems(str(folder))
    places = compiled.get("places", {})

    def document(name: str) -> Document:
        where = {tuple(path): tuple(place) for path, place in places.get(name, ())}
        return Document(files[name], where, str(folder / name))

    head, sources = files["pack.yaml"], files["sources.yaml"]
    home = _zone(head["zone"], document("pack.yaml"), problems)
    themes = sorted(name for name in files if name.startswith(_WORDS))
    vocabulary = _vocabulary([document(name) for name in ("vocabulary.yaml", *themes)], home, problems)
    readings = _readings(document("readings.yaml"), sources, problems) if "readings.yaml" in files else {}
    settled = _settled(document("readings.yaml"), sources, problems) if "readings.yaml" in files else ()
    conventions = head.get("conventions", {})
    names = Names(vocabulary, readings, sources, home, conventions.get("working_day_ends", ""), "morning_ends" in conventions)
    rules = []
    for name in sorted(file for file in files if _shape(file) == "rule"):
        rule = build_rule(document(name), names, problems)
        if rule:
            expected = name.removesuffix(".yaml").replace("/", ".")
            if rule.id != expected:
                problems.add("rule-id", document(name).place("rule"), found=rule.id, expected=expected)
            rules.append(rule)
    morning = _morning(conventions, document("pack.yaml"), problems)
    problems.raise_if_any()
    described = head.get("describes")
    return Pack(
        id=head["pack"],
        title=head["title"],
        version=head["version"],
        sha256=sha256,
        zone=head["zone"],
        vocabulary=vocabulary,
        readings=readings,
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        calendar=_calendar(compiled["calendar"]),
        morning_ends=morning,
        working_day_fact=conventions.get("working_day_ends", ""),
        described=Described(date.fromisoformat(described["from"]), date.fromisoformat(described["until"]), described["why"])
        if described
        else None,
        sources=sources,
        settled=settled,
        folder=folder,
    )


def _zone(name: str, document: Document, problems: Problems) -> Any:
    try:
        return zone(name)
    except UnknownZone:
        problems.add("unknown-zone", document.place("zone"), name=name, hint=did_you_mean(name, zone_names()))
        problems.raise_if_any()


def _morning(conventions: Mapping[str, str], document: Document, problems: Problems) -> int | None:
    if "morning_ends" not in conventions:
        return None
    try:
        return read_clock(conventions["morning_ends"])
    except TimeFault as fault:
        problems.add(fault.code, document.place("conventions", "morning_ends"), **fault.values)
        return None


def _vocabulary(parts: list[Document], home: Zone, problems: Problems) -> Vocabulary:
    facts: dict[str, Any] = {}
    events: dict[str, Any] = {}
    for part in parts:
        for key, known in (("facts", facts), ("events", events)):
            for name, entry in part.data.get(key, {}).items():
                if name in known:
                    problems.add("duplicate-word", part.place(key, name), name=name)
                known[name] = entry
    for part in parts:
        _check_names(part, facts, events, problems)
    whole = {
        "facts": facts,
        "events": events,
        "orders": [order for part in parts for order in part.data.get("orders", [])],
        "detention": next(part.data["detention"] for part in parts if "detention" in part.data),
    }
    try:
        return read_vocabulary(whole, home)
    except (ValueFault, TimeFault) as fault:
        problems.add(fault.code, parts[0].place("facts"), **fault.values)
        problems.raise_if_any()
        raise


def _check_names(part: Document, facts: Mapping[str, Any], events: Mapping[str, Any], problems: Problems) -> None:
    """Check that the facts and events that a part of the vocabulary names are declared, there or in another part."""

    def check_event(name: str, *where: str | int) -> None:
        if name not in events:
            problems.add("unknown-event", part.place(*where), name=name, hint=did_you_mean(name, events))

    for index, order in enumerate(part.data.get("orders", [])):
        for name in (order["event"], *(() if order["needs"] == "detention" else order["needs"])):
            check_event(name, "orders", index)
    for key, names in part.data.get("detention", {}).items():
        for name in names:
            check_event(name, "detention", key)
    for path, fact in part.data.get("facts", {}).items():
        source = (fact.get("derived") or {}).get("from")
        if source is not None and source not in facts:
            problems.add("unknown-fact", part.place("facts", path, "derived"), name=source, hint=did_you_mean(source, facts))
        elif source is not None and facts[source].get("derived"):
            problems.add("derived-source", part.place("facts", path, "derived"), name=source)


def _cites(document: Document, sources: Mapping[str, Any], problems: Problems, data: Any, *where: str) -> tuple[Citation, ...]:
    def fail(code: str, path: tuple[str | int, ...], **values: object) -> None:
        problems.add(code, document.place(*path), **values)

    return citations(data, sources, fail, where)


def _readings(document: Document, sources: Mapping[str, Any], problems: Problems) -> dict[str, Reading]:
    found = {}
    for name, reading in document.data["readings"].items():
        options = tuple(
            Option(
                key,
                option["means"],
                option.get("speaks_for", ""),
                _cites(document, sources, problems, option.get("cites"), "readings", name, "options", key, "cites"),
            )
            for key, option in reading["options"].items()
        )
        found[name] = Reading(name, reading["question"], tuple(reading.get("paragraphs", ())), options)
    return found


def _settled(document: Document, sources: Mapping[str, Any], problems: Problems) -> tuple[Settled, ...]:
    return tuple(
        Settled(
            name,
            entry["question"],
            tuple(entry.get("paragraphs", ())),
            entry["answer"],
            _cites(document, sources, problems, entry.get("cites"), "settled", name, "cites"),
        )
        for name, entry in document.data.get("settled", {}).items()
    )


def _calendar(data: Mapping[str, Any] | None) -> WorkCalendar:
    if data is None:
        return WorkCalendar()
    off, worked = (frozenset(date.fromisoformat(day) for day in data[key]) for key in ("off", "worked"))
    return WorkCalendar(data["country"], off, worked, date.fromisoformat(data["known_from"]), date.fromisoformat(data["known_until"]))


# the compiled form


def _cache_folder() -> Path:
    """Return the user's folder for files that can be made again."""
    if os.environ.get("DETENTION_RULES_CACHE"):
        return Path(os.environ["DETENTION_RULES_CACHE"])
    home = Path.home()
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = home / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return root / "detention-rules"


def _compiled_file(sha256: str) -> Path:
    found = find_spec("holidays")  # the compiled form holds its calendar, so a newer package must not find an older form
    installed = Path(__file__).stat().st_mtime_ns  # and a newer version of this one may check more
    calendars = Path(found.origin).stat().st_mtime_ns if found and found.origin else 0
    key = hashlib.sha256(f"{_COMPILED}\0{installed}\0{sha256}\0{calendars}".encode()).hexdigest()[:32]
    return _cache_folder() / f"pack-{key}.json"


def _read_compiled(sha256: str) -> dict[str, Any] | None:
    try:
        found = json.loads(_compiled_file(sha256).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and {"files", "calendar"} <= set(found) else None
    except (OSError, ValueError, RuntimeError):
        return None  # none kept, not readable or cut short: the files themselves are read instead


def _kept(sha256: str, folder: Path) -> Pack | None:
    compiled = _read_compiled(sha256)
    if compiled is None:
        return None
    try:
        return _build(compiled, sha256, folder)
    except (KeyError, TypeError, ValueError, AttributeError, InputError):
        return None  # damaged: the files themselves are read instead


def _write_compiled(sha256: str, compiled: Mapping[str, Any]) -> None:
    files = {
        name: {**data, "examples": as_text(data["examples"])} if "examples" in data else data for name, data in compiled["files"].items()
    }
    kept = {"files": files, "calendar": compiled["calendar"]}
    import tempfile  # needed only where a pack is new or changed

    draft = None
    try:
        target = _compiled_file(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False, suffix=".tmp") as draft:
            json.dump(kept, draft, ensure_ascii=False, separators=(",", ":"))
        Path(draft.name).replace(target)
    except (OSError, RuntimeError):  # a folder that cannot be written only costs time at the next start
        if draft is not None:
            Path(draft.name).unlink(missing_ok=True)


__all__ = ["DEFAULT_PACK", "Rule", "load_pack", "pack_folder", "pack_names"]
