"""M11 Groups: born where active residents are tied and the barrier is low; they end when small, tired or leaderless."""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import UNKNOWN
from simulation.chance import Decision
from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.links.near import nearest_groups
from simulation.mechanisms.activation import exposed
from simulation.mechanisms.kin import WHOLE
from simulation.mechanisms.ladder import befalls

if TYPE_CHECKING:
    from simulation.world import World


@rule
def ending(death, active, small, small_effect, founder_gone, founder_effect, burnout, burnout_effect):  # type: ignore[no-untyped-def]
    """Hazard a month that a group ends.

    death x exp(small_effect x shortfall + founder_effect x founder gone + burnout_effect x mean burnout), where the
    shortfall is how far the active members fall short of the fragile size, as a share of it.
    """
    shortfall = max(0.0, 1.0 - active / small) if small > 0 else 0.0
    gone = 1.0 if founder_gone else 0.0
    return death * math.exp(small_effect * shortfall + founder_effect * gone + burnout_effect * burnout)


@rule
def founding(birth, usual_active, exposure, catalyst, crowding):  # type: ignore[no-untyped-def]
    """Hazard a month that an active resident founds a group.

    birth (a resident-month in a usual place) spread over those usually active, times the exposure to other actors
    against the usual, times exp(catalyst), times the crowding of groups already there.
    """
    return birth / usual_active * (exposure / usual_active) * math.exp(catalyst) * crowding


@kernel
def _census(n, alive, active, groups, burnout, key, founder, members, acting, burnt):  # type: ignore[no-untyped-def]
    """Fill in how many members each group has, how many act, and their burnout; whether the founders act [group].

    Where they are counted, those who belong to one of two kinds of groups alone are at 0.
    """
    counted = np.zeros((4, len(founder) + 1), np.int64)
    belong, act, exhaustion, founder_acts = counted[0], counted[1], counted[2], counted[3]
    rows, belonging = np.empty(n, np.uint32), 0
    for i in range(n):
        rows[belonging] = i
        belonging += (groups[i, 0] >= 0) | (groups[i, 1] >= 0)
    who_act = 0
    for i in rows[:belonging]:
        for g in groups[i]:
            belong[g + 1] += alive[i]
        rows[who_act] = i
        who_act += alive[i] & active[i]
    for i in rows[:who_act]:
        for g in groups[i]:
            act[g + 1] += 1
            founder_acts[g + 1] |= key[i] == founder[max(g, 0)]
        if burnout[i] > 0.0:
            for g in groups[i]:
                exhaustion[g + 1] += np.int64(np.floor(burnout[i] * WHOLE))
    for g in range(len(founder)):
        members[g], acting[g], burnt[g] = belong[g + 1], act[g + 1], exhaustion[g + 1]
    return founder_acts[1:]


@rule
def crowding_by_place(alive, neighbourhood, place_of, usual, people, power):  # type: ignore[no-untyped-def]
    """How far existing groups hold back new ones in each place: exp(power x (1 - groups / usual number)).

    alive, neighbourhood [group]. usual [place]: groups for each of its `people`.
    """
    here, crowding = np.zeros(len(people), np.int64), np.empty(len(people))
    for g in range(len(alive)):
        here[place_of[neighbourhood[g]]] += alive[g]
    for p in range(len(people)):
        crowding[p] = math.exp(power * (1.0 - here[p] / max(usual[p] * people[p], 1e-9)))
    return crowding


@kernel
def _who_founds(  # type: ignore[no-untyped-def]
    seed, month, n, alive, active, key, neighbourhood, place_of, target, weight, degree, catalyst, granted, exists,
    meets, usual, people, density, birth, usual_active,
):  # fmt: skip
    crowding = crowding_by_place(exists, meets, place_of, usual, people, density)
    helped, most = catalyst + granted, np.empty(len(place_of))
    for h in range(len(place_of)):
        most[h] = founding(birth, usual_active, 1.0, helped[h], crowding[place_of[h]])
    rows, keys, who_act = np.empty(n, np.uint32), np.empty(n, np.uint64), 0
    for i in range(n):
        rows[who_act], keys[who_act] = i, key[i]
        who_act += alive[i] & active[i]
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    founders, found = np.empty(who_act, np.int64), 0
    for number in range(who_act):
        at = number % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, keys[number:who_act], month, Decision.FOUND_GROUP >> 2, luck)
        i = rows[number]
        h, u = neighbourhood[i], chance.unit(luck[1, at])
        if u >= most[h]:
            continue
        acting, known = exposed(target, weight, degree, active, i)
        exposure = acting / known if known > 0 else 0.0
        if befalls(u, founding(birth, usual_active, exposure, helped[h], crowding[place_of[h]])):
            founders[found] = i
            found += 1
    return founders[:found]


