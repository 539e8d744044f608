"""What an exercise asks, and what is right: tasks, their options and their keys, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["breaches", "last_minute", "due", "missing", "readings"]
"""What a task asks: which limits were breached and by how much, the last lawful minute of one, what is still due and until when,

what cannot be decided and which fact is missing, and under which other reading or account a verdict would differ.
"""

Asks = Literal["minutes", "instant", "choices", "nothing"]
"""What is to be said of an option that is named: how many minutes late, an instant, words to choose from, or nothing more."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that an answer may name: by its letter `id`, its `name` (a rule's id, a fact's path) or its `title`."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Premise:
    """What the reader has to take as given where the documents or the law leave a choice: a reading's option, or whose account."""

    about: str
    taken: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one option: how many `minutes` late, an `instant` (ISO 8601 with its offset), or ids of the `choices`.

    None of them: that the option is named says it all.
    """

    minutes: int | None = None
    instant: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer with a cause: what somebody under a misconception says of one option (None: leaves it out)."""

    misconception: str
    option: str
    answer: Answer | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Key:
    """The right answer: what is to be said of each option to be named; and of each option why, with its sources."""

    answers: Mapping[str, Answer]
    because: Mapping[str, tuple[str, ...]]
    cites: Mapping[str, tuple[str, ...]]
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One question. `options` are what an answer may name; `choices` what it may say of them, where it `asks` for choices.

    `subject` is the limit that the question is about, where there is one; `at` the moment that it asks about (ISO 8601), where that is
    not the exercise's. A task on a `single` option is answered by the value alone. `key` is None in an exercise that is handed out.
    """

    id: str
    kind: Kind
    question: str
    asks: Asks
    options: tuple[Option, ...]
    choices: tuple[Option, ...] = ()
    subject: Option | None = None
    at: str | None = None
    key: Key | None = None

    @property
    def single(self) -> bool:
        """Whether the answer is one value, of the only option."""
        return self.kind == "last_minute"
