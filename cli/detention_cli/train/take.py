"""`detention-rules train take`: an exercise in the terminal, one task at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import count, text

if TYPE_CHECKING:
    from detention_rules.training import Exercise, Task


def take(
    file: Annotated[str, typer.Argument(metavar="FILE", help=text("cli.train.take.file"), show_default=False)],
    restart: Annotated[bool, typer.Option("--restart", help=text("cli.train.take.restart"))] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help=text("cli.train.take.no-color"))] = False,
) -> ExitCode:
    from detention_cli import output
    from detention_cli.train.files import read_exercise

    exercise = read_exercise(Path(file))
    kept = Path(f"{file}.answers.json")
    answers = {} if restart else _kept(kept, exercise)
    show = _Screen(exercise, color=not no_color)
    show.start(len(answers))
    try:
        for number, task in enumerate(exercise.tasks, 1):
            if task.id not in answers:
                show.task(number)
                answers[task.id] = show.answer(task)
                _keep(kept, exercise, answers)
                show.feedback(task.id, answers[task.id])
    except (EOFError, KeyboardInterrupt) as stopped:
        output.print_text("\n")
        output.flush()
        output.complain(text("cli.train.take.stopped", answered=count("cli.train.take.answered", len(answers)), file=file, kept=kept))
        return ExitCode.INTERRUPTED if isinstance(stopped, KeyboardInterrupt) else ExitCode.OK
    show.end(answers, kept)
    return ExitCode.OK


def _kept(path: Path, exercise: Exercise) -> dict[str, Any]:
    """Return the answers that were given before. Raises InputError where the file is not one of this exercise."""
    from detention_cli import inputs
    from detention_rules.language.source import read_file
    from detention_rules.model.problems import InputError, Place

    if not path.exists():
        return {}
    try:
        data = json.loads(read_file(path))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("exercise") != exercise.id or not isinstance(data.get("answers"), dict):
        raise InputError([inputs.fault("train.other-answers", Place(str(path)))])
    return {task.id: data["answers"][task.id] for task in exercise.tasks if task.id in data["answers"]}


def _keep(path: Path, exercise: Exercise, answers: dict[str, Any]) -> None:
    from detention_cli.train.files import write

    draft = path.with_name(f"{path.name}.tmp")  # put in place whole, so that a stop while writing loses nothing
    try:
        write(draft, json.dumps({"exercise": exercise.id, "answers": answers}, ensure_ascii=False, indent=2) + "\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class _Screen:
    """Shows an exercise and asks. Colour and bold on a terminal only."""

    def __init__(self, exercise: Exercise, *, color: bool) -> None:
        import os
        import sys

        self.exercise = exercise
        self.color = color and sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def write(self, words: str) -> None:
        from detention_cli import output

        if self.color:
            from rich.console import Console
            from rich.markdown import Markdown

            Console().print(Markdown(words))
        else:
            output.print_text(words + "\n")

    def start(self, answered: int) -> None:
        from detention_rules.training.exports.markdown import document_lines

        self.write("\n".join([f"# {self.exercise.title}", "", *document_lines(self.exercise)]))
        if answered:
            self.write(text("cli.train.take.resumed", answered=count("cli.train.take.answered", answered)) + "\n")

    def task(self, number: int) -> None:
        from detention_rules.training.exports.markdown import task_lines

        task = self.exercise.tasks[number - 1]
        self.write("\n".join([f"## {number}/{len(self.exercise.tasks)}", "", *task_lines(task), ""]))
        self.write(text(f"cli.train.take.how-{'single' if task.single else task.asks}") + "\n")

    def answer(self, task: Task) -> str:
        """Ask until an answer can be read; an answer that is given twice, or Enter after one, stands as it is."""
        from detention_rules.model.zones import zone
        from detention_rules.training.answers import not_understood

        given = self._line()
        while faults := not_understood(given, task, zone(self.exercise.zone)):
            self.write("\n".join([*faults, "", text("cli.train.take.again")]))
            again = self._line()
            if again in ("", given):
                break
            given = again
        return given

    def _line(self) -> str:
        from detention_cli import output

        output.print_text("> ")
        output.flush()
        given = input().encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # bytes that are no UTF-8 stay an answer
        output.print_text("\n")
        return given.strip()

    def feedback(self, task: str, answer: str) -> None:
        from detention_rules.training import task_feedback

        if self.exercise.has_key:
            self.write("\n".join(task_feedback(self.exercise.grade_task(task, answer))) + "\n")

    def end(self, answers: dict[str, Any], kept: Path) -> None:
        if self.exercise.has_key:
            self.write(text("cli.train.take.score", score=round(100 * self.exercise.grade(answers).score)))
        self.write(text("cli.train.take.done", kept=kept))
