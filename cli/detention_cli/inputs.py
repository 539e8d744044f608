"""What commands read: scenario files, folders and standard input, and options that name rules, readings and times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detention_rules.language.packs import DEFAULT_PACK, load_pack
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


@dataclass(frozen=True, slots=True)
class Overrides:
    """What options change in every scenario."""

    as_of: str | None = None
    readings: Sequence[tuple[str, str]] = ()
    tolerances: Sequence[tuple[str, int]] = ()


def fault(code: str, place: Place | None = None, **values: object) -> Problem:
    """Return a problem of the command line itself, from the catalogue's `cli.*`."""
    return Problem(place or Place(), code, text(f"cli.{code}", **values))


def read_all(paths: Sequence[str]) -> tuple[list[Scenario], list[Problem]]:
    """Read the scenarios of files, folders and standard input; what cannot be read is told beside what can.

    Raises InputError where standard input is named twice.
    """
    if list(paths).count(STDIN) > 1:
        raise InputError([fault("stdin-twice")])
    found: list[Scenario] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for path in paths:
        try:
            for name in _files(path):
                if name != STDIN:
                    real = Path(name).resolve()
                    if real in seen:
                        continue
                    seen.add(real)
                found += _read(name, problems)
        except InputError as error:
            problems += error.problems
    return found, problems


def _files(path: str) -> Iterable[str]:
    if path == STDIN or not Path(path).is_dir():
        return [path]
    files = [str(file) for file in scenario_files(Path(path))]
    if not files:
        raise InputError([fault("no-scenarios", Place(path))])
    return files


def _read(name: str, problems: list[Problem]) -> list[Scenario]:
    try:
        return scenarios_from_text(read_stdin(), STDIN_NAME) if name == STDIN else load_scenarios(name)
    except InputError as error:
        problems += error.problems
        return []


def packs_of(scenarios: Iterable[Scenario]) -> list[Pack]:
    """Return the packs that scenarios use, or the default one where there are none."""
    names = dict.fromkeys(scenario.pack for scenario in scenarios)
    return [load_pack(name) for name in names] or [load_pack(DEFAULT_PACK)]


def check_prefixes(option: str, prefixes: Iterable[str], packs: Sequence[Pack], problems: Problems) -> None:
    """Report every prefix with which no rule's id begins."""
    ids = [rule.id for pack in packs for rule in pack.rules]
    themes = [rule.partition(".")[0] for rule in ids]
    for prefix in prefixes:
        if not prefix or not any(rule.startswith(prefix) for rule in ids):
            hint = did_you_mean(prefix, ids if "." in prefix else themes)
            problems.found.append(fault("unknown-prefix", option=option, prefix=prefix, hint=hint))


def read_overrides(
    as_of: str | None,
    readings: Iterable[str],
    tolerances: Iterable[str],
    scenarios: Sequence[Scenario],
    packs: Sequence[Pack],
    problems: Problems,
) -> Overrides:
    """Read the options that change scenarios, against the packs and zones that are in use."""
    if as_of is not None:
        _check_time(as_of, scenarios, packs, problems)
    return Overrides(as_of, tuple(_readings(readings, packs, problems)), tuple(_tolerances(tolerances, packs, problems)))


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
