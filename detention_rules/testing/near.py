"""Situations one step from a known one: another word of a fact, an attribute or an earlier event, or that event elsewhere.

Where several parts of a condition are alternatives, the one that decides is found sooner from a situation in which its like decides than
by building anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from detention_rules.language.conditions import Condition, Earlier, Elapsed, FactIs, Pattern, Test, TriggerHas, leaves
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.zones import zone
from detention_rules.testing.situations import Ahead, Happening, Situation
from detention_rules.testing.solving import APART, REACHED, STEP
from detention_rules.testing.values import NOT_GIVEN, Wanted, candidates, values

_STEPS = 300
"""So many steps are tried, of one and of two."""


def near(situation: Situation, asked: tuple[Condition, ...]) -> Iterator[Situation]:
    """Yield the situations one step away, as far as one of these simple conditions may ask for it."""
    facts, trigger = situation.vocabulary.facts, situation.vocabulary.events[situation.trigger].attributes
    for leaf in asked:
        match leaf:
            case FactIs(path, test) if not _follows(situation, path):
                for given in _words(situation.facts, path, facts[path].type, test):
                    yield replace(situation, facts=given)
            case TriggerHas(name, test) if name in trigger:
                for given in _words(situation.attributes, name, trigger[name], test):
                    yield replace(situation, attributes=given)
            case Earlier(pattern, unless=unless):
                for one in (pattern, *(ender for ender, _ in unless)):
                    yield from _of_event(situation, one)
    types = dict.fromkeys(name for leaf in asked for name in _types(leaf))
    for position, other in enumerate(situation.others):
        for name in types:
            known = situation.vocabulary.events[name].attributes
            given = {key: value for key, value in other.attributes.items() if key in known}
            if other.type in types and name != other.type:
                yield _with(situation, position, Happening(name, other.ahead, given))
        yield from _before_this_detention(situation, position)


def nearby(situations: Sequence[Situation], asked: tuple[Condition, ...]) -> Iterator[Situation]:
    """Yield the situations one step from any of these, and those two steps away of which the first adds an earlier event."""
    one_step = chain.from_iterable(near(situation, asked) for situation in situations)
    added = chain.from_iterable(_with_event(situation, asked) for situation in situations)
    yield from islice(one_step, _STEPS)
    yield from islice(chain.from_iterable((one, *near(one, asked)) for one in added), _STEPS)


def told_apart_by(one: Condition, other: Condition) -> tuple[Condition, ...]:
    """Return the simple conditions that only one of two conditions asks for; all, where they ask for the same and join it differently."""
    mine, theirs = tuple(leaves(one)), tuple(leaves(other))
    return tuple(leaf for leaf in (*mine, *theirs) if (leaf in mine) is not (leaf in theirs)) or mine


def _with_event(situation: Situation, asked: tuple[Condition, ...]) -> Iterator[Situation]:
    home, ends = zone(situation.pack.zone), situation.vocabulary.ends
    for leaf in asked:
        if not isinstance(leaf, Earlier) or leaf.pattern.type in ends:
            continue
        known = situation.vocabulary.events[leaf.pattern.type].attributes
        given = {
            name: next(values(known[name], [Wanted(test, True)], home), NOT_GIVEN) for name, test in leaf.pattern.form if name in known
        }
        given |= {theirs: situation.attributes.get(mine, NOT_GIVEN) for theirs, mine in leaf.shares}
        given |= {} if leaf.pattern.reaches is None else {leaf.pattern.reaches: Ahead(REACHED)}
        attributes = {name: value for name, value in given.items() if name in known and value is not NOT_GIVEN}
        yield replace(situation, others=(*situation.others, Happening(leaf.pattern.type, -STEP, attributes)))


def _follows(situation: Situation, path: str) -> bool:
    """Tell whether a fact follows from another that is given, or another that is given from it: two that disagree say nothing."""
    derived = {name: kind.derived.source for name, kind in situation.vocabulary.facts.items() if kind.derived is not None}
    return derived.get(path) in situation.facts or any(derived.get(name) == path for name in situation.facts)


def _types(leaf: Condition) -> tuple[str, ...]:
    return (leaf.pattern.type,) if isinstance(leaf, Earlier) else leaf.since if isinstance(leaf, Elapsed) else ()


def _words(given: Mapping[str, Any], name: str, kind: ValueType, test: Test) -> Iterator[Mapping[str, Any]]:
    yield from ({**given, name: word} for word in candidates(kind, [test]) if given.get(name) != word)


def _of_event(situation: Situation, pattern: Pattern) -> Iterator[Situation]:
    known = situation.vocabulary.events[pattern.type].attributes
    for position, other in enumerate(situation.others):
        for name, test in pattern.form if other.type == pattern.type else ():
            if name not in known:
                continue
            for given in _words(other.attributes, name, known[name], test):
                yield _with(situation, position, replace(other, attributes=given))
        if pattern.reaches is not None and pattern.reaches in known and other.type == pattern.type:
            given = {**other.attributes, pattern.reaches: Ahead(other.ahead // 2)}
            yield _with(situation, position, replace(other, attributes=given))


def _before_this_detention(situation: Situation, position: int) -> Iterator[Situation]:
    """Yield the situation with an event in an earlier detention."""
    ends, other = situation.vocabulary.ends, situation.others[position]
    if ends and other.type not in ends and not any(one.type in ends for one in situation.others) and -APART < other.ahead <= 0:
        moved = _with(situation, position, replace(other, ahead=other.ahead - 2 * APART))
        yield replace(moved, others=(*moved.others, Happening(ends[0], -APART)))


def _with(situation: Situation, position: int, other: Happening) -> Situation:
    return replace(situation, others=(*situation.others[:position], other, *situation.others[position + 1 :]))
