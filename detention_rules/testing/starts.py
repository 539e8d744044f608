"""Where a clock starts when there are several events that might start it, or none."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.conditions import Start
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.plans import Plan
from detention_rules.testing.situations import Happening

_AGO = 20 * DAY


def other_starts(plan: Plan, start: Start) -> Iterator[tuple[tuple[Happening, ...], int | None]]:
    """Yield the other events of a situation changed, with where the clock then starts from the trigger (None: not known)."""
    situation, own = plan.situation, plan.from_trigger
    rest = tuple(other for other in situation.others if other.type != start.name)
    yield situation.others, own
    if start.name == situation.trigger or not any(other.type == start.name for other in situation.others):
        return
    yield rest, 0 if start.or_trigger else None
    if start.kind == "next":
        yield (*situation.others, Happening(start.name, own + HOUR)), own
        yield (*situation.others, Happening(start.name, -HOUR)), own
        return
    if start.kind == "first":
        yield (*rest, Happening(start.name, HOUR)), HOUR
    between = own // 2
    if own < 0:
        yield (*situation.others, Happening(start.name, between)), own if start.kind == "first" else between
    yield (*situation.others, Happening(start.name, own - HOUR)), own - HOUR if start.kind == "first" else own
    ends, begins = situation.vocabulary.ends, situation.vocabulary.begins
    if ends and any(kind in begins for kind in (start.name,)) and not any(other.type in ends for other in situation.others):
        before = (Happening(start.name, -2 * _AGO), Happening(ends[0], -_AGO))
        whole = start.scope == "case" and start.kind == "first"
        yield (*before, *situation.others), -2 * _AGO if whole else own
        if start.scope == "case" and start.kind == "last":
            yield (*before, *rest), -2 * _AGO
        elif not whole:
            yield (*before, *rest), 0 if start.or_trigger else None
