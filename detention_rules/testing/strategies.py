"""Hypothesis strategies: instants, lengths of time, timelines, and scenarios in which a rule gives a verdict. For any pack.

    from hypothesis import given
    from detention_rules.testing.strategies import scenarios

    @given(scenarios(rule="theme.name", verdict="violated", near_limit=True))
    def test_my_system(case): ...

Everything is built, nothing is filtered out. What is drawn is plain data of the shape of a scenario file, and prints as one. Importing
this module imports Hypothesis; nothing else of the package does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TypeVar

from hypothesis import strategies as st

from detention_rules.language.conditions import Limit
from detention_rules.language.packs import load_pack
from detention_rules.language.rules import Pack, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, Period
from detention_rules.model.problems import did_you_mean
from detention_rules.testing.arithmetic import instant_at, local_time
from detention_rules.testing.boundary import rule_named
from detention_rules.testing.clocks import counted_limit
from detention_rules.testing.lean import departures, plainest
from detention_rules.testing.making import Drawn, made
from detention_rules.testing.recipes import NoSuchScenario, Recipe, as_usual, recipes
from detention_rules.testing.saved import Case, pack_reference
from detention_rules.testing.situations import CLOSING
from detention_rules.testing.time_strategies import moments, periods
from detention_rules.testing.turns import LATER, hard_turns
from detention_rules.testing.vocabulary_strategies import event_data, fact_data, spans_of
from detention_rules.testing.windows import USUAL, USUAL_CLOCK, Window, hard_starts, usual_day, usual_start

T = TypeVar("T")


def timelines(
    pack: Pack | None = None,
    *,
    rules: Iterable[str] | None = None,
    most_events: int = 6,
    most_uncertain: int = 0,
    known: bool = False,
    dated: bool = False,
) -> st.SearchStrategy[Case]:
    """Return timelines of any kind that a pack can read: facts, and events of which its rules speak, in no particular order.

    `rules` narrows them to what these rules speak of. Any fact or attribute may be missing, unless all is to be `known`. Up to so many
    events have an uncertain or a disputed time; if `dated`, facts may change.
    Raises ValueError for names that do not exist and numbers that leave nothing to draw.
    """
    for name, found, least in (("most_events", most_events, 1), ("most_uncertain", most_uncertain, 0)):
        if found < least:
            raise ValueError(text("kit.too-few", name=name, found=found, least=least))
    used = load_pack() if pack is None else pack
    chosen = [rule_named(used, name) for name in rules] if rules is not None else list(used.rules)
    if not chosen:
        raise ValueError(text("kit.no-rules", rules="[]" if rules is not None else None, pack=used.id))
    spans, reference = spans_of(chosen), pack_reference(used)

    @st.composite
    def timeline(draw: st.DrawFn) -> Case:
        about = draw(st.lists(st.sampled_from(chosen), min_size=1, max_size=2))
        kinds = sorted({kind for rule in about for kind in (*rule.events, *(pattern.type for pattern in rule.triggers))})
        start = instant_at(datetime.combine(USUAL, USUAL_CLOCK), used.zone)
        paths = tuple(dict.fromkeys(path for rule in about for path in rule.facts))
        facts = draw(fact_data(used, paths, known=known, dated=dated, start=start))
        names = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most_events))
        loose = draw(st.sets(st.integers(0, len(names) - 1), max_size=most_uncertain)) if most_uncertain else ()
        events = [draw(event_data(used, name, start, spans, known=known, certain=turn not in loose)) for turn, name in enumerate(names)]
        return Case(pack=reference, zone=used.zone, facts=facts, events=events)

    return timeline()


def scenarios(
    pack: Pack | None = None,
    *,
    rule: str,
    verdict: Verdict | str | None = None,
    near_limit: bool = False,
    also: Sequence[str] = (),
    any_reading: bool = False,
) -> st.SearchStrategy[Case]:
    """Return scenarios in which a rule gives a verdict, or any verdict that it can give, for the event whose id is `trigger`.

    A recurring duty gives it for the period whose number is the scenario's `period`, of the span that this event opens or a fact gives.

    `near_limit` keeps acts within three seconds of the limit, and sets the clock across changes, month ends and transferred days more
    often. Readings are the pack's own wherever these can give the verdict, unless `any_reading`. `also` are types of further events, which
    the rule must not consult; each stands once, anywhere between the trigger and the end.
    Raises NoSuchScenario where the rule cannot give the verdict, saying why, and ValueError for names that do not exist.
    """
    used = load_pack() if pack is None else pack
    source = rule_named(used, rule)
    _require_unconsulted(also, source, used)
    wanted = [_verdict(verdict)] if verdict is not None else [one for one in Verdict if _can(used, rule, one)] or [Verdict.COMPLIED]
    options = [(one, recipe) for one in wanted for recipe in _chosen(_recipes(_Key(used), rule, one), any_reading=any_reading)]

    reference = pack_reference(used)
    far = st.integers(0, 3) if near_limit else st.one_of(st.integers(0, 3), st.integers(0, 40 * DAY))

    @cache
    def triggers(chosen: int) -> st.SearchStrategy[tuple[int, int]]:
        return _triggers(options[chosen][1], near_limit=near_limit)

    @st.composite
    def built(draw: st.DrawFn) -> Case:
        chosen = draw(_one_of(range(len(options))))
        found, recipe = options[chosen]
        trigger, number = _possible(recipe, *draw(triggers(chosen)))
        drawn = Drawn(trigger, draw(far), draw(far), number)
        shares = [(name, draw(st.integers(0, 1000)), draw(event_data(used, name, trigger, known=True))) for name in also]
        case = made(source, found, recipe, drawn, shares)
        case["pack"] = reference
        return case

    return built()


def _chosen(found: Sequence[Recipe], *, any_reading: bool) -> Sequence[Recipe]:
    return found if any_reading else [recipe for recipe in found if not departures(recipe)] or found


def consulted(rule: Rule) -> frozenset[str]:
    """Return every event type that a rule consults or that starts a duty of it."""
    return rule.events | {pattern.type for pattern in rule.triggers}


def _require_unconsulted(also: Sequence[str], rule: Rule, pack: Pack) -> None:
    for name in also:
        if name not in pack.vocabulary.events:
            raise ValueError(text("kit.unknown-event", event=name, pack=pack.id, hint=did_you_mean(name, pack.vocabulary.events)))
        if name in consulted(rule):
            raise ValueError(text("kit.consulted", rule=rule.id, event=name))


def _verdict(name: Verdict | str) -> Verdict:
    known = [verdict.value for verdict in Verdict]
    if name not in known:
        raise ValueError(text("kit.unknown-verdict", verdict=name, hint=did_you_mean(name, known)))
    return Verdict(name)


def _possible(recipe: Recipe, trigger: int, number: int) -> tuple[int, int]:
    """Return the trigger and the number of the period or, where nothing can be done before the limit there, those of the ordinary day."""
    plan, cycle = recipe.plan, recipe.cycle
    if cycle is not None:
        return (trigger, number) if cycle.fits(trigger, number, recipe.days) else (usual_start(recipe.days, cycle.situation.pack), 0)
    if plan is None or as_usual(recipe, trigger):
        return trigger, 0
    pack = recipe.situation.pack
    return plan.trigger_for(usual_start(recipe.days, pack)), 0


def _triggers(recipe: Recipe, *, near_limit: bool) -> st.SearchStrategy[tuple[int, int]]:
    """Return instants of the trigger inside a recipe's window, the ordinary day first, with the number of a period."""
    pack = recipe.situation.pack
    usual = usual_day(recipe.days, pack.calendar)
    back = min(700, (usual - recipe.days.first).days)
    ahead = min(700, (recipe.days.last - usual).days - 1)
    late = any(recipe.situation.late.values())
    seconds = st.integers(0, 20_000) if recipe.situation.late else st.integers(-33_000, 53_000)
    clock = datetime.combine(usual, CLOSING) + timedelta(seconds=1) if late else datetime.combine(usual, USUAL_CLOCK)
    hard = _hard_triggers(recipe)
    numbers = _one_of(range(1 if recipe.cycle is None or recipe.way == "still" else LATER + 1))

    def trigger(one: tuple[int, int] | None, day: int, second: int, number: int) -> tuple[int, int]:
        return (instant_at(clock + timedelta(days=day, seconds=second), pack.zone), number) if one is None else one

    # the ordinary day first, and always as much drawn: a failure shrinks to it
    often: list[tuple[int, int] | None] = [None] * max(1, len(hard) if near_limit else 3 * len(hard))
    return st.builds(trigger, _one_of([*often, *hard]), st.integers(-max(0, back), max(0, ahead)), seconds, numbers)


