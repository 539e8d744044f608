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
def fact_data(draw: st.DrawFn, pack: Pack, paths: tuple[str, ...], *, known: bool, dated: bool = False, start: int = 0) -> dict[str, Any]:
    """Draw the facts of these paths; each may be missing unless all is to be known. A fact stands beside none from which it follows.

    If `dated`, a fact may have another value from some instant on, about `start`.
    """
    found: dict[str, Any] = {}
    for path in paths:
        kind = pack.vocabulary.facts[path]
        if kind.derived is not None and kind.derived.source in paths:
            continue
        if known or draw(st.booleans()):
            each = value_data(kind.type, start, pack.zone)
            found[path] = draw(each)
            if dated and kind.type.kind not in _LASTING and draw(st.sampled_from([False, False, True])):
                since = stamp(start + draw(st.sampled_from([0, MINUTE, HOUR, DAY, 40 * DAY])), pack.zone)
                found[path] = [{"value": found[path]}, {"from": since, "value": draw(each)}]
    return found


_LASTING = ("date", "span")
"""Types of facts that are not given by date: a birthday does not change."""


@st.composite
def event_data(
    draw: st.DrawFn, pack: Pack, name: str, start: int, spans: Sequence[int] = (0,), *, known: bool, certain: bool = True
) -> dict[str, Any]:
    """Draw an event of a type at or after an instant, about one of some spans after it (in seconds); attributes may be missing.

    Unless it is `certain` when it happened, it has an interval, a day or two accounts. Instants that it states lie after it.
    """
    home = pack.zone
    about = st.builds(int.__add__, st.sampled_from(spans), st.sampled_from([0, 1, -1, MINUTE, -MINUTE, HOUR]))
    at = last = max(start, start + draw(about))
    when: Any = stamp(at, home)
    match "exact" if certain else draw(st.sampled_from(["between", "accounts", "day"])):
        case "between":
            last = at + draw(st.sampled_from([1, MINUTE, HOUR, DAY, 3 * DAY]))
            when = {"between": [when, stamp(last, home)]}
        case "accounts":
            other = max(start, start + draw(about))
            when, last = {"accounts": {"register": when, "camera": stamp(other, home)}}, max(at, other)
        case "day":
            when, last = when[:10], at + DAY
    found: dict[str, Any] = {"at": when, "is": name}
    for key, kind in pack.vocabulary.events[name].attributes.items():
        if known or draw(st.booleans()):
            found[key] = draw(value_data(kind, last + DAY, home))
    return found
