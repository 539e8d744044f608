"""A few lines to write a timeline in a test and to read what the engine found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from detention_rules import Alternative, Finding, Report, check, load_pack
from detention_rules.engine.compiled import CompiledRule, compile_rule
from detention_rules.language.conditions import Condition, Limit, Pattern
from detention_rules.language.rules import Deadline, InForce, Precondition, Rule

PACK = load_pack("kazakhstan")
ALMATY = "Asia/Almaty"
RULES = tuple(rule.id for rule in PACK.rules)

Event = dict[str, Any]
Facts = Mapping[str, Any]

UNKNOWN: Facts = {}
"""Nothing is known of the person or the case."""
ADULT: Facts = {
    "person.juvenile": False,
    "offence.category": "medium",
    "offence.kinds": [],
    "circumstances.remote": False,
    "circumstances.emergency": False,
}
"""An adult to whom no ground for longer custody applies."""
JUVENILE: Facts = {**ADULT, "person.juvenile": True}
FOREIGNER: Facts = {"person.nationality": "KG"}
JUDGE = {"by": "investigating_judge"}


def at(when: object, kind: str, **attributes: object) -> Event:
    """Return an event. `when` is local text, an aware datetime, or a mapping (`between`, `accounts`)."""
    return {"at": when, "is": kind, **attributes}


def between(first: str, last: str) -> dict[str, list[str]]:
    """Return an uncertain time."""
    return {"between": [first, last]}


def accounts(**times: object) -> dict[str, dict[str, object]]:
    """Return a disputed time; the first account is the default."""
    return {"accounts": times}


def data(facts: Facts, events: tuple[Event, ...] | list[Event], **more: Any) -> dict[str, Any]:
    """Return a scenario as plain data."""
    return {"facts": dict(facts), "events": list(events), **{key: value for key, value in more.items() if value is not None}}


def case(
    facts: Facts,
    *events: Event,
    as_of: object = None,
    zone: str = ALMATY,
    readings: Mapping[str, str] | None = None,
    tolerances: Mapping[str, str] | None = None,
) -> Report:
    """Check a timeline with the Kazakhstan pack."""
    return check(data(facts, events, as_of=as_of, zone=zone, readings=readings, tolerances=tolerances), pack=PACK)


def all_of(report: Report, rule: str) -> list[Finding]:
    """Return the findings of one rule, in their order."""
    assert rule in RULES, rule
    return [finding for finding in report.findings if finding.rule.id == rule]


def one(report: Report, rule: str) -> Finding:
    """Return the only finding of a rule."""
    found = all_of(report, rule)
    assert len(found) == 1, (rule, [finding.verdict.value for finding in found])
    return found[0]


def verdict(report: Report, rule: str) -> str:
    """Return the verdict of the only finding of a rule."""
    return one(report, rule).verdict.value


def verdicts(report: Report, rule: str) -> list[str]:
    """Return the verdicts of a rule's findings, in their order."""
    return [finding.verdict.value for finding in all_of(report, rule)]


def clock(report: Report, instant: int | None) -> str | None:
    """Return an instant as the clocks of the scenario's zone show it, to the second."""
    return None if instant is None else report.local(instant).strftime("%Y-%m-%d %H:%M:%S")


def deadline(report: Report, rule: str) -> str | None:
    """Return the deadline of a rule's only finding as local time."""
    return clock(report, one(report, rule).deadline)


def moment(local: str, zone: str = ALMATY, seconds: int = 0) -> datetime:
    """Return an aware datetime: a local time (the later of two), moved by elapsed seconds."""
    found = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=1)
    return found.astimezone(ZoneInfo("UTC")) + timedelta(seconds=seconds)


def assumed(finding: Finding) -> dict[tuple[tuple[str, str], ...], Alternative]:
    """Return a finding's alternatives by what they assume."""
    return {tuple(sorted(other.assuming.items())): other for other in finding.alternatives}


def invented(form: Deadline | Precondition, *, when: Condition | None = None, in_force: InForce | None = None) -> CompiledRule:
    """Return a rule of this form on what follows an arrest."""
    breach, events = PACK.rules[0].breach, frozenset({"arrest", "release"})
    rule = Rule("custody.invented", "", "", (), "", form, (Pattern("arrest"),), breach, when, in_force, events=events)
    return compile_rule(rule, {}, frozenset())


def hours(number: int) -> Limit:
    """Return a limit of so many hours."""
    return Limit("elapsed", number * 3600)
