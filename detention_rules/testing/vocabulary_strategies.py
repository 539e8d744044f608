"""Hypothesis strategies for the words of a pack's vocabulary: values of its types, facts, and events with their attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from detention_rules.language.rules import Deadline, Pack, Recurrence, Rule
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.periods import DAY, HOUR, MINUTE
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.situations import FAR_BACK, extent


def spans_of(rules: Iterable[Rule]) -> tuple[int, ...]:
    """Return how long after a beginning, in seconds, events are worth drawing: at once, and where the limits of rules may end."""
    found = {0}
    for rule in rules:
        match rule.form:
            case Deadline():
                found.update(end for case in rule.form.cases for end in extent(case.limit) if end < FAR_BACK)
            case Recurrence():
                found.update(cycle.seconds or cycle.days * DAY or cycle.months * 31 * DAY for cycle in rule.form.cycles)
    return tuple(sorted(found))


def value_data(kind: ValueType, start: int, home: str) -> st.SearchStrategy[Any]:
    """Return values of a type as a file has them; instants and days lie after `start`."""
    later = st.integers(0, 500).map(lambda days: stamp(start + days * DAY, home))
    match kind.kind:
        case "boolean":
            return st.booleans()
        case "one_of":
            return st.sampled_from([*kind.values, *(["something_else"] if kind.open else [])])
        case "list_of":
            return st.lists(st.sampled_from(kind.values), max_size=3, unique=True) if kind.values else st.just([])
        case "number":
            return st.integers(0, 20)
        case "country":
            return st.sampled_from(["ZZ", "QQ", *kind.also])
        case "text":
            return st.sampled_from(["A", "B"])
        case "date":
            return st.sampled_from(["1990-06-01", "2003-03-01", "2004-02-29"])
        case "duration":
            return st.sampled_from(["P1M", "P1Y", "P1Y6M", "P40D", "PT30H"])
        case "time":
            return st.sampled_from(["18:00", "17:00"])
        case "span":
            return st.sampled_from([{"from": "2021-01-01", "until": "2022-12-31"}, {"from": "2021-02-15", "until": "2021-08-31"}])
        case "limit":
            return st.one_of(later, later.map(lambda when: when[:10]))
    return later


@st.composite
def fact_data(draw: st.DrawFn, pack: Pack, paths: tuple[str, ...], *, known: bool) -> dict[str, Any]:
    """Draw the facts of these paths; each may be missing unless all is to be known. A fact stands beside none from which it follows."""
    found: dict[str, Any] = {}
    for path in paths:
        kind = pack.vocabulary.facts[path]
        if kind.derived is not None and kind.derived.source in paths:
            continue
        if known or draw(st.booleans()):
            found[path] = draw(value_data(kind.type, 0, pack.zone))
    return found


@st.composite
def event_data(draw: st.DrawFn, pack: Pack, name: str, start: int, spans: Sequence[int] = (0,), *, known: bool) -> dict[str, Any]:
    """Draw an event of a type at or after an instant, about one of some spans after it (in seconds); attributes may be missing."""
    span, seconds = draw(st.sampled_from(spans)), draw(st.sampled_from([0, 1, -1, MINUTE, -MINUTE, HOUR]))
    at = max(start, start + span + seconds)
    found: dict[str, Any] = {"at": stamp(at, pack.zone), "is": name}
    for key, kind in pack.vocabulary.events[name].attributes.items():
        if known or draw(st.booleans()):
            found[key] = draw(value_data(kind, at + DAY, pack.zone))
    return found
