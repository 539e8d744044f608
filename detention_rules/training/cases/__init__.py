"""Inventing cases: from a pack's stories, a timeline that the engine has judged and the documents that tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from detention_rules.checking import check
from detention_rules.language.packs import STORIES
from detention_rules.language.rules import Pack, theme_of
from detention_rules.language.shapes.training import StepShape, StoryShape, Way
from detention_rules.language.stories import Stories, load_stories
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Report, Verdict
from detention_rules.model.problems import InputError, did_you_mean
from detention_rules.model.zones import zone
from detention_rules.training.case import Case
from detention_rules.training.cases.cast import cast, enter
from detention_rules.training.cases.dice import Dice
from detention_rules.training.cases.known import Known
from detention_rules.training.cases.plan import NoPlan, Plan, first_instant
from detention_rules.training.cases.telling import Teller
from detention_rules.training.values import local_words

_ATTEMPTS = 300
_MOST_MISSING = {1: 1, 2: 1, 3: 1, 4: 1, 5: 2}
"""How many facts are left out at most, by difficulty: a limit that lacks two at once is not asked about."""
_ONE_EACH = 60
"""In so many of a hundred cases each limit is breached by an act of its own."""


def invent(pack: Pack, *, seed: int, difficulty: int, themes: Sequence[str] | None, breaches: int | None) -> Case:
    """Invent a case: the same arguments give the same case.

    Exactly `breaches` limits are breached, all of `themes`, as the engine finds (None: one to three, by the difficulty). Raises
    NoExercise where the pack has no story for what is asked, and InputError for a pack whose stories have faults.
    """
    from detention_rules.training.exercise import NoExercise

    stories = _stories(pack)
    fit = _fitting(stories, pack, difficulty, themes)
    named = f"{pack.id}/{seed}/{difficulty}/{','.join(themes or ())}/{breaches}"
    order = Dice(named).shuffled(list(fit))  # each is tried for a while, so that one that often fails is told as often as another
    for attempt in range(_ATTEMPTS):
        dice = Dice(f"{named}/{attempt}")
        wanted = dice.between(1, min(3, difficulty + 1)) if breaches is None else breaches
        story = fit[order[attempt * len(order) // _ATTEMPTS]]
        try:
            return _case(pack, story, stories, dice, Wish(seed, difficulty, tuple(themes or ()), wanted))
        except NoPlan:
            continue
    asked = {"themes": ", ".join(themes or ("*",)), "difficulty": difficulty}
    if breaches is None:
        raise NoExercise(text("training.no-case", **asked))
    raise NoExercise(text("training.no-case-breaches", breaches=breaches, **asked))


class Wish(NamedTuple):
    """What was asked for; no themes: any."""

    seed: int
    difficulty: int
    themes: tuple[str, ...]
    breaches: int


_KEPT: dict[Path, tuple[object, Stories]] = {}
"""The stories of a folder, and the state of its files when they were read."""


def _stories(pack: Pack) -> Stories:
    from detention_rules.training.exercise import NoExercise

    folder = pack.folder or Path()
    state = tuple((path.name, (stat := path.stat()).st_mtime_ns, stat.st_size) for path in sorted((folder / STORIES).glob("*.yaml")))
    kept = _KEPT.get(folder)
    if kept is not None and kept[0] == state:
        return kept[1]
    found, problems = load_stories(pack)
    if problems:
        raise InputError(problems)
    if found is None:
        raise NoExercise(text("training.no-stories", pack=pack.id))
    _KEPT[folder] = (state, found)
    return found


def _fitting(stories: Stories, pack: Pack, difficulty: int, themes: Sequence[str] | None) -> dict[str, StoryShape]:
    """Return the stories of a difficulty in which a limit of the themes can be breached."""
    from detention_rules.training.exercise import NoExercise

    known = {theme_of(rule.id) for rule in pack.rules}
    for theme in themes or ():
        if theme not in known:
            raise NoExercise(text("training.unknown-theme", theme=theme, hint=did_you_mean(theme, known)))
    fit = {name: story for name, story in stories.stories.items() if difficulty in story.difficulty and _ways(story, themes, difficulty)}
    if not fit:
        told = ", ".join(f"{name} ({min(levels)}-{max(levels)})" for name, levels in sorted(_levels(stories).items()))
        raise NoExercise(text("training.no-story", difficulty=difficulty, themes=", ".join(themes or ()), known=told))
    return fit


def _levels(stories: Stories) -> dict[str, set[int]]:
    """Return the difficulties at which the limits of each theme can be breached."""
    found: dict[str, set[int]] = {}
    for story in stories.stories.values():
        for level in story.difficulty:
            for theme in _themes(story, level):
                found.setdefault(theme, set()).add(level)
    return found


def _themes(story: StoryShape, difficulty: int) -> list[str]:
    """Return the themes of which a story can breach a limit."""
    return sorted({_theme(step, how) for step, hows in _ways(story, None, difficulty) for how in hows})


def _ways(story: StoryShape, themes: Sequence[str] | None, difficulty: int) -> list[tuple[StepShape, list[Way]]]:
    """Return the steps that can breach a limit of the themes, each with how it can."""
    steps = (step for step in story.steps if max(step.since, step.may_since) <= difficulty <= step.until)
    found: list[tuple[StepShape, list[Way]]] = []
    for step in steps:
        hows: list[Way] = [how for how in step.may if not themes or _theme(step, how) in themes]
        if hows:
            found.append((step, hows))
    return found


def _theme(step: StepShape, how: Way) -> str:
    return theme_of((step.wrong_by if how == "wrong" else None) or step.answers or "")


def _case(pack: Pack, story: StoryShape, stories: Stories, dice: Dice, wish: Wish) -> Case:
    seed, difficulty, themes, wanted = wish
    stock = stories.stock
    start = dice.pick([one for one in story.starts if one.since <= difficulty <= one.until])
    place = dice.pick([one for one in stock.draws[stock.place] if start.zone in (None, one["zone"])])
    home = zone(place["zone"])
    known = Known(stock, home, pack.calendar)
    enter(stock.place, place, known)
    first = first_instant(start, home, dice)
    cast(story, home.day(first), known, dice)
    ways = _ways(story, themes, difficulty)
    plan = Plan(story, pack, known, dice, difficulty)
    # one late act may breach several limits, so that fewer acts than breaches may be what is wanted
    acts = wanted if dice.chance(_ONE_EACH) else dice.between(min(1, wanted), wanted)
    plan.place_all(first, {step.step: dice.pick(hows) for step, hows in dice.some(ways, acts)})
    _leave_out(plan, dice, difficulty)
    if story.as_of not in plan.happened:
        raise NoPlan
    teller = Teller(story, known, list(plan.happened.values()), dice, difficulty)
    title = next(teller.blocks([story.title]), "")
    data = {"title": title, "pack": pack.id, **plan.scenario(), "as_of": local_words(plan.happened[story.as_of].at, home)}
    _accept(check(data, pack=pack), wish)
    return Case(title, data, teller.documents(), seed, difficulty, themes or tuple(_themes(story, difficulty)))


def _leave_out(plan: Plan, dice: Dice, difficulty: int) -> None:
    """Leave out facts where the story says that they may be missing: they are then in no document either."""
    missing = plan.story.missing
    if missing is None or difficulty < missing.since or not dice.chance(missing.chance):
        return
    most = min(_MOST_MISSING[difficulty], len(missing.facts))
    for name in dice.some(missing.facts, dice.between(1, most)):
        plan.facts.pop(name, None)
        plan.known.forget(name)
        raw = plan.story.facts[name]
        if isinstance(raw, Mapping) and "of" in raw:
            plan.known.forget(raw["of"])


def _accept(report: Report, wish: Wish) -> None:
    """Accept what the engine finds: as many limits breached as were wanted, all of the themes, and no contradiction. Raises NoPlan."""
    violated = report.of(Verdict.VIOLATED)
    strange = wish.themes and any(theme_of(finding.rule.id) not in wish.themes for finding in violated)
    if len(violated) != wish.breaches or report.inconsistencies or strange or report.not_yet_known:
        raise NoPlan
