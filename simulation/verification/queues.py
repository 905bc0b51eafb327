"""Queues of textbooks, served and left by the agencies' own rules."""

from typing import NamedTuple

import numpy as np

from simulation import chance
from simulation.agents.residents import CRISIS, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.service import (
    BY_GAIN,
    BY_NEED,
    BY_WAITING,
    class_by_triage,
    later_by_triage,
    place_in_queue,
)
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

ARRIVAL = int(Decision.SYNTHESIS) + 1020
URGENCY = ARRIVAL + 4
GIVING_UP = ARRIVAL + 8
LEAVING = ARRIVAL + 12
ROOM = 100_000
WAITING_CASE = 1


class Queue(NamedTuple):
    """What a queue came to, in service times.

    chance_of_wait: of all who came. wait: mean of all who were served, `wait_squared` that of its square, `urgent_wait`
    of the urgent alone. length: mean number waiting. abandoned: share who gave up. astray: those who came, less all
    whose whereabouts are known.
    """

    chance_of_wait: float
    wait: float
    urgent_wait: float
    wait_squared: float
    length: float
    abandoned: float
    astray: int


@rule
def come(u, mean, none):  # type: ignore[no-untyped-def]
    """How many come in a step: the Poisson number of this mean at the quantile u; none = exp(-mean)."""
    number, p = 0, none
    while u >= p and number < 50:
        u -= p
        number += 1
        p *= mean / number
    return number


@kernel
def _drop(c, queued, waiting, since, level):  # type: ignore[no-untyped-def]
    waiting[c], since[c], level[c] = waiting[queued - 1], since[queued - 1], level[queued - 1]
    return queued - 1


