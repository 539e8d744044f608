"""Wrong answers with a cause: what every misconception that bears on a finding would make somebody answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detention_rules.language.rules import Pack
from detention_rules.model.findings import Finding, Verdict
from detention_rules.training.chains import chains_of
from detention_rules.training.keys import to_the_minute
from detention_rules.training.misconceptions import MISCONCEPTIONS, explanation, judged
from detention_rules.training.misreadings import Matter
from detention_rules.training.tasks import Answer, Mistake, Option

Told = Callable[[Verdict, int | None, int | None], Answer | None]
"""What a task would have answered of a verdict, a deadline and a margin; None: the option is left out."""


def mistakes(option: Option, finding: Finding, right: Answer | None, told: Told, pack: Pack) -> Iterator[Mistake]:
    """Yield the wrong answers on one option that misconceptions lead to: only those that are certain and differ from the right one."""
    subject = Matter(finding, pack, chains_of(pack))
    seen: set[tuple[str, Answer | None]] = set()
    for misconception in MISCONCEPTIONS.values():
        for variant in misconception.variants(subject):
            found = judged(variant, finding)
            if found.verdict is Verdict.UNDETERMINED or found.several:
                continue
            if not all(value is None or to_the_minute(value) for value in (found.deadline, found.margin)):
                continue
            answer = told(found.verdict, found.deadline, found.margin)
            if answer != right and (misconception.id, answer) not in seen:
                seen.add((misconception.id, answer))
                yield Mistake(misconception.id, option.id, answer, explanation(misconception.id, variant, subject))
