"""From columns to objects: the state of a world at the beginning of a month, copied and never shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import Event, Status

from .agents import ACTS, LADDERS, Group, Neighbourhood, Place, Resident, Rung
from .model import OracleWorld

if TYPE_CHECKING:
    from simulation.world import World

PLAIN = (
    "born", "sex", "ethnic", "disabled", "lifelong", "fifth", "household", "head", "fell", "capacity",
    "start_capacity", "wellbeing", "kin_minutes", "civic_minutes", "spare_minutes", "kin_given", "civic_given",
    "threshold", "stimulation", "burnout", "active", "resting", "helped_ladder",
)  # fmt: skip
"""Columns of residents that an object holds as they are."""

ON_LADDERS = ("level", "months", "status", "wait", "kin_share", "agency_share", "civic_share")
"""Columns of residents with a value for each ladder."""

MINUTES = ("needed", "kin", "statutory", "direct", "met")
"""Minutes of help on each ladder."""

OF_GROUPS = (
    "domain", "formal", "founder", "born", "hall", "quality", "mapped", "members", "burnt", "pool", "asked", "given",
)  # fmt: skip
MONEY = (
    "income", "fixed", "statutory", "unserved", "discretionary", "first_discretionary", "dual_running", "connecting",
    "direct", "minutes_given",
)  # fmt: skip
"""Lines of an agency's budget."""


def copied(world: World) -> OracleWorld:
    """The world of objects that a world of columns amounts to."""
    oracle = OracleWorld(int(world.seed))
    oracle.cards, oracle.month = world.scenario, world.month
    oracle.most_ties = world.ties.width
    oracle.demand = world.demand.multiple.tolist()
    oracle.older_people_instead = world.demand.by_numbers
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
        place.acts = dict(zip(ACTS, world.places.acts[p].tolist(), strict=True))
        place.acts_carried = dict(zip(ACTS, world.places.acts_carried[p].tolist(), strict=True))
        place.shift_began = world.effort.since
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
        oracle.places.append(place)
    for h, p in enumerate(world.place_of.tolist()):
        first, end = world.neighbourhood_starts[h : h + 2].tolist()
        halls = np.flatnonzero(world.hall_neighbourhoods == h).tolist()
        catalyst, fifth = float(world.places.catalyst[h]), int(world.fifth_of[h])
        neighbourhood = Neighbourhood(h, oracle.places[p], fifth, first, end - first, catalyst, halls)
        oracle.neighbourhoods.append(neighbourhood)
        oracle.places[p].neighbourhoods.append(neighbourhood)


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
        neighbourhood.near = [by_row[row] for row in world.near[neighbourhood.number].tolist() if row >= 0]
    return by_row


def copy_residents(world: World, oracle: OracleWorld, groups: dict[int, Group]) -> None:
    """Residents with their needs, groups and ties."""
    columns = world.residents
    rows = np.flatnonzero(columns.alive[: columns.count]).tolist()
    plain = {name: getattr(columns, name).tolist() for name in PLAIN}
    on_ladders = {name: getattr(columns, name).tolist() for name in ON_LADDERS}
    for row in rows:
        h = oracle.neighbourhoods[columns.neighbourhood[row]]
        resident = Resident(oracle, int(columns.key[row]), row, h)
        for name, values in plain.items():
            setattr(resident, name, values[row])
        resident.events = {event for event in Event if columns.event[row] & event}
        for l in range(len(LADDERS)):
            state = {name: values[row][l] for name, values in on_ladders.items()}
            state["status"] = Status(state["status"])
            resident.rungs.append(Rung(l, float(columns.frailty[row, l]), **state))
        resident.groups = [groups.get(own) for own in columns.groups[row].tolist()]
        resident.helper = groups.get(int(columns.helper[row]))
        oracle.residents.append(resident)
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
    for line, row in enumerate(needs.rows.tolist()):
        resident = oracle.by_row[row]
        for rung in resident.rungs:
            for name in MINUTES:
                setattr(rung, name, int(getattr(needs, name)[line, rung.ladder]))
        if needs.civic[line]:
            resident.rungs[resident.helped_ladder].civic = int(needs.civic[line])
