"""What commands read: scenario files, folders and standard input, and options that name rules, readings and times."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from detention_rules.language.packs import DEFAULT_PACK, load_pack
from detention_rules.language.redaction import redacted
from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import load_scenarios, scenario_files, scenarios_from_text
from detention_rules.language.source import read_stdin
from detention_rules.language.times import TimeFault, read_limit
from detention_rules.model.catalogue import text
from detention_rules.model.periods import parse_short
from detention_rules.model.problems import InputError, Place, Problem, Problems, did_you_mean
from detention_rules.model.scenario import Scenario
from detention_rules.model.zones import zone

STDIN = "-"
STDIN_NAME = "<stdin>"


class Options(NamedTuple):
    """Options as typed that name rules, readings and times."""

    as_of: str | None = None
    readings: Sequence[str] = ()
    tolerances: Sequence[str] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()


class Overrides(NamedTuple):
    """What options change in every scenario."""

    as_of: str | None = None
    readings: Sequence[tuple[str, str]] = ()
    tolerances: Sequence[tuple[str, int]] = ()


def fault(code: str, place: Place | None = None, **values: object) -> Problem:
    """Return a problem of the command line itself, from the catalogue's `cli.*`."""
    return Problem(place or Place(), code, text(f"cli.{code}", **values))


class Batch(NamedTuple):
    """What one file, or standard input, holds: its scenarios, or what is wrong with it."""

    file: str
    scenarios: tuple[Scenario, ...] = ()
    problems: tuple[Problem, ...] = ()


def files_of(paths: Sequence[str]) -> list[str]:
    """Return the files to read, each once; a folder stands for its scenario files, and one without any for itself.

    Raises InputError where standard input is named twice.
    """
    if list(paths).count(STDIN) > 1:
        raise InputError([fault("stdin-twice")])
    found: dict[str, str] = {}
    for path in paths:
        for name in _within(path) if path != STDIN and os.path.isdir(path) else [path]:  # noqa: PTH112
            found.setdefault(name if name == STDIN else os.path.realpath(name), name)
    return list(found.values())


def _within(folder: str) -> list[str]:
    """Return the scenario files of a folder, and the folders in it that cannot be listed; the folder itself where there are none."""
    closed: list[str] = []
    files = map(str, scenario_files(Path(folder), on_error=lambda error: closed.append(str(error.filename))))
    return sorted([*files, *closed]) or [folder]


def read(name: str) -> Batch:
    """Read the scenarios of a file; of one that cannot be read, everything that is wrong with it."""
    try:
        if name == STDIN:
            return Batch(STDIN_NAME, tuple(scenarios_from_text(read_stdin(), STDIN_NAME)))
        if os.path.isdir(name):  # noqa: PTH112
            os.listdir(name)  # noqa: PTH208
            raise InputError([fault("no-scenarios", Place(name))])
        origin = os.path.realpath(name)
        return Batch(name, tuple(replace(scenario, origin=origin) for scenario in load_scenarios(name)))
    except OSError as error:
        return Batch(name, problems=(Problem(Place(name), "unreadable", text("problem.unreadable", why=error.strerror)),))
    except InputError as error:
        return Batch(STDIN_NAME if name == STDIN else name, problems=error.problems)


def redacted_batch(batch: Batch, number: int, first: int) -> Batch:
    """Return a file without its author's own words: its name is its `number`, that of its first scenario is `first`."""
    file, origin = text("redacted.file", number=number), _on_disk(batch.file)
    scenarios = (
        replace(redacted(scenario, title=text("redacted.title", number=index), file=file), origin=origin)
        for index, scenario in enumerate(batch.scenarios, first)
    )
    problems = (Problem(replace(one.place, file=file), one.code, text("redacted.problem", code=one.code)) for one in batch.problems)
    return Batch(file, tuple(scenarios), tuple(problems))


def _on_disk(file: str) -> str:
    """Return what tells a file from every other and nothing of what it is called or holds: where it lies on its disk.

    Neither name nor content would do, not even hashed: who guesses a name or a date of birth could try whether it is the one.
    """
    try:
        found = os.stat(0 if file == STDIN_NAME else file)  # noqa: PTH116
    except OSError:
        return ""
    return f"{found.st_dev}-{found.st_ino}"


def packs_of(scenarios: Iterable[Scenario]) -> list[Pack]:
    """Return the packs that scenarios use, or the default one where there are none."""
    names = dict.fromkeys(scenario.pack for scenario in scenarios)
    return [load_pack(name) for name in names] or [load_pack(DEFAULT_PACK)]


