"""The stories of a pack: what cases look like in its country, from which training exercises are made.

Read from the folder `training/`, which no check of a timeline needs: it is no part of a loaded pack or of its hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detention_rules.language.packs import STORIES
from detention_rules.language.rules import Pack
from detention_rules.language.source import Document, documents, read_file
from detention_rules.language.times import TimeFault
from detention_rules.language.vocabulary import ValueFault, ValueType
from detention_rules.model.problems import InputError, Problem, Problems, did_you_mean
from detention_rules.model.zones import UnknownZone, zone, zone_names

if TYPE_CHECKING:
    from detention_rules.language.shapes.training import DocumentShape, StepShape, StockShape, StoryShape

STOCK = "common.yaml"
PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[A-Za-z_]+)*)\}")
SOURCES = ("of", "any_of", "last_day", "from", "at", "says")
"""The keys by one of which a story says where a value comes from."""


class Stories(NamedTuple):
    """A pack's stories by name, and what they share."""

    stock: StockShape
    stories: Mapping[str, StoryShape]


def load_stories(pack: Pack) -> tuple[Stories | None, tuple[Problem, ...]]:
    """Return a pack's stories, None where it has none, with every fault in them. A file with faults of shape is left out."""
    folder = (pack.folder or Path()) / STORIES
    if pack.folder is None or not (folder / STOCK).is_file():
        return None, ()
    from detention_rules.language.schema import check_shape
    from detention_rules.language.shapes.training import StockShape, StoryShape

    problems = Problems(str(folder))
    stock: tuple[StockShape, Document] | None = None
    found: dict[str, tuple[StoryShape, Document]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            document, *more = documents(read_file(path), str(path))
        except InputError as error:
            problems.found.extend(error.problems)
            continue
        if more:
            problems.add("one-document", more[0].place())
        if path.name == STOCK:
            if check_shape(document, "training-stock", problems):
                stock = StockShape.model_validate(document.data), document
        elif check_shape(document, "training-story", problems):
            found[path.stem] = StoryShape.model_validate(document.data), document
    if stock is None:
        return None, tuple(problems.found)
    _StockCheck(*stock, pack, problems).check()
    for story, document in found.values():
        _StoryCheck(story, document, stock[0], pack, problems).check()
    return Stories(stock[0], {name: story for name, (story, _) in found.items()}), tuple(problems.found)


def said(source: Mapping[str, Any]) -> list[str]:
    """Return the texts of a value's source: the first that can be told is the value."""
    texts = source.get("says", ())
    return [texts] if isinstance(texts, str) else list(texts)


class _Check:
    """What checking the stock and a story share."""

    def __init__(self, document: Document, pack: Pack, problems: Problems) -> None:
        self.document, self.pack, self.problems = document, pack, problems

    def unknown(self, code: str, name: str, known: Any, *where: str | int) -> bool:
        """Report a name that is not known. Returns whether it is."""
        if name in known:
            return True
        self.problems.add(code, self.document.place(*where), name=name, hint=did_you_mean(name, known))
        return False


class _StockCheck(_Check):
    def __init__(self, stock: StockShape, document: Document, pack: Pack, problems: Problems) -> None:
        super().__init__(document, pack, problems)
        self.stock = stock

    def check(self) -> None:
        stock = self.stock
        for name, nationality in stock.nationalities.items():
            for origin in nationality.origins:
                self.unknown("unknown-in-story", origin, stock.origins, "nationalities", name, "origins")
        if self.unknown("unknown-in-story", stock.place, stock.draws, "place"):
            for index, entry in enumerate(stock.draws[stock.place]):
                try:
                    zone(str(entry.get("zone")))
                except UnknownZone:
                    name = str(entry.get("zone"))
                    place = self.document.place("draws", stock.place, index, "zone")
                    self.problems.add("unknown-zone", place, name=name, hint=did_you_mean(name, zone_names()))
        for key, known in (("date", ("day", "month", "year", "weekday")), ("at", ("time", "date"))):
            for name in PLACEHOLDER.findall(getattr(stock.dates, key)):
                self.unknown("unknown-in-story", name, known, "dates", key)
        for event, tells in stock.tells.items():
            self.unknown("unknown-event", event, self.pack.vocabulary.events, "tells", event)
            for document in tells:
                self.unknown("unknown-in-story", document, stock.documents, "tells", event, document)


class _StoryCheck(_Check):
    """Checks one story: every event, attribute, fact, rule, step, document and placeholder that it names."""

    def __init__(self, story: StoryShape, document: Document, stock: StockShape, pack: Pack, problems: Problems) -> None:
        super().__init__(document, pack, problems)
        self.story, self.stock = story, stock
        self.told: dict[str, DocumentShape] = {**stock.documents, **story.own_documents}
        self.steps = [step.step for step in story.steps]
        self.rules = [rule.id for rule in pack.rules]
        self.names = self._names()

    def check(self) -> None:
        story = self.story
        for name, raw in story.facts.items():
            if self.unknown("unknown-fact", name, self.pack.vocabulary.facts, "facts", name):
                self.value(raw, self.pack.vocabulary.facts[name].type, "facts", name)
        for name in story.missing.facts if story.missing else ():
            self.unknown("unknown-in-story", name, story.facts, "missing", "facts")
        for name in story.documents:
            self.unknown("unknown-in-story", name, self.told, "documents")
        self.unknown("unknown-in-story", story.as_of, self.steps, "as_of")
        earlier: list[str] = []
        for name, person in {**self.stock.people, **story.people}.items():
            for other in (person.surname_of, person.patronymic_of):
                if other is not None:
                    self.unknown("unknown-in-story", other, earlier, "people", name)
            earlier.append(name)
            for nationality in person.nationality:
                self.unknown("unknown-in-story", nationality, self.stock.nationalities, "people", name)
        for name, entries in story.draws.items():
            if isinstance(entries, str):
                self.unknown("unknown-in-story", entries, self.stock.draws, "draws", name)
        zones = {str(entry.get("zone")) for entry in self.stock.draws.get(self.stock.place, [])}
        for index, start in enumerate(story.starts):
            if start.zone is not None:
                self.unknown("unknown-in-story", start.zone, zones, "starts", index, "zone")
        for level in story.difficulty:
            if not any(start.since <= level <= start.until for start in story.starts):
                self.problems.add("no-start", self.document.place("starts"), difficulty=level)
        for index, step in enumerate(story.steps):
            self.step(step, index)
        self.texts()

    def step(self, step: StepShape, index: int) -> None:
        for key, rule in (("answers", step.answers), ("wrong_by", step.wrong_by)):
            if rule is not None:
                self.unknown("unknown-rule", rule, self.rules, "steps", index, key)
        if step.after is not None:
            self.unknown("unknown-in-story", step.after, [*self.steps[:index], "all"], "steps", index, "after")
        elif index and step.delay is None and step.answers is None:
            self.problems.add("step-without-time", self.document.place("steps", index), name=step.step)
        if step.may and step.answers is None:
            self.problems.add("step-answers-nothing", self.document.place("steps", index, "may"), name=step.step)
        if "wrong" in step.may and not step.wrong:
            self.problems.add("step-never-wrong", self.document.place("steps", index, "may"), name=step.step)
        if self.steps.count(step.step) > 1:
            self.problems.add("duplicate-step", self.document.place("steps", index, "step"), name=step.step)
        for name in (*step.tells, *step.accounts.values()):
            self.unknown("unknown-in-story", name, self.told, "steps", index, "tells", name)
        if step.event is None or not self.unknown("unknown-event", step.event, self.pack.vocabulary.events, "steps", index, "is"):
            return
        known = self.pack.vocabulary.events[step.event].attributes
        for where, attributes in (("with", step.attributes), *(("wrong", wrong) for wrong in step.wrong)):
            for name, raw in attributes.items():
                if name in known:
                    self.value(raw, known[name], "steps", index, where, name)
                else:
                    hint = did_you_mean(name, known)
                    self.problems.add(
                        "unknown-attribute", self.document.place("steps", index, where, name), name=name, event=step.event, hint=hint
                    )

    def value(self, raw: Any, kind: ValueType, *where: str | int) -> None:
        """Check a value that stands for itself, or each of those that may be drawn."""
        if isinstance(raw, Mapping) and set(raw) & set(SOURCES):
            for one in raw.get("any_of", ()):
                self.value(one, kind, *where)
            if "last_day" in raw:
                self.unknown("unknown-rule", raw["last_day"], self.rules, *where)
            for name in (name for text in said(raw) for name in PLACEHOLDER.findall(text)):
                if not self.can_tell(name):
                    self.unknown("unknown-in-story", name, self.names, *where)
            for key in ("of", "from", "at"):
                if key in raw and not self.can_tell(str(raw[key])):
                    self.unknown("unknown-in-story", str(raw[key]), self.names, *where)
            return
        if isinstance(raw, list) and raw and all(isinstance(entry, Mapping) for entry in raw):
            for entry in raw:
                self.value(entry.get("value"), kind, *where)
                if "from" in entry:
                    self.unknown("unknown-in-story", entry["from"], self.steps, *where)
            return
        try:
            kind.read(raw, zone(self.pack.zone))
        except (ValueFault, TimeFault) as fault:
            self.problems.add(fault.code, self.document.place(*where), **fault.values)

    # texts

    def texts(self) -> None:
        """Check that every placeholder of the story's own texts and of the documents that it uses can be filled in."""
        known = self.names
        for where, text in self.spoken():
            for name in PLACEHOLDER.findall(text):
                if not name.startswith("it.") and not self.can_tell(name):
                    self.problems.add("unknown-placeholder", self.document.place(*where), name=name, hint=did_you_mean(name, known))

    def can_tell(self, name: str) -> bool:
        """Tell whether a name is known, or is said of something that is."""
        parts, known = name.split("."), self.names
        return any(".".join(parts[:length]) in known for length in range(1, len(parts) + 1))

    def _names(self) -> set[str]:
        """Return what texts may speak of. A step or a person stands for whatever is known of it."""
        return {
            *self.steps, *self.stock.people, *self.story.people, *self.stock.draws, *self.story.draws, *self.pack.vocabulary.facts,
            *(f"number.{name}" for name in self.stock.numbers), "at", "entry",
        }  # fmt: skip

    def spoken(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for text in self.story.title:
            yield ("title",), text
        for index, step in enumerate(self.story.steps):
            known = self.stock.tells.get(step.event or "", {})
            shared = {name: texts for name, texts in known.items() if name in self.story.documents}
            for name, texts in {**shared, **step.tells}.items():
                for text in texts:
                    yield ("steps", index, "tells", name), text
        for name in self.story.documents:
            paper = self.told.get(name)
            if paper is not None:
                blocks = [*paper.opens, *paper.fields.values(), *paper.closes, [paper.title, *paper.row, *paper.noise, paper.empty or ""]]
                yield from (
                    (("own_documents", name) if name in self.story.own_documents else ("documents",), text)
                    for block in blocks
                    for text in block
                )
