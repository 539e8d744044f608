"""Questions on what is open: what cannot be decided and why, and under which other reading or account a verdict would differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from detention_rules.language.sentences import words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Finding, Verdict
from detention_rules.training import keys, reasons
from detention_rules.training.material import Material
from detention_rules.training.tasks import Answer, Key, Option, Task
from detention_rules.training.values import instant_words

_CHOICES = 5
_NUMBERS = 1
"""Of so many limits without a number it is asked what is missing, where facts are missing as well."""
_FEWEST, _MOST = 3, 6
"""How many departures a task on readings offers."""


def missing(material: Material) -> Iterator[Task]:
    """Ask which limits cannot be decided on the papers, and what is missing."""
    fair = material.fair("missing")
    needs = {title: need for title, finding in fair.items() if (need := keys.need(finding)) is not None}
    facts = material.dice.some([title for title, need in needs.items() if need != keys.NUMBER], material.size)
    standards = [title for title, need in needs.items() if need == keys.NUMBER]
    named = [*facts, *material.dice.some(standards, _NUMBERS if facts else material.size)]
    picked = material.picked({title: finding for title, finding in fair.items() if title in named or title not in needs}, named)
    if named and picked:
        choices = _choices(material, picked)
        yield material.task("missing", text("task.missing"), "choices", picked, choices)


def _choices(material: Material, picked: keys.Labels) -> tuple[Option, ...]:
    """Return what is missing among things that are not: a number, and known facts that none of the undecided limits consults."""
    open_ = [finding for finding in picked.values() if finding.verdict is Verdict.UNDETERMINED]
    needed = dict.fromkeys((keys.NUMBER, *(need for finding in open_ if (need := keys.need(finding)) is not None)))
    consulted = {path for finding in open_ for path in keys.details(finding).rule.rule.facts}
    others = [path for finding in picked.values() for path in keys.details(finding).rule.rule.facts]
    spare = [path for path in dict.fromkeys((*others, *material.scenario.facts)) if path not in consulted and path not in needed]
    names = sorted((*needed, *material.dice.some(spare, max(2, _CHOICES - len(needed)))))
    return tuple(Option(str(number), name, _need_words(name, material)) for number, name in enumerate(names, 1))


def _need_words(name: str, material: Material) -> str:
    """Return what is missing in words: a fact or an attribute with its meaning, a number that the text does not give, or a time."""
    vocabulary = material.pack.vocabulary
    if name == keys.NUMBER:
        return text("task.no-number")
    if name in vocabulary.facts:
        return text("task.fact", name=words(name.replace(".", ": ")), means=vocabulary.facts[name].means)
    about, _, attribute = name.partition(".")
    kind = next((vocabulary.events[event.type] for event in material.scenario.events if event.id == about), None)
    if kind is None or attribute not in kind.attribute_means:
        return words(name)
    return text("task.fact", name=f"{words(about)}: {words(attribute)}", means=kind.attribute_means[attribute])


def readings(material: Material) -> Iterator[Task]:
    """Ask under which other reading or account a verdict would differ, where some would and some would not change it."""
    fair = material.fair("readings")
    departures = {title: keys.departures(finding, material.pack) for title, finding in fair.items()}
    for title in material.dice.shuffled(list(fair)):
        own, differing = departures[title], keys.differing(fair[title])
        kept = material.dice.some([departure for departure in own if departure not in differing], max(1, _MOST - len(differing)))
        near = [other for other in fair if fair[other].trigger is fair[title].trigger]
        strange = dict.fromkeys(departure for other in near for departure in departures[other] if departure not in own)
        kept += material.dice.some(list(strange), max(0, _FEWEST + 1 - len(differing) - len(kept)))
        if differing and kept and len(differing) + len(kept) >= _FEWEST:
            yield _readings_task(title, fair[title], sorted({*differing, *kept}), differing, material)
            return


def _readings_task(
    title: str, finding: Finding, offered: Iterable[keys.Departure], differing: dict[keys.Departure, Alternative], material: Material
) -> Task:
    named = dict(zip(ascii_lowercase, offered, strict=False))
    options = tuple(Option(letter, "=".join(one), _departure_words(*one, material)) for letter, one in named.items())
    because = {letter: (_verdict_words(differing.get(one)),) for letter, one in named.items()}
    key = Key(
        {letter: Answer() for letter, one in named.items() if one in differing}, because, dict.fromkeys(because, reasons.cites(finding))
    )
    question = text("task.readings", title=title)
    return Task("", "readings", question, "nothing", options, subject=Option("", finding.rule.id, title), key=key)


def _departure_words(about: str, taken: str, material: Material) -> str:
    reading = material.pack.readings.get(about)
    if reading is not None:
        means = next(option.means for option in reading.options if option.name == taken)
        return text("task.reading", id=about, means=means.rstrip("."))
    event = next(event for event in material.scenario.events if event.id == about)
    account = next(account for account in event.at.accounts if account.name == taken)
    return text("task.account", event=words(event.type), account=taken, time=instant_words(account.earliest, material.home))


def _verdict_words(other: Alternative | None) -> str:
    return text("task.same-verdict") if other is None else text("task.other-verdict", verdict=text(f"report.verdict.{other.verdict.value}"))
