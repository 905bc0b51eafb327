"""Births, deaths and moves."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from simulation.chance import Decision
from simulation.population.households import BOYS
from simulation.population.luck import MADE, Trait
from simulation.population.traits import AGE_BANDS

from . import vital
from .agents import HOME, STATE_ON_LADDER, Place, Resident
from .arrivals import arrive, befriend
from .endowment import disabled, newcomer

if TYPE_CHECKING:
    from .model import OracleWorld

type Household = list[Resident]
ELEVEN, EIGHTEEN = 11 * 12, 18 * 12
GENERATION, COUPLE_GAP = 16 * 12, 15 * 12
MOST_OLDER = 0.95
DECEMBER = 11


class Fate(Enum):
    """What luck brings a person this month."""

    DIES = 1
    LEAVES_HOME = 2
    BEARS = 3
    MOVES = 4


def live_and_move(world: OracleWorld) -> None:
    """One month of births, deaths, moves and birthdays; in December rows are sorted anew."""
    birthdays = [resident for resident in world.residents if has_turning_point(resident)]
    settle_households(world)
    for resident in birthdays:
        if lives_here(world, resident):
            grow_older(world, resident)
    make_way(world)
    arrive(world)
    for resident in birthdays:
        if lives_here(world, resident) and resident.age == ELEVEN:
            befriend(world, resident)
    if world.month % 12 == DECEMBER:
        sort_rows(world)


def lives_here(world: OracleWorld, resident: Resident) -> bool:
    """Whether somebody has neither died nor left."""
    return world.by_key.get(resident.key) is resident


# Births, deaths, leaving and moving


def settle_households(world: OracleWorld) -> None:
    """Draw what befalls everybody; settle household by household; then carry it out."""
    fates = {resident: fate_of(world, resident) for resident in world.residents}
    dying: list[Resident] = []
    leaving: list[Resident] = []
    mothers: list[Resident] = []
    heirs: list[tuple[Resident, Resident]] = []
    for household in households(world):
        if not any(fates[member] for member in household):
            continue
        head = next(member for member in household if member.head)
        dead = [member for member in household if fates[member] is Fate.DIES]
        gone = [m for m in household if m not in dead and leaves(m, head, fates)]
        staying = [member for member in household if member not in dead and member not in gone]
        heir = next((member for member in staying if member.age >= EIGHTEEN), None)
        if heir is None:
            gone, staying = gone + staying, []
        elif head not in staying:
            heirs.append((head, heir))
        dying += dead
        leaving += gone
        mothers += [m for m in staying if fates[m] is Fate.BEARS and bears(world, m, head, household)]
    for head, heir in heirs:
        inherit_home(head, heir)
    for resident in dying:
        depart(world, resident, "died")
    for resident in leaving:
        depart(world, resident, "left")
    world.index()
    for mother in mothers:
        bear(world, mother)


def households(world: OracleWorld) -> list[Household]:
    """The members of every household, in order of birth, then key; households in order of their labels."""
    members: dict[int, Household] = defaultdict(list)
    for resident in world.residents:
        members[resident.household].append(resident)
    return [sorted(members[label], key=lambda member: (member.born, member.key)) for label in sorted(members)]


def fate_of(world: OracleWorld, resident: Resident) -> Fate | None:
    """By age, sex and whether one heads a household; births and leaving home at the highest rate of any household."""
    cards, year = world.cards.demography, vital.year_of(resident.age)
    death = vital.death(cards, world.month, resident.sex, year)
    u = world.luck.uniform(Decision.LIFE_EVENT, resident.key)
    if world.luck.less(u, death, resident.key):
        return Fate.DIES
    if not resident.head and world.luck.less(u, death + vital.leaving(cards, year), resident.key):
        return Fate.LEAVES_HOME
    if resident.sex == 0 and not world.luck.less(u, 1.0 - vital.birth(cards, year, partnered=True), resident.key):
        return Fate.BEARS
    if resident.head and world.luck.happens(Decision.HOUSEHOLD_MOVE, resident.key, vital.moving(cards, year)):
        return Fate.MOVES
    return None


def leaves(member: Resident, head: Resident, fates: dict[Resident, Fate | None]) -> bool:
    """A household moves as its head does; grown children of the head leave alone."""
    grown_child = member.born - head.born >= GENERATION
    return fates[head] is Fate.MOVES or (fates[member] is Fate.LEAVES_HOME and grown_child)


def bears(world: OracleWorld, mother: Resident, head: Resident, household: Household) -> bool:
    """Births are rarer with no partner at home: someone of the other sex and similar age, where one heads it."""
    partnered = any(
        other.sex != mother.sex and abs(other.born - mother.born) <= COUPLE_GAP and head in (mother, other)
        for other in household
    )
    u = world.luck.uniform(Decision.LIFE_EVENT, mother.key)
    return not world.luck.less(
        u, 1.0 - vital.birth(world.cards.demography, vital.year_of(mother.age), partnered), mother.key
    )


def inherit_home(head: Resident, heir: Resident) -> None:
    """The oldest adult left takes over the home, with what need it has."""
    head.head, heir.head = False, True
    for name in STATE_ON_LADDER:
        setattr(heir.rungs[HOME], name, getattr(head.rungs[HOME], name))


def depart(world: OracleWorld, resident: Resident, flow: str) -> None:
    """Somebody dies or leaves; their ties go with them."""
    resident.place.flows[flow] += 1
    for friend in resident.ties:
        del friend.ties[resident]
    world.residents.remove(resident)
    resident.remove()


def bear(world: OracleWorld, mother: Resident) -> None:
    """A child, tied to everybody in the mother's household."""
    key = world.luck.mix(mother.key, world.month % 2**32, 0)
    girl_or_boy = int(world.luck.word(Trait.SEX, key, MADE) < BOYS * 2**32)
    child = newcomer(
        world, mother.neighbourhood, key, sex=girl_or_boy, born=world.month, household=mother.household,
        ethnic=mother.ethnic, head=False,
    )  # fmt: skip
    world.settle([child])
    for member in [mother, *(f for f in mother.friends if f.household == mother.household)]:
        world.tie(child, member, 255)
    mother.place.flows["born"] += 1


