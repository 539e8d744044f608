"""The shape of a pack's files: what `detention-rules schema rule` publishes, and the first check of every file.

Meaning (which facts, events, readings and sources exist) is checked when the rule is built, in `detention_rules.language.build`.
Kept apart from the rest because pydantic is needed only when a pack is new or changed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from detention_rules.language.source import Document
from detention_rules.model.catalogue import text
from detention_rules.model.problems import Problems, did_you_mean

RULE_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"^\d{4}-\d{2}-\d{2}$"


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _pattern(value: Any) -> Any:
    return {"is": value} if isinstance(value, str) else value


def _words(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


def _limits_inside(condition: Any) -> Any:
    """Check the limits that stand inside a condition, which is otherwise checked when the rule is built."""
    if isinstance(condition, list):
        for part in condition:
            _limits_inside(part)
    elif isinstance(condition, dict):
        elapsed = condition.get("elapsed")
        for bound in ("at_least", "at_most"):
            if isinstance(elapsed, dict) and bound in elapsed:
                try:
                    LimitShape.model_validate(elapsed[bound])
                except ValidationError as error:
                    raise ValueError("; ".join(_reason(fault) for fault in error.errors(include_url=False))) from error
        for part in condition.values():
            _limits_inside(part)
    return condition


def _reason(fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    why = str(fault.get("ctx", {}).get("error", fault["msg"]))
    return f"{where}: {why}" if where else why


Condition = Annotated[
    dict[str, Any], Field(min_length=1, description="a condition; see docs/rule-language.md"), AfterValidator(_limits_inside)
]
Words = Annotated[str, StringConstraints(min_length=1)]
Amount = Annotated[int, Field(ge=0, le=100_000)]
DateOrName = Annotated[str, Field(description="YYYY-MM-DD, or the key of a date in sources.yaml")]


class CitationShape(_Shape):
    """A paragraph of the report, or an article of an instrument of sources.yaml."""

    report: Annotated[int, Field(ge=1)] | None = None
    act: str | None = None
    article: Annotated[str, BeforeValidator(_words, json_schema_input_type=str | int)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CitationShape:
        if (self.report is None) == (self.act is None) or (self.article is not None and self.act is None):
            raise ValueError(text("problem.citation-kind"))
        return self


class DatesShape(_Shape):
    """Between which dates something was law: `from` inclusive, `until` exclusive."""

    since: DateOrName | None = Field(None, alias="from")
    until: DateOrName | None = None


class InForceShape(DatesShape):
    """The dates of a rule, and what holds outside them."""

    otherwise: Literal["unknown", "no_duty"]
    why: Words


class PatternShape(_Shape):
    """An event type with its required form."""

    type: str = Field(alias="is")
    form: dict[str, Any] | None = Field(None, alias="with")
    when: Condition | None = None
    counted: str | None = None


Pattern = Annotated[PatternShape, BeforeValidator(_pattern, json_schema_input_type=str | PatternShape)]
Patterns = Annotated[
    list[Pattern], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=str | PatternShape | list[str | PatternShape])
]


class StartShape(_Shape):
    """Where a clock starts, if not at the trigger."""

    attribute: str | None = None
    fact: str | None = None
    event: str | None = None
    which: Literal["first", "last", "next"] | None = None
    otherwise: Literal["trigger", "unknown"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> StartShape:
        given = [name for name in (self.attribute, self.fact, self.event) if name is not None]
        if len(given) != 1 or (self.event is not None) != (self.which is not None and self.otherwise is not None):
            raise ValueError(text("problem.start-kind"))
        return self


class CarriedShape(_Shape):
    """A period carried by the trigger or by a fact."""

    attribute: str | None = None
    fact: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CarriedShape:
        if (self.attribute is None) == (self.fact is None):
            raise ValueError(text("problem.carried-kind"))
        return self


class LimitShape(_Shape):
    """A limit: one length of time or an open standard, and the conventions by which it is counted."""

    minutes: Amount | None = None
    hours: Amount | None = None
    days: Annotated[int, Field(ge=0, le=73_000)] | None = None
    months: Annotated[int, Field(ge=0, le=2400)] | None = None
    years: Annotated[int, Field(ge=0, le=200)] | None = None
    working_days: Amount | None = None
    period: CarriedShape | None = None
    standard: Words | None = None
    outer: LimitShape | None = None
    start: StartShape | None = Field(None, alias="from")
    first_day: Literal["next", "same"] | None = None
    ends: Literal["moment", "day", "morning", "working_day"] | None = None
    less_days: Amount | None = None
    non_working: Literal["previous", "day_before", "next"] | None = None

    @model_validator(mode="after")
    def _conventions_named(self) -> LimitShape:
        elapsed = self.minutes is not None or self.hours is not None
        dated = self.months is not None or self.years is not None or self.period is not None
        counted = self.days is not None or self.working_days is not None
        lengths = [self.minutes or self.hours, self.months or self.years, self.days, self.working_days, self.period, self.standard]
        if len([length for length in lengths if length is not None]) > 1 or not (
            elapsed or dated or counted or self.standard or self.start
        ):
            raise ValueError(text("problem.limit-one-length"))
        if (dated or counted) and self.ends is None:
            raise ValueError(text("problem.limit-ends"))
        if counted != (self.first_day is not None):
            raise ValueError(text("problem.limit-first-day"))
        if (elapsed or self.standard) and (self.ends or self.less_days or self.non_working):
            raise ValueError(text("problem.limit-elapsed"))
        if self.outer is not None and self.standard is None:
            raise ValueError(text("problem.limit-outer"))
        return self


class CaseShape(LimitShape):
    """A limit with the circumstances in which it decides."""

    when: Condition | None = None
    tested: Literal["trigger", "limit"] | None = None
    cites: list[CitationShape] | None = None
    in_force: DatesShape | None = None
    note: Words | None = None


class PauseShape(_Shape):
    """Events between which a clock stands still."""

    start: str = Field(alias="from")
    until: str
    when: Condition | None = None


class EveryShape(_Shape):
    """The period of a recurring duty."""

    hours: Amount | None = None
    days: Amount | None = None
    months: Literal[1, 2, 3, 4, 6, 12] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> EveryShape:
        given = [part for part in (self.hours, self.days, self.months) if part is not None]
        if len(given) != 1 or not given[0]:
            raise ValueError(text("problem.every-kind"))
        return self


class OverShape(_Shape):
    """The span in which a duty recurs: a fact of type span, or from an event to the next of others."""

    fact: str | None = None
    after: str | None = None
    until: Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> OverShape:
        if (self.fact is None) == (self.after is None) or (self.after is None) != (self.until is None):
            raise ValueError(text("problem.over-kind"))
        return self


class ByShape(_Shape):
    """The day of the period by whose end the act is due."""

    day: Annotated[int, Field(ge=1, le=28)]


class BreachShape(_Shape):
    """What follows a violation."""

    consequence: Words
    liability: list[CitationShape] = []


class CannotShape(_Shape):
    """Why a rule has no example of a verdict."""

    complied: Words | None = None
    violated: Words | None = None
    undetermined: Words | None = None


class AlternativeShape(_Shape):
    """An alternative that an example must show."""

    assuming: dict[str, str]
    verdict: Literal["complied", "violated", "pending", "undetermined", "not_applicable"]


class OutcomeShape(_Shape):
    """What an example expects of one duty."""

    verdict: Literal["complied", "violated", "pending", "undetermined", "not_applicable"]
    deadline: str | None = None
    margin: Annotated[str, BeforeValidator(_words, json_schema_input_type=str | int)] | None = None
    needs: list[str] | None = None
    alternatives: list[AlternativeShape] | None = None


class ExampleShape(_Shape):
    """A small scenario with what the rule finds in it."""

    shows: Words
    zone: str | None = None
    as_of: str | None = None
    facts: dict[str, Any] | None = None
    events: list[dict[str, Any]]
    readings: dict[str, str] | None = None
    tolerances: dict[str, str] | None = None
    expect: Annotated[list[OutcomeShape], BeforeValidator(_listed, json_schema_input_type=OutcomeShape | list[OutcomeShape])]


class RuleShape(_Shape):
    """One rule, one file."""

    rule: Annotated[str, StringConstraints(pattern=RULE_ID)]
    title: Words
    means: Words
    cites: Annotated[list[CitationShape], Field(min_length=1)]
    owed_by: Words
    in_force: InForceShape | None = None
    when: Condition | None = None
    after: Patterns | None = None
    whenever: Patterns | None = None
    every: EveryShape | None = None
    over: OverShape | None = None
    must: Patterns | None = None
    earlier_counts: Literal["detention"] | None = None
    same: list[str] | None = None
    lapses: Patterns | None = None
    paused: list[PauseShape] | None = None
    within: Annotated[list[CaseShape], Field(min_length=1)] | None = None
    not_before: LimitShape | None = None
    only_if: Condition | None = None
    by: ByShape | None = None
    breach: BreachShape
    notes: list[Words] = []
    cannot: CannotShape | None = None
    examples: Annotated[list[ExampleShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_form(self) -> RuleShape:
        allowed = {
            "after": {"after", "must", "within", "earlier_counts", "same", "lapses", "paused", "not_before"},
            "whenever": {"whenever", "only_if"},
            "every": {"every", "over", "must", "by"},
        }
        required = {"after": {"after", "must", "within"}, "whenever": {"whenever", "only_if"}, "every": {"every", "over", "must"}}
        parts = set().union(*allowed.values())
        given = {name for name in parts if getattr(self, name) is not None}
        forms = [form for form in allowed if form in given]
        if len(forms) != 1:
            raise ValueError(text("problem.rule-form"))
        missing, foreign = required[forms[0]] - given, given - allowed[forms[0]]
        if missing or foreign:
            names = ", ".join(sorted(missing or foreign))
            raise ValueError(text("problem.rule-form-missing" if missing else "problem.rule-form-foreign", form=forms[0], names=names))
        return self


class ConventionsShape(_Shape):
    """Conventions of counting that a pack names."""

    morning_ends: Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")] | None = None
    working_day_ends: Annotated[str, Field(description="the fact that holds the end of a facility's working day")] = ""


class CalendarShape(_Shape):
    """The calendar of working days: a country of the holidays package, and between which dates transferred days are known."""

    country: str
    known_from: Annotated[str, StringConstraints(pattern=DATE)]
    known_until: Annotated[str, StringConstraints(pattern=DATE)]


class DescribesShape(_Shape):
    """The period that the pack's source describes."""

    since: Annotated[str, StringConstraints(pattern=DATE)] = Field(alias="from")
    until: Annotated[str, StringConstraints(pattern=DATE)]
    why: Words


