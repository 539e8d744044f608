"""How far a long run is, on standard error: only where somebody watches, and only once it has taken a while."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

from detention_rules.model.catalogue import text

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds after which a run is long enough for a bar."""


class Progress(AbstractContextManager["Progress"]):
    """Counts files, and draws a bar where standard error is a terminal, nothing else is being shown, and the run takes its time."""

    def __init__(self, total: int, *, wanted: bool) -> None:
        self._total, self._done = total, 0
        self._wanted = wanted and sys.stderr.isatty()
        self._began = time.monotonic()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self) -> None:
        """Count one more file."""
        self._done += 1
        if self._bar is None and self._wanted and self._done < self._total and time.monotonic() - self._began >= PATIENCE:
            self._bar = self._draw()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def _draw(self) -> Bar:
        from rich.console import Console
        from rich.progress import Progress as Bar

        bar = Bar(console=Console(stderr=True), transient=True)
        bar.add_task(text("cli.check.progress"), total=self._total)
        bar.start()
        return bar
