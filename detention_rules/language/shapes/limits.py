"""The shape of limits, and of conditions as far as it is checked before a rule is built."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from detention_rules.language.shapes.common import Amount, Shape, Words
from detention_rules.model.catalogue import text


def _limits_inside(condition: Any) -> Any:
    """Check the limits that stand inside a condition, which is otherwise checked when the rule is built."""
    if isinstance(condition, list):
        for part in condition:
            _limits_inside(part)
    elif isinstance(condition, dict):
        bounds = (("elapsed", "at_least"), ("elapsed", "at_most"), ("later", "within"))
        for key, bound in bounds:
            entry = condition.get(key)
            if isinstance(entry, dict) and bound in entry:
                try:
                    LimitShape.model_validate(entry[bound])
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


class StartShape(Shape):
    """Where a clock starts, if not at the trigger."""

    attribute: str | None = None
    fact: str | None = None
    event: str | None = None
    which: Literal["first", "last", "next"] | None = None
    otherwise: Literal["trigger", "unknown"] | None = None
    scope: Literal["detention", "case"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> StartShape:
        given = [name for name in (self.attribute, self.fact, self.event) if name is not None]
        scoped = self.scope is not None and self.which not in ("first", "last")
        if len(given) != 1 or (self.event is not None) != (self.which is not None and self.otherwise is not None) or scoped:
            raise ValueError(text("problem.start-kind"))
        return self


class CarriedShape(Shape):
    """A period carried by the trigger or by a fact."""

    attribute: str | None = None
    fact: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CarriedShape:
        if (self.attribute is None) == (self.fact is None):
            raise ValueError(text("problem.carried-kind"))
        return self


class LimitShape(Shape):
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
