"""Not rigged: the same people, the same luck and the same money, and nothing that favours one way by construction.

Quick checks on a village, exact to the last bit; the statistical null arms over 100 seeds are marked slow.
"""

import numpy as np
import pytest
from remembering import differing, record, state
from scipy import stats

from simulation.outcomes import Line, Measure, Outcomes
from simulation.scenario import Scenario, ScenarioError
from simulation.world import World

EFFECTS = ("direct efficacy", "network efficacy", "direct harm", "network harm")
MONTHS = 24


def scenario_of(folder, residents=600, settling=36, name="village", **sections):
    """A scenario of one small place, written as a user would."""
    lines = [f"places: [{{name: Village, residents: {residents}}}]", f"run: {{settling_months: {settling}}}"]
    lines += [f"{section}: {{{', '.join(f'{k}: {v}' for k, v in said.items())}}}" for section, said in sections.items()]
    path = folder / f"{name}.yaml"
    path.write_text("\n".join(lines) + "\n")
    return Scenario.load(path)


def run(scenario, months=MONTHS, seed=1):
    world = World(scenario, rng=seed)
    for _ in range(months):
        world.step()
    return world


def recorded(world, table):
    """A table of the record, of the months lived."""
    return getattr(world.outcomes, table)[: world.outcomes.months]


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """Rich enough that no spending freeze, which would hide every difference, comes in the way."""
    return scenario_of(
        tmp_path_factory.mktemp("village"), settling=60, budget={"reserves_share": 2, "discretionary_share": 0.3}
    )


@pytest.fixture(scope="module")
def delivering(village):
    return run(village)


@pytest.fixture(scope="module")
def connecting(village):
    return run(village.with_changes({"effort.connecting_share": 0.3, "effort.earliness": 0.6}))


# the same people, the same luck


def test_a_scenario_differs_from_its_copy_by_exactly_nothing(village, delivering):
    again = run(village)
    assert differing(state(delivering), state(again)) == set()
    assert differing(record(delivering), record(again)) == set()


def test_the_comparison_could_tell_them_apart(delivering, connecting):
    """Other levers are seen in the same comparison, and so is another seed."""
    assert "residents.level" in differing(state(delivering), state(connecting))
    assert differing(record(delivering), record(connecting)) == {*Outcomes.MONTHLY, *Outcomes.YEARLY}


LONG = 132
"""Months of a run that is forked in months 60 and 120."""


@pytest.fixture(scope="module")
def long_run(village):
    return run(village, LONG)


@pytest.fixture(scope="module")
def until_month_60(village):
    return run(village, 60)


def go_on(world, until=LONG):
    """A world lived on until this month."""
    while world.month < until:
        world.step()
    return world


def test_a_whole_run_and_one_forked_in_month_60_are_the_same_bytes(long_run, until_month_60):
    forked = go_on(until_month_60.fork({}))
    assert forked.month == long_run.month == LONG
    assert differing(state(long_run), state(forked)) == set()
    assert differing(record(long_run), record(forked)) == set()


def test_a_change_in_month_120_is_not_felt_until_month_119_is_over(long_run, until_month_60):
    before = go_on(until_month_60.fork({}), 120)
    forked = go_on(before.fork({"effort.connecting_share": 0.5, "demand.care_end": 3}))
    assert differing(state(before), state(go_on(until_month_60.fork({}), 120))) == set()
    assert differing(record(long_run, 120), record(forked, 120)) == set(), "months 0 to 119"
    assert "money" in differing(record(long_run, 121), record(forked, 121)), "month 120"
    assert "people" in differing(record(long_run), record(forked))


def test_a_schedule_is_a_fork_in_time(village, until_month_60, tmp_path):
    file = tmp_path / "scheduled.yaml"
    file.write_text(f"{village.to_yaml()}schedule:\n  - {{from: 60, until: 120, effort: {{connecting_share: 0.5}}}}\n")
    scheduled = go_on(World(Scenario.load(file), rng=int(until_month_60.seed)))
    forked = go_on(until_month_60.fork({"effort.connecting_share": 0.5}), 120)
    forked = go_on(forked.fork({"effort.connecting_share": village.effort.connecting_share}))
    assert differing(record(scheduled), record(forked)) == set()
    assert differing(state(scheduled), state(forked)) == set()


