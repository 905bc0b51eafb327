"""Comparisons of a hamlet: pairs, copies, parts, forks and equal money."""

import copy
import math
from dataclasses import replace

import numpy as np
import pytest
from remembering import differing, record
from scipy import stats

from simulation.experiments import compare
from simulation.experiments.coping import Stop
from simulation.experiments.design import CORNERS, Arm, Draw, plan
from simulation.experiments.execute import Failure, perform
from simulation.experiments.measures import MAIN
from simulation.experiments.resources import UnequalResourcesError, check_equal
from simulation.outcomes import Line
from simulation.outputs import store
from simulation.parameters import cards
from simulation.scenario import Scenario, ScenarioError
from simulation.world import World


def test_the_design_runs_all_arms_and_the_two_ways_between(design):
    tasks = design.tasks()
    assert [task.seed for task in tasks if task.draw is Draw.ALL] == [1, 2, 3, 4, 5]
    assert [arm.name for arm in tasks[0].arms] == ["doing", "connecting", *CORNERS]
    between = {arm.name: arm.scenario for arm in design.corners}
    assert (between["only connecting"].effort.connecting_share, between["only connecting"].effort.earliness) == (
        0.5,
        0.3,
    )
    assert (between["only earlier"].effort.connecting_share, between["only earlier"].effort.earliness) == (0.0, 0.8)
    assert {task.draw for task in tasks} == set(Draw)


def test_the_key_of_a_task_says_all_that_its_results_hang_on(design):
    task = design.tasks()[0]
    first, *others = task.arms
    same = replace(task, arms=(Arm(first.name, replace(first.scenario, title="Another title")), *others))
    different = [
        replace(task, seed=2),
        replace(task, draw=Draw.LUCK),
        replace(task, recorded=True),
        replace(task, arms=tuple(others)),
        replace(task, arms=(*others, first)),
        replace(task, arms=(replace(first, name="another"), *others)),
        replace(task, arms=(Arm(first.name, first.scenario.with_changes({"trust.start": 0.1})), *others)),
    ]
    assert same.key == task.key
    assert len({task.key, *(one.key for one in different)}) == 1 + len(different)


def test_every_arm_of_a_task_has_the_same_draw(design):
    task = design.tasks()[0]
    first, *others = (task.scenario(arm) for arm in task.arms)
    assert all(first.today() == other.today() for other in others)
    assert first.today() != design.arms[0].scenario.today()


def test_grade_c_holds_grade_d_and_luck_holds_both(design):
    tasks = {task.draw: task for task in design.tasks()}
    arm = design.arms[0]
    assert tasks[Draw.LUCK].scenario(arm) == arm.scenario
    drawn_c = set(tasks[Draw.GRADE_C].scenario(arm).drawn)
    assert drawn_c < set(tasks[Draw.ALL].scenario(arm).drawn)


def test_no_split_where_more_than_the_levers_differs(hamlets):
    other = Scenario.load(hamlets[1], {"effort.lag": 24})
    assert plan([Scenario.load(hamlets[0]), other], 2).corners == ()


def test_what_cannot_be_planned(hamlets):
    first = Scenario.load(hamlets[0])
    for seeds, years, said in ((0, None, "--seeds is 0"), (1, 0, "--years is 0"), (1, 41, "--years is 41")):
        with pytest.raises(ScenarioError, match=said):
            plan([first], seeds, years)
    with pytest.raises(ScenarioError, match="do not last equally long"):
        plan([first, first.with_changes({"run.years": 3})], 1)
    with pytest.raises(ScenarioError, match="different places"):
        plan([first, Scenario.load("doing_things", {"run.years": 2})], 1)


def test_a_copy_differs_by_exactly_nothing(hamlets):
    twice = plan([Scenario.load(hamlets[0])] * 2, 3)
    found = store.answer(twice, 1, lambda _: None)
    assert found.names == ["doing", "doing_2"]
    for one in found.answers("doing_2"):
        nothing = math.nan if one.main.name == "inequality" else 0.0  # all live in one fifth: there is no gap
        differs = (one.b - one.a, one.honest.estimate, one.honest.low, one.honest.high, one.luck.estimate)
        assert differs == pytest.approx((nothing,) * 5, rel=0, abs=0, nan_ok=True)
        assert (one.a_better, one.b_better) == (0, 0)
    fifths = {name: one for name, one in found.fifths("doing_2").items() if name.endswith("1")}  # nobody in the rest
    for _, _, difference in (*fifths.values(), *found.headcounts("doing_2").values()):
        assert (difference.estimate, difference.low, difference.high) == (0.0, 0.0, 0.0)
    first, second = (next(iter(found.of(name).values())) for name in found.names)
    assert np.array_equal(first.outcomes.people, second.outcomes.people)