class PackShape(_Shape):
    """pack.yaml."""

    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Words
    version: Words
    zone: str
    conventions: ConventionsShape = ConventionsShape()
    calendar: CalendarShape | None = None
    describes: DescribesShape | None = None


class InstrumentShape(_Shape):
    """A legal instrument, once."""

    title: Words
    number: Annotated[str, BeforeValidator(_words)] | None = None
    date: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    in_force: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    note: Words | None = None


class ReportSourceShape(_Shape):
    """The report that the pack encodes, with the paragraphs that its rules cite."""

    symbol: Words
    title: Words
    date: Annotated[str, StringConstraints(pattern=DATE)]
    received: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    address: Words | None = None
    paragraphs: dict[str, Words]


class NamedDateShape(_Shape):
    """A date that rules name; with `earliest` and `latest` where it is not certain."""

    on: Annotated[str, StringConstraints(pattern=DATE)]
    earliest: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    latest: Annotated[str, StringConstraints(pattern=DATE)] | None = None
    why: Words


class SourcesShape(_Shape):
    """sources.yaml."""

    report: ReportSourceShape | None = None
    instruments: dict[str, InstrumentShape] = {}
    dates: dict[str, NamedDateShape] = {}


class OptionShape(_Shape):
    """One way to read the text."""

    means: Words
    speaks_for: Words | None = None
    cites: list[CitationShape] = []


