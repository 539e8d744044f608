"""The page of code mutation, docs/code-mutation.md: the figures by module, and each survivor with the reason why no test notices it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mutation.covering import ROOT
from mutation.explained import EXPLAINED
from mutation.judging import ENDLESS, KILLED, MORE, SURVIVED, TIMES
from mutation.operators import Mutant

PAGE = ROOT / "docs" / "code-mutation.md"
UNEXPLAINED = "none of the tests that it met noticed"
Found = Sequence[tuple[Mutant, str]]

HEAD = f"""# Code mutation

The modules that decide time, conditions and verdicts are changed in one place at a time: a comparison takes in its bound or leaves it
out, a condition is held true or false, a part of one is left out, a statement does nothing, a function returns nothing, two arguments
change places, a sum becomes a difference, a number one more. Each mutant meets quick tests that execute what was changed, the likeliest
to notice first, until one of them fails. `make mutate-code` does this and writes this page; `SAMPLE=300` tries that many mutants,
`MODULES=engine.limits` those of one module.

*Killed*: a test failed, or its process crashed. *Endless*: a test computed for more than {TIMES} times as long as when it is watched, and
{MORE} s more: the mutant loops. Both count as killed in the last column. Before the first mutant of a module, its code as it is must
survive the same tests, exchanged or loaded in the same way.
A mutant is known by the function around it, and is run again when that changes.
"""


def name_of(mutant: Mutant) -> str:
    """Return the module of a mutant within the package, as `engine.limits`."""
    return mutant.module.removeprefix("detention_rules.")


def reason(mutant: Mutant) -> str:
    """Return why no test can notice a mutant, or nothing."""
    return EXPLAINED.get((name_of(mutant), mutant.where, mutant.before, mutant.after), "")


def figures(found: Found, there: Counter[str]) -> Iterator[tuple[str, ...]]:
    """Yield a table: a head, a row for each module with how many mutants of it there are, and one for all."""
    yield "module", "mutants", "tried", "killed", "endless", "survived", "killed %"
    tried = _by_module(found)
    for name, number in there.items():
        of = tried[name]
        yield name, str(number), *_counts(of), f"{100 * (1 - of[SURVIVED] / max(1, of.total())):.1f}"
    share, margin = killed(found, there)
    percent = f"{100 * share:.1f}" + (f" ± {100 * margin:.1f}" if margin else "")
    yield "all", str(there.total()), *_counts(sum(tried.values(), Counter[str]())), percent


def _by_module(found: Found) -> dict[str, Counter[str]]:
    tried: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in found:
        tried[name_of(mutant)][outcome] += 1
    return tried


def _counts(of: Counter[str]) -> tuple[str, ...]:
    return str(of.total()), str(of[KILLED]), str(of[ENDLESS]), str(of[SURVIVED])


def killed(found: Found, there: Counter[str]) -> tuple[float, float]:
    """Return the share of all mutants that is killed, and the margin within which it lies in 95 of 100 samples; 0 where all were tried."""
    share = variance = 0.0
    for name, of in _by_module(found).items():
        weight, number, alive = there[name] / there.total(), of.total(), of[SURVIVED]
        likely = (alive + 2) / (number + 4)  # after Agresti and Coull: none seen is not none there
        share += weight * (1 - alive / number)
        variance += weight**2 * likely * (1 - likely) / number * (1 - number / there[name])
    return share, 1.96 * math.sqrt(variance)


def page(found: Found, there: Counter[str]) -> str:
    """Return the page."""
    head, *rows = figures(found, there)
    lines = [HEAD, _row(head), _row(["---", *["---:"] * (len(head) - 1)]), *map(_row, rows), ""]
    if len(found) < there.total():
        lines += ["Mutants are tried in an order drawn by lot; those of each module that were tried stand for all of it.", ""]
    survivors = [mutant for mutant, outcome in found if outcome == SURVIVED]
    explained = sum(bool(reason(mutant)) for mutant in survivors)
    lines += [f"Of the {len(survivors)} survivors, {explained} do what the code does or do not matter, for the reasons given here.", ""]
    for name in dict.fromkeys(map(name_of, survivors)):
        lines += [f"## {name}", "", _row(("where", "line", "before", "after", "why")), _row(["---"] * 5)]
        lines += [_survivor(mutant) for mutant in survivors if name_of(mutant) == name]
        lines.append("")
    return "\n".join(lines)


def _survivor(mutant: Mutant) -> str:
    change = _code(mutant.where), str(mutant.line), _code(mutant.before), _code(mutant.after)
    return _row((*change, reason(mutant) or UNEXPLAINED))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(words: str) -> str:
    return f"`{words}`".replace("|", "\\|") if words else ""
