"""Every published or solved result comes out, and would not if its mechanism were another."""

import json
import math

import numpy as np
import pytest

from simulation.mechanisms import demand
from simulation.verification import (
    CHECKS,
    cascades,
    connectors,
    front_door,
    help_given,
    incentives,
    innovating,
    market,
    money,
    need,
    networked,
    queues,
    rings,
    satisfaction,
    shocks,
    small_world,
    thresholds,
    tipping,
    travel,
    verify,
)
from simulation.verification.check import Check, Result, Row
from simulation.world import PHASES

from .reach import reached

LONG = {"Erlang A", "Erlang C", "pooling", "Watts cascades"}


@pytest.mark.parametrize(
    "check", [pytest.param(c, id=c.name, marks=[pytest.mark.slow] if c.name in LONG else []) for c in CHECKS]
)
def test_result_comes_out(check):
    rows = check.rows()
    assert rows
    assert [f"{r.quantity}: {r.got}, not {r.expected} +- {r.tolerance}" for r in rows if not r.passed] == []


UNCHECKED = {
    "demography": "rates by age, of which nothing is solved: tests/mechanisms/test_demography.py holds them to tables",
    "budgets": "entitlements are sums to the penny: tests/mechanisms/test_budget.py, and every month's ledger",
    "lifelong need": "a price times a number of people: tests/mechanisms/test_lifelong.py",
    "needs listed": "a list of who has need: tests/test_needs.py",
    "hours needed": "a card looked up: tests/test_needs.py",
    "local growth": "money divided by the cost of a job, after a lag: tests/mechanisms/test_growth.py",
    "direct help": "the queue of duties with a purse in front; its own rules: tests/mechanisms/test_direct_help.py",
    "halls": "one rate, and the groups that it leaves without a place: tests/mechanisms/test_assets.py",
    "ties": "two rates, one of ending and one of forming: tests/mechanisms/test_ties.py",
    "invariants": "the ledger itself: tests/test_invariants.py breaks each line",
    "outcomes": "counts what is there: tests/test_outcomes.py counts it again",
}
"""Phases that no check runs, nor any rule of, and what tests them instead; the oracle lives through all but three."""


def unchecked(checks):
    """The phases of which no check can come to the phase itself or to a function of its file that it calls."""
    run = set().union(*(reached(check.run) for check in checks))
    rules = {
        phase.name: {rule for rule in reached(phase.run) if rule.__module__ == phase.run.__module__} for phase in PHASES
    }
    assert all(rules.values())
    return {name for name, its in rules.items() if not its & run}


def test_every_phase_of_the_month_is_run_by_a_check_or_said_to_have_none():
    assert unchecked(CHECKS) == UNCHECKED.keys()


def test_a_phase_that_loses_its_checks_is_named():
    few = [check for check in CHECKS if check.name not in ("skills", "unemployment", "elections", "synapse")]
    assert unchecked(few) - UNCHECKED.keys() == {"skills and jobs", "plasticity", "elections"}


def test_every_mechanism_by_number_has_a_check():
    named = {check.mechanism for check in CHECKS}
    assert {f"M{number}" for number in (*range(1, 15), 15, 16)} <= set(" ".join(named).split())
    assert {"M7 stimulation", "M7 catalysis", "M15 triage", "M17 innovation", "trust", "wellbeing"} <= named


def test_rows_are_plain_enough_for_machines():
    numbers = [Result("half", np.float64(0.5), np.float32(0.5), np.int64(1))]
    row = Check("x", "M0", "f", "none", "here", lambda: numbers).rows()[0].as_dict()
    assert json.loads(json.dumps(row))["passed"] is True


def test_checks_say_what_they_are():
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.function and check.step and check.source for check in CHECKS)