@kernel
def _leave_ended(n, groups, helper, stays):  # type: ignore[no-untyped-def]
    """Take leave of groups that ended; stays [group + 1] is the group itself, or -1 where it has ended or is none."""
    for i in range(n):
        groups[i, 0], groups[i, 1] = stays[groups[i, 0] + 1], stays[groups[i, 1] + 1]
        helper[i] = stays[helper[i] + 1]


@by_cards
def usual_groups(world: "World") -> np.ndarray:
    """Usual groups for each resident [place]."""
    return np.array([p.formal_groups + p.informal_groups for p in world.scenario.places]) / 1000.0


@kernel
def _who_ends(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, active, burnt, founder_acts, death, small, small_effect, founder_effect,
    burnout_effect,
):  # fmt: skip
    over, ended = np.empty(n, np.int32), 0
    for g in range(n):
        if not alive[g]:
            continue
        burnout, founder_gone = burnt[g] / (WHOLE * max(active[g], 1)), not founder_acts[g]
        hazard = ending(death, active[g], small, small_effect, founder_gone, founder_effect, burnout, burnout_effect)
        over[ended] = g
        ended += befalls(chance.uniform(seed, key[g], month, Decision.GROUP_ENDS), hazard)
    return over[:ended]


def end_groups(world: "World") -> np.ndarray:
    """The rows of the groups that end this month."""
    r, g, cards = world.residents, world.groups, world.scenario.groups
    founder_acts = _census(
        r.count, r.alive, r.active, r.groups, r.burnout, r.key, g.founder, g.members, g.active, g.burnt
    )
    over = _who_ends(
        world.seed, world.month, g.count, g.alive, g.key, g.active, g.burnt, founder_acts, cards.death, cards.small,
        cards.small_effect, cards.founder_effect, cards.burnout_effect,
    )  # fmt: skip
    return np.asarray(over)


@kernel
def _found(  # type: ignore[no-untyped-def]
    seed, month, founder, row, number, formal_share, qualities, person_key, person_active, home, belongs, target,
    degree, hall_open, hall_neighbourhood, key, ids, alive, founders, neighbourhood, born, formal, domain, quality,
    hall, mapped, synapse, members, active,
):  # fmt: skip
    h, own = home[founder], chance.mix(person_key[founder], np.uint64(month & 0xFFFFFFFF), np.uint64(3))
    _, which, how_good, kind = chance.words(seed, own, month, Decision.GROUP_DOMAIN >> 2)
    low, high = qualities
    key[row], ids[row], alive[row], founders[row] = own, number, True, person_key[founder]
    neighbourhood[row], born[row], formal[row] = h, month, chance.unit(kind) < formal_share
    domain[row] = chance.below(which, 4)
    quality[row] = low + (high - low) * chance.unit(how_good)
    mapped[row], synapse[row, :] = UNKNOWN, 0.0
    hall[row] = -1
    for at in range(len(hall_open)):
        if formal[row] and hall[row] < 0 and hall_open[at] and hall_neighbourhood[at] == h:
            hall[row] = at
    slot = 0 if formal[row] else 1
    belongs[founder, slot], members[row] = row, 1
    for known in target[founder, : degree[founder]]:
        if person_active[known] and belongs[known, slot] < 0:
            belongs[known, slot] = row
            members[row] += 1
    active[row] = members[row]


def found_group(world: "World", founder: int) -> None:
    """A new group of the founder and those of their active ties who belong to none of its kind."""
    r, g, t, halls, scenario = world.residents, world.groups, world.ties, world.halls, world.scenario
    row = g.append(1).start if g.alive[: g.count].all() else int(g.alive[: g.count].argmin())
    _found(
        world.seed, world.month, founder, row, world.next_group_id(), scenario.groups.formal_share,
        scenario.population.group_quality, r.key, r.active, r.neighbourhood, r.groups, t.target, t.degree, halls.open,
        halls.neighbourhood, g.key, g.id, g.alive, g.founder, g.neighbourhood, g.born, g.formal, g.domain, g.quality,
        g.hall, g.mapped, g.synapse, g.members, g.active,
    )  # fmt: skip


def live_and_die(world: "World") -> None:
    """Groups end, others are founded, and every neighbourhood learns which groups are near."""
    r, g, t, cards = world.residents, world.groups, world.ties, world.scenario.groups
    ended = end_groups(world)
    if len(ended):
        g.alive[ended] = False
        stays = np.arange(-1, len(g.alive), dtype=np.int32)
        stays[1:][~g.alive] = -1
        _leave_ended(r.count, r.groups, r.helper, stays)
    founders = _who_founds(
        world.seed, world.month, r.count, r.alive, r.active, r.key, r.neighbourhood, world.place_of, t.target, t.weight,
        t.degree, world.places.catalyst, world.incentives.founding, g.alive, g.neighbourhood, usual_groups(world),
        world.people, cards.density, cards.birth, cards.usual_active,
    )  # fmt: skip
    for founder in sorted(founders.tolist(), key=lambda row: int(r.key[row])):
        found_group(world, founder)
    if len(ended) or len(founders):
        world.near = nearest_groups(world)
