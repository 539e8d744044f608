"""What is found of one duty: a verdict with what it rests on, and every outcome that unknowns leave open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from detention_rules.engine.timeline import Act
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Event

if TYPE_CHECKING:
    from detention_rules.engine.compiled import CompiledCase


class Candidate(NamedTuple):
    """A case that may decide (None: none holds), and its deadline (None: not known, or an open standard)."""

    case: CompiledCase | None
    deadline: int | None


class Outcome(NamedTuple):
    """What one candidate deadline and one possible discharge make of a duty."""

    verdict: Verdict
    deadline: int | None
    discharge: Event | None
    margin: int | None
    reason: str
    """Why, where deadline and discharge do not say it: a key of the catalogue under `why`; empty otherwise."""


class Judgement(NamedTuple):
    """A verdict with what it rests on. `several` holds every outcome that unknowns leave open, where there is more than one."""

    verdict: Verdict
    deadline: int | None
    discharge: Event | None
    margin: int | None
    reason: str
    candidates: tuple[Candidate, ...] = ()
    acts: tuple[Act | None, ...] = ()
    several: tuple[Outcome, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that are open; one where nothing is."""
        return self.several or (Outcome(*self[:5]),)


def single(outcome: Outcome) -> Judgement:
    """Return the judgement of one certain outcome."""
    return Judgement(*outcome)


def combined(outcomes: Sequence[Outcome], candidates: tuple[Candidate, ...] = (), acts: tuple[Act | None, ...] = ()) -> Judgement:
    """Join what is left open: what all outcomes share is certain, the rest is not."""
    first = outcomes[0]
    if len(outcomes) == 1:
        return Judgement(*first, candidates, acts)
    same = all(other.verdict is first.verdict for other in outcomes)
    return Judgement(
        first.verdict if same else Verdict.UNDETERMINED,
        first.deadline if all(other.deadline == first.deadline for other in outcomes) else None,
        first.discharge if all(other.discharge is first.discharge for other in outcomes) else None,
        first.margin if all(other.margin == first.margin for other in outcomes) else None,
        "",
        candidates,
        acts,
        tuple(outcomes),
    )
