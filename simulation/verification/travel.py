"""M8 Needs that travel to help: over the links of agencies with groups, among the few groups near a person."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from simulation.agents.groups import Groups
from simulation.agents.residents import LADDERS, Residents, Status
from simulation.links.near import CIRCLES, NEAR, nearest_groups
from simulation.mechanisms.routing import NO_GROUP, route
from simulation.needs import Needs
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

CARE, HOME = 0, 3
FUNCTIONAL = 0
PATH, BETWEEN, LOSE = 0.25, 0.3, 0.06
OTHER_DOMAIN = 0.3
LINKS = (0.9, 0.7, 0.5, 0.3, 0.1)
PEOPLE = 200_000


class Travellers:
    """People who each need help with daily life, and groups that they may find; nobody finds any without an agency.

    links [place]: strengths of the links [group, service] of each place's groups, `NEAR` of them, or one that all
    share; every neighbourhood has them twice, once for each circle of people. Places have `neighbourhoods` each.
    """

    def __init__(
        self, links: ArrayLike, people: int = PEOPLE, neighbourhoods: int = 1, path: float = PATH,
        between: float = BETWEEN, lose: float = LOSE,
    ) -> None:  # fmt: skip
        strengths = np.array(links, np.float32)
        places = len(strengths)
        place_of = np.repeat(np.arange(places, dtype=np.int16), neighbourhoods)
        here = NEAR * CIRCLES
        self.groups = g = Groups(len(place_of) * here)
        g.append(len(g.alive))
        number_keys(1, g.key)
        g.neighbourhood[:] = np.repeat(np.arange(len(place_of)), here)
        g.key[:] = np.sort(g.key)
        g.alive[:], g.domain[:], g.quality[:] = True, CARE, 1.0
        g.synapse[:] = np.repeat(strengths[place_of], CIRCLES, axis=1).reshape(-1, 4)
        self.residents = r = Residents(people)
        r.append(people)
        number_keys(0, r.key)
        r.alive[:], r.born[:] = True, -600
        r.level[:, FUNCTIONAL], r.status[:, FUNCTIONAL] = 1, Status.WAITING
        r.neighbourhood[:] = np.arange(people) % len(place_of)
        cards = SimpleNamespace(
            base=0.0, path=path, other_domain=OTHER_DOMAIN, lose_rate=lose, most_hours=8.0, serving_share=0.5
        )
        ten = dict.fromkeys((*LADDERS, *(f"kin_{ladder}" for ladder in LADDERS)), (10.0, 10.0, 10.0))
        hours: Any = SimpleNamespace(hours=SimpleNamespace(**ten))
        self.world: Any = SimpleNamespace(
            seed=np.uint64(SEED), month=0, residents=r, groups=g, place_of=place_of,
            needs=Needs(hours, places),
            scenario=SimpleNamespace(
                routing=cards, groups=SimpleNamespace(no_hall=1.0), synapse=SimpleNamespace(between_agencies=between)
            ),
        )  # fmt: skip
        self.world.near = nearest_groups(self.world)

    def travel(self) -> np.ndarray:
        """One month; the group that helps each person, or NO_GROUP."""
        self.world.needs.list_cases(self.residents)
        self.world.needs.count_hours(self.residents)
        route(self.world)
        self.world.month += 1
        return self.residents.helper[: self.residents.count].copy()


def over(service: int, strengths: ArrayLike = LINKS) -> np.ndarray:
    """Links [group, service] with one service only."""
    links = np.zeros((NEAR, 4))
    links[:, service] = strengths
    return links


def chance_to_find(*hazards: float) -> float:
    """The chance of at least one of several things that have these hazards."""
    return -math.expm1(-sum(hazards))


def share(helper: np.ndarray) -> float:
    """The share of people whom a group helps."""
    return float((helper != NO_GROUP).mean())


def finding(path: float = PATH) -> list[Result]:
    """Who finds a group within a month, and which: hazards add up, and each group has its part of them."""
    hazards = [PATH * link for link in LINKS]
    town = Travellers([over(CARE)], path=path)
    helper = town.travel()
    found = helper[helper != NO_GROUP] % (NEAR * CIRCLES) // CIRCLES
    town.groups.synapse[:] = 0.0
    kept = town.travel()[helper != NO_GROUP] != NO_GROUP
    abroad = Travellers([over(CARE)], path=path)
    abroad.groups.domain[:] = HOME
    return [
        Result("found a group", chance_to_find(*hazards), share(helper), 0.005),
        *(
            Result(f"of these over a link of {link:g}", link / sum(LINKS), float((found == g).mean()), 0.006)
            for g, link in enumerate(LINKS)
        ),
        Result("found one for another domain of need", chance_to_find(*(OTHER_DOMAIN * h for h in hazards)),
               share(abroad.travel()), 0.005),
        Result("kept it for a month, links cut", math.exp(-LOSE), float(kept.mean()), 0.004),
    ]  # fmt: skip


def ways_in(between: float = BETWEEN) -> list[Result]:
    """Needs travel along S_gk S_kk' S_k'g': through one's own group where one is not in touch, and between agencies."""
    total = PATH * sum(LINKS)
    outsiders = Travellers([over(CARE)])
    outsiders.residents.status[:] = Status.NONE
    alone = share(outsiders.travel())
    members = Travellers([over(CARE, (0.4, 0.4, 0.4, 0.4, 0.4))])
    members.residents.status[:] = Status.NONE
    members.residents.groups[:, 0] = 0
    passed_on = Travellers([over(HOME)], between=between)
    return [
        Result("in no group, not in touch", 0.0, alone, 0.0),
        Result("by way of a group linked at .4", chance_to_find(5 * PATH * 0.4 * 0.4), share(members.travel()), 0.005),
        Result("passed on by another agency", chance_to_find(BETWEEN * total), share(passed_on.travel()), 0.005),
    ]


def reach(strength: float = 0.2) -> list[Result]:
    """However large the town, a person finds the same few groups: those near."""
    links = over(CARE, (strength,) * NEAR)
    results = []
    for neighbourhoods in (1, 10, 100):
        town = Travellers([links], neighbourhoods=neighbourhoods)
        groups = len(town.groups.alive)
        results.append(Result(f"found, of {groups} groups", chance_to_find(PATH), share(town.travel()), 0.005))
    within = max(len(np.unique(around)) for around in town.world.near.reshape(-1, NEAR))
    return [*results, Result("most groups within reach, of 1,000", NEAR, within, 0)]


def agency_removed(lose: int = HOME) -> list[Result]:
    """Without an agency, what passed through it is cut, and nothing else; three places: over it, past it, over both."""
    both = over(CARE, (0.2,) * NEAR) + over(HOME, (0.8,) * NEAR)
    links = [over(HOME), over(CARE), both]
    with_it, without = Travellers(links), Travellers(links)
    without.groups.synapse[:, lose] = 0.0
    place = np.arange(PEOPLE) % 3
    before, after = with_it.travel(), without.travel()
    two_ways = chance_to_find(5 * PATH * 0.8 * BETWEEN)
    return [
        Result("found over it, before", chance_to_find(BETWEEN * PATH * sum(LINKS)), share(before[place == 0]), 0.008),
        Result("found over it, after", 0.0, share(after[place == 0]), 0.0),
        Result("helped otherwise where nothing passed it", 0, int((before != after)[place == 1].sum()), 0),
        Result("found over the better of two, before", two_ways, share(before[place == 2]), 0.008),
        Result("found over the other, after", chance_to_find(5 * PATH * 0.2), share(after[place == 2]), 0.008),
    ]


CHECKS = (
    Check("needs find groups", "M8 synapse", "routing.route", "a month",
          "solved: competing Poisson risks, 1 - exp(-sum of hazards)", finding),
    Check("ways of a need", "M8 synapse", "routing.route", "a month",
          "solved: hazard path x S_gk S_kk' S_k'g'", ways_in),
    Check("reach", "M8 synapse", "routing.route, near.nearest_groups", "a month",
          "solved: five groups near, in towns of 10 to 1,000", reach),
    Check("an agency removed", "M8 synapse", "routing.route", "a month", "solved: paths through it end, others stay",
          agency_removed),
)  # fmt: skip
