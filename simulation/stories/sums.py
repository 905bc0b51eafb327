"""Numbers of one world, over all its places."""

from __future__ import annotations

from simulation.agents.residents import Status
from simulation.chronicle.vocabulary import What
from simulation.observation.tally import Measure
from simulation.outcomes import PLACE_MEASURES, Line
from simulation.stories.archive import Archive


class Sums:
    """Sums of what is recorded of a world. Months count from the first recorded; `until` is not included."""

    def __init__(self, world: Archive) -> None:
        self.world = world

    def people(self, measure: Measure, since: int, until: int) -> int:
        """The sum of a measure over months."""
        return int(self.world.outcomes.people[since:until, :, :, measure].sum())

    def crises(self, since: int, until: int) -> int:
        """How often somebody fell into crisis, whether or not it could have been avoided."""
        return sum(self.people(kind, since, until) for kind in (Measure.AVOIDABLE_CRISES, Measure.UNAVOIDABLE_CRISES))

    def happened(self, what: What, since: int, until: int) -> int:
        """How often something happened."""
        return int(self.world.tally[since:until, :, what].sum())

    def waiting(self, at: int) -> int:
        """Needs that wait for a service when a month is over."""
        return int(self.world.cases[at, :, :, Status.WAITING].sum())

    def measure(self, name: str, at: int) -> int:
        """A count of places in a month."""
        return int(self.world.outcomes.places[at, :, PLACE_MEASURES.index(name)].sum())

    def spent(self, line: Line, since: int, until: int) -> int:
        """Pence over months."""
        return int(self.world.outcomes.money[since:until, :, :, line].sum())

    def demand(self, at: int) -> float:
        """The multiple of demand: the mean of its four domains, the same in every place."""
        begin = PLACE_MEASURES.index("demand_care")
        return float(self.world.outcomes.places[at, 0, begin : begin + 4].mean())
