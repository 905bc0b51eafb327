"""M7 Stimulation, connection, catalysis: three different acts of connectors, each limited by their time.

Stimulation is a push on chosen people that fades; connection ties people who had not met; catalysis lowers, for a
while, the barrier to forming a group. Finding out what exists (M10) and keeping links alive (M8) take time as well.
Whom connectors reach depends on what the agency knows of the local network: knowing nothing, they reach at random;
knowing all of it, they ask the best connected of five.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import ADULT, CRISIS
from simulation.chance import Decision
from simulation.kernels import kernel, rule

if TYPE_CHECKING:
    from simulation.world import World

ACTS = ("stimulate", "connect", "catalyse", "map", "keep")
STIMULATE, CONNECT, CATALYSE, MAP, KEEP = range(5)


@rule
def pushed(stimulation, push):  # type: ignore[no-untyped-def]
    """Stimulation after being asked once more, at most 1."""
    return min(1.0, stimulation + push)


@rule
def act_key(place_key, number, act):  # type: ignore[no-untyped-def]
    """The key of the number-th act of a kind in a place: its luck in any month."""
    return chance.mix(place_key, np.uint64(number), np.uint64(act))


@kernel
def _stimulate(  # type: ignore[no-untyped-def]
    seed, month, place_key, acts, first_row, rows, known, alive, born, active, stimulation, weight, push
):
    for number in range(acts):
        own = act_key(place_key, number, STIMULATE)
        whom, _, knows, _ = chance.words(seed, own, month, Decision.STIMULATE_WHOM >> 2)
        i = first_row + chance.below(whom, rows)
        if chance.unit(knows) < known:
            rivals = chance.words(seed, own, month, Decision.STIMULATE_RIVALS >> 2)
            for c in range(4):
                rival = first_row + chance.below(rivals[c], rows)
                if weight[rival].sum() > weight[i].sum():
                    i = rival
        if alive[i] and month - born[i] >= ADULT and not active[i]:
            stimulation[i] = pushed(float(stimulation[i]), push)


@kernel
def _who_may_be_introduced(rows, level, neighbourhood, place_of, place, early, late):  # type: ignore[no-untyped-def]
    before, in_it = 0, 0
    for i in rows:
        if place_of[neighbourhood[i]] != place:
            continue
        crisis = False
        for l in range(5):
            crisis |= level[i, l] == CRISIS
        early[before], late[in_it] = i, i
        before += not crisis
        in_it += crisis
    return before, in_it


@kernel
def _introduce(  # type: ignore[no-untyped-def]
    seed, month, place_key, acts, early, late, earliness, known, neighbourhood, starts, alive, born, active, person,
    partner,
):  # fmt: skip
    met = 0
    for number in range(acts):
        own = act_key(place_key, number, CONNECT)
        which, whom, knows, _ = chance.words(seed, own, month, Decision.CONNECT_EARLY >> 2)
        pool = early if chance.unit(which) < earliness else late
        if len(pool) == 0:
            continue
        i = pool[chance.below(whom, len(pool))]
        h = neighbourhood[i]
        looks = 4 if chance.unit(knows) < known else 1
        candidates = chance.words(seed, own, month, Decision.CONNECT_WITH >> 2)
        for c in range(looks):
            j = starts[h] + chance.below(candidates[c], starts[h + 1] - starts[h])
            if alive[j] and active[j] and month - born[j] >= ADULT:
                person[met] = i
                partner[met] = j
                met += 1
                break
    return met


@kernel
def _catalyse(seed, month, place_key, acts, neighbourhoods, catalyst, push):  # type: ignore[no-untyped-def]
    for number in range(acts):
        u = chance.uniform(seed, act_key(place_key, number, CATALYSE), month, Decision.CATALYSE_WHERE)
        catalyst[neighbourhoods[int(u * len(neighbourhoods))]] += push


def acts_affordable(world: "World") -> np.ndarray:
    """Whole acts of each kind that connectors' time allows this month [place, act]; fractions are carried on."""
    cards = world.scenario.connecting
    hours = world.budget.connector_fte() * world.scenario.service.hours_per_fte
    per_hour = np.array([getattr(cards, f"{act}_share") / getattr(cards, f"{act}_hours") for act in ACTS])
    due = world.places.acts_carried + hours[:, None] * per_hour
    whole = np.floor(due)
    world.places.acts_carried = due - whole
    return whole.astype(np.int64)


def connect(world: "World") -> None:
    """Connectors ask people, introduce people and help groups begin; mapping and keeping links are M10's and M8's."""
    r, cards, places = world.residents, world.scenario.connecting, world.places
    places.catalyst *= 0.5 ** (1.0 / cards.catalyst_half_life)
    places.acts = acts_affordable(world)
    rows = world.needs.rows
    early, late = np.empty_like(rows), np.empty_like(rows)
    for p in np.flatnonzero(places.acts.any(axis=1)).tolist():
        acts, known = places.acts[p], world.understanding.known_share(p)
        first, last = world.place_rows(p)
        _stimulate(
            world.seed, world.month, places.key[p], acts[STIMULATE], first, last - first, known, r.alive, r.born,
            r.active, r.stimulation, world.ties.weight, cards.push,
        )  # fmt: skip
        before, in_it = _who_may_be_introduced(rows, r.level, r.neighbourhood, world.place_of, p, early, late)
        person, partner = np.empty(acts[CONNECT], np.int32), np.empty(acts[CONNECT], np.int32)
        met = _introduce(
            world.seed, world.month, places.key[p], acts[CONNECT], early[:before], late[:in_it],
            world.effort.earliness[p], known, r.neighbourhood, world.neighbourhood_starts, r.alive, r.born, r.active,
            person, partner,
        )  # fmt: skip
        if cards.tie_weight > 0:
            world.ties.connect(person[:met], partner[:met], np.full(met, cards.tie_weight, np.int64))
        neighbourhoods = np.flatnonzero(world.place_of == p)
        _catalyse(
            world.seed, world.month, places.key[p], acts[CATALYSE], neighbourhoods, places.catalyst, cards.catalyst
        )
