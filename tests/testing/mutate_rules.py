"""`make mutate-rules`: every rule of the shipped pack changed in one place at a time, and what notices; writes docs/mutation.md.

A mutant is noticed by the rule's own examples (and what `verify` asks of them), or else by the boundaries of the rule as it is. With
`--check`, nothing is written and the exit code tells whether the page is what this would write and the figures are reached.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from detention_rules import Pack, Rule, Scenario, load_pack
from detention_rules.language.scenarios import scenario
from detention_rules.testing.boundary import Boundary, differences
from detention_rules.testing.deciding import deciding
from detention_rules.testing.edges import rule_boundaries
from detention_rules.testing.mutation import Mutant, mutants
from detention_rules.testing.verification import rule_problems

PAGE = Path(__file__).parent.parent.parent / "docs" / "mutation.md"
Noticed = Literal["examples", "boundaries", "nothing"]
KINDS = ("number", "unit", "end", "event", "condition", "word", "order", "date")
OUTCOMES: tuple[Noticed, ...] = ("examples", "boundaries", "nothing")
WANTED = 0.95
_copies = itertools.count()

UNTOLD = "no timeline that the kit builds tells the two rules apart, and no example does"
_CUSTODY = r"custody\.(before-court-order|constitutional-ceiling)"
EXPLAINED = (
    (
        r"custody\.before-court-order",
        r"cases\.1\.limit\.length",
        "in the years in which this was law no clock changed in the pack's zone, so that three days and 72 hours end together",
    ),
    (r"release\.early", r"cases\.1\.limit\.length", "one day that is moved off days off and one working day are the same day"),
    (
        _CUSTODY,
        r"when\.(\d+\.)+unless(\.type)?",
        "what stands before an end of the detention is in another detention already; only an end in the second of the arrest would tell",
    ),
    (
        _CUSTODY,
        r"must\.(2|4|6|8|10)\.when(\.1)?",
        "where the decision itself counts, its arrival adds nothing: it is never the earlier of the two",
    ),
    (
        r"custody\.before-court-order",
        r"cases\.[34]\.when\.2\.2",
        "who is a juvenile at the limit was one at the arrest, and the case before has decided wherever age is not taken at the limit",
    ),
    (
        r"counsel\.mandatory",
        r"when\.2\.2\.1\.2\.1\.pattern\.form\.acquired",
        "the vocabulary has two statuses beside that of a witness, and either of them takes the exception back",
    ),
    (
        r"counsel\.(meetings|visits)|notice\.rights-information",
        r"when\.(2\.)?2\.2\.3\.pattern\.form\.as",
        "who was not admitted as remanded was admitted as a convict, which without an arrest is the first alternative",
    ),
    (
        r"limitation\.exemption-too-early",
        r"only_if\.1\.4\.1",
        "once fifteen years are over, the period of every other article is over too",
    ),
    (
        r"limitation\.longest-sentence",
        r"only_if\.5\.1",
        "a sentence of five years is within the longest one of every other article too",
    ),
    (
        r"extradition\.review",
        r"only_if\.3\.1",
        "where both events stand before it, the first two alternatives hold as well",
    ),
    (
        r"records\.(files-and-prisoners|monthly-cross-check)",
        r"in_force\.since",
        "the law of a calendar period is that of its first day, and none begins on either of the two days",
    ),
    (
        r"notice\.(family|procurator)-change-of-place",
        r"cases\.1\.limit\.from\.(otherwise|scope)",
        "the limit decides only where hours have passed since an arrest of the same detention, so that there is one",
    ),
    (
        r"place\.remand-centre",
        r"only_if\.2\.3\.2\.[12]\.2\.elapsed",
        "it decides only where the detention has no such order, so that it is unknown, and so is its opposite",
    ),
)
"""Survivors of which more can be said: by rule and place, as regular expressions."""


def boundaries_of(rule: Rule, pack: Pack) -> list[Boundary]:
    """Return the boundaries of a rule: of its limits, and those in which one of its parts decides."""
    return [*rule_boundaries(rule, pack)[0], *deciding(rule, pack)]


def survey(pack: Pack) -> Iterator[tuple[str, Mutant, Noticed]]:
    """Yield every mutant of a pack with what notices it first. Raises RuntimeError where a rule as it is would be noticed, too."""
    for rule in pack.rules:
        kept = [(one, scenario(one.data, pack=pack)) for one in boundaries_of(rule, pack)]

        def alone(changed: Rule) -> Pack:
            return pack._replace(rules=(changed,), sha256=f"{pack.sha256}-mutant-{next(_copies)}")

        def by_examples(changed: Rule) -> bool:
            return next(rule_problems(changed, alone(changed)), None) is not None

        def by_boundaries(changed: Rule, kept: list[tuple[Boundary, Scenario]] = kept) -> bool:
            other = alone(changed)
            return any(differences(one, other, timeline) for one, timeline in kept)

        def noticed(changed: Rule) -> Noticed:
            if by_examples(changed):
                return "examples"
            return "boundaries" if by_boundaries(changed) else "nothing"

        if (control := noticed(rule)) != "nothing":
            raise RuntimeError(f"{rule.id} as it is would be noticed by its {control}")
        for mutant in mutants(rule, pack):
            yield rule.id, mutant, noticed(mutant.rule)


def reason(name: str, mutant: Mutant) -> str:
    """Return why nothing notices a mutant.

    For each part of a rule the kit looks for a timeline in which it decides, so that a mutant which no boundary notices is one for which
    there is none among those that it can build.
    """
    return next((why for rule, where, why in EXPLAINED if re.fullmatch(rule, name) and re.fullmatch(where, mutant.where)), UNTOLD)


def page(found: list[tuple[str, Mutant, Noticed]]) -> str:
    """Return the page: figures by kind, and the survivors."""
    counted = Counter((mutant.kind, outcome) for _, mutant, outcome in found)
    lines = [
        "# Rule mutation",
        "",
        "Every rule of the shipped pack is changed in one place at a time: every number, unit, event, condition, word that a test accepts,",
        "order of cases and convention of how a limit ends. `make mutate-rules` writes this page.",
        "",
        "*By examples*: an example of the rule, written from the law, no longer holds. *By boundaries*: the examples hold, and a boundary",
        "scenario of the rule as it is no longer does: that the rule has changed is noticed, and no example says which is right.",
        "",
        "| what is changed | mutants | by examples | by boundaries only | by nothing | noticed |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for kind in (*KINDS, "all"):
        numbers = [sum(n for (of, how), n in counted.items() if kind in (of, "all") and how == outcome) for outcome in OUTCOMES]
        total = sum(numbers)
        share = 100 * (total - numbers[2]) / total if total else 100
        lines.append(f"| {kind} | {total} | {numbers[0]} | {numbers[1]} | {numbers[2]} | {share:.1f}% |")
    lines += ["", "## Survivors", "", "| rule | kind | where | before | after | why nothing notices |", "|---|---|---|---|---|---|"]
    for rule, mutant, outcome in found:
        if outcome == "nothing":
            cells = (rule, mutant.kind, f"`{mutant.where}`", mutant.before, mutant.after, reason(rule, mutant))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def reached(found: list[tuple[str, Mutant, Noticed]]) -> bool:
    """Tell whether every survivor has a reason of its own, and enough of the mutants of each kind are noticed."""
    survivors = [(name, mutant) for name, mutant, outcome in found if outcome == "nothing"]
    total, missed = Counter(mutant.kind for _, mutant, _ in found), Counter(mutant.kind for _, mutant in survivors)
    explained = all(reason(name, mutant) is not UNTOLD for name, mutant in survivors)
    return explained and all(missed[kind] <= (1 - WANTED) * total[kind] for kind in total)


def idle(found: list[tuple[str, Mutant, Noticed]]) -> list[str]:
    """Return the reasons that explain no survivor any more."""
    given = {reason(name, mutant) for name, mutant, outcome in found if outcome == "nothing"}
    return [why for _, _, why in EXPLAINED if why not in given]


def main() -> int:
    pack = load_pack("kazakhstan", fresh=True)
    found = list(survey(pack))
    new = page(found)
    figures = new.partition("## Survivors")[0]
    sys.stdout.write("\n".join(line for line in figures.splitlines() if line.startswith("|")) + "\n")
    unused = idle(found)
    sys.stdout.write("".join(f"explains nothing: {why}\n" for why in unused))
    good = reached(found) and not unused
    if "--check" in sys.argv:
        return 0 if good and PAGE.read_text(encoding="utf-8") == new else 1
    PAGE.write_text(new, encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
