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
from detention_rules.training.tasks import Answer, Mistake, Option, Task
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
    key = key_of(task)
    if task.single:
        yield _value(task, task.options[0], name, task.question, home)
        return
    yield Question("several", name, task.question, _named(task, home))
    for option in task.options:
        answer = key.answers.get(option.id)
        if answer is None or answer == Answer():
            continue
        if answer.choices:
            replies = _several({choice.title: choice.id in answer.choices for choice in task.choices}, {})
            yield Question("several", f"{name}{option.id}", text("quiz.missing", title=option.title), replies)
        else:
            asked = text(f"quiz.{task.asks}", title=option.title, question=task.question)
            yield _value(task, option, f"{name}{option.id}", asked, home)


# choices


def _named(task: Task, home: Zone) -> tuple[Reply, ...]:
    key = key_of(task)
    feedback = {option.title: _because(task, option, home) for option in task.options}
    right = {option.title: option.id in key.answers for option in task.options}
    return _several({**right, text("quiz.none"): not key.answers}, feedback)


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


def _value(task: Task, option: Option, name: str, question: str, home: Zone) -> Question:
    """Return the question for one value: a choice where enough mistakes lead elsewhere, else a short answer."""
    answer = key_of(task).answers[option.id]
    wrong = list(_different(task, option, answer, home))
    words = answer_words(answer, task, home)
    why = " ".join(key_of(task).because.get(option.id, ()))
    if len(wrong) > 1:
        return Question("one", name, question, (Reply(words, _WHOLE, why), *(Reply(said, 0, told) for said, _, told in wrong)))
    replies = [Reply(form, _WHOLE, why) for form in _forms(answer, home)]
    replies += [Reply(form, 0, told) for _, mistake, told in wrong if mistake.answer for form in _forms(mistake.answer, home)]
    return Question("short", name, f"{question} {text(f'quiz.how-{_kind(answer)}')}", tuple(replies))


def _different(task: Task, option: Option, right: Answer, home: Zone) -> Iterator[tuple[str, Mistake, str]]:
    """Yield the wrong values that mistakes lead to, each once with everything that leads there."""
    found: dict[str, tuple[Mistake, list[str]]] = {}
    for wrong in key_of(task).mistakes:
        if wrong.option == option.id and wrong.answer is not None and wrong.answer not in (right, Answer()):
            found.setdefault(answer_words(wrong.answer, task, home), (wrong, []))[1].append(wrong.explanation)
    return ((said, wrong, " ".join(told)) for said, (wrong, told) in found.items())


def _kind(answer: Answer) -> str:
    return "minutes" if answer.minutes is not None else "instant"


def _forms(answer: Answer, home: Zone) -> Iterable[str]:
    """Return the ways of writing a value that are accepted, the plainest first."""
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
