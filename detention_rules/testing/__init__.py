"""Tools to test rules, and the software that must keep to them.

`boundaries(pack)` gives, for every limit of a pack, the timelines at it and one second on either side, each with what must be found.
Hypothesis strategies stand in `detention_rules.testing.strategies`, which is imported only where it is asked for. `docs/testing.md` shows
how both are used.
"""

from detention_rules.testing.boundary import Boundaries, Boundary, Unreached
from detention_rules.testing.edges import boundaries

__all__ = ["Boundaries", "Boundary", "Unreached", "boundaries"]
