"""The constructs of the rule language and of scenarios, and which of them a rule or a scenario uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detention_rules import Pack

_WAYS = ("ends", "first_day", "non_working", "which", "scope", "otherwise", "tested")
"""Keys of which each value is a construct."""

_WORDS = {
    *("after", "must", "within", "whenever", "only_if", "every", "over", "when", "in_force", "earlier_counts", "same", "lapses"),
    *("paused", "not_before", "with", "counted", "reaches", "hours", "minutes", "days", "months", "years", "working_days", "period"),
    *(
        "standard",
        "outer",
        "less_days",
        "trigger",
        "earlier",
        "shares",
        "unless_followed_by",
        "on_day_of",
        "later",
        "detained",
        "states_time_of",
        "elapsed",
        "time_of_day",
        "all",
        "any",
        "not",
    ),
    *("above", "at_least", "below", "at_most", "times", "by"),
}
_SAID = {
    *(
        "only_if: never",
        "from: attribute",
        "from: fact",
        "from: event",
        "period: attribute",
        "period: fact",
        "a reading",
        "a list of values",
    ),
    *("every: months", "every: days", "every: hours", "over: fact", "over: event"),
}

LANGUAGE = frozenset(
    _WORDS
    | _SAID
    | {"ends: moment", "ends: day", "ends: morning", "ends: working_day", "first_day: next", "first_day: same"}
    | {"non_working: previous", "non_working: day_before", "non_working: next", "which: first", "which: last", "which: next"}
    | {"scope: detention", "scope: case", "otherwise: trigger", "otherwise: unknown", "otherwise: no_duty", "tested: limit"}
)
"""Every construct of the rule language."""

SCENARIOS = frozenset(
    {
        *("time: exact", "time: offset", "time: day", "time: between", "time: accounts", "fact: dated", "fact: derived", "fact: none"),
        *("as_of: given", "as_of: defaulted", "reading: chosen", "tolerance", "event: later", "attribute: missing"),
    }
)
"""Every construct of scenarios."""

DESCRIPTIVE = {
    *("rule", "title", "means", "cites", "report", "act", "article", "owed_by", "breach", "consequence", "liability", "notes", "note"),
    *("cannot", "why", "is", "attribute", "fact", "event", "since", "examples", "from", "until", "day"),
}
"""Keys of a rule file that describe, or are parts of a construct that is listed by another name."""


DECIDING = ("paused", "lapses", "unless_followed_by", "not_before", "reaches")
"""Constructs that a rule may have and a case never meet: a case uses one only where it comes out otherwise without it."""


def without(value: Any, construct: str) -> Any:
    """Return a rule's data without a construct."""
    if isinstance(value, list):
        return [without(one, construct) for one in value]
    if isinstance(value, dict):
        return {key: without(inner, construct) for key, inner in value.items() if key != construct}
    return value


def of_rule(data: dict[str, Any]) -> set[str]:
    """Return the constructs that a rule's file uses."""
    return set(_constructs({key: value for key, value in data.items() if key not in ("examples", "cannot", "cites", "breach")})) & LANGUAGE


def _constructs(value: Any, under: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _constructs(one, under)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        name = str(key)
        if name.startswith("reading."):
            yield "a reading"
        if isinstance(inner, list) and ("." in name or under in ("with", "trigger")):
            yield "a list of values"
        if "." not in name and under not in ("with", "trigger", "shares"):
            yield name
            if name in _WAYS or inner == "never":
                yield f"{name}: {inner}"
            if name in ("from", "period", "every") and isinstance(inner, dict):
                yield from (f"{name}: {part}" for part in inner)
            if name == "over":
                yield "over: fact" if "fact" in inner else "over: event"
        yield from _constructs(inner, name)


def of_scenario(data: dict[str, Any], pack: Pack) -> set[str]:
    """Return the constructs that a scenario uses."""
    found = {"as_of: given" if "as_of" in data else "as_of: defaulted"}
    found |= {"reading: chosen"} if data.get("readings") else set()
    found |= {"tolerance"} if data.get("tolerances") else set()
    for path, value in _flat(data.get("facts") or {}):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found.add("fact: dated")
        if value == []:
            found.add("fact: none")
        if any(fact.derived and fact.derived.source == path for fact in pack.vocabulary.facts.values()):
            found.add("fact: derived")
    for event in data["events"]:
        at = event["at"]
        if isinstance(at, dict):
            found.add(f"time: {next(iter(at))}")
        elif len(str(at)) == 10:
            found.add("time: day")
        else:
            found.add("time: offset" if "+" in str(at) else "time: exact")
            if str(data.get("as_of", "9999")).replace("T", " ") < str(at).replace("T", " "):
                found.add("event: later")
        if set(pack.vocabulary.events[event["is"]].attributes) - set(event):
            found.add("attribute: missing")
    return found & SCENARIOS


def _flat(facts: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in facts.items():
        if isinstance(value, dict) and not {"from", "until"} & set(value):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