# Birthdays


def has_turning_point(resident: Resident) -> bool:
    """Whether this month's birthday begins a band of age, or the age of close ties."""
    return resident.age % 12 == 0 and resident.age // 12 in (11, *AGE_BANDS)


def grow_older(world: OracleWorld, resident: Resident) -> None:
    """More become disabled; at 65 there is more spare time."""
    resident.disabled = disabled(world, resident)
    if resident.age == 65 * 12:
        cards = world.cards.population
        retired = cards.spare_hours_retired / cards.spare_hours_working
        resident.spare_minutes = min(int(resident.spare_minutes * retired), 29_200)


# More older people


def make_way(world: OracleWorld) -> None:
    """Where demand rises through the number of older people, households without any leave, by lot, for them."""
    for place in world.places:
        place.replaced = 0
    if not world.older_people_instead or world.month < 0:
        return
    target, share = min(MOST_OLDER, world.older_share_at_start * world.demand[0]), world.older_share
    if not 0.0 < share < target:
        return
    young = [household for household in households(world) if not any(member.older for member in household)]
    for place in world.places:
        make_way_in(world, place, [h for h in young if h[0].place is place], target / share - 1.0)
    world.index()


def make_way_in(world: OracleWorld, place: Place, young: list[Household], rise: float) -> None:
    """Households leave in the order of their heads' lots until enough people have."""
    residents = place.residents
    older = sum(resident.older for resident in residents)
    wanted = min(older * rise, world.cards.demography.rebalancing * len(residents))

    def lot(household: Household) -> tuple[int, int]:
        head = next(member for member in household if member.head)
        return world.luck.word(Trait.MAKE_WAY, head.key), head.key

    for household in sorted(young, key=lot):
        if place.replaced >= wanted:
            break
        for member in household:
            depart(world, member, "left")
        place.replaced += len(household)


# Rows


def sort_rows(world: OracleWorld) -> None:
    """Rows in order of neighbourhood and the key of the household's head; within a household as they were."""
    heads = {resident.household: resident for resident in world.residents if resident.head}
    ordered = sorted(
        world.residents,
        key=lambda r: (heads[r.household].neighbourhood.number, heads[r.household].key, r.row),
    )
    labels = {label: number for number, label in enumerate(dict.fromkeys(r.household for r in ordered))}
    for row, resident in enumerate(ordered):
        resident.row, resident.household = row, labels[resident.household]
    world.index()
    world.rows, world.last_label = len(ordered), max(len(labels) - 1, 0)
    row = 0
    for h in world.neighbourhoods:
        h.first_row, h.rows = row, sum(resident.neighbourhood is h for resident in ordered)
        row += h.rows
