"""Limits changed in one place: their number, unit, start, end and conventions of counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from detention_rules.language.conditions import TRIGGER, Limit
from detention_rules.language.sentences import length_words
from detention_rules.model.periods import DAY, HOUR, MINUTE

Kind = Literal["number", "unit", "event", "condition", "word", "order", "end", "date"]
"""What a mutant changes: `word` is one of the words that a test accepts, `end` a convention of how a limit is counted and ends, `date` a
day on which the law changed.
"""


class Change(NamedTuple):
    """A part of a rule changed in one place: the kind, where inside the part, from what, to what, and the part as changed."""

    kind: Kind
    where: str
    before: str
    after: str
    node: Any

    def at(self, where: str, node: Any) -> Change:
        """Return the same change of a greater part."""
        return self._replace(where=f"{where}.{self.where}", node=node)

    def inside(self, node: Any, field: str) -> Change:
        """Return the same change of the part that holds this one in a field."""
        return self.at(field, node._replace(**{field: self.node}))


def several(node: Any, field: str, changes: Callable[[Any], Iterator[Change]], left_out: Kind, *, least: int = 1) -> Iterator[Change]:
    """Yield a node with each of several parts changed, and with each left out as long as so many stay."""
    parts = getattr(node, field)
    for number, part in enumerate(parts):
        if len(parts) > least:
            rest = (*parts[:number], *parts[number + 1 :])
            yield Change(left_out, f"{field}.{number + 1}", "given", "left out", node._replace(**{field: rest}))
        for change in changes(part):
            yield change.at(f"{field}.{number + 1}", node._replace(**{field: (*parts[:number], change.node, *parts[number + 1 :])}))


Other = Callable[[str], str | None]
"""Gives another event type for one, or None."""


def limit_changes(limit: Limit, other: Other) -> Iterator[Change]:
    """Yield a limit changed in each of its parts."""
    words = length_words(limit)
    for kind, changed in (*_numbers(limit), *_units(limit)):
        yield Change(kind, "length", words, length_words(changed), changed)
    for name, value in _ends(limit):
        given: dict[str, Any] = {name: value}
        yield Change("end", name, str(getattr(limit, name)), str(value), limit._replace(**given))
    yield from _starts(limit, other)
    if limit.outer is not None:
        yield Change("condition", "outer", length_words(limit.outer), "none", limit._replace(outer=None))
        for change in limit_changes(limit.outer, other):
            yield change.inside(limit, "outer")


def _numbers(limit: Limit) -> Iterator[tuple[Kind, Limit]]:
    if limit.unit in ("elapsed", "days", "months", "working_days"):
        step = 1 if limit.unit != "elapsed" else HOUR if limit.amount % HOUR == 0 else MINUTE
        yield "number", limit._replace(amount=limit.amount + step)
        if limit.amount - step > 0 or (limit.amount == step and limit.unit == "days"):
            yield "number", limit._replace(amount=limit.amount - step)
    if limit.less_days:
        yield "number", limit._replace(less_days=limit.less_days + 1)
        yield "number", limit._replace(less_days=limit.less_days - 1)


def _units(limit: Limit) -> Iterator[tuple[Kind, Limit]]:
    """Yield a limit counted in other units. No time at all is none in any unit."""
    if limit.unit == "elapsed" and not limit.amount:
        return
    plain = limit._replace(first_same=False, ends="moment", less_days=0, non_working=None)
    match limit.unit:
        case "elapsed":
            number = limit.amount // HOUR or limit.amount // MINUTE
            yield "unit", plain._replace(unit="days", amount=number)
            yield "unit", plain._replace(amount=number * (MINUTE if limit.amount >= HOUR else HOUR))
            if limit.amount % DAY == 0:
                yield "unit", plain._replace(unit="days", amount=limit.amount // DAY)
        case "days":
            yield "unit", plain._replace(unit="elapsed", amount=max(1, limit.amount) * DAY)
            if limit.amount:
                yield "unit", limit._replace(unit="working_days")
        case "working_days":
            yield "unit", plain._replace(unit="elapsed", amount=limit.amount * DAY)
            yield "unit", limit._replace(unit="days")
        case "months":
            yield "unit", limit._replace(unit="days", amount=limit.amount * 30)
            yield "unit", limit._replace(amount=limit.amount * 12)
        case "standard" if limit.outer is None:
            yield "unit", plain._replace(unit="elapsed", amount=DAY, carried="", outer=None)


def _ends(limit: Limit) -> Iterator[tuple[str, object]]:
    """Yield the other conventions by which a limit might be counted and might end."""
    if limit.unit not in ("days", "months", "working_days", "attribute", "fact"):
        return
    for ends in ("moment", "day", "morning", "working_day"):
        if ends != limit.ends:
            yield "ends", ends
    if limit.unit in ("days", "working_days") and limit.amount:
        yield "first_same", not limit.first_same
    for moved in (None, "previous", "day_before", "next"):
        if limit.non_working is not None and moved != limit.non_working:
            yield "non_working", moved


def _starts(limit: Limit, other: Other) -> Iterator[Change]:
    start = limit.start
    if start.kind == "trigger" or limit.unit == "instant":
        return
    words = f"{start.kind} {start.name}"
    yield Change("event", "from", words, "the trigger", limit._replace(start=TRIGGER))
    if start.kind in ("attribute", "fact"):
        return
    name = other(start.name)
    if name is not None:
        yield Change("event", "from", start.name, name, limit._replace(start=start._replace(name=name)))
    for kind in ("first", "last", "next"):
        if kind != start.kind:
            yield Change("event", "from", words, f"{kind} {start.name}", limit._replace(start=start._replace(kind=kind)))
    yield Change(
        "event", "from.otherwise", str(start.or_trigger), "changed", limit._replace(start=start._replace(or_trigger=not start.or_trigger))
    )
    if start.kind != "next":
        scope: Any = "case" if start.scope == "detention" else "detention"
        yield Change("event", "from.scope", start.scope, scope, limit._replace(start=start._replace(scope=scope)))