class ReadingShape(_Shape):
    """A question that the text leaves open. The first option is the default."""

    paragraphs: list[int] = []
    question: Words
    options: Annotated[dict[str, OptionShape], Field(min_length=2)]


class ReadingsShape(_Shape):
    """readings.yaml."""

    readings: dict[str, ReadingShape]


class AgeAtShape(_Shape):
    """Another instant at which a derived age may be tested: that of the last such event."""

    event: str
    when: Condition


class DerivedShape(_Shape):
    """How a fact follows from another."""

    source: str = Field(alias="from")
    younger_than: dict[Literal["years"], Amount] | None = None
    at: list[AgeAtShape] = []
    values: dict[str, bool | str] | None = None
    otherwise: bool | str | None = None


Kind = Literal["boolean", "number", "one_of", "list_of", "country", "text", "date", "duration", "time", "span", "limit", "moment"]


class ValueShape(_Shape):
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


class EventShape(_Shape):
    """An event type."""

    means: Words
    attributes: dict[str, ValueShape] = {}


class DetentionShape(_Shape):
    """Which events begin and end a detention."""

    begins: list[str]
    ends: list[str]


class OrderShape(_Shape):
    """An order of events that a timeline must keep."""

    event: str
    needs: list[str] | Literal["detention"]


class VocabularyShape(_Shape):
    """vocabulary.yaml."""

    facts: dict[str, FactShape]
    events: dict[str, EventShape]
    detention: DetentionShape
    orders: list[OrderShape] = []