def test_a_fork_takes_a_scenario_its_name_or_changes_but_no_other_places(village, until_month_60):
    shares = [
        until_month_60.fork(village.with_changes({"effort.connecting_share": 0.3})),
        until_month_60.fork({"effort.connecting_share": 0.3}),
    ]
    assert [world.scenario.effort.connecting_share for world in shares] == [0.3, 0.3]
    with pytest.raises(ScenarioError, match="same places"):
        until_month_60.fork("making_things_happen")


def test_both_ways_settle_alike(village):
    """Month 0 begins from one and the same world, whatever the scenario's policies."""
    changed = village.with_changes({"effort.connecting_share": 0.9, "effort.earliness": 0.1, "demand.care_end": 3})
    assert differing(state(run(village, 0)), state(run(changed, 0))) == set()


def test_the_same_people_live_in_both_worlds(delivering, connecting):
    """Demography is independent of need: births, deaths, moves and ages agree."""
    names = ("key", "alive", "born", "sex", "neighbourhood", "household", "head")
    same = {f"residents.{name}" for name in names}
    one, other = state(delivering), state(connecting)
    assert same <= one.keys()
    assert same & differing(one, other) == set()


# equal resources


def test_equal_entitlements_to_the_penny(village):
    worlds = [run(village.with_changes({"effort.connecting_share": share}), 1) for share in (0.0, 0.3, 1.0)]
    first = worlds[0].budget
    assert first.income.sum() > 0
    for world in worlds[1:]:
        assert np.array_equal(world.budget.income, first.income)
        assert np.array_equal(world.budget.opening_reserves, first.opening_reserves)
        assert np.array_equal(world.budget.fixed, first.fixed)
        assert np.array_equal(world.budget.first_discretionary, first.first_discretionary)


def test_income_stays_equal_for_the_whole_run(delivering, connecting):
    income = [recorded(world, "money")[..., Line.INCOME] for world in (delivering, connecting)]
    assert np.array_equal(*income)


# null arms


NULL_TOWN = 5000
"""Residents enough that there are children in care, whose months there depend on when somebody asked for help."""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return scenario_of(tmp_path_factory.mktemp("town"), NULL_TOWN, settling=48, name="town")


TOUCHY = {
    "seeking.trust_effect": 3,
    "seeking.rates": [0.1, 0.2, 0.3],
    "trust.speed": 1,
    "trust.met": 1,
    "service.placement_share": 1,
    "innovation.trials": 2,
    "hand_off.shared_view": 0.9,
    "public_realm.shared_decisions": 0.6,
    "ladder.family_up": [0.05, 0.1, 0.1],
    "ladder.family_down": [0.3, 0.3, 0.3],
}
"""Who asks for help hangs on what help did last month; many children need it and all admitted are placed."""


def run_without(town, effects, seed, share, months, **changes):
    """A world with uncertain parameters drawn, some effects at their nulls, and no freeze."""
    changes = {"effort.connecting_share": share, "budget.reserves_share": 2, **changes}
    world = run(town.draw(seed).without_effects(effects).with_changes(changes), months, seed)
    spent = recorded(world, "money").sum(axis=(1, 2))
    assert (spent[:, Line.CONNECTING].sum() > 0) == (share > 0), "a freeze would make this test empty"
    assert (spent[24:48, Line.DIRECT].sum() > 0) == (share < 1), "before an election could turn it back"
    return world


