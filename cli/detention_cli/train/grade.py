"""`detention-rules train grade`: the answers of a class, graded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text

if TYPE_CHECKING:
    from detention_rules.model.problems import Problem
    from detention_rules.training import ClassReport, Exercise, Grade

_SHOWN = 5


def grade(
    key: Annotated[str, typer.Argument(metavar="KEY", help=text("cli.train.grade.key"), show_default=False)],
    answers: Annotated[list[str], typer.Argument(metavar="ANSWERS", help=text("cli.train.grade.answers"), show_default=False)],
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE", help=text("cli.train.grade.csv"))] = None,
    feedback: Annotated[str | None, typer.Option("--feedback", metavar="DIR", help=text("cli.train.grade.feedback"))] = None,
) -> ExitCode:
    from detention_cli import output
    from detention_rules.model.problems import InputError
    from detention_rules.training import ClassReport

    problems: list[Problem] = []
    keys = _keys(key)
    grades = _grades(answers, keys, problems)
    for problem in problems:
        output.complain(str(problem))
    if not grades and problems:
        return ExitCode.BAD_INPUT
    if not grades:
        from detention_cli import inputs

        raise InputError([inputs.fault("train.no-answers")])
    report = ClassReport(tuple(grades.values()))
    output.print_text("\n".join(_table(report)) + "\n")
    if csv is not None:
        Path(csv).write_text(report.csv(), encoding="utf-8", newline="\n")
    if feedback is not None:
        _write_feedback(Path(feedback), grades)
    return ExitCode.BAD_INPUT if problems else ExitCode.OK


def _keys(path: str) -> dict[str, Exercise]:
    """Return the exercises of a key file or a folder of them, by id. Raises InputError where one has no key."""
    from detention_cli import inputs
    from detention_cli.train.files import files_in, read_exercise
    from detention_cli.train.new import SUFFIX
    from detention_rules.model.problems import InputError, Place

    found = {}
    for file in files_in(Path(path), (SUFFIX,)):
        exercise = read_exercise(file)
        if not exercise.has_key:
            raise InputError([inputs.fault("train.no-key", Place(str(file)))])
        found[exercise.id] = exercise
    if not found:
        raise InputError([inputs.fault("train.no-keys", Place(path))])
    return found


def _grades(paths: list[str], keys: dict[str, Exercise], problems: list[Problem]) -> dict[str, Grade]:
    """Return the grades by the name of the sheet; what cannot be graded is told beside."""
    from detention_cli import inputs
    from detention_cli.train.files import SHEETS, files_in
    from detention_rules.language.source import read_file
    from detention_rules.model.problems import InputError, Place
    from detention_rules.training import read_answers

    found: dict[str, Grade] = {}
    files = dict.fromkeys(file for path in paths for file in files_in(Path(path), SHEETS))
    for file in files:
        try:
            sheets = read_answers(read_file(file), str(file))
        except InputError as error:
            problems += error.problems
            continue
        for sheet in sheets:
            exercise = keys.get(sheet.exercise) or (next(iter(keys.values())) if not sheet.exercise and len(keys) == 1 else None)
            if exercise is None:
                place = Place(str(file))
                fault = inputs.fault("train.other-exercise" if sheet.exercise else "train.which-exercise", place, exercise=sheet.exercise)
                problems.append(fault)
                continue
            name = _free(sheet.name or file.stem, found)
            found[name] = exercise.grade(sheet.answers, name=name)
    return found


def _free(name: str, taken: dict[str, Grade]) -> str:
    """Return a name that no other sheet has."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _table(report: ClassReport) -> list[str]:
    rows = report.rows()
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines += ["", text("cli.train.grade.mean", mean=round(100 * report.mean), sheets=len(report.grades))]
    for part, missed in (("limits", report.limits()), ("kinds", report.kinds()), ("misconceptions", report.misconceptions())):
        if missed:
            lines += ["", text(f"cli.train.grade.{part}")]
            lines += [text("cli.train.grade.missed", title=one.title, wrong=one.wrong, asked=one.asked) for one in missed[:_SHOWN]]
    return lines


def _write_feedback(folder: Path, grades: dict[str, Grade]) -> None:
    from detention_rules.training import feedback

    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, one) in enumerate(grades.items(), 1):
        safe = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in name).strip() or "sheet"
        (folder / f"{number:02d} {safe}.md").write_text(feedback(one), encoding="utf-8", newline="\n")
