"""How many examples a property is tried on: few in an ordinary run, as many as are asked for in a long one (`make fuzz`, `make oracle`)."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

USUAL = 60
"""So many examples an ordinary run tries where a test does not say how many."""


def examples(number: int, *, share: int = 1, **more: Any) -> settings:
    """Return settings for a test that tries so many examples in an ordinary run, and more when the profile asks for more.

    A test that is run for each of many rules tries one in `share` of those that are asked for. `more` are further settings.
    """
    asked = settings().max_examples
    return settings(max_examples=max(number, asked // share) if asked > USUAL else number, **more)
