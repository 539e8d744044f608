"""Shared settings of the test suite: fixed Hypothesis profiles, and a cache of compiled packs that belongs to the run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = int(os.environ.get("EXAMPLES", "100000"))
settings.register_profile("fuzz", max_examples=many, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("mutation", settings.get_profile("ci"), max_examples=30, phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

os.environ.setdefault("DETENTION_RULES_CACHE", str(Path(tempfile.gettempdir()) / f"detention-rules-tests-{os.getpid()}"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by a text of several lines as by one line: names with escaped characters are lost on some tools' way to pytest."""
    return None if not isinstance(val, str) or val.isprintable() else "".join(filter(str.isprintable, " ".join(val.split())))
