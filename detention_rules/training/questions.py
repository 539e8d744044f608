"""The questions that can fairly be asked about a case, each with the key that the engine gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from detention_rules.checking import check
from detention_rules.model.catalogue import text
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.training import keys
from detention_rules.training.doubts import missing, readings
from detention_rules.training.material import Material
from detention_rules.training.tasks import Task
from detention_rules.training.values import instant_words, iso, local_words

_LAST_MINUTES = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}
"""How many limits an exercise asks the last minute of, by difficulty."""
_TRIED = 3
"""Of so many limits of one unit, the one with the most mistakes to make is asked for first."""


def tasks(material: Material) -> Iterator[Task]:
    """Yield what can fairly be asked about a case, by its difficulty, with keys."""
    difficulty = material.case.difficulty
    yield from _breaches(material)
    yield from _last_minutes(material)
    if difficulty > 1:
        yield from _due(material)
    if difficulty > 2:
        yield from missing(material)
    if difficulty > 3:
        yield from readings(material)


def _breaches(material: Material) -> Iterator[Task]:
    """Ask for every breach that can fairly be asked for."""
    fair = material.fair("breaches")
    named = [title for title, finding in fair.items() if keys.right("breaches", finding, material.home) is not None]
    picked = material.picked(fair, named)
    if picked:
        question = text("task.breaches", as_of=local_words(material.report.as_of, material.home))
        yield material.task("breaches", question, "minutes", picked)


def _last_minutes(material: Material) -> Iterator[Task]:
    """Ask for the ends of limits that have to be computed: of each unit one before a second of any, first those of the case's themes."""
    fair = material.fair("last_minute")
    computed = [title for title in fair if _unit(material, title) != "instant"] or list(fair)
    units: dict[str, list[Task]] = {}
    for title in sorted(material.dice.shuffled(computed), key=lambda title: not material.themed(fair[title])):
        alike = units.setdefault(_unit(material, title), [])
        if len(alike) < _TRIED:
            alike.append(material.task("last_minute", text("task.last_minute", title=title), "instant", {title: fair[title]}))
    for alike in units.values():
        alike.sort(key=lambda task: (not material.themed(fair[task.options[0].title]), -_wrong_answers(task)))
    ranked = [task for task in chain(*zip_longest(*units.values())) if task is not None]
    yield from ranked[: _LAST_MINUTES[material.case.difficulty]]


def _wrong_answers(task: Task) -> int:
    return len({mistake.answer for mistake in task.key.mistakes} if task.key else ())


def _unit(material: Material, title: str) -> str:
    limit = keys.limit_of(material.labels[title])
    return "" if limit is None else limit.unit


def _due(material: Material) -> Iterator[Task]:
    """Ask what is due at a moment between two events, where something is."""
    for at in _moments(material):
        report = check(material.scenario, pack=material.pack, as_of=material.home.local(at))
        then = material._replace(report=report, labels=keys.labelled(report, material.home))
        fair = then.fair("due")
        named = [title for title, finding in fair.items() if keys.right("due", finding, then.home) is not None]
        picked = then.picked(fair, then.dice.some(named, then.size))
        if named and picked:
            task = then.task("due", text("task.due", at=instant_words(at, then.home)), "instant", picked)
            yield replace(task, at=iso(at, then.home))
            return


def _moments(material: Material) -> list[int]:
    """Return moments to ask about, in random order: full hours between the first event and `as_of`, none that clocks showed twice."""
    starts = [event.at.default.earliest for event in material.scenario.events]
    near = {start + hours * HOUR for start in starts for hours in (1, 2, 4, 8, 20, 30)}
    rounded = {at - at % (30 * MINUTE) for at in near}
    events = {account.earliest for event in material.scenario.events for account in event.at.accounts}
    inside = sorted(at for at in rounded if min(starts) < at < material.report.as_of and at not in events)
    return material.dice.shuffled([at for at in inside if keys.shown_once(at, material.home)])[:6]
