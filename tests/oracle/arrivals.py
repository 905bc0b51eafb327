"""Who arrives, and the ties and groups that newcomers begin with.

Households and people are drawn by the code that makes a population to begin with, which the oracle shares; where they
move to, whom they get to know and which groups they join is written anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import Residents
from simulation.population import donors
from simulation.population.arrivals import USUAL_SIZE, move_into
from simulation.population.close_ties import strength, ties_wished
from simulation.population.luck import MADE, Trait
from simulation.population.town import Newcomers
from simulation.population.traits import Spreads, endow

from .agents import FORMAL, INFORMAL, Neighbourhood, Place, Resident
from .reading import read_residents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import OracleWorld

ELEVEN = 11 * 12
OLDER, ANY_AGE = 1, 0


def arrive(world: OracleWorld) -> None:
    """Households arrive until each place has its residents again, those that replace others being older ones."""
    newcomers: list[Resident] = []
    for place in world.places:
        place.target *= (1.0 + world.cards.demography.growth) ** (1.0 / 12.0)
    for place in world.places:
        for kind in (OLDER, ANY_AGE):
            missing = round(place.target - len(place.residents))
            wanted = min(missing, place.replaced) if kind == OLDER else missing
            if wanted > 0:
                newcomers += move_in(world, place, kind, wanted)
    for resident in newcomers:
        join_at_first(world, resident)
    for resident in newcomers:
        for other in newcomers:
            if other.row > resident.row and other.household == resident.household:
                world.tie(resident, other, 255)
    for resident in newcomers:
        befriend(world, resident)


def move_in(world: OracleWorld, place: Place, kind: int, wanted: int) -> list[Resident]:
    """Households of a kind, until there are `wanted` people."""
    turnover, first = world.turnover, place.neighbourhoods[0].number
    shares = turnover.shares(place.number, world.month, only_older=kind == OLDER)
    fifths = np.array([h.fifth for h in world.neighbourhoods], np.uint8)
    where = np.array([h.number for h in most_room_first(world, place, wanted)])
    arrival = np.uint64(world.month % 2**32 | kind << 33)
    drawn = Newcomers.draw(
        world.luck.seed, world.month, place.number, arrival, where, first, fifths, wanted, shares,
        turnover.ethnic[place.number],
    )  # fmt: skip
    columns = Residents(0)
    rows = move_into(columns, drawn, world.last_label + 1, 0, fifths)
    endow(world.luck.seed, world.month, rows, columns, Spreads.of(world.cards.population))
    if world.donors is not None:
        donors.inherit(world.luck.seed, world.month, columns, rows, world.donors)
    people = read_residents(world, columns, world.rows)
    world.settle(people)
    place.flows["arrived"] += len(people)
    return people


def most_room_first(world: OracleWorld, place: Place, households: int) -> Iterator[Neighbourhood]:
    """The neighbourhood of each household: the one with most room left, the first of equals."""
    room = {
        h: place.target * world.turnover.spread[h.number] - sum(r.neighbourhood is h for r in place.residents)
        for h in place.neighbourhoods
    }
    taken = dict.fromkeys(place.neighbourhoods, 0)
    for _ in range(households):
        h = max(place.neighbourhoods, key=lambda h: room[h] - USUAL_SIZE * taken[h])
        taken[h] += 1
        yield h


def endowed(world: OracleWorld, **known: int) -> list[Resident]:
    """One person of whom this much is known, with the traits that their key gives them."""
    columns = Residents(1)
    columns.append(1)
    columns.alive[0] = True
    for name, value in known.items():
        getattr(columns, name)[0] = value
    endow(world.luck.seed, world.month, np.array([0]), columns, Spreads.of(world.cards.population))
    return read_residents(world, columns, world.rows)


def join_at_first(world: OracleWorld, resident: Resident) -> None:
    """Active newcomers, and some who were active once, belong to groups near: formal, informal or both."""
    cards, key = world.cards.population, resident.key
    past = float(chance.unit(world.luck.word(Trait.PAST_MEMBER, key, MADE)))
    if not resident.adult or (not resident.active and past >= cards.past_members):
        return
    u = float(chance.unit(world.luck.word(Trait.KINDS_OF_GROUP, key, MADE)))
    formal = u < cards.formal_at_start
    informal = not formal or u < max(cards.formal_at_start + cards.informal_at_start - 1.0, 0.0)
    for kind, wanted, which in ((FORMAL, formal, Trait.WHICH_FORMAL), (INFORMAL, informal, Trait.WHICH_INFORMAL)):
        near = [group for group in resident.near if group.kind == kind] or resident.near
        if wanted and near:
            group = near[world.luck.word(which, key, MADE) * len(near) >> 32]
            resident.groups[group.kind] = group


def befriend(world: OracleWorld, resident: Resident) -> None:
    """Each close tie wished for is met by the nearest in age of three people who look for more themselves."""
    if resident.age < ELEVEN:
        return
    for wish in range(wished(world, resident)):
        long = chance.unit(world.luck.word(Trait.TIE + 4 * wish, resident.key, MADE)) < world.cards.population.ties_long
        first, rows = resident.place.rows if long else (resident.neighbourhood.first_row, resident.neighbourhood.rows)
        best: Resident | None = None
        for word in range(Trait.TIE + 1, Trait.TIE + 4):
            other = world.by_row.get(first + (world.luck.word(word + 4 * wish, resident.key, MADE) * rows >> 32))
            if other is None or other.age < ELEVEN or other.household == resident.household:
                continue
            nearer = best is None or abs(other.born - resident.born) < abs(best.born - resident.born)
            if nearer and ties_outside(other) < wished(world, other):
                best = other
        if best is not None:
            world.tie(resident, best, int(strength(np.uint64(resident.key), np.uint64(best.key))))


def wished(world: OracleWorld, resident: Resident) -> int:
    """The number of close ties that somebody would like, once for life."""
    cards = world.cards.population
    u = chance.unit(world.luck.word(Trait.TIES_WISHED, resident.key, MADE))
    return int(ties_wished(u, cards.ties_mean, cards.ties_dispersion))


def ties_outside(resident: Resident) -> int:
    """How many ties somebody has outside the household."""
    return sum(friend.household != resident.household for friend in resident.ties)
