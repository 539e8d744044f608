"""The shape of a pack's files: what `detention-rules schema rule` publishes, and the first check of every file.

Meaning (which facts, events, readings and sources exist) is checked when the rule is built, in `detention_rules.language.building`.
Kept apart from the rest because pydantic is needed only when a pack is new or changed.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from detention_rules.language.shapes.common import Shape
from detention_rules.language.shapes.coverage import CoverageShape, StatementsShape
from detention_rules.language.shapes.packs import CoreVocabularyShape, PackShape, ReadingsShape, SourcesShape, VocabularyShape
from detention_rules.language.shapes.rules import RuleShape
from detention_rules.language.shapes.training import StockShape, StoryShape
from detention_rules.language.source import Document
from detention_rules.model.catalogue import text
from detention_rules.model.problems import Problems, did_you_mean

SHAPES: dict[str, type[Shape]] = {
    "rule": RuleShape,
    "pack": PackShape,
    "sources": SourcesShape,
    "readings": ReadingsShape,
    "vocabulary": CoreVocabularyShape,
    "theme-vocabulary": VocabularyShape,
    "statements": StatementsShape,
    "coverage": CoverageShape,
    "training-stock": StockShape,
    "training-story": StoryShape,
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