FAINTER = need.PUBLISHED + np.array([[0.01, -0.01, 0, 0]] + [[0] * 4] * 3)
ANOTHER = {
    "crowd": lambda: thresholds.granovetter(first=2),
    "crowd's mean threshold": lambda: thresholds.jump(mean=0.26),
    "softness of thresholds": lambda: thresholds.mean_field(spread=0.2),
    "imitation": lambda: thresholds.diffusion(imitation=0.42),
    "half-life of a push": lambda: thresholds.fading_push(half_life=5),
    "threshold of a window": lambda: cascades.window(phi=0.21),
    "threshold of a cascade": lambda: cascades.one_seed(phi=0.21, networks=3, seeds=20),
    "threshold under many seeds": lambda: cascades.many_seeds(phi=0.21, networks=2),
    "threshold on a ring": lambda: rings.along_the_ring(extra=1),
    "contacts needed on a rewired ring": lambda: rings.rewired(others=2, networks=10),
    "no luck": lambda: rings.with_luck(noise=0.0, runs=3),
    "more rewiring": lambda: small_world.shrink((0.02, 0.12)),
    "path of demand": lambda: need.demand_path(shape=1.2),
    "chances of a ladder": lambda: need.markov(FAINTER, people=5000),
    "hazards of a ladder": lambda: need.balance((0.12, 0.2, 0.1, 0.0), people=5000),
    "slowing of recovery": lambda: need.skewed_spells(power=0.8),
    "acute rates": lambda: need.acute_arrivals(scale=1.1),
    "decay of capacity": lambda: need.settled_capacity(decay=0.021),
    "depth of a drop": lambda: shocks.recoveries(drop=0.31),
    "share of conditional helpers": lambda: incentives.contributions(conditional=0.55),
    "speed of beliefs": lambda: incentives.contributions(update=0.5),
    "motivation that pay costs": lambda: incentives.crowding_out(crowding=0.13),
    "effect of pay": lambda: incentives.crowding_out(effect=0.011),
    "half-life of lost motivation": lambda: incentives.recovery(half_life=13.0),
    "hours paid": lambda: incentives.bills(hours=10.1),
    "spread of hours": lambda: help_given.unequal_hours(1.05),
    "a pot of kin": lambda: help_given.kin_rationing(pot_of_one=140),
    "burnout of helpers": lambda: help_given.free_hours(burnout=0.26),
    "burnout of a place": lambda: help_given.civic_energy(burnout=0.26),
    "worth of a path": lambda: travel.finding(path=0.26),
    "loss between agencies": lambda: travel.ways_in(between=0.33),
    "links of a town": lambda: travel.reach(strength=0.21),
    "another agency removed": lambda: travel.agency_removed(lose=travel.CARE),
    "exponent of joint help": lambda: help_given.joint(exponent=-1.1),
    "growth of a link": lambda: networked.link(growth=0.2001),
    "contagion": lambda: networked.contagion(less=0.1),
    "growth of burnout": lambda: networked.burnout_path(gain=0.081),
    "death of groups": lambda: networked.birth_and_death(death=0.055),
    "speed of learning": lambda: networked.learning(rate=0.041),
    "groups lost sight of": lambda: networked.knowing(stale=0.033),
    "error in judging": lambda: innovating.choosing(noise=1.0),
    "practice out of date": lambda: innovating.settling(stale=0.033, places=2000),
    "number of pilots": lambda: innovating.piloting(pilots=6, templates=10_000),
    "looking at others": lambda: innovating.spreading(looking=0.25),
    "hours lost between services": lambda: innovating.handing_on(loss=0.25),
    "connectors": lambda: connectors.acts(fte=2.4),
    "half-life of a catalyst": lambda: connectors.catalysis(half_life=7),
    "strength of a catalyst": lambda: connectors.catalysis(push=0.11),
    "triage": lambda: front_door.harm_events(sensitivity=0.75),
    "calls until recognised": lambda: front_door.until_recognised(sensitivity=0.75, people=20_000),
    "load of a queue": lambda: queues.erlang_c(extra_load=0.3, span=10_000),
    "patience": lambda: queues.erlang_a(abandon=0.4, span=10_000),
    "load of five queues": lambda: queues.pooling(load=0.85, span=20_000),
    "load of a queue in another order": lambda: queues.triage(load=0.7, span=20_000),
    "share in crisis": lambda: queues.priority(urgent_share=0.6, span=50_000),
    "a penny a month lost": lambda: money.ledger(lost=1),
    "a penny a year less": lambda: money.ledger(added=24_000.06),
    "interest": lambda: money.borrowed(rate=0.031),
    "term of a debt": lambda: money.borrowed(term=14),
    "lag of a shift": lambda: money.changing_over(lag=13),
    "money before duties": lambda: tipping.fold(floor=0.3),
    "elasticity of a thin market": lambda: market.few_sellers(elasticity=1.75),
    "cost of effort": lambda: market.best_effort(cost=0.85),
    "what picking adds": lambda: market.best_share(picking=0.35),
    "pace of providers": lambda: market.following(adjust=0.051),
    "harm to trust": lambda: satisfaction.trusting(harm=0.006),
    "speed of trust": lambda: satisfaction.trusting(speed=0.06),
    "half-life of content": lambda: satisfaction.content(half_life=7),
}


@pytest.mark.parametrize("run", ANOTHER.values(), ids=ANOTHER.keys())
def test_another_number_is_noticed(run):
    rows = Check("", "", "", "", "", run).rows()
    assert not all(row.passed for row in rows)


def test_another_rule_is_noticed(monkeypatch):
    def not_bounded(strength, agency, group, growth, decay):
        return strength + growth * agency * group - decay * strength

    monkeypatch.setattr(networked, "next_strength", not_bounded)
    monkeypatch.setattr(demand, "multiple", lambda month, end, after, *_, **__: end ** (month / after))
    monkeypatch.setattr(shocks, "half_life", lambda *_: 10.0)
    names = {"synapse", "rising demand", "resilience"}
    assert {row.check for row in verify(sorted(names)) if not row.passed} == names


@pytest.mark.parametrize(
    ("got", "passed"), [(2.0, True), (2.5, True), (1.5, True), (2.51, False), (math.nan, False), (math.inf, False)]
)
def test_verdict(got, passed):
    row = Row("", "", "", "", "", *Result("apples", 2.0, got, 0.5))
    assert row.passed is passed
    assert row.as_dict()["passed"] is passed
    assert row.verdict == ("agrees" if passed else "MISSES")


def test_verify_runs_what_is_named():
    assert {row.check for row in verify(["alignment", "synapse"])} == {"alignment", "synapse"}
    with pytest.raises(KeyError):
        verify(["alchemy"])
