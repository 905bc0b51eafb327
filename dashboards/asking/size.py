"""How large a place a visitor may ask about."""

from simulation.parameters import number
from simulation.scenario import Scenario, ScenarioError

MOST_RESIDENTS, MOST_PLACES = 50_000, 10


def check_size(scenario: Scenario) -> None:
    """Raise a ScenarioError where a visitor's scenario is larger than a server of many visitors can simulate."""
    residents = sum(place.residents for place in scenario.places)
    if residents > MOST_RESIDENTS:
        raise ScenarioError(
            f"{scenario.title} has {number(residents)} residents, but this dashboard takes at most "
            f"{number(MOST_RESIDENTS)}. Say fewer, or use `run.py compare` on the command line."
        )
    if len(scenario.places) > MOST_PLACES:
        raise ScenarioError(
            f"{scenario.title} has {len(scenario.places)} places, but this dashboard takes at most {MOST_PLACES}. "
            "Say fewer, or use `run.py compare` on the command line."
        )
