"""Wrong answers with a cause: what every misconception that bears on a finding would make somebody answer."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.rules import Pack
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.zones import zone
from detention_rules.training.chains import chains_of
from detention_rules.training.keys import Said, to_the_minute
from detention_rules.training.misconceptions import MISCONCEPTIONS, explanation, judged
from detention_rules.training.misreadings import Matter
from detention_rules.training.tasks import Answer, Mistake, Option


def mistakes(option: Option, finding: Finding, right: Answer | None, said: Said, report: Report, pack: Pack) -> Iterator[Mistake]:
    """Yield the wrong answers on one option that misconceptions lead to: only those that are certain and differ from the right one."""
    about = Matter(finding, report, pack, chains_of(pack))
    home = zone(report.scenario.zone)
    seen: set[tuple[str, Answer | None]] = set()
    for misconception in MISCONCEPTIONS.values():
        for variant in misconception.variants(about):
            found = judged(variant, finding)
            if found.verdict is Verdict.UNDETERMINED or found.several:
                continue
            if not all(value is None or to_the_minute(value) for value in (found.deadline, found.margin)):
                continue
            answer = said(found.verdict, found.deadline, found.margin, home)
            if right == Answer() and answer is not None:
                continue  # the option is to be named without a value, and one that is given beside it is not marked
            if answer != right and (misconception.id, answer) not in seen:
                seen.add((misconception.id, answer))
                yield Mistake(misconception.id, option.id, answer, explanation(misconception.id, variant, about))
