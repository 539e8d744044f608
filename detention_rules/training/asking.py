"""From a case to an exercise: what can fairly be asked about it, with the key that the engine gives, and proven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from detention_rules.checking import check
from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import scenario
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.zones import zone
from detention_rules.training import keys
from detention_rules.training.case import Case
from detention_rules.training.exercise import DIFFICULTIES, Exercise, NoExercise
from detention_rules.training.questions import Material, tasks
from detention_rules.training.tasks import Task
from detention_rules.training.values import instant, local_words

_ATTEMPTS = 40


def generated(pack: Pack, seed: int, *, themes: Sequence[str] | None, difficulty: int, breaches: int | None) -> Exercise:
    """Invent cases from a seed until one can be asked about. Raises NoExercise."""
    if difficulty not in DIFFICULTIES:
        raise NoExercise(text("training.difficulty", found=difficulty, first=DIFFICULTIES[0], last=DIFFICULTIES[-1]))
    if breaches is not None and breaches < 0:
        raise NoExercise(text("training.breaches", found=breaches))
    from detention_rules.training.cases import invent

    reasons: list[str] = []
    for attempt in range(_ATTEMPTS):
        inner = seed if not attempt else Random(f"{seed}/{attempt}").getrandbits(48)
        case = invent(pack, seed=inner, difficulty=difficulty, themes=themes, breaches=breaches)
        try:
            return replace(asked(pack, case), seed=seed)
        except NoExercise as error:
            reasons.append(str(error))
    raise NoExercise(text("training.none-found", attempts=_ATTEMPTS, why=reasons[-1]))


def asked(pack: Pack, case: Case) -> Exercise:
    """Ask about a case. Raises NoExercise where nothing fair can be asked."""
    from detention_rules.training.proof import faults

    data = _plain(case.scenario)
    timeline = scenario(data, pack=pack)
    report = check(timeline, pack=pack)
    if report.inconsistencies:
        raise NoExercise(text("training.contradictory", why="; ".join(report.inconsistencies)))
    material = Material(pack, case, timeline, report, zone(timeline.zone), Random(f"{case.seed}/{case.difficulty}"))
    numbered = tuple(replace(task, id=f"t{number}") for number, task in enumerate(tasks(material), 1))
    if not numbered:
        raise NoExercise(text("training.trivial"))
    premises = keys.premises_of((finding for task in numbered for finding in findings_of(task, report, pack)), pack, material.home)
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
        premises=tuple(premises.values()),
        tasks=numbered,
        scenario=data,
    )
    digest = hashlib.sha256(exercise.to_json().encode()).hexdigest()
    exercise = replace(exercise, id=f"x{digest[:9]}")  # the letter keeps YAML from reading a number
    found = faults(exercise, pack)
    if found:
        raise NoExercise(text("training.unfair", why="; ".join(found)))
    return exercise


def findings_of(task: Task, report: Report, pack: Pack) -> list[Finding]:
    """Return the findings that a task is about, each under the title by which the task names it; unknown titles are left out."""
    home = zone(report.scenario.zone)
    at = report if task.at is None else check(report.scenario, pack=pack, as_of=home.local(instant(task.at)))
    known = keys.labelled(at, home)
    named = task.options if task.subject is None else (task.subject,)
    return [known[option.title] for option in named if option.title in known]


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return scenario data as JSON keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(data, default=lambda value: value.isoformat()))
    return plain
