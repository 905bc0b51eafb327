"""A stand-in for a world: a few adults in one neighbourhood, with nothing wrong and nothing happening.

Phases run on it bare. It has a world's parts, real columns and a real scenario, and none of a world's history, so
that a test sets what it is about and works out the rest by hand.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation import chance
from simulation.agents.groups import Groups
from simulation.agents.halls import Halls
from simulation.agents.incentives import Incentives
from simulation.agents.places import Places
from simulation.agents.residents import Residents
from simulation.links.ties import Ties
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.commons import Commons
from simulation.mechanisms.demand import Demand
from simulation.mechanisms.effort import Effort
from simulation.mechanisms.innovation import Innovation, usual_merit
from simulation.mechanisms.jobs import Jobs
from simulation.mechanisms.tax_base import TaxBase
from simulation.mechanisms.understanding import Understanding
from simulation.needs import Needs
from simulation.scenario import Scenario
from simulation.world import World

SEED = np.uint64(11)
FUNCTIONAL, MENTAL, FAMILY, LIVELIHOOD, HOME = range(5)
CARE, FAMILY_SERVICE, LIVELIHOOD_SERVICE, HOME_SERVICE = range(4)
YEARS = 12


class Village(SimpleNamespace):
    """Adults of 40 of the middle fifth, capacity a half, no ties; groups of quality 1 that nobody has joined."""

    def __init__(self, people: int, groups: int = 0, neighbourhoods: int = 1, month: int = 5, **changes: Any) -> None:
        scenario = Scenario.load("doing_things", changes)
        super().__init__(scenario=scenario, seed=SEED, month=month)
        self.residents = r = Residents(people)
        r.append(people)
        r.key[:] = [chance.mix(np.uint64(9), np.uint64(i), np.uint64(0)) for i in range(people)]
        r.id[:] = np.arange(people)
        r.alive[:] = True
        r.household[:] = np.arange(people)
        r.born[:] = month - 40 * YEARS
        r.fifth[:] = 3
        r.capacity[:] = r.start_capacity[:] = 0.5
        r.spare_minutes[:] = 29_200
        r.neighbourhood[:] = np.arange(people) * neighbourhoods // max(people, 1)
        self.groups = g = Groups(groups)
        g.append(groups)
        g.key[:] = [chance.mix(np.uint64(8), np.uint64(i), np.uint64(0)) for i in range(groups)]
        g.id[:] = np.arange(groups)
        g.alive[:] = True
        g.quality[:] = 1.0
        self.ties = Ties(people, 8)
        self.place_of = np.zeros(neighbourhoods, np.int16)
        self.fifth_of = np.full(neighbourhoods, 3, np.uint8)
        self.near = np.full((neighbourhoods, 2, 5), -1, np.int32)
        self.near[:, :, :groups] = np.arange(min(groups, 5))
        self.halls = Halls(np.array([], np.uint64), np.array([], np.int16), np.array([], np.bool_))
        self.neighbourhood_starts = np.searchsorted(r.neighbourhood, np.arange(neighbourhoods + 1)).astype(np.int64)
        self.places = Places(["Village"], neighbourhoods, scenario.trust.start)
        self.demand = Demand()
        self.effort = Effort(1, scenario.effort.connecting_share, scenario.effort.earliness)
        self.budget = Budget(1, self)
        self.incentives = Incentives(1, neighbourhoods)
        self.understanding = Understanding(self, 1)
        self.innovation = Innovation(1, usual_merit(scenario.innovation))
        self.needs = Needs(scenario, 1)
        self.tax_base = TaxBase(1)
        self.commons = Commons(1, scenario.commons.start)
        self.jobs = Jobs(self, 1)

    def by_place(self, key: str) -> Any:
        """What a card says here this month."""
        return World.by_place(self, key)  # type: ignore[arg-type]

    def set(self, **changes: Any) -> None:
        """Change cards."""
        self.scenario = self.scenario.with_changes({name.replace("__", "."): value for name, value in changes.items()})

    def list_needs(self) -> None:
        """What a month does before help is given."""
        self.needs = Needs(self.scenario, 1)
        self.needs.list_cases(self.residents)
        self.needs.count_hours(self.residents)

    def case(self, row: int, ladder: int) -> int:
        """The case of a resident on a ladder."""
        return int(np.flatnonzero((self.needs.person == row) & (self.needs.ladder == ladder))[0])

    def minutes(self, name: str) -> Any:
        """One kind of minutes as a table [resident in need, ladder]."""
        return self.needs.by_ladder(getattr(self.needs, name))

    def tie(self, *ties: tuple[int, int, int]) -> None:
        """Tie residents: triples of row, row and weight."""
        a, b, w = np.array(ties, np.int64).T
        self.ties.connect(a, b, w)

    def luck(self, decision: int, keys: Any = None, month: int | None = None) -> Any:
        """The uniforms of a decision for all residents (or other keys) this month."""
        keys = self.residents.key[: self.residents.count] if keys is None else keys
        month = self.month if month is None else month
        return np.array([chance.uniform(self.seed, key, month, int(decision)) for key in keys])

    @property
    def people(self) -> Any:
        """How many people live here."""
        return np.array([self.residents.alive.sum()])

    def place_rows(self, place: int) -> tuple[int, int]:
        """All rows."""
        assert place == 0
        return 0, self.residents.count

    def next_group_id(self) -> int:
        """A number that no group has."""
        return int(self.groups.id.max(initial=0)) + 1


def village(people: int, groups: int = 0, neighbourhoods: int = 1, month: int = 5, **changes: Any) -> Village:
    """A village with cards changed: `village(3, ladder__capacity_effect=0)`."""
    return Village(
        people, groups, neighbourhoods, month, **{name.replace("__", "."): value for name, value in changes.items()}
    )