def test_differences_are_paired_by_repeat_run(comparison):
    for one in comparison.answers("connecting"):
        a, b = comparison.values(one.main.name, Draw.ALL, "doing", "connecting")
        low, high = stats.ttest_rel(b, a).confidence_interval(0.95)
        assert (one.honest.low, one.honest.high) == pytest.approx((low, high), nan_ok=one.main.name == "inequality")
        assert one.honest.estimate == pytest.approx(one.b - one.a, nan_ok=True)


def test_the_parts_add_up_over_the_runs_that_have_them(comparison):
    seeds = set(comparison.of("only earlier"))
    for one in comparison.answers("connecting"):
        of = {arm: [comparison.main[arm, Draw.ALL, s][one.main.name] for s in seeds] for arm in ("doing", "connecting")}
        whole = np.mean(of["connecting"]) - np.mean(of["doing"])
        assert one.connecting.estimate + one.earlier.estimate == pytest.approx(whole, abs=1e-9, nan_ok=True)


def test_a_whole_run_is_the_same_as_its_fork(design):
    """What `perform` does, settling once and forking, against a world that lives by itself."""
    task = design.tasks()[0]
    run = perform(task)[1]
    alone = World(task.scenario(task.arms[1]), rng=task.seed)
    for _ in range(design.months):
        alone.step()
    assert run.outcomes.months == alone.outcomes.months == design.months
    assert differing(record(run), record(alone)) == set()


@pytest.mark.parametrize("month", [6, 18])
def test_nothing_differs_before_something_is_changed(hamlets, month):
    steady = World(Scenario.load(hamlets[0]), rng=3)
    for _ in range(month):
        steady.step()
    same, changed = steady.fork({}), steady.fork({"effort.connecting_share": 0.5})
    for world in (steady, same, changed):
        while world.month < 24:
            world.step()
    assert np.array_equal(same.outcomes.people, steady.outcomes.people)
    assert np.array_equal(changed.outcomes.money[:month], steady.outcomes.money[:month])
    assert not np.array_equal(changed.outcomes.money[month:], steady.outcomes.money[month:])


def test_money_is_equal_to_the_penny(design, comparison):
    assert comparison.resources("doing") == comparison.resources("connecting")
    runs = copy.deepcopy(comparison.runs)
    run = next(one for one in runs if one.arm == "connecting")
    run.outcomes.money[0, 0, 0, Line.INCOME] += 1
    with pytest.raises(UnequalResourcesError, match="connecting"):
        check_equal(design.arms, runs)


def test_a_failed_run_is_listed_and_the_rest_kept(design, comparison):
    lost = comparison.runs[0]
    results = [Failure(lost.arm, lost.draw, lost.seed, "lost"), *comparison.runs[1:]]
    found = compare.Comparison(design, results)
    assert [one.error for one in found.failures] == ["lost"]
    assert [one.honest.n for one in found.answers("connecting")] == [4] * len(MAIN)


def test_an_error_in_a_run_becomes_a_failure(design, monkeypatch):
    def break_down(*_, **__):
        raise ZeroDivisionError("for the test")

    monkeypatch.setattr("simulation.world.World.fork", break_down)
    found = perform(design.tasks()[0])
    assert {type(one) for one in found} == {Failure}
    assert found[0].error == "ZeroDivisionError: for the test"


def test_ranks_give_spearman():
    x, y = np.array([3.0, 1.0, 4.0, 1.0, 5.0]), np.array([2.0, 7.0, 1.0, 8.0, 2.0])
    assert compare._ranks(x) @ compare._ranks(y) == pytest.approx(stats.spearmanr(x, y).statistic)


def test_what_nobody_chooses_changes_nothing_and_nothing_is_said_to_hang_on_it(comparison, hamlets):
    scenario = comparison.design.arms[1].scenario
    idle = [card for card in cards().values() if card.section in compare.UNLESS_CHOSEN and card.plausible]
    assert {card.section for card in idle} == {"growth", "incentives"}
    moved = scenario.with_changes({card.key: card.draw(card.value, 0.9) for card in idle})
    worlds = [World(one, rng=3) for one in (scenario, moved)]
    for world in worlds:
        world.run_model()
    for table in ("people", "money", "places"):
        one, other = (getattr(world.outcomes, table) for world in worlds)
        assert np.array_equal(one, other), table
    assert comparison._idle("connecting") == set(compare.UNLESS_CHOSEN)
    asked = [Scenario.load(path, {"incentives.asking": 0.1}) for path in hamlets]
    assert compare.Comparison(plan(asked, 1), [])._idle("connecting") == {"growth", "pooling"}


@pytest.mark.parametrize(("stopping", "year"), [(9, math.inf), (10, 10), (11, 10), (20, 10)])
def test_a_way_stops_coping_when_at_least_half_of_its_runs_have(stopping, year):
    stops = [Stop(month=12 * n) for n in range(stopping)] + [Stop()] * (20 - stopping)
    told = compare._coping(0.1, stops)
    assert (told.year, told.low, told.stopped) == (year, 1, stopping)
    assert told.high == (20 if stopping == 20 else math.inf)
