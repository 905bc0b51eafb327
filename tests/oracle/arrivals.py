"""Who arrives, and the ties and groups that newcomers begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import betainc

from simulation import chance
from simulation.population.luck import MADE, Trait

from .agents import FORMAL, INFORMAL, Neighbourhood, Place, Resident
from .economy import take_up_work
from .endowment import inherit, newcomer
from .households import Member, cells, ethnic_running, made, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import OracleWorld

ELEVEN = 11 * 12
OLDER, ANY_AGE = 1, 0
MOST_WISHED = 15
USUAL_SIZE = 2.36


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
    came: list[Resident] = []
    first_label = world.last_label + 1
    for slot, h in enumerate(most_room_first(world, place, wanted)):
        if len(came) >= wanted:
            break
        key = world.luck.mix(place.number, slot, world.month % 2**32 | kind << 33)
        running, ethnic = shares(world, h, only_older=kind == OLDER)
        drawn = members(world.luck, key, running, ethnic)
        household = [move_one_in(world, member, h, first_label + slot, head=j == 0) for j, member in enumerate(drawn)]
        came += sorted(household, key=lambda r: (r.born, r.key))
    for row, resident in enumerate(came, world.rows):
        resident.row = row
    world.settle(came)
    place.flows["arrived"] += len(came)
    return came


def move_one_in(world: OracleWorld, member: Member, h: Neighbourhood, household: int, head: bool) -> Resident:
    """One of a household that arrives, with what they bring."""
    born = world.month - member.age
    resident = newcomer(
        world, h, member.key, born=born, sex=member.sex, ethnic=member.ethnic, household=household, head=head
    )
    inherit(world, resident)
    take_up_work(world, resident)
    return resident


def shares(world: OracleWorld, h: Neighbourhood, only_older: bool) -> tuple[list[float], list[float]]:
    """Running shares of kinds and ages, and of ethnic groups, among the households that arrive in a neighbourhood."""
    cards, turnover = world.cards.places[h.place.number], world.turnover
    moving = None if only_older else turnover.moving
    fifths = [other.fifth for other in h.place.neighbourhoods]
    kinds = cells(h.fifth, cards.older_tilt, moving, (world.month - turnover.began) // 12)
    return kinds, ethnic_running(cards.ethnic, h.fifth, sum(fifths) / len(fifths))


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
            world.tie(resident, best, strength(world, resident, best))


def wished(world: OracleWorld, resident: Resident) -> int:
    """The number of close ties that somebody would like, once for life: a quantile of the negative binomial."""
    u, cards = made(world.luck, Trait.TIES_WISHED, resident.key), world.cards.population
    size, p = cards.ties_dispersion, cards.ties_dispersion / (cards.ties_mean + cards.ties_dispersion)
    return next((k for k in range(MOST_WISHED) if u < betainc(size, k + 1, p)), MOST_WISHED)


def strength(world: OracleWorld, a: Resident, b: Resident) -> int:
    """The weight of a close tie, from 40 to 200."""
    return 40 + (world.luck.pair(a.key, b.key) % 2**32 * 161 >> 32)


def ties_outside(resident: Resident) -> int:
    """How many ties somebody has outside the household."""
    return sum(friend.household != resident.household for friend in resident.ties)
