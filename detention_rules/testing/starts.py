"""Where a clock starts when there are several events that might start it, or none."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.conditions import Limit
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.plans import Plan
from detention_rules.testing.situations import Happening

_AGO = 20 * DAY

Started = tuple[tuple[Happening, ...], int | None]
"""The other events of a situation, and where the clock then starts from the trigger (None: not known)."""


def other_starts(plan: Plan, limit: Limit) -> Iterator[Started]:
    """Yield the other events of a situation changed, so that a limit's clock may start elsewhere.

    A second such event stands on another day where days are counted, and an hour apart where hours are.
    """
    situation, start, own = plan.situation, limit.start, plan.from_trigger
    apart = HOUR if limit.unit == "elapsed" else _AGO
    rest = tuple(other for other in situation.others if other.type != start.name)
    yield situation.others, own
    if start.name == situation.trigger:
        yield from _trigger_among(plan, limit, apart)
        return
    if rest == situation.others:
        own = HOUR if start.kind == "next" else -HOUR
        with_one: tuple[Happening, ...] = (*rest, Happening(start.name, own))
        yield with_one, own
    else:
        with_one = situation.others
        yield rest, 0 if start.or_trigger else None
    if start.kind == "next":
        yield (*with_one, Happening(start.name, own + apart)), own
        yield (*with_one, Happening(start.name, -apart)), own
        return
    if start.kind == "first":
        over = start.scope == "detention" and situation.trigger in situation.vocabulary.ends
        yield (*rest, Happening(start.name, apart)), (0 if start.or_trigger else None) if over else apart
    if own < 0:
        yield (*with_one, Happening(start.name, own // 2)), own if start.kind == "first" else own // 2
    ends = situation.vocabulary.ends
    if not ends or any(other.type in ends for other in situation.others):
        return
    yield (*with_one, Happening(start.name, own - apart)), own - apart if start.kind == "first" else own
    before = (Happening(start.name, -2 * _AGO), Happening(ends[0], -_AGO))
    yield (*before, *with_one), -2 * _AGO if start.scope == "case" and start.kind == "first" else own
    yield (*before, *rest), -2 * _AGO if start.scope == "case" else 0 if start.or_trigger else None


def _trigger_among(plan: Plan, limit: Limit, apart: int) -> Iterator[Started]:
    """Yield an earlier event of the trigger's own type, in its detention and in an earlier one."""
    others, ends, start = plan.situation.others, plan.situation.vocabulary.ends, limit.start
    if start.kind == "next" or any(other.type in ends or other.type == start.name for other in others):
        return
    yield (*others, Happening(start.name, -apart)), -apart if start.kind == "first" else 0
    if ends:
        whole = start.scope == "case" and start.kind == "first"
        yield (*others, Happening(start.name, -2 * _AGO), Happening(ends[0], -_AGO)), -2 * _AGO if whole else 0
