"""From columns to objects: the state of a world at the beginning of a month, copied and never shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .agents import ACTS, FLOWS, INCENTIVES, Group, Hall, Neighbourhood, Place, Provider
from .endowment import donors_kept
from .headcount import Headcount
from .model import OracleWorld
from .reading import read_residents

if TYPE_CHECKING:
    from simulation.world import World

MINUTES = ("needed", "kin", "statutory", "direct", "civic", "met")
"""Minutes of help on each ladder."""

OF_PROVIDERS = ("entered", "capacity", "cost", "sold", "margin", "losses")
OF_THE_MARKET = ("concentration", "first_concentration", "for_duties", "refused", "for_direct", "wanted_direct", "room")
OF_GROUPS = (
    "domain", "formal", "founder", "born", "hall", "quality", "mapped", "members", "burnt", "pool", "asked", "given",
)  # fmt: skip
MONEY = (
    "income", "tax_base", "grant", "growth", "fixed", "lifelong", "other_fixed", "statutory", "unserved",
    "discretionary", "first_discretionary", "dual_running", "connecting", "direct", "dearer", "incentives",
    "minutes_given",
    "first_duties", "returned", "interest", "repaid", "borrowed", "joint", "added",
)  # fmt: skip
"""Lines of an agency's budget."""


def copied(world: World) -> OracleWorld:
    """The world of objects that a world of columns amounts to."""
    oracle = OracleWorld(int(world.seed))
    oracle.plan, oracle.cards, oracle.month = world.plan, world.scenario, world.month
    oracle.market_age = world.market.age
    oracle.most_ties = world.ties.width
    oracle.demand = world.demand.multiple.tolist()
    oracle.older_people_instead = world.demand.by_numbers
    oracle.older_share_at_start = world.demand.older_share_at_start
    oracle.template = world.innovation.template.tolist()
    oracle.turnover = world.turnover
    oracle.donors = donors_kept(oracle, world.donors) if world.donors else None
    copy_places(world, oracle)
    groups = copy_groups(world, oracle)
    copy_residents(world, oracle, groups)
    copy_ties(world, oracle)
    copy_minutes(world, oracle)
    return oracle


def copy_places(world: World, oracle: OracleWorld) -> None:
    """Places with their agencies and neighbourhoods."""
    for p, key in enumerate(world.places.key.tolist()):
        place = Place(oracle, p, key)
        place.trust = float(world.places.trust[p])
        place.reserves = int(world.budget.reserves[p])
        place.frozen_until = int(world.budget.frozen_until[p])
        place.pooled, place.instalment = float(world.budget.pooled[p]), int(world.budget.instalment[p])
        place.answered = float(world.budget.answered[p])
        place.owed, place.owed_a_month = int(world.budget.debts.owed[p]), int(world.budget.debts.instalment[p])
        place.wanted, place.needs = int(world.budget.wanted[p]), int(world.budget.needs[p])
        place.planned, place.due = int(world.budget.debts.planned[p]), int(world.budget.debts.due[p])
        place.acts = dict(zip(ACTS, world.places.acts[p].tolist(), strict=True))
        place.acts_carried = dict(zip(ACTS, world.places.acts_carried[p].tolist(), strict=True))
        place.shift_began = int(world.effort.since[p])
        place.turned_back = bool(world.places.turned_back[p])
        place.aim = float(world.effort.to_connecting_share[p]), float(world.effort.to_earliness[p])
        place.merit = world.innovation.merit[p].tolist()
        place.worth = world.innovation.worth[p].tolist()
        place.offered_for = dict(zip(INCENTIVES, world.incentives.months[p].tolist(), strict=True))
        place.lost = {(a, f + 1): float(world.incentives.lost[p, a, f]) for a in range(4) for f in range(5)}
        place.belief = float(world.incentives.belief[p])
        place.flows = dict(zip(FLOWS, world.flows[:, p].tolist(), strict=True))
        place.activity = float(world.tax_base.activity[p])
        place.outside, place.new_jobs = float(world.tax_base.outside[p]), float(world.tax_base.jobs[p])
        place.preparing = float(world.tax_base.preparing[p])
        place.jobs = Headcount(*world.jobs.counts[p].tolist())
        place.settled_jobs = [Headcount(*counts[p].tolist()) for counts in world.jobs.recent]
        place.months_settled = world.jobs.settled
        place.stock, place.stock_at_start = float(world.commons.stock[p]), world.commons.start
        place.settled_people = [tuple(people[p].tolist()) for people in world.commons.recent]
        place.target = float(world.turnover.target[p])
        for name in (
            "connecting_share", "earliness", "dual_running", "from_connecting_share", "from_earliness",
        ):  # fmt: skip
            setattr(place, name, float(getattr(world.effort, name)[p]))
        for k, agency in enumerate(place.agencies):
            for name in MONEY:
                setattr(agency, name, int(getattr(world.budget, name)[p, k]))
            agency.recent_duties = [int(duties[p, k]) for duties in world.budget.recent_duties]
            agency.alignment = world.understanding.alignment[p, k].tolist()
            agency.fit = float(world.understanding.fit[p, k])
        copy_market(world, oracle, place)
        oracle.places.append(place)
    for h, p in enumerate(world.place_of.tolist()):
        first, end = world.neighbourhood_starts[h : h + 2].tolist()
        here = np.flatnonzero(world.halls.open & (world.halls.neighbourhood == h)).tolist()
        halls = [Hall(number, int(world.halls.key[number])) for number in here]
        catalyst, fifth = float(world.places.catalyst[h]), int(world.fifth_of[h])
        neighbourhood = Neighbourhood(h, oracle.places[p], fifth, first, end - first, catalyst, halls=halls)
        oracle.neighbourhoods.append(neighbourhood)
        oracle.places[p].neighbourhoods.append(neighbourhood)


