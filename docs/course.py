"""Make the shipped course of exercises, scenarios/training, anew from the stories of the shipped pack. Usage: course.py"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from detention_rules import Pack, load_pack
from detention_rules.training import Exercise, NoExercise
from detention_rules.training.exports import handout, key_page

FOLDER = Path(__file__).resolve().parent.parent / "scenarios" / "training"


class Lesson(NamedTuple):
    """One exercise of the course: what it is to teach, and what to look for among the exercises that can be generated.

    `papers` are kinds of documents and `kinds` are kinds of tasks that the exercise has to have, `mistake` is a misconception that has
    to lead to a wrong answer, `breached` a rule that has to be breached, and `reason` words of the key on why.
    """

    name: str
    aim: str
    difficulty: int
    themes: tuple[str, ...]
    breaches: int
    papers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("breaches", "last_minute")
    mistake: str = ""
    breached: str = ""
    reason: str = ""


LESSONS = (
    Lesson("count-48-hours", "Count hours from the minute at which liberty was in fact lost. An end that is met to the minute is met.",
           1, ("custody",), 1, ("custody_record",), breached="custody.before-court-order"),
    Lesson("in-writing-within-twelve", "A notice has an hour and a form: a call in time is not a letter.",
           1, ("notice",), 1, ("mail_book",), breached="notice.procurator"),
    Lesson("two-days-and-the-day-itself", "Days begin and end at midnight. One act is due within days, the next on the day itself.",
           1, ("refugee",), 1, ("counter",)),
    Lesson("the-last-morning", "A term ends on a day, and the day has a morning. Which day is the last one?",
           1, ("release",), 1, ("gate_log",)),
    Lesson("what-matters-in-the-papers", "Several clocks start at one minute. Find the entries that matter among those that do not.",
           2, ("custody", "notice"), 2, ("custody_record", "mail_book"), ("breaches", "last_minute", "due")),
    Lesson("ministry-and-mission", "Two addressees, two limits: being late with one does not lengthen the other.",
           2, ("consular",), 2, ("custody_record", "mail_book"), ("breaches", "last_minute", "due")),
    Lesson("working-days", "Working days are counted from the day after, and a weekend is none of them.",
           2, ("convict",), 1, ("special_mail",), ("breaches", "last_minute", "due")),
    Lesson("two-registers", "Records have limits too: cards, notifications, and a difference that has to be removed.",
           2, ("records",), 2, ("cross_check",), ("breaches", "last_minute", "due")),
    Lesson("moved", "A change of place is a new start for a notice, which has to name the new place.",
           3, ("notice",), 2, ("exit_note",), ("breaches", "last_minute", "due"),
           breached="notice.procurator-change-of-place", reason="does not count (its place is"),
    Lesson("a-pupil", "Age decides the limit. Find the date of birth before counting.",
           3, ("custody",), 1, ("mother_statement",), ("breaches", "last_minute", "due"), breached="custody.before-court-order"),
    Lesson("the-end-of-a-remand", "The period that a judge grants has an end, and so has the law's. Somebody has to decide before it.",
           3, ("custody", "remand"), 2, ("court_order", "exit_book"), ("breaches", "last_minute", "due"),
           breached="remand.release-at-expiry"),
    Lesson("told-twice", "After a remand the ministry and the mission have to be told again.",
           3, ("consular",), 2, ("court_order", "mail_book"), ("breaches", "last_minute", "due"), breached="consular.mfa-after-remand"),
    Lesson("the-camera-disagrees", "Two papers give two times. Say what follows from each, and who has to prove what.",
           4, ("custody", "notice"), 2, ("camera_log", "relative_statement"), ("breaches", "last_minute", "due", "readings")),
    Lesson("when-clocks-go-back", "Hours are time that passes, whatever the clock on the wall says.",
           4, ("custody",), 1, ("custody_record", "camera_log"), ("breaches", "last_minute"), "wall-clock-hours"),
    Lesson("wanted-abroad", "Twelve months, an extension, and conditions on who may ask for it.",
           5, ("custody", "consular", "extradition"), 2, ("foreign_request", "extension_order"), ("breaches", "last_minute", "missing")),
    Lesson("two-years", "Order after order: months counted from the arrest, readings, a requalification, and facts that nobody wrote down.",
           5, ("custody", "remand", "notice"), 3, ("orders", "requalification", "camera_log"),
           ("breaches", "last_minute", "due", "missing", "readings"), breached="remand.eighteen-months"),
)  # fmt: skip
_SEEDS = range(1, 3000)


def exercise_of(lesson: Lesson, pack: Pack) -> Exercise:
    """Return the first exercise that has what a lesson needs. Raises NoExercise where none of many seeds makes one."""
    for seed in _SEEDS:
        found = Exercise.generate(pack, seed, themes=lesson.themes, difficulty=lesson.difficulty, breaches=lesson.breaches)
        papers, kinds = {document.kind for document in found.documents}, {task.kind for task in found.tasks}
        mistakes = {wrong.misconception for task in found.tasks if task.key for wrong in task.key.mistakes}
        named = {
            option.name
            for task in found.tasks
            if task.kind == "breaches"
            for option in task.options
            if task.key and option.id in task.key.answers
        }
        reasons = {step for task in found.tasks if task.key for steps in task.key.because.values() for step in steps}
        if (
            papers.issuperset(lesson.papers)
            and kinds.issuperset(lesson.kinds)
            and lesson.mistake in {"", *mistakes}
            and lesson.breached in {"", *named}
            and any(lesson.reason in reason for reason in reasons)
        ):
            return found
    raise NoExercise(lesson.name)


def made(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield the files of the course by name."""
    rows = []
    for number, lesson in enumerate(LESSONS, 1):
        exercise = exercise_of(lesson, pack)
        name = f"{number:02d}-{lesson.name}"
        yield f"{name}.exercise", exercise.to_json()
        yield f"handouts/{name}.md", handout(exercise)
        yield f"keys/{name}.md", key_page(exercise)
        rows.append(f"| {number} | [{exercise.title}](handouts/{name}.md) | {lesson.difficulty} | {lesson.aim} | [key](keys/{name}.md) |")
    yield "README.md", _INDEX.format(rows="\n".join(rows))


_INDEX = """# A course in {{}} exercises

From counting 48 hours to nearly two years of remand. All people and places are invented. Hand out the handouts in order; the keys are for
the trainer. `docs/training.md` says how to teach with them.

| | Exercise | Difficulty | Learning aim | |
|---|---|---|---|---|
{rows}

Each `.exercise` file holds an exercise with its key: `detention-rules train take` asks it in the terminal, `detention-rules train grade`
marks answers with it. `make course` makes this folder anew.
""".replace("{{}}", str(len(LESSONS)))


def main() -> int:
    """Write the course, and return 0."""
    for name, content in made(load_pack()):
        target = FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
