"""M6 Activation, the neurone: a resident fires when enough of those they know are already acting.

A threshold model (Granovetter 1978; Watts 2002) softened by luck: the more the exposure to others' action exceeds a
person's own threshold, the likelier they are to begin. Those who act may stop, and then rest before acting again.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.incentives import band
from simulation.agents.residents import ADULT, Event
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.links.near import circle
from simulation.mechanisms.incentives import helps_if_others_do

if TYPE_CHECKING:
    from simulation.world import World


ROUNDING = 1e-6
"""How far below a threshold an exposure still reaches it: columns hold a third to seven digits, exposure to sixteen."""


@rule
def exposed(target, weight, degree, acting, i):  # type: ignore[no-untyped-def]
    """Weight of i's ties whose other end is acting, and of all i's ties: two integers."""
    active, total = 0, 0
    for k in range(degree[i]):
        w = int(weight[i, k])
        total += w
        active += w if acting[target[i, k]] else 0
    return active, total


@rule
def readiness(exposure, threshold, stimulation, incentive, trust, burnout):  # type: ignore[no-untyped-def]
    """How far a person's exposure and the pushes on them exceed their threshold, in units of exposure."""
    return exposure - threshold + stimulation + incentive + trust - burnout


@rule
def chance_to_start(ready, spread, opportunity, noise):  # type: ignore[no-untyped-def]
    """Probability of starting this month: opportunity x logistic(ready / spread) + noise; a step where spread is 0."""
    if spread == 0.0:
        return min(1.0, (opportunity if ready >= -ROUNDING else 0.0) + noise)
    return min(1.0, opportunity / (1.0 + math.exp(-ready / spread)) + noise)


@rule
def chance_to_stop(burnout, stop, stop_burnout):  # type: ignore[no-untyped-def]
    """Probability of stopping this month: stop x exp(stop_burnout x burnout), at most 1."""
    return min(1.0, stop * math.exp(stop_burnout * burnout))


@rule
def join_near(u, probability, formal, near_row, group_formal, group_alive):  # type: ignore[no-untyped-def]
    """The row of a near group of the wanted kind that a new actor joins, or -1; one uniform says whether and which."""
    if u >= probability:
        return -1
    count = 0
    for g in near_row:
        if g >= 0 and group_alive[g] and group_formal[g] == formal:
            count += 1
    if count == 0:
        return -1
    wanted = int(u / probability * count)
    for g in near_row:
        if g >= 0 and group_alive[g] and group_formal[g] == formal:
            if wanted == 0:
                return g
            wanted -= 1
    return -1


@kernel
def _decide(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, fifth, neighbourhood, place_of, threshold, stimulation, burnout, active, resting,
    groups, event, target, weight, degree, group_share, trust_push, push, credit, lapse, conditional, forgetting,
    opportunity, noise, spread, group_weight, burnout_effect, stop, stop_burnout,
):  # fmt: skip
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    most_start, most_stop = opportunity + noise, chance_to_stop(1.0, stop, max(stop_burnout, 0.0))
    in_question, asked = np.empty(chance.AT_ONCE, np.bool_), np.empty(chance.AT_ONCE, np.uint16)
    for first in range(0, n, chance.AT_ONCE):
        chance.draw(seed, key[first:n], month, Decision.START_HELPING >> 2, luck)
        here = min(chance.AT_ONCE, n - first)
        for at in range(here):
            i, u, v = first + at, chance.unit(luck[2, at]), chance.unit(luck[3, at])
            may_stop = active[i] & (v < (stop if burnout[i] == 0.0 else most_stop))
            may_start = (not active[i]) & (resting[i] == 0) & (u < most_start)
            in_question[at] = alive[i] & (month - born[i] >= ADULT) & (may_stop | may_start)
        asking = 0
        for at in range(here):
            asked[asking] = at
            asking += in_question[at]
        for at in asked[:asking]:
            i, u, v = first + at, chance.unit(luck[2, at]), chance.unit(luck[3, at])
            p, a, f = place_of[neighbourhood[i]], band(month - born[i]), fifth[i] - 1
            if active[i]:
                if v < lapse[p, a, f] * chance_to_stop(float(burnout[i]), stop, stop_burnout):
                    event[i] |= Event.STOPPED_HELPING
            else:
                acting, known = exposed(target, weight, degree, active, i)
                exposure = acting / known if known > 0 else 0.0
                belongs, fellows = 0, 0.0
                for g in groups[i]:
                    if g >= 0:
                        belongs += 1
                        fellows += group_share[g]
                if belongs > 0:
                    exposure += group_weight * (fellows / belongs - exposure)
                incentive = push[p, a, f]
                if credit[p, a, f] > 0.0 and helps_if_others_do(seed, key[i], conditional):
                    incentive += credit[p, a, f]
                ready = readiness(
                    exposure, float(threshold[i]), float(stimulation[i]), incentive, trust_push[p],
                    burnout_effect * float(burnout[i]),
                )  # fmt: skip
                if u < chance_to_start(ready, spread, opportunity, noise):
                    event[i] |= Event.STARTED_HELPING
    for i in range(n):
        resting[i] -= resting[i] > 0
        stimulation[i] *= forgetting


@kernel
def _change(  # type: ignore[no-untyped-def]
    seed, month, n, key, neighbourhood, event, active, resting, groups, near, group_formal, group_alive, rest,
    join_formal, join_informal,
):  # fmt: skip
    for i in range(n):
        begins = (event[i] & Event.STARTED_HELPING) != 0
        ends = (event[i] & Event.STOPPED_HELPING) != 0
        alone = active[i] & (groups[i, 0] < 0) & (groups[i, 1] < 0)
        if not (begins | ends | alone):
            continue
        if ends:
            active[i] = False
            resting[i] = rest
        else:
            active[i] = True
            _, _, formal, informal = chance.words(seed, key[i], month, Decision.JOIN_FORMAL >> 2)
            around = near[neighbourhood[i], circle(key[i])]
            if groups[i, 0] < 0:
                groups[i, 0] = join_near(chance.unit(formal), join_formal, True, around, group_formal, group_alive)
            if groups[i, 1] < 0:
                groups[i, 1] = join_near(chance.unit(informal), join_informal, False, around, group_formal, group_alive)


def act(world: "World") -> None:
    """Residents begin and stop taking part, all seeing the same month; beginners join groups near them."""
    r, g, t, cards = world.residents, world.groups, world.ties, world.scenario.activation
    offered = world.incentives
    group_share = g.active / np.maximum(g.members, 1)
    trust_push = cards.trust_effect * (world.places.trust - world.scenario.trust.start)
    forgetting = 0.5 ** (1.0 / world.scenario.connecting.push_half_life)
    _decide(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.fifth, r.neighbourhood, world.place_of, r.threshold,
        r.stimulation, r.burnout, r.active, r.resting, r.groups, r.event, t.target, t.weight, t.degree, group_share,
        trust_push, offered.push, offered.credit, offered.lapse, world.scenario.incentives.conditional, forgetting,
        cards.opportunity, cards.noise, cards.spread, cards.group_weight, cards.burnout_effect, cards.stop,
        cards.stop_burnout,
    )  # fmt: skip
    joining = world.scenario.groups
    _change(
        world.seed, world.month, r.count, r.key, r.neighbourhood, r.event, r.active, r.resting, r.groups, world.near,
        g.formal, g.alive, cards.rest, joining.join_formal, joining.join_informal,
    )  # fmt: skip
