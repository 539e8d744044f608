"""A case as the engine sees it, and how a task is made of it: what it offers, and the key with its reasons and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import NamedTuple

from detention_rules.language.rules import Deadline, Pack, theme_of
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Scenario
from detention_rules.model.zones import Zone
from detention_rules.training import keys, reasons
from detention_rules.training.case import Case
from detention_rules.training.cases.dice import Dice
from detention_rules.training.mistakes import mistakes
from detention_rules.training.tasks import Asks, Key, Kind, Option, Task


class Material(NamedTuple):
    """A case as the engine sees it at a moment. `labels` are its findings by the titles under which tasks name them."""

    pack: Pack
    case: Case
    scenario: Scenario
    report: Report
    home: Zone
    dice: Dice
    labels: keys.Labels

    @property
    def size(self) -> int:
        """How many limits a task offers to choose from, besides one that is to be named."""
        return 2 + self.case.difficulty

    def fair(self, kind: Kind) -> dict[str, Finding]:
        """Return the findings that a task of a kind can ask about."""
        return {title: finding for title, finding in self.labels.items() if keys.fair(kind, finding, self.home)}

    def themed(self, finding: Finding) -> bool:
        """Tell whether a finding is about a theme of the case."""
        return not self.case.themes or theme_of(finding.rule.id) in self.case.themes

    def picked(self, fair: keys.Labels, named: Sequence[str]) -> keys.Labels:
        """Return what a task offers: all that is to be named, among other limits; in the order of the rules.

        Nothing where there are no others: whoever names everything would be right.
        """
        others = self.dice.shuffled([title for title in fair if title not in named])
        others.sort(key=lambda title: self._distance(fair[title]))
        kept = {*named, *others[: max(2, self.size + 1 - len(named))]} if others else set()
        return {title: finding for title, finding in fair.items() if title in kept}

    def _distance(self, finding: Finding) -> int:
        """Return how far a limit is from what the exercise is about: a limit in time, that applies, of its themes, comes first."""
        applies = finding.verdict is not Verdict.NOT_APPLICABLE
        timed = isinstance(keys.details(finding).rule.form, Deadline)
        return 4 * (not applies) + 2 * (not self.themed(finding)) + (not timed)

    def task(self, kind: Kind, question: str, asks: Asks, picked: keys.Labels, choices: tuple[Option, ...] = ()) -> Task:
        """Return a task on several limits, of which some are to be named, or on a single one."""
        options = tuple(
            Option(letter, finding.rule.id, title) for letter, (title, finding) in zip(ascii_lowercase, picked.items(), strict=False)
        )
        found = {option.id: picked[option.title] for option in options}
        answers = {letter: keys.right(kind, finding, self.home, choices) for letter, finding in found.items()}
        wrong = tuple(
            mistake
            for option in options
            for mistake in mistakes(option, found[option.id], answers[option.id], keys.SAID[kind], self.report, self.pack)
            if mistake.answer is not None or kind != "last_minute"  # the one option is always answered
        )
        key = Key(
            {letter: answer for letter, answer in answers.items() if answer is not None},
            {letter: reasons.because(finding) for letter, finding in found.items()},
            {letter: reasons.cites(finding) for letter, finding in found.items()},
            wrong,
        )
        return Task("", kind, question, asks, options, choices, key=key)
