"""A population made from a scenario and a seed: its places, households, people, ties, groups and halls."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.groups import Groups
from simulation.agents.halls import Halls
from simulation.agents.residents import Residents
from simulation.links.near import nearest_groups
from simulation.links.ties import Ties
from simulation.population.close_ties import befriend
from simulation.population.households import BANDS, MOST_MEMBERS, cells, ethnic_by_neighbourhood, people_the_place
from simulation.population.luck import FOUNDING, MADE, Trait, household_key
from simulation.population.memberships import count_and_found, join, open_groups, open_halls
from simulation.population.traits import Spreads, endow, start_out
from simulation.population.working_life import bring_skills, take_up_work
from simulation.scenario.places import neighbourhoods


@dataclass
class Population:
    """People, ties and groups, and what their neighbourhoods are.

    place_of, fifth_of [neighbourhood]. near: see `nearest_groups`.
    Rows of residents are sorted by place, neighbourhood, household key, birth and key.
    """

    residents: Residents
    ties: Ties
    groups: Groups
    place_of: NDArray[np.int16]
    fifth_of: NDArray[np.uint8]
    halls: Halls
    near: NDArray[np.int32]


@dataclass
class Newcomers:
    """People drawn household by household: one entry a person, and `household` [household] their households' keys."""

    key: NDArray[np.uint64]
    slot: NDArray[np.int32]
    neighbourhood: NDArray[np.int16]
    born: NDArray[np.int16]
    sex: NDArray[np.uint8]
    ethnic: NDArray[np.uint8]
    head: NDArray[np.bool_]
    household: NDArray[np.uint64]

    @classmethod
    def draw(
        cls, seed: np.uint64, month: int, place: int, arrival: np.uint64, where: NDArray[np.int64],
        fifth_of: NDArray[np.uint8], wanted: int, shares: NDArray[np.float64], ethnic: NDArray[np.float64],
    ) -> "Newcomers":  # fmt: skip
        """Households of a place until there are `wanted` people or `where` ends; see `people_the_place`."""
        room = wanted + MOST_MEMBERS
        drawn = cls(
            np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int16), np.empty(room, np.int16),
            np.empty(room, np.uint8), np.empty(room, np.uint8), np.empty(room, np.bool_),
            np.empty(len(where), np.uint64),
        )  # fmt: skip
        columns = vars(drawn)
        households, people = people_the_place(
            seed, month, place, arrival, where, fifth_of, wanted, shares, BANDS, ethnic, *columns.values()
        )
        return cls(
            **{name: values[: households if name == "household" else people] for name, values in columns.items()}
        )


def lay_out(scenario: Any, seed: np.uint64) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Place and deprivation fifth of every neighbourhood; fifths by largest remainder, then in an order by luck."""
    places, fifths = [], []
    for p, place in enumerate(scenario.places):
        number = neighbourhoods(place)
        count = sum(number)
        keys = [np.uint64(household_key(p, h, FOUNDING)) for h in range(count)]
        luck = [chance.uniform(seed, key, MADE, int(Trait.FIFTH)) for key in keys]
        mixed = np.empty(count, np.uint8)
        mixed[np.argsort(luck)] = np.repeat(np.arange(1, 6), number)
        places.append(np.full(count, p, np.int16))
        fifths.append(mixed)
    return np.concatenate(places), np.concatenate(fifths)


def synthesise(scenario: Any, seed: np.uint64) -> Population:
    """The population of a scenario under a seed: the same people, whatever else the scenario says of the world."""
    month = -scenario.run.settling_months
    place_of, fifth_of = lay_out(scenario, seed)
    ethnic = ethnic_by_neighbourhood(scenario.places, place_of, fifth_of)
    arrived = []
    for p, place in enumerate(scenario.places):
        own = np.flatnonzero(place_of == p)
        where = own[0] + np.arange(place.residents) % len(own)
        arrived.append(
            Newcomers.draw(seed, month, p, FOUNDING, where, fifth_of, place.residents, cells(place.older_tilt), ethnic)
        )
    residents, household_keys = move_in(arrived, fifth_of)
    rows = np.arange(residents.count)
    spreads = Spreads.of(scenario)
    endow(seed, month, rows, residents, spreads)
    start_out(seed, month, rows, residents, spreads)
    bring_skills(scenario.jobs, month, rows, residents)
    take_up_work(seed, scenario.jobs, month, rows, residents)
    halls = open_halls(scenario, place_of)
    groups = open_groups(scenario, seed, month, place_of, halls)
    ties = befriend(scenario, seed, month, residents, household_keys, place_of, fifth_of)
    town = Population(residents, ties, groups, place_of, fifth_of, halls, np.empty((0, 0), np.int32))
    town.near = nearest_groups(town)
    join(scenario, seed, month, rows, residents, groups, town.near)
    count_and_found(residents, groups)
    return town


def move_in(arrived: list[Newcomers], fifth_of: NDArray[np.uint8]) -> tuple[Residents, NDArray[np.uint64]]:
    """Residents of these newcomers, sorted, and the key of each household by its label."""
    start = np.cumsum([0, *(len(one.household) for one in arrived)])
    household_keys = np.concatenate([one.household for one in arrived])
    household = np.concatenate([one.slot + start[p] for p, one in enumerate(arrived)]).astype(np.int32)
    whole = {
        name: np.concatenate([getattr(one, name) for one in arrived])
        for name in ("key", "neighbourhood", "born", "sex", "ethnic", "head")
    }
    order = np.lexsort((whole["key"], whole["born"], household_keys[household], whole["neighbourhood"]))
    n = len(order)
    residents = Residents(n + n // 16 + MOST_MEMBERS)
    rows = residents.append(n)
    for name, values in whole.items():
        getattr(residents, name)[rows] = values[order]
    residents.household[rows] = household[order]
    residents.alive[rows] = True
    residents.id[rows] = np.arange(1, n + 1)
    residents.fifth[rows] = fifth_of[residents.neighbourhood[rows]]
    return residents, household_keys