def _one_of(options: Sequence[T]) -> st.SearchStrategy[T]:
    """Return one of some options, the first the simplest.

    One is chosen even from a single one: a draw without a choice counts as simpler than any with one, and failures shrank to odd recipes.
    """
    return st.sampled_from(options if len(options) > 1 else [*options, *options])


def _hard_triggers(recipe: Recipe) -> list[tuple[int, int]]:
    """Return the instants of the trigger, with the number of a period, for which the calendar makes counting hard."""
    plan, pack = recipe.plan, recipe.situation.pack
    if recipe.cycle is not None and recipe.way != "still":
        return [(turn.start, turn.number) for turn in hard_turns(recipe.cycle, recipe.days)]
    if plan is None or recipe.situation.late or plan.case.limit.unit == "standard":
        return []
    starts = [plan.trigger_for(start) for start in _hard(_Key(pack), counted_limit(plan.case.limit), recipe.days, plan.period)]
    return [(start, 0) for start in starts if recipe.days.holds(local_time(start, pack.zone).date())]


@lru_cache(maxsize=2048)
def _hard(key: _Key, limit: Limit, days: Window, period: Period | None) -> tuple[int, ...]:
    return tuple(start.instant for start in hard_starts(limit, key.pack, days, USUAL_CLOCK, period))


class _Key:
    """A pack as a key of what is kept for it: packs are large, and the same object is the same pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.pack.sha256 == self.pack.sha256 and other.pack.rules is self.pack.rules


@lru_cache(maxsize=2048)
def _recipes(key: _Key, rule: str, verdict: Verdict) -> tuple[Recipe, ...]:
    found = rule_named(key.pack, rule)
    return tuple(plainest(recipes(found, key.pack, verdict), found))


def _can(pack: Pack, rule: str, verdict: Verdict) -> bool:
    try:
        return bool(_recipes(_Key(pack), rule, verdict))
    except NoSuchScenario:
        return False


__all__ = ["Case", "NoSuchScenario", "moments", "periods", "scenarios", "timelines"]
