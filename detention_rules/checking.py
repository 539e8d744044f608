"""The one call that most programs need: `check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from detention_rules.engine.reference import run
from detention_rules.language.packs import load_pack
from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import scenario as build_scenario
from detention_rules.language.times import TimeFault, read_limit
from detention_rules.model.findings import Report
from detention_rules.model.problems import Problems, did_you_mean
from detention_rules.model.scenario import Scenario
from detention_rules.model.zones import zone


def check(
    scenario: Scenario | Mapping[str, Any],
    *,
    pack: Pack | str | Path | None = None,
    as_of: str | datetime | None = None,
    readings: Mapping[str, str] | None = None,
    tolerances: Mapping[str, int] | None = None,
) -> Report:
    """Check a timeline against every rule of its pack.

    `scenario` is a loaded scenario or plain data of the same shape as a scenario file. `as_of` (local text or aware datetime),
    `readings` (option by id) and `tolerances` (seconds by rule id) override the scenario's own.

    Raises InputError, with every fault found, for data that cannot be read, an unknown pack, reading, option or rule, a tolerance for a
    rule that has a number, and a naive datetime.
    """
    rules = load_pack(pack) if isinstance(pack, (str, Path)) else pack
    timeline = scenario if isinstance(scenario, Scenario) else build_scenario(scenario, pack=rules)
    rules = rules or load_pack(timeline.pack)
    if as_of is not None or readings or tolerances:
        timeline = _overridden(timeline, rules, as_of, readings or {}, tolerances or {})
    return run(timeline, rules)


def _overridden(
    timeline: Scenario, pack: Pack, as_of: str | datetime | None, readings: Mapping[str, str], tolerances: Mapping[str, int]
) -> Scenario:
    problems = Problems()
    instant = timeline.as_of
    if as_of is not None:
        try:
            instant = read_limit(as_of, zone(timeline.zone))
        except TimeFault as fault:
            problems.add(fault.code, None, **fault.values)
    known = [rule.id for rule in pack.rules]
    for name, option in readings.items():
        _check_reading(name, option, pack, problems)
    for rule in tolerances:
        if rule not in known:
            problems.add("unknown-rule", name=rule, hint=did_you_mean(rule, known))
        elif not pack.takes_tolerance(rule):
            problems.add("no-standard", name=rule)
    problems.raise_if_any()
    return replace(timeline, as_of=instant, readings={**timeline.readings, **readings}, tolerances={**timeline.tolerances, **tolerances})


def _check_reading(name: str, option: str, pack: Pack, problems: Problems) -> None:
    reading = pack.readings.get(name)
    if reading is None:
        problems.add("unknown-reading", name=name, hint=did_you_mean(name, pack.readings))
    elif option not in reading.names:
        problems.add("unknown-option", option=option, reading=name, hint=did_you_mean(option, reading.names))
