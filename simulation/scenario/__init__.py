"""Scenarios: what a world is told, as a difference from its parent, checked, frozen and fingerprinted.

A scenario is a YAML file that `extends` one parent and says only what changes:

    extends: worlds/market_town
    title: Making things happen
    effort: {connecting_share: 0.3, earliness: 0.6}

Defaults come from the cards (simulation/parameters.py); a world at the root of the chain says `places`. `schedule`
lists what changes in the course of time (`schedule.py`), `with` the tools that go with it (`tools.py`). Every
resolved value remembers the file and line that set it.
"""

from simulation.scenario.files import LIBRARY
from simulation.scenario.frozen import Scenario
from simulation.scenario.schedule import Change, describe
from simulation.strict_yaml import ScenarioError

__all__ = ["LIBRARY", "Change", "Scenario", "ScenarioError", "describe"]
