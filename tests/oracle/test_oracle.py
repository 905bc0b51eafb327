"""The columns and the oracle are two readings of one page: month after month they must agree."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from simulation.agents.groups import Groups
from simulation.agents.providers import Providers
from simulation.agents.residents import Residents
from simulation.outcomes import Line
from simulation.parameters import cards
from simulation.scenario import Scenario
from simulation.world import PHASES, World

from . import (
    action,
    arrivals,
    civic,
    economy,
    endowment,
    helping,
    households,
    incentives,
    learning,
    market,
    need,
    service,
    vital,
)
from .differences import Difference, described, differences, drawing_for_places, excused
from .luck import Luck
from .model import MONTH, OracleWorld

SEED = 7
YEAR_AND_A_MONTH = 13
"""Months from the first on: a December, in which rows are sorted anew, and the month after it, which may elect."""

UNUSUAL: dict[str, dict[str, object]] = {
    "doing things": {
        "effort.connecting_share": 0.0,
        "effort.earliness": 0.3,
        "hand_off.on": False,
        "hand_off.shared_view": 0.9,
        "public_realm.on": False,
        "public_realm.shared_decisions": 0.9,
    },
    "making things happen": {},
    "sharp thresholds and burnout that spreads": {
        "activation.spread": 0.0,
        "activation.noise": 0.01,
        "burnout.contagion": 0.3,
        "burnout.bearable_hours": 10.0,
        "burnout.gain": 0.3,
        "capacity.dependency": 0.02,
        "jobs.loss_rate": 0.05,
        "jobs.novelty": 0.3,
        "jobs.need_effect": 3.0,
        "jobs.peers": 0.1,
        "jobs.course": 0.2,
        "growth.share": 0.3,
        "growth.lag": 2,
        "growth.job_cost": 5000.0,
        "commons.renewal": 0.3,
        "commons.use_growth": 0.2,
        "commons.stewardship": 5.0,
        "commons.price_effect": 4.0,
        "coproduction.exponent": 0.5,
    },
    "all incentives for some": {
        "budget.reserves_share": 2.0,
        "budget.discretionary_share": 0.3,
        "incentives.asking": 0.2,
        "incentives.recognition": 0.5,
        "incentives.voice": 0.4,
        "incentives.time_credits": 0.8,
        "incentives.payment": 0.5,
        "incentives.tax_discount": 3.0,
        "incentives.micro_grants": 4.0,
        "incentives.ages": [0.3, 1.0, 0.0, 0.7],
        "incentives.fifths": [1.0, 0.7, 0.1, 0.9, 1.0],
        "incentives.payment_ages": [0.5, 0.3, 1.0, 0.2],
        "incentives.asking_fifths": [0.1, 1.0, 0.7, 0.3, 0.0],
        "incentives.micro_grants_fifths": [0.6, 0.2, 1.0, 0.5, 0.4],
        "incentives.voice_delay": 2,
        "incentives.time_credits_delay": 3,
        "groups.birth": 0.0004,
    },
    "duties from complex need on, hurried change and poor triage": {
        "service.eligibility": [2, 2, 2, 2, 2],
        "effort.connecting_share": 0.8,
        "effort.lag": 3,
        "seeking.sensitivity": 0.3,
        "innovation.trials": 5.0,
        "innovation.stale": 0.2,
        "innovation.direct_gain": 0.2,
        "hand_off.shared_view": 0.9,
        "hand_off.loss": 0.5,
        "public_realm.shared_decisions": 0.8,
        "public_realm.trust_gain": 1.0,
        "service.threshold": 2,
        "service.triage": "gain",
        "budget.saving": 0.3,
        "politics.turn_chance": 0.6,
        "politics.term": 1,
        "politics.cut_bias": 3.0,
        "demand.path": "held",
        "demand.care_end": 3.0,
        "groups.birth": 0.0004,
        "groups.death": 0.03,
        "budget.income_growth": 0.01,
        "coproduction.exponent": 0.0,
        "demand.care_mode": "more older people",
        "demography.rebalancing": 0.02,
        "demography.moves": 0.3,
        "population.learning_disability_growth": 0.1,
        "population.special_needs_growth": 0.1,
        "connecting.aim": 0.6,
        "pooling.share": 0.8,
        "borrowing.limit": 0.3,
        "borrowing.term": 1,
        "borrowing.interest": 0.1,
        "borrowing.settlement": 2,
        "pooling.expected_growth": 0.2,
    },
    "a market in trouble": {
        "service.triage": "waiting",
        "market.price_uplift": -0.12,
        "market.outcome_share": 0.7,
        "market.social_value": 0.4,
        "market.entry_support": 0.5,
        "market.entry": 1.0,
        "market.patience": 3,
        "market.direct_bought": 0.8,
        "market.elasticity": 1.3,
        "politics.turn_chance": 0.5,
        "politics.term": 1,
    },
}
SWITCHES = [phase.switch for phase in PHASES if phase.switch]


VILLAGE = "[{name: Village, residents: 1000}]"
COUNTY = "[{name: Vale, residents: 2000, neighbourhood_size: 500, halls: 10.0}, {name: Hamlet, residents: 500}]"


def told(folder: Path, changes: Mapping[str, object], places: str = VILLAGE) -> Scenario:
    """A scenario that settles quickly, of 1,000 residents if nothing else is said."""
    said = f"extends: making_things_happen\nplaces: {places}\nrun: {{settling_months: 12}}\n"
    (folder / "village.yaml").write_text(said)
    return Scenario.load(folder / "village.yaml", changes)


def village(folder: Path, changes: Mapping[str, object], places: str = VILLAGE) -> World:
    """A settled world."""
    return World(told(folder, changes, places), rng=SEED)


def lock_step(world: World, months: int) -> Iterator[Difference]:
    """Step both worlds from the columns' state, month after month; wherever they disagree."""
    oracle = OracleWorld.from_columns(world)
    for _ in range(months):
        world.step_month()
        oracle.step()
        columns = OracleWorld.from_columns(world)
        yield from differences(oracle, columns)
        oracle = columns


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A village at month 14, so that there is something to switch off; to be forked, not stepped."""
    world = village(tmp_path_factory.mktemp("village"), {"effort.lag": 2})
    for _ in range(14):
        world.step_month()
    return world


@pytest.mark.parametrize("name", UNUSUAL)
def test_a_month_from_the_same_state(name: str, tmp_path: Path) -> None:
    assert list(lock_step(village(tmp_path, UNUSUAL[name]), YEAR_AND_A_MONTH)) == []


def test_a_month_in_places_of_several_neighbourhoods(tmp_path: Path) -> None:
    changes: dict[str, object] = {
        "effort.lag": 1,
        "budget.reserves_share": 0.5,
        "budget.discretionary_share": 0.3,
        "groups.birth": 0.0004,
        "connecting.catalyse_share": 0.3,
        "connecting.stimulate_share": 0.1,
        "politics.cut_bias": 1.0,
        "assets.closing": 1.0,
        "innovation.governance": "networked",
        "innovation.looking": 1.0,
        "innovation.network_gain": 0.3,
        "service.pooled": True,
        "understanding.drift": 0.1,
    }
    world = village(tmp_path, changes, COUNTY)
    assert list(lock_step(world, 8)) == []
    assert world.places.acts.any(axis=0).all(), "connectors did something of every kind"
    assert set(world.halls.open) == {True, False}, "some halls closed"
    assert np.ptp(world.innovation.merit, axis=1).all(), "something was tried or copied everywhere"


def test_a_month_in_which_the_money_does_not_reach_lifelong_need(tmp_path: Path) -> None:
    world = village(tmp_path, {"budget.reserves_share": 0.0, "lifelong.adult_cost": 9000.0, "budget.cost_growth": 0.1})
    assert list(lock_step(world, 30)) == []
    budget = world.budget
    lacking = budget.other_fixed + budget.lifelong - budget.fixed
    assert (lacking > 0).any()
    assert (budget.unserved >= lacking).all()


def test_a_month_in_which_the_schedule_changes_something(tmp_path: Path) -> None:
    schedule = (
        "schedule:\n  - {from: 1, until: 5, times: {acute: {scale: 20}}}\n"
        "  - {from: 3, places: [Hamlet], effort: {connecting_share: 0.9, earliness: 0.1}, service: {threshold: 2}}\n"
        "  - {from: 1, until: 4, places: [Vale], synapse: {reset: 0.3}, understanding: {drift: 0.4, discretion: 0.9}}\n"
        "  - {from: 4, places: [Vale], innovation: {governance: centre}, hand_off: {shared_view: 1.0}}\n"
        "  - {from: 5, public_realm: {shared_decisions: 0.0}, service: {pooled: true, connector_month: 3000,"
        " assessment: 1.5}}\n"
        "  - {from: 2, places: [Vale], budget: {saving: 0.2, deal: 0.1}, tax_base: {retained: 1.0},"
        " times: {service: {outreach: 3, direct_hour: 0.5}}}\n"
        "  - {from: 4, until: 9, places: [Vale], incentives: {payment: 30, ages: [1, 1, 0.5, 0], autonomy: 0.6}}\n"
        "  - {from: 6, incentives: {recognition: 1, asking: 0.1, fifths: [1, 1, 1, 0.5, 0]}}\n"
        "  - {from: 4, until: 9, places: [Hamlet], service: {eligibility: [2, 3, 2, 3, 2]}, pooling: {share: 0.5}}\n"
        "  - {from: 6, places: [Hamlet], service: {triage: gain}, borrowing: {limit: 0.5}}\n"
        "  - {from: 7, until: 8, places: [Vale], assets: {closing: 24}, politics: {called: true, turn_chance: 1}}\n"
        "  - {from: 9, until: 10, places: [Vale], acute: {rates: [0.01, 0, 0, 0, 0.05]}}\n"
        "  - {from: 4, until: 6, places: [Vale], market: {largest_leave: 1, outcome_share: 0.5}}\n"
        "  - {from: 5, until: 16, budget: {added: 12345.67}}\n"
        "  - {from: 7, places: [Hamlet], budget: {added_to_connecting: 0.4}}\n"
        "politics: {term: 1, turn_chance: 0.8}\nbudget: {reserves_share: 2.0}\n"
    )
    said = f"extends: making_things_happen\nplaces: {COUNTY}\nrun: {{settling_months: 12}}\n{schedule}"
    (tmp_path / "ours.yaml").write_text(said)
    world = World(Scenario.load(tmp_path / "ours.yaml"), rng=SEED)
    assert list(lock_step(world, 20)) == []
    assert world.places.turned_back.any()
    assert (world.incentives.lost[0] > 0.0).any()
    assert (world.outcomes.money[..., Line.INCENTIVES].sum(axis=(0, 2)) > 0).all(), "both places paid for something"
    assert world.effort.connecting_share.tolist() != [world.effort.connecting_share[0]] * 2


def test_a_month_while_settling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(World, "_settle", lambda _: None)
    world = World(told(tmp_path, {}).today(), rng=SEED)
    assert world.month == -12
    assert list(lock_step(world, 14)) == []


@pytest.mark.parametrize("switch", dict.fromkeys(SWITCHES))
def test_a_month_with_one_mechanism_off(switch: str, settled: World) -> None:
    assert list(lock_step(settled.fork({f"{switch}.on": False}), 2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", UNUSUAL)
def test_sixty_months_apart(name: str, tmp_path: Path) -> None:
    """Each goes its own way; a disagreement is excused only about somebody whose draw was too close to call.

    `pytest -m slow -rP tests/oracle` prints how many months were excused.
    """
    world = village(tmp_path, UNUSUAL[name])
    oracle = OracleWorld.from_columns(world)
    months_excused = 0
    for _ in range(60):
        places = drawing_for_places(oracle)
        world.step_month()
        oracle.step()
        if found := differences(oracle, world):
            assert excused(found, oracle.luck.near_misses, places), found[:5]
            months_excused += 1
            oracle = OracleWorld.from_columns(world)
    print(f"{name}: {months_excused} months excused")
    assert months_excused <= 1


WRONG: dict[str, tuple[object, str, object, str]] = {
    "support does not matter": (need, "support", lambda *_: 0.5, "resident functional.level"),
    "kin grant whatever is asked": (helping, "granted", lambda ask, *_: ask, "resident kin_given"),
    "the last in line comes first": (service, "ticket", lambda *_: (0.5, 0), "resident home.status"),
    "hours come to half as much": (helping, "joint_help", lambda _, __, a, v: (a + v) / 2, "resident mental.met"),
    "cases all cost the same": (service, "cost_of", lambda *_: 90_000, "place statutory[0]"),
    "every group is found": (civic, "hazard_of", lambda *_: 9.0, "resident helper"),
    "skills do not help to find work": (economy, "ease", lambda *_: -3.0, "resident work"),
    "nothing renews skills": (economy, "fade", lambda *_: 0.2, "resident skills"),
    "nobody is out of the labour force": (economy, "belongs", lambda *_: True, "resident work"),
    "groups last for ever": (civic, "ends", lambda *_: False, "resident groups"),
    "thresholds do not matter": (action, "willingness", lambda *_: 1.0, "resident active"),
    "nobody meets anybody new": (action, "somebody_new", lambda *_: None, "resident ties"),
    "children are all two years old": (households, "first_child", lambda *_: 24, "resident born"),
    "heads are as often men as women": (households, "men_among_heads", lambda *_: 0.5, "resident sex"),
    "newcomers are as they were made": (arrivals, "inherit", lambda *_: None, "resident threshold"),
    "nobody is disabled": (endowment, "disabled", lambda *_: False, "resident disabled"),
    "ties are all alike": (arrivals, "strength", lambda *_: 100, "resident ties"),
    "half of all die in a month": (vital, "death", lambda *_: 0.5, "place flows.died"),
    "providers never grow or shrink": (market, "resize", lambda *_: None, "provider capacity"),
    "hours of providers cost nothing": (market, "margin_of", lambda *_: 1.0, "provider margin"),
    "whatever is new is kept": (learning, "next_merit", lambda *_: 9.0, "place merit"),
    "nobody moves": (vital, "moving", lambda *_: 0.0, "place flows.left"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_rule_is_seen_and_named(mistake: str, settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    module, rule, wrong, named = WRONG[mistake]
    monkeypatch.setattr(module, rule, wrong)
    assert any(difference.what == named for difference in lock_step(settled.fork({}), 12))


WRONG_OF_INCENTIVES: dict[str, tuple[object, str, object, str]] = {
    "they cost nothing": (incentives, "pay", lambda *_: 1.0, "place incentives[0]"),
    "pay costs no motivation": (incentives, "lose_motivation", lambda *_: None, "place lost(1, 3)"),
    "nobody is moved": (action, "incentive", lambda *_: -5.0, "resident active"),
    "nobody stays longer": (action, "staying", lambda *_: 1.0, "resident active"),
}


@pytest.mark.parametrize("mistake", WRONG_OF_INCENTIVES)
def test_a_wrong_rule_of_incentives_is_seen(mistake: str, settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    module, rule, wrong, named = WRONG_OF_INCENTIVES[mistake]
    monkeypatch.setattr(module, rule, wrong)
    offers = {"incentives.payment": 1.0, "incentives.recognition": 1.0, "incentives.payment_effect": 0.1}
    offered = settled.fork({**offers, "budget.on": False, "budget.freeze_months": 1})
    assert any(difference.what == named for difference in lock_step(offered, 12))


@pytest.mark.parametrize("places", [VILLAGE, COUNTY])
def test_donors_are_those_whom_the_page_says(places: str, tmp_path: Path) -> None:
    world = village(tmp_path, {}, places)
    oracle = OracleWorld.from_columns(world)
    oracle.luck = Luck(oracle.seed, oracle.month)
    mine, theirs = endowment.donors_among(oracle, oracle.residents), oracle.donors
    assert theirs is not None
    assert mine == theirs
    strata = {endowment.stratum_of(resident) for resident in oracle.residents}
    assert len(mine) > len(strata), "a stratum that stands in for another"
    assert max(len(donors) for donors in mine.values()) == endowment.A_STRATUM


def test_every_column_is_compared(settled: World) -> None:
    state = described(OracleWorld.from_columns(settled))
    compared: dict[str, set[str]] = {"resident": set(), "group": set(), "provider": set()}
    for (kind, _), values in state.items():
        compared.setdefault(kind, set()).update(name.rpartition(".")[2] for name in values)
    by_other_means = {"key", "id", "alive", "frailty_score"}
    assert "frailty" in compared["resident"]
    assert set(Residents.columns) - by_other_means <= compared["resident"]
    assert set(Groups.columns) - by_other_means <= compared["group"]
    assert set(Providers.columns) - by_other_means - {"number"} <= compared["provider"]


def test_the_oracle_runs_the_phases_in_their_order() -> None:
    measured_only = {"needs listed", "invariants", "outcomes"}
    assert [switch for switch, _ in MONTH] == [phase.switch for phase in PHASES if phase.name not in measured_only]
    assert all(f"{switch}.on" in cards() for switch, _ in MONTH if switch)