def settle(options: Options, batches: Iterator[Batch]) -> tuple[Overrides, list[Batch]]:
    """Read options that name rules, readings and times against the packs and zones in use, and return what was read for it.

    Files are read until every name is known, which is mostly one file. Raises InputError where some are not known after the last.
    """
    ahead: list[Batch] = []
    seen: set[tuple[str, str]] = set()
    for batch in batches:
        ahead.append(batch)
        new = {(scenario.pack, scenario.zone) for scenario in batch.scenarios} - seen
        if new or not seen:
            seen |= new
            overrides, problems = _overrides(options, [scenario for batch in ahead for scenario in batch.scenarios])
            if not problems.found:
                return overrides, ahead
    overrides, problems = _overrides(options, [scenario for batch in ahead for scenario in batch.scenarios])
    problems.raise_if_any()
    return overrides, ahead


def _overrides(options: Options, scenarios: Sequence[Scenario]) -> tuple[Overrides, Problems]:
    packs, problems = packs_of(scenarios), Problems()
    check_prefixes("--select", options.select, packs, problems)
    check_prefixes("--ignore", options.ignore, packs, problems)
    if options.as_of is not None:
        _check_time(options.as_of, scenarios, packs, problems)
    readings = tuple(_readings(options.readings, packs, problems))
    return Overrides(options.as_of, readings, tuple(_tolerances(options.tolerances, packs, problems))), problems


def check_prefixes(option: str, prefixes: Iterable[str], packs: Sequence[Pack], problems: Problems) -> None:
    """Report every prefix with which no rule's id begins."""
    ids = [rule.id for pack in packs for rule in pack.rules]
    themes = [rule.partition(".")[0] for rule in ids]
    for prefix in prefixes:
        if not prefix or not any(rule.startswith(prefix) for rule in ids):
            hint = did_you_mean(prefix, ids if "." in prefix else themes)
            problems.found.append(fault("unknown-prefix", option=option, prefix=prefix, hint=hint))


def _check_time(as_of: str, scenarios: Sequence[Scenario], packs: Sequence[Pack], problems: Problems) -> None:
    for name in dict.fromkeys(scenario.zone for scenario in scenarios) or [packs[0].zone]:
        try:
            read_limit(as_of, zone(name))
        except TimeFault as error:
            why = text(f"problem.{error.code}", **error.values)
            problems.found.append(fault("bad-option", option="--as-of", why=why))
            return


def _readings(given: Iterable[str], packs: Sequence[Pack], problems: Problems) -> Iterator[tuple[str, str]]:
    for raw in given:
        name, equals, option = (part.strip() for part in raw.partition("="))
        known = [pack.readings[name] for pack in packs if name in pack.readings]
        names = [option for reading in known for option in reading.names]
        if not equals:
            problems.found.append(fault("not-a-reading", found=raw))
        elif not known:
            hint = did_you_mean(name, [one for pack in packs for one in pack.readings])
            why = text("problem.unknown-reading", name=name, hint=hint)
            problems.found.append(fault("bad-option", option="--reading", why=why))
        elif option not in names:
            why = text("problem.unknown-option", option=option, reading=name, hint=did_you_mean(option, names))
            problems.found.append(fault("bad-option", option="--reading", why=why))
        else:
            yield name, option


def _tolerances(given: Iterable[str], packs: Sequence[Pack], problems: Problems) -> Iterator[tuple[str, int]]:
    ids = [rule.id for pack in packs for rule in pack.rules]
    for raw in given:
        rule, equals, span = (part.strip() for part in raw.partition("="))
        try:
            seconds = parse_short(span)
        except ValueError:
            seconds = -1
        if not equals:
            problems.found.append(fault("not-a-tolerance", found=raw))
        elif rule not in ids:
            why = text("problem.unknown-rule", name=rule, hint=did_you_mean(rule, ids))
            problems.found.append(fault("bad-option", option="--tolerance", why=why))
        elif not any(pack.takes_tolerance(rule) for pack in packs):
            problems.found.append(fault("bad-option", option="--tolerance", why=text("problem.no-standard", name=rule)))
        elif seconds < 0:
            problems.found.append(fault("bad-option", option="--tolerance", why=text("problem.not-a-span", found=span)))
        else:
            yield rule, seconds


def overrides_for(overrides: Overrides, pack: Pack) -> tuple[dict[str, str], dict[str, int]]:
    """Return the readings and tolerances that a pack knows, of those that were asked for."""
    readings = {name: option for name, option in overrides.readings if name in pack.readings and option in pack.readings[name].names}
    tolerances = {rule: seconds for rule, seconds in overrides.tolerances if pack.takes_tolerance(rule)}
    return readings, tolerances
