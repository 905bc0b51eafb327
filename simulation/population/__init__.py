"""A population that looks like an English town, made from published figures."""

from simulation.population.describe import describe
from simulation.population.town import Population, synthesise

__all__ = ["Population", "describe", "synthesise"]
