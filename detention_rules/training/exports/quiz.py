"""An exercise as questions that a learning platform can put and mark: choices, and short answers in every form that may be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.model.zones import Zone, zone
from detention_rules.training.answers import answer_words, key_of
from detention_rules.training.exercise import Exercise
from detention_rules.training.exports.markdown import document_lines
from detention_rules.training.tasks import Answer, Option, Task
from detention_rules.training.values import instant

_WHOLE = 100.0


class Reply(NamedTuple):
    """Something that may be chosen or written: how much of the question it is worth, in percent, and what is then said."""

    text: str
    percent: float
    feedback: str = ""


class Question(NamedTuple):
    """A question: text to read only, one or several of some choices, or a short answer. `text` is Markdown."""

    kind: Literal["description", "one", "several", "short"]
    name: str
    text: str
    replies: tuple[Reply, ...] = ()


def questions(exercise: Exercise) -> Iterator[Question]:
    """Yield the documents to read, and then the questions. Raises NoExercise without the key."""
    yield Question("description", exercise.title, "\n".join(document_lines(exercise)).strip())
    for number, task in enumerate(exercise.tasks, 1):
        yield from _of_task(task, f"{exercise.id}-{number}", zone(exercise.zone))


def _of_task(task: Task, name: str, home: Zone) -> Iterator[Question]:
    if task.single:
        yield _value(task, name, home)
        return
    yield Question("several", name, task.question, _named(task, home))
    if task.asks == "nothing":
        return
    for option in task.options:  # every one, so that no question tells which are to be named
        asked = text(f"quiz.{task.asks}", title=option.title, question=task.question)
        if task.asks == "choices":
            yield Question("several", f"{name}{option.id}", asked, _chosen(task, option))
        else:
            yield _written_value(task, option, f"{name}{option.id}", f"{asked} {text(f'quiz.how-{task.asks}')}", home)


# choices


def _named(task: Task, home: Zone) -> tuple[Reply, ...]:
    key = key_of(task)
    feedback = {option.title: _because(task, option, home) for option in task.options}
    right = {option.title: option.id in key.answers for option in task.options}
    return _several({**right, text("quiz.none"): not key.answers}, feedback)


def _chosen(task: Task, option: Option) -> tuple[Reply, ...]:
    """Return what may be said of an option: some of the choices, or that it is not one to be named."""
    answer = key_of(task).answers.get(option.id)
    right = {choice.title: answer is not None and choice.id in answer.choices for choice in task.choices}
    return _several({**right, text("quiz.not-choices"): answer is None}, {})


def _because(task: Task, option: Option, home: Zone) -> str:
    key = key_of(task)
    claims = [
        wrong.explanation for wrong in key.mistakes if wrong.option == option.id and (wrong.answer is None) == (option.id in key.answers)
    ]
    answer = key.answers.get(option.id)
    told = "" if answer is None else answer_words(answer, task, home)
    return " ".join(part for part in (*key.because.get(option.id, ()), told, *claims) if part)


def _several(right: dict[str, bool], feedback: dict[str, str]) -> tuple[Reply, ...]:
    """Return choices that share the whole evenly; a wrong one takes a share away."""
    share = round(_WHOLE / max(1, sum(right.values())), 5)
    return tuple(Reply(title, share if good else -share, feedback.get(title, "")) for title, good in right.items())


# values


def _value(task: Task, name: str, home: Zone) -> Question:
    """Return the question for the one value of a task: a choice where enough mistakes lead elsewhere, else a short answer."""
    (option,) = task.options
    answer = key_of(task).answers[option.id]
    wrong = list(_different(task, option, answer, home))
    if len(wrong) > 1:
        why = " ".join(key_of(task).because.get(option.id, ()))
        right = Reply(answer_words(answer, task, home), _WHOLE, why)
        return Question("one", name, task.question, (right, *(Reply(said, 0, told) for said, told in wrong)))
    return _written_value(task, option, name, f"{task.question} {text('quiz.how-single')}", home)


def _different(task: Task, option: Option, right: Answer, home: Zone) -> Iterable[tuple[str, str]]:
    """Return the wrong values that mistakes lead to, each once with everything that leads there."""
    found: dict[str, list[str]] = {}
    for wrong in key_of(task).mistakes:
        if wrong.option == option.id and wrong.answer is not None and wrong.answer not in (right, Answer()):
            found.setdefault(answer_words(wrong.answer, task, home), []).append(wrong.explanation)
    return ((said, " ".join(told)) for said, told in found.items())


def _written_value(task: Task, option: Option, name: str, question: str, home: Zone) -> Question:
    """Return the question for what is to be said of an option, if anything: a short answer, whose replies nobody sees beforehand."""
    key = key_of(task)
    right = key.answers.get(option.id)
    why = " ".join(key.because.get(option.id, ()))
    replies = {form: Reply(form, _WHOLE, why) for form in _forms(right, task, home)}
    wrong: dict[Answer | None, list[str]] = {}
    for mistake in (one for one in key.mistakes if one.option == option.id):
        wrong.setdefault(mistake.answer, []).append(mistake.explanation)
    for answer, told in wrong.items():
        for form in _forms(answer, task, home):
            replies.setdefault(form, Reply(form, 0, " ".join(told)))
    return Question("short", name, question, tuple(replies.values()))


def _forms(answer: Answer | None, task: Task, home: Zone) -> Iterable[str]:
    """Return the ways of writing what is said of an option that are accepted, the plainest first; None: it is not to be named."""
    if answer is None:
        return (text(f"quiz.not-{task.asks}"), *text("quiz.no").split())
    if answer == Answer():
        return (text("quiz.bare"),)
    if answer.minutes is not None:
        return dict.fromkeys(_lengths(answer.minutes))
    assert answer.instant is not None
    return dict.fromkeys(_times(instant(answer.instant), home))


def _lengths(minutes: int) -> Iterator[str]:
    hours, rest = divmod(minutes, HOUR // MINUTE)
    if hours and rest:
        yield from (f"{hours} h {rest} min", f"{hours} h {rest:02d} min", f"{hours}h {rest}m", f"{hours}h{rest:02d}m")
        yield text("quiz.hours-and-minutes", hours=hours, minutes=rest)
    elif hours:
        yield from (f"{hours} h", f"{hours}h", text("quiz.hours", hours=hours))
    yield from (f"{hours}:{rest:02d}", f"{minutes} min", f"{minutes}m", text("quiz.minutes-only", minutes=minutes))


def _times(at: int, home: Zone) -> Iterator[str]:
    local = home.local(at)
    yield from _written(local, f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}")
    if not (local.hour or local.minute or local.second):
        yield from _written(local - timedelta(days=1), "24:00")


def _written(day: datetime, clock: str) -> Iterator[str]:
    month = text("answer.months").split()[day.month - 1].capitalize()
    clocks = dict.fromkeys((clock, clock.removeprefix("0")))
    for date in (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day} {month} {day.year}"):
        for one in clocks:
            yield from (f"{date} {one}", f"{one} {date}", f"{date}, {one}")
