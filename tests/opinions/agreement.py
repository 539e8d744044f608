"""Timelines near limits, and what the two engines say of them. Run as a program it tries many and prints the figures."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from engine.strategies import PACK, SECONDS, local, timelines
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from detention_rules import Report, check, load_pack
from detention_rules.engine.durable.opinions import DurableRules
from detention_rules.model.opinions import SecondOpinion
from opinions.support import SILENT

ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
PACKS = (PACK, ZUBROVIA)
"""The packs whose examples are tried."""

LEAST = 0.9
"""Of all findings the engines agree on more than this share: what has no opinion is the exception."""
INTERNAL = 70
"""The exit code of a fault of this program, as of the command."""

_STANDARDS = [rule.id for rule in PACK.rules if rule.has_standard]
_OPTIONS = [(name, option) for name, reading in PACK.readings.items() for option in reading.names[1:]]


@st.composite
def near_limits(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a timeline whose events and whose `as_of` crowd around limits, under some readings and tolerances."""
    data = draw(timelines(draw(st.sampled_from((0, 0, 1)))))
    return {
        **data,
        "as_of": draw(st.one_of(st.just(data["as_of"]), SECONDS.map(local), SECONDS.map(local))),
        "readings": dict(draw(st.lists(st.sampled_from(_OPTIONS), max_size=2))),
        "tolerances": dict.fromkeys(draw(st.lists(st.sampled_from(_STANDARDS), max_size=3)), "3h"),
    }


def both(data: dict[str, Any], engine: DurableRules) -> tuple[Report, SecondOpinion]:
    """Return what the reference engine finds, and what the other says of it."""
    report = check(data, pack=PACK)
    return report, engine.second_opinion(report)


def told(found: SecondOpinion) -> list[str]:
    """Return what must not be, a line each: disagreements, failures of this program, and silence for another reason than those allowed."""
    wrong = [(finding, opinion) for finding, opinion in found.pairs if opinion.agrees(finding) is not True and opinion.reason not in SILENT]
    return [f"{finding.rule.id}: {finding.verdict} {finding.margin_seconds}, not {opinion}" for finding, opinion in wrong]


class Figures:
    """What was counted."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.wrong = 0
        self.began = time.monotonic()

    def add(self, data: dict[str, Any], found: SecondOpinion) -> None:
        """Count a timeline; write it where something must not be."""
        self.count.update(timelines=1, findings=len(found.opinions), agreed=found.agreed, disagreed=len(found.disagreements))
        self.count.update({f"THIS PROGRAM FAILED, {opinion.reason}": 1 for _, opinion in found.faults})
        self.count.update({f"no opinion, {why}": times for why, times in found.reasons.items()})
        self.verdicts.update(opinion.verdict.value for opinion in found.opinions if opinion.verdict is not None)
        wrong = told(found)
        self.wrong += len(wrong)
        for line in wrong:
            sys.stdout.write(f"{line}\n{data}\n")

    @property
    def share(self) -> float:
        """On what share of the findings the engines agree."""
        return self.count["agreed"] / self.count["findings"]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong, and the engines agree on nearly all."""
        return not self.wrong and self.share > LEAST

    def show(self, title: str, engine: DurableRules) -> None:
        """Write the figures."""
        sys.stdout.write(f"{title}\n")
        for name, times in (*self.count.most_common(), *self.verdicts.most_common()):
            sys.stdout.write(f"{times:>9,}  {name}\n")
        sys.stdout.write(f"{time.monotonic() - self.began:>9,.0f}  seconds\n{engine.worker.started:>9,}  processes started so far\n")
        sys.stdout.flush()


def main(number: int, start: int = 0) -> int:
    """Try every example of the packs, then so many timelines, and print the figures. Returns 70 where they are not good."""
    with DurableRules() as engine:
        examples, drawn = Figures(), Figures()
        for pack in PACKS:
            for rule in pack.rules:
                for example in rule.examples:
                    data = {key: value for key, value in example.items() if key not in ("shows", "expect")}
                    examples.add(data, engine.second_opinion(check(data, pack=pack)))
        examples.show("examples of the packs", engine)
        drawn.began = time.monotonic()

        @seed(start)
        @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(near_limits())
        def tried(data: dict[str, Any]) -> None:
            drawn.add(data, both(data, engine)[1])

        tried()
        drawn.show("timelines near limits", engine)
    return 0 if examples.good and drawn.good else INTERNAL


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