@pytest.mark.parametrize("seed", [1, 4])
def test_without_effects_of_either_way_need_is_the_same(town, seed):
    """All efficacies and harms at their nulls: the levels of all residents agree exactly, and so do all crises."""
    worlds = [run_without(town, EFFECTS, seed, share, 36, **TOUCHY) for share in (0.0, 0.3, 1.0)]
    first = worlds[0].residents.level[: worlds[0].residents.count]
    assert np.count_nonzero(first == 3) > 50, "too little need to tell"
    for world in worlds[1:]:
        assert np.array_equal(world.residents.level[: world.residents.count], first)
        for measure in (Measure.IN_NEED, Measure.IN_CRISIS, Measure.AVOIDABLE_CRISES, Measure.UNAVOIDABLE_CRISES):
            assert np.array_equal(*(recorded(one, "people")[..., measure] for one in (worlds[0], world)))


FREEZING = {"demand.path": "held", "demand.care_end": 4, "demand.family_end": 4}
"""Duties that soon cannot be paid: spending by choice stops for a year, and again."""


def months_frozen(world):
    """Months without any spending by choice."""
    return int(np.count_nonzero(recorded(world, "money")[..., Line.DISCRETIONARY].sum(axis=(1, 2)) == 0))


@pytest.mark.parametrize("seed", [1, 4])
def test_without_effects_need_is_the_same_whether_or_not_spending_freezes(town, seed):
    """Help that has no effect cannot be missed: two levers with freezes, and one with a purse that is never empty."""
    drawn = town.draw(seed).without_effects(EFFECTS).with_changes(TOUCHY | FREEZING)
    levers = [{"effort.connecting_share": 0.0}, {"effort.connecting_share": 0.3}, {"budget.reserves_share": 2}]
    worlds = [run(drawn.with_changes(lever), 36, seed) for lever in levers]
    frozen = [months_frozen(world) for world in worlds]
    assert min(frozen[:2]) >= 12
    assert frozen[2] == 0
    first = worlds[0].residents.level[: worlds[0].residents.count]
    for world in worlds[1:]:
        assert np.array_equal(world.residents.level[: world.residents.count], first)


ARMS = {
    "delivery alone works": (("network efficacy", "direct harm"), +1),
    "connecting alone works": (("direct efficacy", "network harm"), -1),
}
"""Effects taken away, and the sign that the difference in crises may have as connecting rises."""

SEEDS = range(100)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.3, 1.0])
@pytest.mark.parametrize("arm", ARMS)
def test_null_arm(town, arm, share):
    """The mean paired difference in avoidable crises is not, by its 95 % interval, on the side that cannot be."""
    effects, sign = ARMS[arm]
    assert_on_one_side(
        sign, lambda seed: [run_without(town, effects, seed, of, months=60) for of in (0.0, share)], f"{arm}, {share}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("arm", ARMS)
def test_null_arm_where_spending_freezes(town, arm):
    """The same where the purse runs empty: a freeze takes help from both ways, and must not turn the sign."""
    effects, sign = ARMS[arm]
    frozen = []

    def pair(seed):
        drawn = town.draw(seed).without_effects(effects).with_changes(FREEZING)
        worlds = [run(drawn.with_changes({"effort.connecting_share": of}), 60, seed) for of in (0.0, 0.3)]
        frozen.append([months_frozen(world) for world in worlds])
        return worlds

    assert_on_one_side(sign, pair, f"{arm}, with freezes")
    print(f"months frozen of 60: {np.mean(frozen, axis=0)}")
    assert np.mean(np.array(frozen) > 0) > 0.5, "hardly any freeze, so nothing was tested"


def assert_on_one_side(sign, pair, named):
    """Over all seeds, crises in the second world of a pair are not surely on the wrong side of those in the first."""
    differences = []
    for seed in SEEDS:
        crises = [recorded(world, "people")[..., Measure.AVOIDABLE_CRISES].sum() for world in pair(seed)]
        differences.append(int(crises[1]) - int(crises[0]))
    mean = np.mean(differences)
    half = stats.t.ppf(0.975, len(SEEDS) - 1) * stats.sem(differences)
    print(f"{named}: {mean:.2f} ({mean - half:.2f} to {mean + half:.2f}) crises a town in 5 years")
    assert sign * mean + half >= 0.0
    assert np.count_nonzero(differences) > len(SEEDS) / 10, "nothing differed, so nothing was tested"
