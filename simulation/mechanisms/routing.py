"""M8 Travel: needs reach groups, and groups' hours reach people, across the synapses.

A need enters the network at the agency that its holder is in touch with, or at a group that they belong to; it passes
from agency to agency and on to one of the few groups near where they live. A group found goes on helping until the
need changes or the help lapses.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.links.near import circle
from simulation.mechanisms.kin import granted, ration
from simulation.mechanisms.ladder import befalls, probability
from simulation.mechanisms.service import lacks

if TYPE_CHECKING:
    from simulation.world import World

NO_GROUP = -1


@rule
def civic_minutes_free(civic_minutes, spare_minutes, kin_given, burnout):  # type: ignore[no-untyped-def]
    """M5 Civic energy: minutes that an active resident can give to groups this month, after kin."""
    return min(np.int64(np.floor(civic_minutes * (1.0 - burnout))), max(np.int64(spare_minutes) - kin_given, 0))


@rule
def case_on(own, ladder, wanted):  # type: ignore[no-untyped-def]
    """Which of a resident's own cases, entries own[0] to own[1] - 1 of `ladder`, is on the wanted ladder, or -1."""
    for c in range(own[0], own[1]):
        if ladder[c] == wanted:
            return c
    return -1


@rule
def worst_emerging(own, ladder, level_row):  # type: ignore[no-untyped-def]
    """Of a resident's own cases, the one with the highest level among levels 1 and 2, the first of equals, or -1."""
    worst = -1
    for c in range(own[0], own[1]):
        level = level_row[ladder[c]]
        if level < CRISIS and (worst < 0 or level > level_row[ladder[worst]]):
            worst = c
    return worst


@kernel
def _gather_pools(  # type: ignore[no-untyped-def]
    n, alive, active, level, groups, helper, helped_ladder, civic_minutes, spare_minutes, kin_given, burnout,
    civic_given, serving_share, group_formal, hall, no_hall, pool,
):  # fmt: skip
    hosting = np.ones(len(hall))
    for g in range(len(hall)):
        if group_formal[g] and hall[g] < 0:
            hosting[g] = no_hall
    for i in range(n):
        if helper[i] >= 0 and level[i, helped_ladder[i]] == 0:
            helper[i] = NO_GROUP
        civic_given[i] = 0
        if not (alive[i] & active[i]):
            continue
        formal, informal = groups[i, 0], groups[i, 1]
        if formal < 0 and informal < 0:
            continue
        free = civic_minutes_free(civic_minutes[i], spare_minutes[i], kin_given[i], np.float64(burnout[i]))
        civic_given[i] = free
        half = free // 2 if formal >= 0 and informal >= 0 else free
        if formal >= 0:
            pool[formal] += np.int64(np.floor(half * serving_share * hosting[formal]))
        if informal >= 0:
            share = free - half if formal >= 0 else free
            pool[informal] += np.int64(np.floor(share * serving_share * hosting[informal]))


@rule
def way_in(status, own_groups, synapse, service):  # type: ignore[no-untyped-def]
    """How open the network is to a need, 0-1: wide to who is in touch with the service, else by one's own groups."""
    if status != Status.NONE:
        return 1.0
    entry = 0.0
    for g in own_groups:
        if g >= 0:
            entry = max(entry, np.float64(synapse[g, service]))
    return entry


@rule
def path_to(synapse_row, service, between):  # type: ignore[no-untyped-def]
    """How well a need passes from a service's agency to a group: by the best agency on the way."""
    best = 0.0
    for other in range(4):
        link = 1.0 if other == service else between
        best = max(best, link * np.float64(synapse_row[other]))
    return best


@rule
def open_paths(near, group_alive, domain, synapse, between, base, path_strength, other_domain):  # type: ignore[no-untyped-def]
    """Hazards of finding each near group [neighbourhood, circle, service, near]: by chance, and by paths fully open."""
    neighbourhoods, circles, nearest = near.shape
    by_chance, by_path = np.zeros((2, neighbourhoods, circles, 4, nearest))
    for h in range(neighbourhoods):
        for c in range(circles):
            for n in range(nearest):
                g = near[h, c, n]
                for k in range(4 if g >= 0 and group_alive[g] else 0):
                    fits = 1.0 if domain[g] == k else other_domain
                    by_chance[h, c, k, n] = base * fits
                    by_path[h, c, k, n] = path_strength * path_to(synapse[g], k, between) * fits
    return by_chance, by_path


