"""The shapes of the two files that account for a source: what it states, and what carries each statement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from detention_rules.language.shapes.common import Shape, Words
from detention_rules.model.catalogue import text


class StatementShape(Shape):
    """A statement of the source: its theme, its paragraph, and how much it fixes."""

    theme: Words
    paragraph: Annotated[int, Field(ge=1)]
    tier: Literal[1, 2, 3]


class StatementsShape(Shape):
    """statements.yaml."""

    statements: dict[str, StatementShape]


class CarriedShape(Shape):
    """A statement in a few words, with what carries it, or the reason why nothing does."""

    says: Words
    rules: list[str] = []
    readings: list[str] = []
    words: list[str] = []
    reason: Words | None = None
    why: Words | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CarriedShape:
        if bool(self.rules or self.readings or self.words) == (self.reason is not None) or (self.reason is None) != (self.why is None):
            raise ValueError(text("problem.carried-or-reason"))
        return self


class CoverageShape(Shape):
    """coverage.yaml."""

    reasons: dict[str, Words]
    coverage: dict[str, CarriedShape]
