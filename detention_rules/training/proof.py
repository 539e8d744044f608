"""The proof that an exercise is fair: checked anew from its data alone, each question has exactly one right answer, which is the key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from detention_rules.checking import check
from detention_rules.language.rules import Pack
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.zones import Zone, zone
from detention_rules.training import keys
from detention_rules.training.answers import key_of, sheet_with, solution
from detention_rules.training.exercise import Exercise
from detention_rules.training.grading import grade, grade_task
from detention_rules.training.premises import premises
from detention_rules.training.tasks import Answer, Task
from detention_rules.training.values import instant


def faults(exercise: Exercise, pack: Pack) -> tuple[str, ...]:
    """Return everything that makes an exercise unfair; empty for a sound one.

    The scenario is checked again. Each option must name one finding, which under the premises has one outcome that a local time or whole
    minutes can say; the key must be what the engine finds; and the grader must give the key full marks, a blank sheet nothing, and
    recognise every mistake of the key when all else is right, as one that earns nothing (but what naming a limit rightly is worth).
    """
    if not exercise.has_key:
        return (text("proof.no-key"),)
    report = check(exercise.scenario, pack=pack)
    found = [] if exercise.tasks else [text("proof.no-task")]
    found += [text("proof.contradictory", why=why) for why in report.inconsistencies]
    for task in exercise.tasks:
        found += [text("proof.task", task=task.id, why=why) for why in _task_faults(task, exercise, report, pack)]
    found += _premise_faults(exercise, report, pack)
    return tuple(found or _grading_faults(exercise))


def _premise_faults(exercise: Exercise, report: Report, pack: Pack) -> Iterator[str]:
    """Yield what the keys depend on and the reader is not told: a reading, an account, a change of clocks, how days are counted."""
    from detention_rules.training.asking import asked_about

    given = {premise.about: premise.taken for premise in exercise.premises}
    for premise in premises(asked_about(exercise.tasks, report, pack), report, pack):
        if given.get(premise.about) != premise.taken:
            yield text("proof.no-premise", about=premise.about)


def _task_faults(task: Task, exercise: Exercise, report: Report, pack: Pack) -> Iterator[str]:
    yield from _naming_faults(task)
    home = zone(exercise.zone)
    at = report if task.at is None else check(exercise.scenario, pack=pack, as_of=home.local(instant(task.at)))
    labels = keys.labelled(at, home)
    named = task.options if task.subject is None else (task.subject,)
    findings = {option.id: labels.get(option.title) for option in named}
    for option in named:
        finding = findings[option.id]
        if finding is None or finding.rule.id != option.name:
            yield text("proof.no-finding", title=option.title)
        else:
            yield from _finding_faults(task, option.id, finding, home)


def _naming_faults(task: Task) -> Iterator[str]:
    """Yield what makes the naming of an option ambiguous, or the key speak of what is not there."""
    for labelled in (task.options, task.choices):
        for part in ([one.id for one in labelled], [one.title.casefold() for one in labelled]):
            yield from (text("proof.same-label", label=label) for label, same in groupby(sorted(part)) if len(list(same)) > 1)
    assert task.key is not None
    known, chosen = {option.id for option in task.options}, {choice.id for choice in task.choices}
    answers = [*task.key.answers.items(), *((wrong.option, wrong.answer or Answer()) for wrong in task.key.mistakes)]
    if any(option not in known or not chosen.issuperset(answer.choices) for option, answer in answers):
        yield text("proof.unknown-option")
    if any(wrong.answer == task.key.answers.get(wrong.option) for wrong in task.key.mistakes):
        yield text("proof.mistake-is-right")
    if not task.single and known and known == set(task.key.answers):
        yield text("proof.all-named")


def _finding_faults(task: Task, option: str, finding: Finding, home: Zone) -> Iterator[str]:
    assert task.key is not None
    if not keys.fair(task.kind, finding, home):
        yield text("proof.ambiguous", title=finding.rule.title)
    elif task.kind == "readings":
        names = {one.id: one.name for one in task.options}
        offered = {"=".join(one) for one in keys.differing(finding)}.intersection(names.values())
        if not offered or offered != {names[one] for one in task.key.answers}:
            yield text("proof.other-key", title=finding.rule.title)
    elif keys.right(task.kind, finding, home, task.choices) != task.key.answers.get(option):
        yield text("proof.other-key", title=finding.rule.title)


def _grading_faults(exercise: Exercise) -> Iterator[str]:
    """Yield where the grader and the key part: the key is not worth everything, a blank sheet or a mistake is worth too much."""
    if grade(exercise, solution(exercise)).score != 1:
        yield text("proof.key-not-right")
    if grade(exercise, {}).score != 0:
        yield text("proof.blank-scores")
    home = zone(exercise.zone)
    for task in exercise.tasks:
        for wrong in key_of(task).mistakes:
            graded = grade_task(task, sheet_with(task, wrong, home), home)
            item = next(one for one in graded.items if one.option.id == wrong.option)
            known = wrong.misconception in {one.misconception for one in item.recognised}
            if item.outcome == "right" or graded.score >= 1 or not known:
                yield text("proof.mistake-scores", misconception=wrong.misconception, title=item.option.title)