@kernel
def _take_on(seed, t, queued, waiting, since, level, counted_from, started, waited, triage, month):  # type: ignore[no-untyped-def]
    first, best = 0, np.uint64(0xFFFFFFFFFFFFFFFF)
    for c in range(queued):
        ticket = chance.words(seed, waiting[c], t, Decision.QUEUE_TICKET >> 2)[0]
        rank = 4 * WAITING_CASE + class_by_triage(triage, CRISIS - level[c], level[c])
        months = min((t - since[c]) // month, 255)
        later = later_by_triage(triage, Status.WAITING, months, months)
        place = place_in_queue(ticket, waiting[c], rank, later)
        if place < best:
            first, best = c, place
    if since[first] >= counted_from:
        started[level[first]] += 1
        waited[level[first]] += t - since[first]
        waited[0] += (t - since[first]) ** 2
    return _drop(first, queued, waiting, since, level)


@kernel
def _end(seed, run, t, busy, rate):  # type: ignore[no-untyped-def]
    ended = 0
    for j in range(busy):
        if j % 4 == 0:
            luck = chance.words(seed, np.uint64(run), t, (LEAVING >> 2) + j // 4)
        ended += befalls(chance.unit(luck[j % 4]), rate)
    return ended


@kernel
def _give_up(seed, t, queued, waiting, since, level, rate):  # type: ignore[no-untyped-def]
    c = 0
    while c < queued:
        if befalls(chance.uniform(seed, waiting[c], t, GIVING_UP), rate):
            queued = _drop(c, queued, waiting, since, level)
        else:
            c += 1
    return queued


@kernel
def _run_queue(  # type: ignore[no-untyped-def]
    seed, run, servers, arrive, end, abandon, urgent_share, steps, counted_from, triage, month
):
    waiting, since, level = np.empty(ROOM, np.uint64), np.empty(ROOM, np.int64), np.empty(ROOM, np.int64)
    started, waited = np.zeros(4, np.int64), np.zeros(4, np.int64)
    busy, queued, arrived, served, gave_up, counted, had_to_wait, in_line, lost = 0, 0, 0, 0, 0, 0, 0, 0, 0
    nobody_comes = np.exp(-arrive)
    for t in range(steps):
        counts = t >= counted_from
        if t % 4 == 0:
            coming = chance.words(seed, np.uint64(run), t, ARRIVAL >> 2)
        arrivals = come(chance.unit(coming[t % 4]), arrive, nobody_comes)
        for _ in range(arrivals):
            urgent = urgent_share > 0.0 and chance.uniform(seed, np.uint64(arrived), run, URGENCY) < urgent_share
            waiting[queued], since[queued], level[queued] = arrived, t, CRISIS if urgent else 1
            queued += 1
            arrived += 1
        while queued > 0 and busy < servers:
            queued = _take_on(seed, t, queued, waiting, since, level, counted_from, started, waited, triage, month)
            busy += 1
        if counts:
            counted += arrivals
            in_line += queued
            for c in range(queued):
                had_to_wait += since[c] == t
        ended = _end(seed, run, t, busy, end)
        busy -= ended
        served += ended
        if abandon > 0.0:
            left = _give_up(seed, t, queued, waiting, since, level, abandon)
            gave_up += queued - left
            lost += counts * (queued - left)
            queued = left
    served_all = max(int(started.sum()), 1)
    wait, urgent_wait = waited[1:].sum() / served_all, waited[CRISIS] / max(int(started[CRISIS]), 1)
    astray = arrived - served - gave_up - busy - queued
    length, squared = in_line / (steps - counted_from), waited[0] / served_all
    return had_to_wait / counted, wait, urgent_wait, squared, length, lost / counted, astray


def run_queue(
    servers: int, load: float, span: float, step: float, abandon: float = 0.0, urgent_share: float = 0.0, run: int = 0,
    triage: int = BY_NEED,
) -> Queue:  # fmt: skip
    """A queue before `servers`, from empty: `load` comes and one case a server ends in a service time.

    span: length of the run in service times, of which the first hundredth does not count. step: in service times.
    abandon: hazard of giving up in a service time. urgent_share: cases in crisis, against level 1. triage: who goes
    first; waits are told apart by quarters of a service time, of which 255 are the most.
    """
    steps = round(span / step)
    wait_chance, wait, urgent_wait, squared, length, abandoned, astray = _run_queue(
        SEED, run, servers, load * step, step, abandon * step, float(urgent_share), steps, steps // 100, triage,
        max(round(0.25 / step), 1),
    )  # fmt: skip
    return Queue(wait_chance, wait * step, urgent_wait * step, squared * step**2, length, abandoned, astray)


def erlang_c(extra_load: float = 0.0, span: float = 70_000) -> list[Result]:
    """Chance of waiting and mean wait of three queues that nobody leaves unserved.

    extra_load: added to the load, not to what is expected.
    """
    results = []
    for servers, load, wait_chance, wait in ((5, 4, 0.554, 0.554), (10, 8, 0.409, 0.205), (20, 18, 0.551, 0.275)):
        got = run_queue(servers, load + extra_load, span, STEP)
        results += [
            Result(f"P(wait), {servers} servers, load {load}", wait_chance, got.chance_of_wait, 0.05 * wait_chance),
            Result(f"mean wait, {servers} servers, load {load}", wait, got.wait, 0.05 * wait),
            Result(f"cases astray, {servers} servers, load {load}", 0, got.astray, 0),
        ]
    return results


def erlang_a(abandon: float = 0.5, span: float = 40_000) -> list[Result]:
    """A queue with more load than servers, which lives by people giving up."""
    got = run_queue(10, 12, span, STEP, abandon)
    return [
        Result("mean number waiting", 4.696, got.length, 0.05 * 4.696),
        Result("P(abandon)", 0.1957, got.abandoned, 0.05 * 0.1957),
        Result("cases astray", 0, got.astray, 0),
    ]


def pooling(load: float = 0.9, span: float = 200_000) -> list[Result]:
    """Mean wait in five queues of one server each, and in one queue before all five."""
    apart = [run_queue(1, load, span, STEP, run=run).wait for run in range(5)]
    return [
        Result("mean wait, five queues apart", 9.0, float(np.mean(apart)), 0.05 * 9.0),
        Result("mean wait, one queue for five", 1.525, run_queue(5, 5 * load, span, STEP).wait, 0.05 * 1.525),
    ]


def priority(urgent_share: float = 0.375, span: float = 200_000) -> list[Result]:
    """Mean waits with one server, where cases in crisis go before the others but do not interrupt them."""
    got = run_queue(1, 0.8, span, STEP, urgent_share=urgent_share)
    return [
        Result("mean wait in crisis", 0.8 / 0.7, got.urgent_wait, 0.05 * 0.8 / 0.7),
        Result("mean wait of all", 4.0, got.wait, 0.05 * 4.0),
    ]


def triage(load: float = 0.8, span: float = 100_000) -> list[Result]:
    """The order of a queue does not change its mean wait, but who bears it: by lot, by waiting time, by level.

    With one server and the longest wait first, waits are exponential for those who wait: their mean square is 2 / load
    of the square of their mean. By lot it is 2 / (2 - load) times as much.
    """
    by_lot, by_waiting = (run_queue(1, load, span, STEP, triage=order) for order in (BY_NEED, BY_WAITING))
    slight_first = run_queue(1, load, span, STEP, urgent_share=0.375, triage=BY_GAIN)
    spread, by_chance = by_waiting.wait_squared / by_waiting.wait**2, by_lot.wait_squared / by_waiting.wait_squared
    return [
        Result("mean wait, the longest wait first", 4.0, by_waiting.wait, 0.05 * 4.0),
        Result("its mean square to the square of the mean", 2.5, spread, 0.05 * 2.5),
        Result("mean square by lot to that", 2.0 / 1.2, by_chance, 0.05 * 2.0 / 1.2),
        Result("mean wait in crisis where slight need goes first", 8.0, slight_first.urgent_wait, 0.05 * 8.0),
    ]


STEP = 0.004
"""Service times. A coarse step leaves servers idle until its end: at 0.01 and a load of 0.9 waits are 5 % too long."""

RULES = "ladder.befalls, service.place_in_queue"
STEP_NAME = f"{STEP:g} service times"
CHECKS = (
    Check("Erlang C", "M15 agencies", RULES, STEP_NAME, "Erlang 1917; solved", erlang_c),
    Check("Erlang A", "M15 agencies", RULES, STEP_NAME, "Palm 1957; c = 10, load 12, theta = .5; solved", erlang_a),
    Check("pooling", "M15 agencies", RULES, STEP_NAME, "Erlang 1917; five queues against one at .9", pooling),
    Check(
        "who goes first",
        "M15 agencies",
        "service.class_by_triage, later_by_triage, place_in_queue",
        STEP_NAME,
        "Kingman 1962; Cobham 1954; load .8, .3 of it in crisis",
        triage,
    ),
    Check("crisis first", "M15 agencies", RULES, STEP_NAME, "Cobham 1954; load .3 in crisis of .8", priority),
)
