"""Scenarios as plain data, of the shape of a file, from a situation and the instant of its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from detention_rules.language.conditions import Pattern
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.periods import DAY
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.situations import Ahead, Situation, usual_readings

TRIGGER = "trigger"
"""The id of the event whose duty a generated scenario is about."""
REACH = 30 * DAY
"""An act that must reach past an instant reaches so far past it."""

Data = dict[str, Any]


class Done(NamedTuple):
    """An act at an instant, or within an interval of which only the ends are known. An attribute that is `Ahead` is so far from it."""

    act: Pattern
    attributes: Mapping[str, Any]
    at: int
    until: int | None = None
    said: int | None = None
    """When the event stands in the file, where that is before the act counts."""
    reach: int | None = None
    """The instant to which the act must extend what it extends, where its pattern asks for one."""
    unsaid: bool = False
    """Whether the file leaves out from when the act counts."""


def scenario_data(
    situation: Situation,
    trigger: int,
    *,
    done: Iterable[Done] = (),
    events: Iterable[Data] = (),
    as_of: int | None = None,
    opened: int | None = None,
    **more: Any,
) -> Data:
    """Return a scenario whose trigger stands at an instant.

    `opened` is where the trigger's event stands if elsewhere: it opens a span, and the situation is that of a period in it. A situation
    without a trigger has no such event. Times are local; `more` are further keys of a scenario, such as `tolerances`.
    """
    home, pack = situation.pack.zone, situation.pack
    usual = usual_readings(pack)
    readings = {name: option for name, option in situation.readings.items() if option != usual[name]}
    happened = [
        {"at": stamp(trigger + other.ahead, home), "is": other.type, **_given(other.type, other.attributes, trigger, situation)}
        for other in situation.others
    ]
    own = {
        "at": stamp(trigger if opened is None else opened, home),
        "is": situation.trigger,
        "id": TRIGGER,
        **_given(situation.trigger, situation.attributes, trigger, situation),
    }
    owns = [own] if situation.trigger else []
    found: Data = {
        "zone": home,
        "facts": _facts(situation, trigger),
        "events": [*happened, *owns, *events, *(event_of(one, home) for one in done)],
    }
    found["events"].sort(key=_when)
    if readings:
        found["readings"] = readings
    if as_of is not None:
        found["as_of"] = stamp(as_of, home)
    return {**found, **more}


def _when(event: Data) -> str:
    return str(event["at"]["between"][0] if isinstance(event["at"], dict) else event["at"])


def event_of(done: Done, home: str) -> Data:
    """Return the event of an act, with the instants that it must carry to count and to reach past the limit."""
    at: Any = stamp(done.at if done.said is None else done.said, home)
    if done.until is not None:
        at = {"between": [at, stamp(done.until, home)]}
    given = {name: stamp(done.at + value.seconds, home) if isinstance(value, Ahead) else value for name, value in done.attributes.items()}
    found = {"at": at, "is": done.act.type, **given}
    if done.act.counted is not None:
        found[done.act.counted] = stamp(done.at, home)
    if done.act.counted is not None and done.unsaid:
        del found[done.act.counted]
    if done.act.reaches is not None:
        found[done.act.reaches] = stamp(max(done.at, done.reach or 0) + REACH, home)
    return found


def _given(event: str, attributes: Mapping[str, Any], trigger: int, situation: Situation) -> Data:
    return {name: _value(situation.kind(event, name), value, trigger, situation) for name, value in attributes.items()}


def _facts(situation: Situation, trigger: int) -> Data:
    kinds = situation.vocabulary.facts
    return {path: _value(kinds[path].type, value, trigger, situation) for path, value in situation.facts.items()}


def _value(kind: ValueType, value: Any, trigger: int, situation: Situation) -> Any:
    if not isinstance(value, Ahead):
        return value
    found = stamp(trigger + value.seconds, situation.pack.zone)
    return found[:10] if kind.kind == "date" else found