def copy_market(world: World, oracle: OracleWorld, place: Place) -> None:
    """A place's providers, and what it buys of them."""
    columns = world.providers
    for row in np.flatnonzero(columns.alive[: columns.count] & (columns.number[: columns.count] == place.number)):
        provider = Provider(oracle, int(columns.key[row]), int(columns.entered[row]))
        for name in OF_PROVIDERS:
            setattr(provider, name, getattr(columns, name)[row].item())
        place.providers.append(provider)
    for name in OF_THE_MARKET:
        setattr(place, name, getattr(world.market, name)[place.number].item())
    place.hour_price, place.new_part = float(world.market.price[place.number]), float(world.market.new[place.number])
    for k, agency in enumerate(place.agencies):
        agency.prevention = float(world.market.prevention[place.number, k])
        agency.picking = float(world.market.picking[place.number, k])


def copy_groups(world: World, oracle: OracleWorld) -> dict[int, Group]:
    """Groups that exist now, by row."""
    columns, by_row = world.groups, {}
    for row in np.flatnonzero(columns.alive[: columns.count]).tolist():
        h = oracle.neighbourhoods[columns.neighbourhood[row]]
        group = by_row[row] = Group(oracle, int(columns.key[row]), h)
        for name in OF_GROUPS:
            setattr(group, name, getattr(columns, name)[row].item())
        group.acting = int(columns.active[row])
        for service in range(4):
            group.set_synapse(service, columns.synapse[row, service])
        oracle.groups.append(group)
    for neighbourhood in oracle.neighbourhoods:
        neighbourhood.near = [by_row[row] for row in world.near[neighbourhood.number].T.ravel().tolist() if row >= 0]
    return by_row


def copy_residents(world: World, oracle: OracleWorld, groups: dict[int, Group]) -> None:
    """Residents with their needs and groups."""
    columns = world.residents
    oracle.residents = read_residents(oracle, columns, 0)
    oracle.rows, oracle.last_label = columns.count, int(columns.household[: columns.count].max(initial=0))
    for resident in oracle.residents:
        resident.groups = [groups.get(own) for own in columns.groups[resident.row].tolist()]
        resident.helper = groups.get(int(columns.helper[resident.row]))
    oracle.index()


def copy_ties(world: World, oracle: OracleWorld) -> None:
    """Who knows whom, and how well."""
    for resident in oracle.residents:
        held = slice(0, int(world.ties.degree[resident.row]))
        targets, weights = world.ties.target[resident.row, held], world.ties.weight[resident.row, held]
        resident.ties = {oracle.by_row[j]: w for j, w in zip(targets.tolist(), weights.tolist(), strict=True)}


def copy_minutes(world: World, oracle: OracleWorld) -> None:
    """The last month's ledger of hours, which the next month writes anew."""
    needs = world.needs
    if not hasattr(needs, "rows"):
        return  # a world just forked
    for case, (row, ladder) in enumerate(zip(needs.person.tolist(), needs.ladder.tolist(), strict=True)):
        for name in MINUTES:
            setattr(oracle.by_row[row].rungs[ladder], name, int(getattr(needs, name)[case]))
