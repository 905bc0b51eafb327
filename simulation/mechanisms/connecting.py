"""M7 Stimulation, connection, catalysis: three different acts of connectors, each limited by their time.

Stimulation is a push on chosen people that fades; connection ties people who had not met, many of them across
neighbourhoods; catalysis lowers, for a while, the barrier to forming a group. Finding out what exists (M10) and keeping
links alive (M8) take time as well.
Whom connectors reach depends on what the agency knows of the local network: knowing nothing, they reach at random;
knowing all of it, they ask the best connected of five.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import ADULT, CRISIS
from simulation.chance import Decision
from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.links.ties import NOBODY, slot_of
from simulation.mechanisms.innovation import worth_of_connecting

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
    seed, month, place_key, acts, first_row, rows, known, aim, fifth, alive, born, active, stimulation, weight, push
):
    for number in range(acts):
        own = act_key(place_key, number, STIMULATE)
        whom, _, knows, _ = chance.words(seed, own, month, Decision.STIMULATE_WHOM >> 2)
        i = first_row + chance.below(whom, rows)
        whether, one, two, three = chance.words(seed, own, month, Decision.STIMULATE_AIMED >> 2)
        if chance.unit(whether) < aim:
            for other in (one, two, three):
                j = first_row + chance.below(other, rows)
                if alive[j] and (not alive[i] or fifth[j] < fifth[i]):
                    i = j
        elif chance.unit(knows) < known:
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


@rule
def row_of_candidate(word, across, first_row, rows, own_first, own_rows):  # type: ignore[no-untyped-def]
    """A row of the own neighbourhood; if across, of the rest of the place, where there is a rest."""
    if not across or own_rows == rows:
        return own_first + chance.below(word, own_rows)
    row = first_row + chance.below(word, rows - own_rows)
    return row + own_rows if row >= own_first else row


@kernel
def _introduce(  # type: ignore[no-untyped-def]
    seed, month, place_key, acts, first_row, rows, early, late, earliness, known, bridging, aim, fifth,
    neighbourhood, starts, alive, born, active, target, degree, person, partner,
):  # fmt: skip
    met = 0
    for number in range(acts):
        own = act_key(place_key, number, CONNECT)
        which, whom, looks, bridges = chance.words(seed, own, month, Decision.CONNECT_EARLY >> 2)
        pool = early if chance.unit(which) < earliness else late
        if len(pool) == 0:
            continue
        i = pool[chance.below(whom, len(pool))]
        whether, one, two, three = chance.words(seed, own, month, Decision.CONNECT_AIMED >> 2)
        if chance.unit(whether) < aim:
            for other in (one, two, three):
                j = pool[chance.below(other, len(pool))]
                if fifth[j] < fifth[i]:
                    i = j
        h, across = neighbourhood[i], chance.unit(bridges) < bridging
        candidates = chance.words(seed, own, month, Decision.CONNECT_WITH >> 2)
        chosen = NOBODY
        for c in range(4 if chance.unit(looks) < known else 1):
            j = row_of_candidate(candidates[c], across, first_row, rows, starts[h], starts[h + 1] - starts[h])
            if j == i or not alive[j] or not active[j] or month - born[j] < ADULT:
                continue
            stranger = slot_of(target, degree, i, j) < 0
            if stranger or chosen == NOBODY:
                chosen = j
            if stranger:
                break
        if chosen != NOBODY:
            person[met], partner[met] = i, chosen
            met += 1
    return met


@kernel
def _catalyse(seed, month, place_key, acts, neighbourhoods, catalyst, push):  # type: ignore[no-untyped-def]
    for number in range(acts):
        u = chance.uniform(seed, act_key(place_key, number, CATALYSE), month, Decision.CATALYSE_WHERE)
        catalyst[neighbourhoods[int(u * len(neighbourhoods))]] += push


@by_cards
def acts_an_hour(world: "World") -> np.ndarray:
    """Acts of each kind that an hour of connectors' time brings [act]."""
    cards = world.scenario.connecting
    return np.array([getattr(cards, f"{act}_share") / getattr(cards, f"{act}_hours") for act in ACTS])


def acts_affordable(world: "World", worth: np.ndarray | float = 1.0) -> np.ndarray:
    """Whole acts of each kind that connectors' time allows this month [place, act]; fractions are carried on.

    worth: what an hour of theirs achieves against today's practice, everywhere or [place].
    """
    hours = world.budget.connector_fte() * world.scenario.service.hours_per_fte * worth
    due = world.places.acts_carried + hours[:, None] * acts_an_hour(world)
    whole = np.floor(due)
    world.places.acts_carried = due - whole
    return whole.astype(np.int64)


def connect(world: "World") -> None:
    """Connectors ask people, introduce people and help groups begin; mapping and keeping links are M10's and M8's."""
    r, t, cards, places = world.residents, world.ties, world.scenario.connecting, world.places
    places.catalyst *= 0.5 ** (1.0 / cards.catalyst_half_life)
    if not np.count_nonzero(world.budget.connecting):
        return
    places.acts = acts_affordable(world, worth_of_connecting(world))
    rows = world.needs.rows
    early, late = np.empty_like(rows), np.empty_like(rows)
    aim = world.by_place("connecting.aim")
    for p in np.flatnonzero(places.acts.any(axis=1)).tolist():
        acts, known = places.acts[p], world.understanding.known_share(p)
        first, last = world.place_rows(p)
        _stimulate(
            world.seed, world.month, places.key[p], acts[STIMULATE], first, last - first, known, aim[p], r.fifth,
            r.alive, r.born, r.active, r.stimulation, t.weight, cards.push,
        )  # fmt: skip
        before, in_it = _who_may_be_introduced(rows, r.level, r.neighbourhood, world.place_of, p, early, late)
        person, partner = np.empty(acts[CONNECT], np.int32), np.empty(acts[CONNECT], np.int32)
        met = _introduce(
            world.seed, world.month, places.key[p], acts[CONNECT], first, last - first, early[:before], late[:in_it],
            world.effort.earliness[p], known, cards.bridging, aim[p], r.fifth, r.neighbourhood,
            world.neighbourhood_starts, r.alive, r.born, r.active, t.target, t.degree, person, partner,
        )  # fmt: skip
        if cards.tie_weight > 0:
            t.acquaint(person[:met], partner[:met], np.full(met, cards.tie_weight, np.int64))
        neighbourhoods = np.flatnonzero(world.place_of == p)
        _catalyse(
            world.seed, world.month, places.key[p], acts[CATALYSE], neighbourhoods, places.catalyst, cards.catalyst
        )
