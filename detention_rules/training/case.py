"""A case to be asked about: what truly happened, as plain scenario data, and the documents that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that the reader holds in hand: its kind (`custody_record`, `court_order`, ...), title and Markdown text."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its `scenario` is plain data of a scenario file, the truth as the documents tell it, accounts included."""

    title: str
    scenario: Mapping[str, Any]
    documents: tuple[Document, ...]
    seed: int
    difficulty: int
    themes: tuple[str, ...]
