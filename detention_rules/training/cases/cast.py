"""Who and what appears in a case: people with names that go together, a town, offices, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from detention_rules.language.shapes.training import NamesShape, PersonShape, StoryShape
from detention_rules.training.cases.dice import Dice
from detention_rules.training.cases.known import Known

_SEXES: tuple[Literal["male", "female"], ...] = ("male", "female")


def cast(story: StoryShape, day: date, known: Known, dice: Dice) -> None:
    """Enter the people, the draws and the numbers of a story that begins on a day."""
    for name, entries in {**known.stock.draws, **story.draws}.items():
        if name != known.stock.place:
            enter(name, dice.pick(known.stock.draws[entries] if isinstance(entries, str) else entries), known)
    for name, (first, last) in known.stock.numbers.items():
        known.put(f"number.{name}", dice.between(first, last))
    taken: set[str] = set()
    for name, person in {**known.stock.people, **story.people}.items():
        _person(name, person, day, known, dice, taken)


def enter(name: str, entry: Mapping[str, Any], known: Known) -> None:
    """Enter what a draw says. Its own `name` stands for the whole."""
    for part, value in entry.items():
        known.put(f"{name}.{part}", value, None if isinstance(value, (list, bool)) else str(value))
    if "name" in entry:
        known.put(name, entry["name"], str(entry["name"]))


def _person(name: str, person: PersonShape, day: date, known: Known, dice: Dice, taken: set[str]) -> None:
    stock = known.stock
    nationality = dice.pick(person.nationality or [next(iter(stock.nationalities))])
    origin, sex = dice.pick(stock.nationalities[nationality].origins), person.sex or dice.pick(_SEXES)
    family = person.surname_of
    if family is not None:
        origin = known.values[f"{family}.origin"]
    names = stock.origins[origin].male if sex == "male" else stock.origins[origin].female
    surname = names.surname[known.values[f"{family}.family"]] if family else dice.pick(_free(names.surname, taken))
    given = dice.pick(_free(names.given, taken))
    taken |= {given, surname}
    patronymic = _patronymic(names, known.values.get(f"{person.patronymic_of}.father"), dice)
    full = " ".join(part for part in (surname, given, patronymic) if part)
    initials = " ".join(f"{part[0]}." for part in (given, patronymic) if part)
    born = day - timedelta(days=dice.between(person.age[0] * 366, person.age[1] * 365 + 300))
    known.put(name, full, full)
    known.values[f"{name}.origin"], known.values[f"{name}.family"] = origin, names.surname.index(surname)
    known.values[f"{name}.father"] = names.patronymic.index(patronymic) if patronymic else None
    for part, value in (("surname", surname), ("given", given), ("short", f"{initials} {surname}")):
        known.put(f"{name}.{part}", value, value)
    known.put(f"{name}.born", born)
    known.put(f"{name}.nationality", nationality)
    for word, said in stock.nationalities[nationality].words.items():
        known.put(f"{name}.{word}", said, said)
    for word, said in stock.pronouns[sex].items():  # type: ignore[index]
        known.put(f"{name}.{word}", said, said)


def _free(names: list[str], taken: set[str]) -> list[str]:
    """Return the names that nobody has yet; all of them where everybody is called like somebody else."""
    return [name for name in names if name not in taken] or names


def _patronymic(names: NamesShape, father: int | None, dice: Dice) -> str:
    """Return a patronymic: that of a brother or sister where one is known. The lists of both sexes stand in the same order."""
    if not names.patronymic:
        return ""
    return dice.pick(names.patronymic) if father is None else names.patronymic[father]
