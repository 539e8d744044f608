"""From a case to an exercise: what can fairly be asked about it, with the key that the engine gives, and proven."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from detention_rules.checking import check
from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import scenario
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.zones import zone
from detention_rules.training import keys
from detention_rules.training.case import Case
from detention_rules.training.cases.dice import Dice
from detention_rules.training.exercise import DIFFICULTIES, Exercise, NoExercise
from detention_rules.training.material import Material
from detention_rules.training.premises import premises
from detention_rules.training.questions import tasks
from detention_rules.training.tasks import Task
from detention_rules.training.values import instant, local_words

_ATTEMPTS = 40
_LARGEST = 2**48


def generated(pack: Pack, seed: int, *, themes: Sequence[str] | None, difficulty: int, breaches: int | None) -> Exercise:
    """Invent cases from a seed until one can be asked about. Raises NoExercise."""
    if difficulty not in DIFFICULTIES:
        raise NoExercise(text("training.difficulty", found=difficulty, first=DIFFICULTIES[0], last=DIFFICULTIES[-1]))
    if breaches is not None and breaches < 0:
        raise NoExercise(text("training.breaches", found=breaches))
    from detention_rules.training.cases import invent

    reasons: list[str] = []
    for attempt in range(_ATTEMPTS):
        inner = seed if not attempt else Dice(f"{seed}/{attempt}").between(0, _LARGEST)
        case = invent(pack, seed=inner, difficulty=difficulty, themes=themes, breaches=breaches)
        try:
            return replace(asked(pack, case, whole=True), seed=seed)
        except NoExercise as error:
            reasons.append(str(error))
    raise NoExercise(text("training.none-found", attempts=_ATTEMPTS, why=reasons[-1]))


def asked(pack: Pack, case: Case, *, whole: bool = False) -> Exercise:
    """Ask about a case; if `whole`, for every breach and for a last minute. Raises NoExercise where that cannot fairly be done."""
    from detention_rules.training.proof import faults

    data = _plain(case.scenario)
    timeline = scenario(data, pack=pack)
    report = check(timeline, pack=pack)
    if report.inconsistencies:
        raise NoExercise(text("training.contradictory", why="; ".join(report.inconsistencies)))
    home = zone(timeline.zone)
    dice = Dice(f"{case.seed}/{case.difficulty}")
    material = Material(pack, case, timeline, report, home, dice, keys.labelled(report, home))
    numbered = tuple(replace(task, id=f"t{number}") for number, task in enumerate(tasks(material), 1))
    if not numbered:
        raise NoExercise(text("training.trivial"))
    if whole:
        _refuse_unasked(numbered, report)
    exercise = Exercise(
        id="",
        title=case.title,
        pack=pack.id,
        zone=timeline.zone,
        seed=case.seed,
        difficulty=case.difficulty,
        themes=tuple(case.themes),
        as_of=local_words(report.as_of, material.home),
        documents=tuple(case.documents),
        premises=premises(asked_about(numbered, report, pack), report, pack),
        tasks=numbered,
        scenario=data,
    )
    digest = hashlib.sha256(exercise.to_json().encode()).hexdigest()
    exercise = replace(exercise, id=f"x{digest[:9]}")  # the letter keeps YAML from reading a number
    found = faults(exercise, pack)
    if found:
        raise NoExercise(text("training.unfair", why="; ".join(found)))
    return exercise


def _refuse_unasked(tasks: Iterable[Task], report: Report) -> None:
    """Raise NoExercise where a task on breaches or on a last minute is missing, or a breach that the engine finds is in none."""
    kinds = {task.kind for task in tasks}
    if not kinds.issuperset(("breaches", "last_minute")):
        raise NoExercise(text("training.trivial"))
    named = Counter(
        option.name for task in tasks if task.kind == "breaches" and task.key for option in task.options if option.id in task.key.answers
    )
    for finding in report.of(Verdict.VIOLATED):
        named[finding.rule.id] -= 1
        if named[finding.rule.id] < 0:
            raise NoExercise(text("proof.breach-not-asked", title=finding.rule.title))


def asked_about(tasks: Iterable[Task], report: Report, pack: Pack) -> Iterator[tuple[Task, Finding]]:
    """Yield tasks with each finding that they are about, under the title by which the task names it; unknown titles are left out."""
    home = zone(report.scenario.zone)
    for task in tasks:
        at = report if task.at is None else check(report.scenario, pack=pack, as_of=home.local(instant(task.at)))
        known = keys.labelled(at, home)
        named = task.options if task.subject is None else (task.subject,)
        yield from ((task, known[option.title]) for option in named if option.title in known)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return scenario data as JSON keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(data, default=lambda value: value.isoformat()))
    return plain