@kernel
def _find_groups(  # type: ignore[no-untyped-def]
    seed, month, rows, key, first, ladder, needed, kin, statutory, direct, neighbourhood, level, status, groups, helper,
    helped_ladder, near, group_alive, domain, synapse, between, base, path_strength, other_domain, lose_rate,
    most_minutes, asked,
):  # fmt: skip
    """Cases whose holders have found a group that helps with them, and minutes that each asks of it."""
    by_chance, by_path = open_paths(near, group_alive, domain, synapse, between, base, path_strength, other_domain)
    chance_in_all, paths_in_all = np.zeros((2, *by_chance.shape[:3]))
    helped, wanted = np.empty(len(rows), np.uint32), np.empty(len(rows), np.int32)
    losing, finding = np.empty((4, chance.AT_ONCE), np.uint32), np.empty((4, chance.AT_ONCE), np.uint32)
    lose, most, asking = probability(lose_rate), np.zeros(len(near)), 0
    for h in range(len(near)):
        for ring in range(near.shape[1]):
            for k in range(4):
                for n in range(near.shape[2]):
                    chance_in_all[h, ring, k] += by_chance[h, ring, k, n]
                    paths_in_all[h, ring, k] += by_path[h, ring, k, n]
                most[h] = max(most[h], chance_in_all[h, ring, k] + paths_in_all[h, ring, k])
    for j in range(len(rows)):
        at = j % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[j:], month, Decision.LOSE_GROUP >> 2, losing)
            chance.draw(seed, key[j:], month, Decision.FIND_GROUP >> 2, finding)
        i, own = rows[j], (first[j], first[j + 1])
        if helper[i] >= 0:
            over = level[i, helped_ladder[i]] == CRISIS or not group_alive[helper[i]]
            if over or chance.unit(losing[0, at]) < lose:
                helper[i] = NO_GROUP
        if helper[i] < 0:
            h, u = neighbourhood[i], chance.unit(finding[2, at])
            if u >= most[h]:
                continue
            worst = worst_emerging(own, ladder, level[i])
            if worst < 0 or lacks(needed[worst], kin[worst], statutory[worst], direct[worst]) <= 0:
                continue
            k = SERVICE_OF_LADDER[ladder[worst]]
            entry = way_in(status[i, ladder[worst]], groups[i], synapse, k)
            ring = circle(key[j])
            total = chance_in_all[h, ring, k] + entry * paths_in_all[h, ring, k]
            if not befalls(u, total):
                continue
            which = chance.unit(finding[3, at]) * total
            running = 0.0
            for n in range(near.shape[2]):
                running += by_chance[h, ring, k, n] + entry * by_path[h, ring, k, n]
                if which < running:
                    helper[i], helped_ladder[i] = near[h, ring, n], ladder[worst]
                    break
        if helper[i] >= 0:
            c = case_on(own, ladder, helped_ladder[i])
            missing = lacks(needed[c], kin[c], statutory[c], direct[c])
            if missing > 0:
                helped[asking], wanted[asking] = c, min(most_minutes, missing)
                asked[helper[i]] += wanted[asking]
                asking += 1
    return helped[:asking], wanted[:asking]


@kernel
def _give(helped, wanted, person, helper, pool, asked, civic, given):  # type: ignore[no-untyped-def]
    for each in range(len(helped)):
        c = helped[each]
        g = helper[person[c]]
        civic[c] = granted(wanted[each], ration(pool[g], asked[g]))
        given[g] += civic[c]


def route(world: "World") -> None:
    """Let go of needs that are over, gather active members' hours, let needs find groups, and let groups give."""
    r, g, needs, cards = world.residents, world.groups, world.needs, world.scenario.routing
    for minutes in (g.pool, g.asked, g.given):
        minutes.fill(0)
    _gather_pools(
        r.count, r.alive, r.active, r.level, r.groups, r.helper, r.helped_ladder, r.civic_minutes, r.spare_minutes,
        r.kin_given, r.burnout, r.civic_given, cards.serving_share, g.formal, g.hall, world.scenario.groups.no_hall,
        g.pool,
    )  # fmt: skip
    helped, wanted = _find_groups(
        world.seed, world.month, needs.rows, needs.key, needs.first, needs.ladder, needs.needed, needs.kin,
        needs.statutory, needs.direct, r.neighbourhood, r.level, r.status, r.groups, r.helper, r.helped_ladder,
        world.near, g.alive, g.domain, g.synapse, world.scenario.synapse.between_agencies, cards.base, cards.path,
        cards.other_domain, cards.lose_rate, int(60 * cards.most_hours), g.asked,
    )  # fmt: skip
    _give(helped, wanted, needs.person, r.helper, g.pool, g.asked, needs.civic, g.given)
