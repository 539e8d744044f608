"""What Hypothesis calls when it is imported: cheap, and the strategies are made only when one is asked for."""

from __future__ import annotations


def register() -> None:
    """Teach Hypothesis what a `Scenario` is: any timeline of the default pack."""
    from hypothesis import strategies as st

    from detention_rules.model.scenario import Scenario

    def made(_: type[Scenario]) -> st.SearchStrategy[Scenario]:
        from detention_rules.language.packs import load_pack
        from detention_rules.language.scenarios import scenario
        from detention_rules.testing.strategies import timelines

        pack = load_pack()
        return timelines(pack).map(lambda case: scenario(case, pack=pack))

    st.register_type_strategy(Scenario, made)
