"""A grade in words: what was right, what was wrong and why, as plain lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import text
from detention_rules.training.grades import Grade, ItemGrade, TaskGrade


def feedback(grade: Grade) -> str:
    """Return the feedback on a whole answer sheet."""
    head = text("feedback.head", name=grade.name or grade.exercise, score=round(100 * grade.score))
    lines = [head, *(("", *grade.remarks) if grade.remarks else ())]
    for number, task in enumerate(grade.tasks, 1):
        lines += ["", text("feedback.task", number=number, question=task.question), "", *task_feedback(task)]
    return "\n".join(lines) + "\n"


def task_feedback(task: TaskGrade) -> Iterator[str]:
    """Yield the lines of feedback on one task, for whoever shows them one task at a time."""
    yield text("feedback.score", score=round(100 * task.score))
    yield from (text("feedback.remark", remark=remark) for remark in task.remarks)
    if not task.answered:
        yield text("feedback.blank")
    elif not task.items:
        yield text("feedback.none-right" if task.score else "feedback.none-to-name")
    for item in task.items:
        yield from _item(item)


def _item(item: ItemGrade) -> Iterator[str]:
    title = f"{item.option.id}. {item.option.title}" if item.option.id else item.option.title
    yield text(f"feedback.{item.outcome}", title=title, given=item.given, expected=item.expected)
    for one in item.recognised:
        yield text("feedback.recognised", name=one.name, explanation=one.explanation)
    if item.outcome != "right":
        yield from (text("feedback.step", step=step) for step in item.because)
        if item.cites:
            yield text("feedback.cites", cites="; ".join(item.cites))
