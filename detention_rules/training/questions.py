"""The questions that can fairly be asked about a case, each with the key that the engine gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from string import ascii_lowercase
from typing import NamedTuple

from detention_rules.checking import check
from detention_rules.language.rules import Deadline, Pack
from detention_rules.language.sentences import words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Finding, Report, Verdict
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.model.scenario import Scenario
from detention_rules.model.zones import Zone
from detention_rules.training import keys
from detention_rules.training.case import Case
from detention_rules.training.chains import theme_of
from detention_rules.training.mistakes import Told, mistakes
from detention_rules.training.tasks import Answer, Asks, Key, Kind, Option, Task
from detention_rules.training.values import instant_words, iso, local_words

_LAST_MINUTES = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}
"""How many limits an exercise asks the last minute of, by difficulty."""
_CHOICES = 5


class Material(NamedTuple):
    """A case as the engine sees it, and what tasks are made of."""

    pack: Pack
    case: Case
    scenario: Scenario
    report: Report
    home: Zone
    random: Random

    @property
    def size(self) -> int:
        """How many limits of a task may have to be named at most; it offers one more than this in all, and at least two others."""
        return 2 + self.case.difficulty


def tasks(material: Material) -> Iterator[Task]:
    """Yield what can fairly be asked about a case, by its difficulty, with keys."""
    difficulty = material.case.difficulty
    labels = keys.labelled(material.report, material.home)
    yield from _breaches(material, labels)
    yield from _last_minutes(material, labels)
    if difficulty > 1:
        yield from _due(material)
    if difficulty > 2:
        yield from _missing(material, labels)
    if difficulty > 3:
        yield from _readings(material, labels)


def _breaches(material: Material, labels: keys.Labels) -> Iterator[Task]:
    fair = {title: finding for title, finding in labels.items() if keys.breach_fair(finding)}
    named = [title for title, finding in fair.items() if keys.breach(finding) is not None]
    picked = _picked(material, fair, named)
    if picked:
        question = text("task.breaches", as_of=local_words(material.report.as_of, material.home))
        yield _set_task("breaches", question, "minutes", picked, keys.breach, material, told=keys.breached)


def _last_minutes(material: Material, labels: keys.Labels) -> Iterator[Task]:
    fair = [title for title, finding in labels.items() if keys.deadline_fair(finding, material.home)]
    computed = [title for title in fair if getattr(keys.limit_of(labels[title]), "unit", "") != "instant"] or fair
    themed = [title for title in computed if _themed(labels[title], material)] or computed
    tried = material.random.sample(themed, min(len(themed), 2 * _LAST_MINUTES[material.case.difficulty] + 1))
    asked = [_last_minute(title, labels[title], material) for title in tried]
    asked.sort(key=lambda task: -len({mistake.answer for mistake in task.key.mistakes} if task.key else ()))
    yield from asked[: _LAST_MINUTES[material.case.difficulty]]


def _last_minute(title: str, finding: Finding, material: Material) -> Task:
    def told(_: Verdict, deadline: int | None, __: int | None) -> Answer | None:
        return keys.deadline_told(deadline, material.home)

    answer = keys.last_instant(finding, material.home)
    assert answer is not None
    option = Option("a", finding.rule.id, title)
    wrong = [mistake for mistake in mistakes(option, finding, answer, told, material.pack) if mistake.answer is not None]
    key = Key({"a": answer}, {"a": _because(finding)}, {"a": _cites(finding)}, tuple(wrong))
    return Task("", "last_minute", text("task.last_minute", title=title), "instant", (option,), key=key)


def _due(material: Material) -> Iterator[Task]:
    """Ask what is due at a moment between two events, where something is."""
    for at in _moments(material):
        report = check(material.scenario, pack=material.pack, as_of=material.home.local(at))
        labels = keys.labelled(report, material.home)
        fair = {title: finding for title, finding in labels.items() if keys.due_fair(finding, material.home)}
        named = [title for title, finding in fair.items() if keys.due(finding, material.home) is not None]
        picked = _picked(material, fair, named)
        if named and picked:
            question = text("task.due", at=instant_words(at, material.home))

            def told(verdict: Verdict, deadline: int | None, _: int | None) -> Answer | None:
                return keys.pending(verdict, deadline, material.home)

            task = _set_task("due", question, "instant", picked, partial(keys.due, home=material.home), material, told=told)
            yield replace(task, at=iso(at, material.home))
            return


def _moments(material: Material) -> list[int]:
    """Return moments to ask about, in random order: full hours between the first event and `as_of`, none that clocks showed twice."""
    starts = [event.at.default.earliest for event in material.scenario.events]
    near = {start + hours * HOUR for start in starts for hours in (1, 2, 4, 8, 20, 30)}
    rounded = {at - at % (30 * MINUTE) for at in near}
    events = {account.earliest for event in material.scenario.events for account in event.at.accounts}
    inside = sorted(at for at in rounded if min(starts) < at < material.report.as_of and at not in events)
    fit = [at for at in inside if keys.shown_once(at, material.home)]
    return material.random.sample(fit, min(len(fit), 6))


def _missing(material: Material, labels: keys.Labels) -> Iterator[Task]:
    fair = {title: finding for title, finding in labels.items() if keys.missing_fair(finding)}
    named = [title for title, finding in fair.items() if finding.verdict is Verdict.UNDETERMINED]
    picked = _picked(material, fair, named)
    open_ = [finding for finding in picked.values() if finding.verdict is Verdict.UNDETERMINED]
    if not open_:
        return
    choices = _facts_to_choose(material, open_, picked)
    if len(choices) < 2:
        return

    def told(*_: object) -> None:
        """Whatever is found under a misconception: the limit would not be named as one that cannot be decided."""

    answer_of = partial(keys.missing, choices=choices)
    yield _set_task("missing", text("task.missing"), "choices", picked, answer_of, material, told=told, choices=choices)


def _facts_to_choose(material: Material, open_: Iterable[Finding], picked: keys.Labels) -> tuple[Option, ...]:
    """Return what is missing among things that are not: known facts that none of the undecided limits consults."""
    open_ = list(open_)
    needed = dict.fromkeys(need for finding in open_ for need in finding.needs)
    consulted = {path for finding in open_ for path in keys.details(finding).rule.rule.facts}
    others = [path for finding in picked.values() for path in keys.details(finding).rule.rule.facts]
    spare = [path for path in dict.fromkeys((*others, *material.scenario.facts)) if path not in consulted and path not in needed]
    added = material.random.sample(spare, min(len(spare), max(2, _CHOICES - len(needed))))
    names = sorted((*needed, *added))
    return tuple(Option(str(number), name, _need_words(name, material)) for number, name in enumerate(names, 1))


def _need_words(name: str, material: Material) -> str:
    """Return what is missing in words: a fact or an attribute with its meaning, a number that the text does not give, or a time."""
    vocabulary = material.pack.vocabulary
    if name in vocabulary.facts:
        return text("task.fact", name=words(name.replace(".", ": ")), means=vocabulary.facts[name].means)
    untimed = next((rule.title for rule in material.pack.rules if text("needs.tolerance", rule=rule.id) == name), None)
    if untimed is not None:
        return text("task.no-number", title=untimed)
    about, _, attribute = name.partition(".")
    kind = next((vocabulary.events[event.type] for event in material.scenario.events if event.id == about), None)
    if kind is None or attribute not in kind.attribute_means:
        return words(name)
    return text("task.fact", name=f"{words(about)}: {words(attribute)}", means=kind.attribute_means[attribute])


def _readings(material: Material, labels: keys.Labels) -> Iterator[Task]:
    """Ask under which other reading or account a verdict would differ, where some would and some would not change it."""
    titles = [title for title, finding in labels.items() if keys.readings_fair(finding)]
    for title in material.random.sample(titles, len(titles)):
        finding = labels[title]
        possible = keys.departures(finding, material.pack)
        differing = keys.differing(finding)
        if not 0 < len(differing) < len(possible):
            continue
        same = [departure for departure in possible if departure not in differing]
        shown = {*differing, *material.random.sample(same, min(len(same), _CHOICES))}
        offered = [departure for departure in possible if departure in shown]
        options = tuple(
            Option(letter, f"{about}={taken}", _departure_words(about, taken, material))
            for letter, (about, taken) in zip(ascii_lowercase, offered, strict=False)
        )
        because = {
            option.id: (_departure_told(differing.get((about, taken))),) for option, (about, taken) in zip(options, offered, strict=True)
        }
        answers = {option.id: Answer() for option, departure in zip(options, offered, strict=True) if departure in differing}
        key = Key(answers, because, dict.fromkeys(because, _cites(finding)))
        subject = Option("", finding.rule.id, title)
        yield Task("", "readings", text("task.readings", title=title), "nothing", options, subject=subject, key=key)
        return


def _departure_words(about: str, taken: str, material: Material) -> str:
    reading = material.pack.readings.get(about)
    if reading is not None:
        means = next(option.means for option in reading.options if option.name == taken)
        return text("task.reading", id=about, means=means.rstrip("."))
    event = next(event for event in material.scenario.events if event.id == about)
    account = next(account for account in event.at.accounts if account.name == taken)
    return text("task.account", event=words(event.type), account=taken, time=instant_words(account.earliest, material.home))


def _departure_told(other: Alternative | None) -> str:
    return text("task.same-verdict") if other is None else text("task.other-verdict", verdict=text(f"report.verdict.{other.verdict.value}"))


def _set_task(
    kind: Kind,
    question: str,
    asks: Asks,
    picked: keys.Labels,
    answer_of: Callable[[Finding], Answer | None],
    material: Material,
    *,
    told: Told,
    choices: tuple[Option, ...] = (),
) -> Task:
    """Return a task that offers several limits, of which some are to be named."""
    named = dict(zip(ascii_lowercase, picked.items(), strict=False))
    options = tuple(Option(letter, finding.rule.id, title) for letter, (title, finding) in named.items())
    answers = {letter: answer for letter, (_, finding) in named.items() if (answer := answer_of(finding)) is not None}
    wrong = [
        mistake for option in options for mistake in (mistakes(option, picked[option.title], answers.get(option.id), told, material.pack))
    ]
    because = {letter: _because(finding) for letter, (_, finding) in named.items()}
    cites = {letter: _cites(finding) for letter, (_, finding) in named.items()}
    return Task("", kind, question, asks, options, choices, key=Key(answers, because, cites, tuple(wrong)))


def _picked(material: Material, fair: keys.Labels, named: Sequence[str]) -> keys.Labels:
    """Return what a task offers: what is to be named, as far as it fits, among other limits; in the order of the rules.

    Nothing where there are no others: whoever names everything would be right.
    """
    size = material.size
    some = material.random.sample(named, min(len(named), size))
    others = [title for title in fair if title not in named]
    others.sort(key=lambda title: (_distance(fair[title], material), material.random.random()))
    kept = {*some, *others[: max(2, size + 1 - len(some))]} if others else set()
    return {title: finding for title, finding in fair.items() if title in kept}


def _distance(finding: Finding, material: Material) -> int:
    """Return how far a limit is from what the exercise is about: a limit in time, that applies, of its themes, comes first."""
    applies = finding.verdict is not Verdict.NOT_APPLICABLE
    timed = isinstance(keys.details(finding).rule.form, Deadline)
    return 4 * (not applies) + 2 * (not _themed(finding, material)) + (not timed)


def _themed(finding: Finding, material: Material) -> bool:
    themes = material.case.themes
    return not themes or theme_of(keys.details(finding).rule.rule) in themes


def _because(finding: Finding) -> tuple[str, ...]:
    """Return the steps of reasoning without the rule's remarks, which are not about this case."""
    remarks = len(keys.details(finding).rule.rule.notes)
    return finding.because[: len(finding.because) - remarks]


def _cites(finding: Finding) -> tuple[str, ...]:
    return tuple(str(cite) for cite in finding.cites)
