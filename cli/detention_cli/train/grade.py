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
_LONGEST_NAME = 200
"""Bytes of a name in that of its file, out of the 255 that file systems allow."""


def grade(
    key: Annotated[str, typer.Argument(metavar="KEY", help=text("cli.train.grade.key"), show_default=False)],
    answers: Annotated[list[str], typer.Argument(metavar="ANSWERS", help=text("cli.train.grade.answers"), show_default=False)],
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE", help=text("cli.train.grade.csv"))] = None,
    feedback: Annotated[str | None, typer.Option("--feedback", metavar="DIR", help=text("cli.train.grade.feedback"))] = None,
) -> ExitCode:
    from detention_cli import output
    from detention_cli.train.files import write
    from detention_rules.model.problems import InputError
    from detention_rules.reporting.lines import visible
    from detention_rules.training import ClassReport

    problems: list[Problem] = []
    keys = _keys(key, problems)
    grades = _grades(answers, keys, problems)
    for problem in problems:
        output.complain(str(problem))
    if not grades and problems:
        return ExitCode.BAD_INPUT
    if not grades:
        from detention_cli import inputs

        raise InputError([inputs.fault("train.no-answers")])
    report = ClassReport(tuple(grades.values()))
    output.print_text("\n".join(map(visible, _table(report))) + "\n")
    if csv is not None:
        write(Path(csv), report.csv())
    if feedback is not None:
        _write_feedback(Path(feedback), grades)
    return ExitCode.BAD_INPUT if problems else ExitCode.OK


def _keys(path: str, problems: list[Problem]) -> dict[str, Exercise]:
    """Return the exercises of a key file or a folder of them, by id; those that cannot be used are told beside.

    Raises InputError where there is none.
    """
    from detention_cli import inputs
    from detention_cli.train.files import SUFFIX, files_in, read_exercise
    from detention_rules.model.problems import InputError, Place

    found = {}
    for file in files_in(Path(path), (SUFFIX,))[0]:
        try:
            exercise = read_exercise(file)
        except InputError as error:
            problems += error.problems
            continue
        if exercise.has_key:
            found[exercise.id.casefold()] = exercise
        else:
            problems.append(inputs.fault("train.no-key", Place(str(file))))
    if not found:
        raise InputError(problems or [inputs.fault("train.no-keys", Place(path))])
    return found


def _grades(paths: list[str], keys: dict[str, Exercise], problems: list[Problem]) -> dict[str, Grade]:
    """Return the grades by the name of the sheet; what cannot be graded is told beside, and what is no sheet is passed over with a word."""
    from detention_cli import inputs, output
    from detention_cli.train.files import SHEETS, SUFFIX, files_in
    from detention_rules.language.source import read_file
    from detention_rules.model.problems import InputError, Place
    from detention_rules.training import is_form, read_answers

    found: dict[str, Grade] = {}
    files: dict[Path, None] = {}
    for sheets, others in (files_in(Path(path), SHEETS) for path in paths):
        files |= dict.fromkeys(sheets)
        for other in (one for one in others if one.suffix.lower() != SUFFIX):
            output.complain(str(inputs.fault("train.passed-over", Place(str(other)))))
    for file in files:
        place = Place(str(file))
        try:
            content = read_file(file)
            if file.suffix.lower() == ".md" and not is_form(content):
                output.complain(str(inputs.fault("train.no-form", place)))
                continue
            handed_in = read_answers(content, str(file))
        except InputError as error:
            problems += error.problems
            continue
        for sheet in handed_in:
            about = sheet.exercise.casefold()
            exercise = keys.get(about) or (next(iter(keys.values())) if not about and len(keys) == 1 else None)
            if exercise is None:
                problems.append(inputs.fault("train.other-exercise" if about else "train.which-exercise", place, exercise=sheet.exercise))
                continue
            name = _free(sheet.name or file.stem, found)
            found[name] = exercise.grade(sheet, name=name)
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
    from detention_cli.train.files import write
    from detention_rules.training import feedback

    for number, (name, one) in enumerate(grades.items(), 1):
        write(folder / f"{number:02d} {_file_name(name)}.md", feedback(one))


def _file_name(name: str) -> str:
    """Return a name without what a file's may not have, and short enough: file systems count bytes."""
    safe = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in name)
    return safe.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore").strip() or "sheet"
