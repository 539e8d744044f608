"""The shape of a rule file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from detention_rules.language.shapes.common import Amount, CitationShape, DateOrName, Shape, Words, listed, words
from detention_rules.language.shapes.limits import Condition, LimitShape
from detention_rules.model.catalogue import text

RULE_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$"


def _pattern(value: Any) -> Any:
    return {"is": value} if isinstance(value, str) else value


class DatesShape(Shape):
    """Between which dates something was law: `from` inclusive, `until` exclusive."""

    since: DateOrName | None = Field(None, alias="from")
    until: DateOrName | None = None


class InForceShape(DatesShape):
    """The dates of a rule, and what holds outside them."""

    otherwise: Literal["unknown", "no_duty"]
    why: Words


class PatternShape(Shape):
    """An event type with its required form."""

    type: str = Field(alias="is")
    form: dict[str, Any] | None = Field(None, alias="with")
    when: Condition | None = None
    counted: str | None = None
    reaches: str | None = None
    earlier_counts: Literal[False] | None = None


Pattern = Annotated[PatternShape, BeforeValidator(_pattern, json_schema_input_type=str | PatternShape)]
Patterns = Annotated[
    list[Pattern], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=str | PatternShape | list[str | PatternShape])
]


class CaseShape(LimitShape):
    """A limit with the circumstances in which it decides."""

    when: Condition | None = None
    tested: Literal["trigger", "limit"] | None = None
    cites: list[CitationShape] | None = None
    in_force: DatesShape | None = None
    note: Words | None = None


class PauseShape(Shape):
    """Events between which a clock stands still."""

    start: str = Field(alias="from")
    until: str
    when: Condition | None = None


class ByShape(Shape):
    """The day of the period by whose end an act is due, and whether it moves where it is a day off."""

    day: Annotated[int, Field(ge=1, le=28)]
    non_working: Literal["next"] | None = None


class CycleShape(Shape):
    """The period of a recurring duty, how many acts are due in it, and the readings under which it is meant."""

    hours: Amount | None = None
    days: Amount | None = None
    months: Literal[1, 2, 3, 4, 6, 12] | None = None
    times: Annotated[int, Field(ge=1, le=366)] = 1
    by: ByShape | None = None
    when: Condition | None = None
    cites: list[CitationShape] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CycleShape:
        given = [part for part in (self.hours, self.days, self.months) if part is not None]
        if len(given) != 1 or not given[0] or (self.by is not None and self.months is None):
            raise ValueError(text("problem.every-kind"))
        return self


Cycles = Annotated[list[CycleShape], Field(min_length=1), BeforeValidator(listed, json_schema_input_type=CycleShape | list[CycleShape])]


class OverShape(Shape):
    """The span in which a duty recurs: a fact of type span, or from an event to the next of others."""

    fact: str | None = None
    after: str | None = None
    until: Annotated[list[str], BeforeValidator(listed, json_schema_input_type=str | list[str])] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> OverShape:
        if (self.fact is None) == (self.after is None) or (self.after is None) != (self.until is None):
            raise ValueError(text("problem.over-kind"))
        return self


class BreachShape(Shape):
    """What follows a violation."""

    consequence: Words
    liability: list[CitationShape] = []


class CannotShape(Shape):
    """Why a rule has no example of a verdict."""

    complied: Words | None = None
    violated: Words | None = None
    undetermined: Words | None = None


class AlternativeShape(Shape):
    """An alternative that an example must show."""

    assuming: dict[str, str]
    verdict: Literal["complied", "violated", "pending", "undetermined", "not_applicable"]


class OutcomeShape(Shape):
    """What an example expects of one duty."""

    verdict: Literal["complied", "violated", "pending", "undetermined", "not_applicable"]
    deadline: str | None = None
    margin: Annotated[str, BeforeValidator(words, json_schema_input_type=str | int)] | None = None
    needs: list[str] | None = None
    alternatives: list[AlternativeShape] | None = None


class ExampleShape(Shape):
    """A small scenario with what the rule finds in it."""

    shows: Words
    zone: str | None = None
    as_of: str | None = None
    facts: dict[str, Any] | None = None
    events: list[dict[str, Any]]
    readings: dict[str, str] | None = None
    tolerances: dict[str, str] | None = None
    expect: Annotated[list[OutcomeShape], BeforeValidator(listed, json_schema_input_type=OutcomeShape | list[OutcomeShape])]


class RuleShape(Shape):
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
    every: Cycles | None = None
    over: OverShape | None = None
    must: Patterns | None = None
    earlier_counts: Literal["detention"] | None = None
    same: list[str] | None = None
    lapses: Patterns | None = None
    paused: list[PauseShape] | None = None
    within: Annotated[list[CaseShape], Field(min_length=1)] | None = None
    not_before: LimitShape | None = None
    only_if: Condition | Literal["never"] | None = None
    breach: BreachShape
    notes: list[Words] = []
    cannot: CannotShape | None = None
    examples: Annotated[list[ExampleShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_form(self) -> RuleShape:
        allowed = {
            "after": {"after", "must", "within", "earlier_counts", "same", "lapses", "paused", "not_before"},
            "whenever": {"whenever", "only_if"},
            "every": {"every", "over", "must"},
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
