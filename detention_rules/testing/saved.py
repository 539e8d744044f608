"""Generated scenarios as data that prints as a file one can save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Case(dict[str, Any]):
    """A scenario as plain data, of the shape of a file: give it to `check` or `scenario`. Printed, it is a scenario file.

    `rule` is what it is about, `verdict` what that rule finds for the event whose id is `trigger`, `margin` by how many seconds
    (positive: time to spare; None where a finding has none). Of a recurring duty, `period` is the number of the period in the span that the
    trigger opens, or that a fact gives: 0 is the first. It is the last that the scenario has, and those before it are kept.
    """

    rule: str = ""
    verdict: str | None = None
    margin: int | None = None
    period: int = 0

    def to_yaml(self) -> str:
        """Return the scenario as the text of a file."""
        return "".join(_lines(self))

    def save(self, path: str | Path) -> None:
        """Write the scenario to a file, which `detention-rules check` reads."""
        Path(path).write_text(self.to_yaml(), encoding="utf-8")

    def __repr__(self) -> str:
        return f"\n{self.to_yaml()}"

    __str__ = __repr__


def _lines(data: dict[str, Any]) -> Any:
    for key, value in data.items():
        if isinstance(value, list) and value:
            yield f"{key}:\n"
            for entry in value:
                yield f"  - {_flow(entry)}\n"
        elif value not in ({}, []) or key == "events":
            yield f"{key}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False, allow_unicode=True).removesuffix("...\n").strip()
