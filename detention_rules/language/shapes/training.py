"""The shapes of a pack's training stories: what cases of a country look like, for exercises. No check of a timeline reads them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from detention_rules.language.shapes.common import DATE, Shape, Words, listed

_SPAN = r"\d+ ?[dhms](?: ?\d+ ?[hms]){0,3}"
Spans = Annotated[
    str,
    StringConstraints(pattern=rf"^-?{_SPAN}(?:\.\.-?{_SPAN})?$"),
    Field(description="a length of time, or two with .. between: 20m..1h 30m"),
]
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
Clocks = Annotated[str, StringConstraints(pattern=rf"^{_CLOCK}\.\.{_CLOCK}$"), Field(description="two times of day: 09:00..18:00")]


def _real(day: str) -> str:
    """Return a date that the calendar has. Raises ValueError for another."""
    date.fromisoformat(day)
    return day


Day = Annotated[str, StringConstraints(pattern=DATE), AfterValidator(_real)]
Level = Annotated[int, Field(ge=1, le=5)]
Way = Literal["late", "never", "wrong"]
Percent = Annotated[int, Field(ge=0, le=100)]
Range = Annotated[list[int], Field(min_length=2, max_length=2)]
Telling = Annotated[list[Words], BeforeValidator(listed), Field(description="one text, or several of which one is drawn; [] for none")]
Draws = Annotated[
    dict[str, list[dict[str, Any]] | Words], Field(description="things of which one is drawn; a word names another draw of the stock")
]


class NamesShape(Shape):
    """The names of one sex: each person gets one of each part, in this order."""

    surname: Annotated[list[Words], Field(min_length=1)]
    given: Annotated[list[Words], Field(min_length=1)]
    patronymic: list[Words] = []


class OriginShape(Shape):
    """Names that go together."""

    male: NamesShape
    female: NamesShape


class NationalityShape(Shape):
    """What documents say of a nationality: the origins of its names, and words of its own such as its country or its mission."""

    origins: Annotated[list[str], Field(min_length=1)]
    words: dict[str, Words]


class PersonShape(Shape):
    """Somebody who appears: an age at the first event, a nationality (a key of `nationalities`; the first of them unless given)."""

    age: Range = [28, 55]
    nationality: list[str] = []
    sex: Literal["male", "female"] | None = None
    surname_of: Annotated[str | None, Field(description="another person, of whose family this one is")] = None
    patronymic_of: Annotated[str | None, Field(description="a brother or sister of this one")] = None


class ClosedShape(Shape):
    """Days on which no story may have anything happen, because a fact that stories state was otherwise then."""

    dates: Annotated[list[Day], Field(min_length=2, max_length=2)]
    why: Words


class DatesShape(Shape):
    """How documents write dates and times."""

    months: Annotated[list[Words], Field(min_length=12, max_length=12)]
    weekdays: Annotated[list[Words], Field(min_length=7, max_length=7)]
    date: Words
    at: Words


class DocumentShape(Shape):
    """A document: what opens it, its fields, what it tells of each step in the order of time (in rows, where it has some), what closes it.

    A text that speaks of something the case does not have is left out.
    """

    title: Words
    needs: Annotated[
        list[str], Field(description="steps, facts, or values of words (STEP.ATTRIBUTE.VALUE) without which there is no such document")
    ] = []
    since: Level = 1
    opens: list[Telling] = []
    fields: Annotated[dict[str, Telling], Field(description="of several texts, the first that can be told")] = {}
    columns: list[Words] = []
    row: list[Words] = []
    noise: Annotated[list[Words], Field(description="entries without a bearing on the case")] = []
    noise_hours: Annotated[Clocks, Field(description="the time of day of such entries")] = "00:00..23:59"
    on_office_days: Annotated[bool, Field(description="whether there are such entries on working days alone")] = False
    empty: Annotated[Words | None, Field(description="what stands in place of rows; without it, there is no document without rows")] = None
    closes: list[Telling] = []


class StartShape(Shape):
    """When a story begins."""

    since: Level = 1
    until: Annotated[Level, Field(description="the highest difficulty for which it is drawn")] = 5
    dates: Annotated[list[Day], Field(min_length=2, max_length=2)]
    hours: Clocks
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(description="1 is Monday")] = []
    zone: Annotated[str | None, Field(description="only places of this zone")] = None


class StepShape(Shape):
    """Something that happens in a story. Without `is` it is told and no rule knows of it.

    A step that answers a rule is put before the end that the engine gives for that rule, or past it where the limit is to be breached.
    """

    step: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    event: Annotated[str | None, Field(alias="is")] = None
    after: Annotated[
        str | None,
        Field(
            description="the step from which the delay runs (`all`: the last of all), before which it never is; the one before unless given"
        ),
    ] = None
    delay: Spans | None = None
    answers: Annotated[str | None, Field(description="the rule whose limit this step keeps or breaches")] = None
    share: Annotated[Range, Field(description="which part of the limit, in percent, is used up when it is kept")] = [15, 85]
    before: Annotated[Spans | None, Field(description="in place of a share: how long before the end of the limit")] = None
    hours: Annotated[Clocks | None, Field(description="the time of day at which it happens, where there is such a time")] = None
    chance: Percent = 100
    since: Level = 1
    until: Level = 5
    attributes: Annotated[dict[str, Any], Field(alias="with")] = {}
    may: Annotated[list[Way], Field(description="how the limit may be breached")] = []
    may_since: Annotated[Level, Field(description="the difficulty from which on it may")] = 1
    late: list[Spans] = []
    wrong: Annotated[list[dict[str, Any]], Field(description="attributes that breach a rule")] = []
    wrong_by: Annotated[str | None, Field(description="the rule that they breach, where it is not the one that the step answers")] = None
    accounts: Annotated[
        dict[str, str], Field(description="by the name of an account, the document that gives it; the first is the default")
    ] = {}
    differ: Annotated[Spans | None, Field(description="by how much the second account differs from the first")] = None
    disputed: Annotated[Level, Field(description="the difficulty from which on the accounts disagree")] = 4
    between: Annotated[Spans | None, Field(description="how long the time is in which it may have happened")] = None
    round: Annotated[int, Field(ge=1, le=3600, description="seconds")] = 60
    tells: dict[str, Telling] = {}


class MissingShape(Shape):
    """Facts of which some are left out."""

    since: Level = 5
    chance: Percent = 100
    facts: list[str]


class StoryShape(Shape):
    """training/STORY.yaml."""

    story: Annotated[Words, Field(description="what happens in it; for whoever reads the file")]
    aim: Annotated[Words, Field(description="what it is to teach; for whoever reads the file")]
    difficulty: list[Level]
    title: Telling
    people: dict[str, PersonShape] = {}
    draws: Draws = {}
    starts: Annotated[list[StartShape], Field(min_length=1)]
    facts: dict[str, Any]
    missing: MissingShape | None = None
    steps: Annotated[list[StepShape], Field(min_length=1)]
    as_of: Annotated[str, Field(description="the step up to which everything is known")]
    documents: Annotated[list[str], Field(min_length=1)]
    own_documents: Annotated[dict[str, DocumentShape], Field(description="documents of this story alone")] = {}


class StockShape(Shape):
    """training/common.yaml: what all stories share."""

    dates: DatesShape
    pronouns: dict[Literal["male", "female"], dict[str, Words]]
    origins: dict[str, OriginShape]
    nationalities: dict[str, NationalityShape]
    place: Annotated[str, Field(description="the draw that says where the story happens; each has a `zone`")]
    people: dict[str, PersonShape]
    draws: dict[str, Annotated[list[dict[str, Any]], Field(min_length=1)]]
    numbers: dict[str, Range] = {}
    office_days: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]],
        Field(min_length=1, description="days for acts with a time of day, if no public holiday"),
    ]
    office_hours: Annotated[
        Clocks, Field(description="texts with {it.off_hours} are for what happens outside them, {it.in_hours} for the rest")
    ] = "00:00..23:59"
    never_between: Annotated[list[ClosedShape], Field(description="days on which nothing of a story may happen")] = []
    late: Annotated[list[Spans], Field(min_length=1, description="by how much acts come late")]
    words: dict[str, dict[str, Words]] = {}
    documents: dict[str, DocumentShape] = {}
    tells: Annotated[dict[str, dict[str, Telling]], Field(description="by event type and document, what it tells")] = {}
