"""The shapes of a pack's other files: identity, sources, readings and vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from detention_rules.language.shapes.common import DATE, Amount, CitationShape, Shape, Words, words
from detention_rules.language.shapes.limits import Condition


class ConventionsShape(Shape):
    """Conventions of counting that a pack names."""

    morning_ends: Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")] | None = None
    working_day_ends: Annotated[str, Field(description="the fact that holds the end of a facility's working day")] = ""


class CalendarShape(Shape):
    """The calendar of working days: a country of the holidays package, and between which dates transferred days are known."""

    country: str
    known_from: Annotated[str, StringConstraints(pattern=DATE)]
    known_until: Annotated[str, StringConstraints(pattern=DATE)]


class DescribesShape(Shape):
    """The period that the pack's source describes."""

    since: Annotated[str, StringConstraints(pattern=DATE)] = Field(alias="from")
    until: Annotated[str, StringConstraints(pattern=DATE)]
    why: Words


class PackShape(Shape):
    """pack.yaml."""

    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Words
    version: Words
    zone: str
    conventions: ConventionsShape = ConventionsShape()
    calendar: CalendarShape | None = None
    describes: DescribesShape | None = None


class InstrumentShape(Shape):
    """A legal instrument, once."""

    title: Words
    number: Annotated[str, BeforeValidator(words)] | None = None
    date: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    in_force: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    note: Words | None = None


class ReportSourceShape(Shape):
    """The report that the pack encodes, with the paragraphs that its rules cite."""

    symbol: Words
    title: Words
    date: Annotated[str, StringConstraints(pattern=DATE)]
    received: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    address: Words | None = None
    paragraphs: dict[str, Words]


class NamedDateShape(Shape):
    """A date that rules name; with `earliest` and `latest` where it is not certain."""

    on: Annotated[str, StringConstraints(pattern=DATE)]
    earliest: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    latest: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    why: Words


class SourcesShape(Shape):
    """sources.yaml."""

    report: ReportSourceShape | None = None
    instruments: dict[str, InstrumentShape] = {}
    dates: dict[str, NamedDateShape] = {}


class OptionShape(Shape):
    """One way to read the text."""

    means: Words
    speaks_for: Words | None = None
    cites: list[CitationShape] = []


class ReadingShape(Shape):
    """A question that the text leaves open. The first option is the default."""

    paragraphs: list[int] = []
    question: Words
    options: Annotated[dict[str, OptionShape], Field(min_length=2)]


class SettledShape(Shape):
    """A question of the text on which no verdict hangs, with how the pack answers it."""

    paragraphs: list[int] = []
    question: Words
    answer: Words
    cites: list[CitationShape] = []


class ReadingsShape(Shape):
    """readings.yaml."""

    readings: dict[str, ReadingShape]
    settled: dict[str, SettledShape] = {}


class AgeAtShape(Shape):
    """Another instant at which a derived age may be tested: that of the last such event."""

    event: str
    when: Condition


class DerivedShape(Shape):
    """How a fact follows from another."""

    source: str = Field(alias="from")
    younger_than: dict[Literal["years"], Amount] | None = None
    at: list[AgeAtShape] = []
    values: dict[str, bool | str] | None = None
    otherwise: bool | str | None = None


Kind = Literal["boolean", "number", "one_of", "list_of", "country", "text", "date", "duration", "time", "span", "limit", "moment"]


class ValueShape(Shape):
    """The type of an attribute."""

    type: Kind
    values: list[str] | None = None
    open: bool = False
    also: list[str] = []
    may_precede: Annotated[bool, Field(description="whether this instant may lie before the event that carries it")] = False
    means: Words


class FactShape(ValueShape):
    """A fact."""

    default: str | bool | int | float | None = None
    derived: DerivedShape | None = None
    cites: list[CitationShape] = []


class EventShape(Shape):
    """An event type."""

    means: Words
    attributes: dict[str, ValueShape] = {}


class DetentionShape(Shape):
    """Which events begin and end a detention."""

    begins: list[str]
    ends: list[str]


class OrderShape(Shape):
    """An order of events that a timeline must keep."""

    event: str
    needs: list[str] | Literal["detention"]


class VocabularyShape(Shape):
    """vocabulary/THEME.yaml: the words of a theme."""

    facts: dict[str, FactShape] = {}
    events: dict[str, EventShape] = {}
    orders: list[OrderShape] = []


class CoreVocabularyShape(VocabularyShape):
    """vocabulary.yaml: the words that all themes share, and what a detention is."""

    detention: DetentionShape