SHAPES: dict[str, type[_Shape]] = {
    "rule": RuleShape,
    "pack": PackShape,
    "sources": SourcesShape,
    "readings": ReadingsShape,
    "vocabulary": VocabularyShape,
}


def check_shape(document: Document, shape: str, problems: Problems) -> bool:
    """Check one document against the shape of its kind, adding a problem per fault. Returns whether it fits."""
    try:
        SHAPES[shape].model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            _report(fault, document, SHAPES[shape], problems)
        return False
    return True


def _report(fault: Any, document: Document, shape: type[BaseModel], problems: Problems) -> None:
    path = tuple(fault["loc"])
    place = document.place(*path)
    where = ".".join(str(part) for part in path) or text("problem.whole-file")
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(shape, path[:-1])
        problems.add("unknown-key", place, key=path[-1], hint=did_you_mean(str(path[-1]), known))
    elif kind == "missing":
        problems.add("missing-key", place, key=where)
    elif kind == "literal_error":
        problems.add("not-one-of", place, key=where, found=_short(fault["input"]), known=context.get("expected", ""))
    elif kind == "value_error":
        problems.add("wrong-rule", place, key=where, why=str(context.get("error", fault["msg"])))
    else:
        problems.add("wrong-shape", place, key=where, found=_short(fault["input"]), why=fault["msg"])


def _known_keys(shape: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """Return the keys of the model at a path, walking the published schema."""
    schema = TypeAdapter(shape).json_schema()
    node: Any = schema
    for part in (*path, None):
        while isinstance(node, dict) and ("$ref" in node or "anyOf" in node):
            if "$ref" in node:
                node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
            else:
                node = next((one for one in node["anyOf"] if one.get("type") != "null" and one.get("type") != "string"), {})
        if part is None:
            break
        if isinstance(part, int):
            node = node.get("items", node) if isinstance(node, dict) else {}
        else:
            extra = node.get("additionalProperties")
            node = node.get("properties", {}).get(part) or (extra if isinstance(extra, dict) else {})
    return list(node.get("properties", {})) if isinstance(node, dict) else []


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def rule_schema() -> dict[str, Any]:
    """Return the JSON Schema of a rule file, with its `$schema`."""
    schema = RuleShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
