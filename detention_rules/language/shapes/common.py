"""What the shapes of all files share: strict models, words, dates and citations."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from detention_rules.model.catalogue import text

DATE = r"^\d{4}-\d{2}-\d{2}$"
Words = Annotated[str, StringConstraints(min_length=1)]
Amount = Annotated[int, Field(ge=0, le=100_000)]
DateOrName = Annotated[str, Field(description="YYYY-MM-DD, or the key of a date in sources.yaml")]


def listed(value: Any) -> Any:
    """Return a value that may stand alone as a list."""
    return value if isinstance(value, list) else [value]


def words(value: Any) -> Any:
    """Return a whole number that stands for a word, such as an article, as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Shape(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


class CitationShape(Shape):
    """A paragraph of the report, or an article of an instrument of sources.yaml."""

    report: Annotated[int, Field(ge=1)] | None = None
    act: str | None = None
    article: Annotated[str, BeforeValidator(words, json_schema_input_type=str | int)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> CitationShape:
        if (self.report is None) == (self.act is None) or (self.article is not None and self.act is None):
            raise ValueError(text("problem.citation-kind"))
        return self
