from dataclasses import replace

import numpy as np
import pytest

from dashboards.answering import questions
from dashboards.answering.questions import FIRST_TOWN, SMALL_TOWN, quick, quickest, refined, sized
from dashboards.answering.runs import live
from dashboards.answering.ticket import Lost
from dashboards.asking.size import MOST_PLACES, check_size
from simulation.experiments.compare import Comparison
from simulation.experiments.design import CORNERS, Draw
from simulation.experiments.execute import execute
from simulation.population.town import lay_out
from simulation.scenario import Scenario, ScenarioError

SHORT = {"run.years": 1, "run.settling_months": 12}
SEEDS = 2


@pytest.fixture(scope="module")
def pair():
    return [Scenario.load(name, SHORT) for name in ("doing_things", "making_things_happen")]


@pytest.fixture(scope="module")
def question(pair):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "SEEDS", SEEDS)
        return refined(pair)


@pytest.fixture(scope="module")
def results(question):
    return {number: live(task) for number, task in enumerate(question.tasks)}


def residents(scenario):
    return [place.residents for place in scenario.places]


def test_the_first_answer_is_one_run_of_each_with_nothing_but_luck(pair):
    question = quick(pair)
    assert [(task.seed, task.draw, residents(task.arms[0].scenario)) for task in question.tasks] == [
        (1, Draw.LUCK, [FIRST_TOWN])
    ] * 2
    comparison = question.so_far({number: live(task) for number, task in enumerate(question.tasks)})
    first, second = comparison.values("unmet_need", question.draw, *comparison.names)
    assert comparison.names == ["doing_things", "making_things_happen"]
    assert len(first) == len(second) == 1
    assert first != second


def test_the_first_years_are_those_of_the_first_answer(monkeypatch):
    monkeypatch.setattr(questions, "FIRST_YEARS", 1)
    longer = [Scenario.load(name, SHORT | {"run.years": 2}) for name in ("doing_things", "making_things_happen")]
    whole, years = quick(longer), quickest(longer)
    for task, part in zip(whole.tasks, years.tasks, strict=True):
        assert np.array_equal(live(part).outcomes.people, live(task).outcomes.people[:12])
    assert quickest(longer[:1])
    assert quickest([Scenario.load("doing_things", SHORT)]) is None


def test_a_task_is_one_run_and_tells_nothing_of_who_asks(pair):
    others = [replace(one, name=f"mine_{n}", title="My town", description="Secret") for n, one in enumerate(pair)]
    mine, theirs = ({task.key for task in refined(some).tasks} for some in (others, pair))
    assert mine == theirs
    assert all(len(task.arms) == 1 for task in refined(others).tasks)
    assert {live(task).arm for task in quick(others).tasks} == {sized(one, FIRST_TOWN).fingerprint for one in pair}


def test_the_repeat_runs_of_the_ways_themselves_come_first_in_pairs(pair):
    question = refined(pair)
    main = 2 * question.design.seeds
    told = [(name, task.draw, task.seed) for name, task in zip(question.names, question.tasks, strict=True)]
    names = [one.name for one in pair]
    assert told[:main] == [
        (name, Draw.ALL, seed + second) for seed in range(1, 21, 2) for name in names for second in (0, 1)
    ]
    assert {name for name, draw, _ in told[main:] if draw is Draw.ALL} == set(CORNERS)
    assert len(told) == sum(len(task.arms) for task in question.design.tasks()) == 70
    assert {sum(residents(task.arms[0].scenario)) for task in question.tasks} == {SMALL_TOWN}


def test_all_results_together_are_the_comparison_that_the_command_line_makes(question, results):
    ours, theirs = question.so_far(results), Comparison(question.design, execute(question.design.tasks(), 1))
    b = ours.names[1]
    assert repr(ours.answers(b)) == repr(theirs.answers(b))
    assert repr(ours.details(b)) == repr(theirs.details(b))
    assert repr(ours.fifths(b)) == repr(theirs.fifths(b))
    assert ours.main == theirs.main
    assert not ours.failures


def test_there_is_a_comparison_after_every_pair(question, results):
    assert not question.so_far({0: results[0], 1: results[1]}).complete
    some = question.so_far({2: results[2], 0: results[0]})
    assert some.complete
    assert some.seeds(Draw.ALL, *some.names) == [1]
    whole = question.so_far(results)
    first, second = (one.values("unmet_need", Draw.ALL, *one.names) for one in (some, whole))
    assert [values[0] for values in first] == [values[0] for values in second]
    assert len(some.answers(some.names[1])) == len(whole.answers(whole.names[1]))


def test_what_is_lost_is_a_failed_run_under_its_name(question, results):
    some = question.so_far({**results, 3: Lost("It was lost.")})
    (failure,) = some.failures
    assert (failure.arm, failure.draw, failure.seed, failure.error) == (
        "making_things_happen", Draw.ALL, 2, "It was lost."
    )  # fmt: skip
    assert some.seeds(Draw.ALL, *some.names) == [1]


def test_a_repeat_run_is_lost_where_either_way_is_and_not_with_what_explains_it(question, results):
    corner = next(n for n, name in enumerate(question.names) if name in CORNERS)
    luck = next(n for n, task in enumerate(question.tasks) if task.draw is not question.draw)
    both = [n for n, task in enumerate(question.tasks[: 2 * SEEDS]) if task.seed == 2]
    gone = dict.fromkeys((corner, luck), Lost("It was lost."))
    assert question.lost(results | gone) == set()
    assert question.lost(results | gone | dict.fromkeys(both, Lost("It was lost."))) == {2}


def test_the_small_town_has_neighbourhoods_of_every_fifth():
    town = sized(Scenario.load("doing_things"), SMALL_TOWN)
    for seed in (1, 2, 3):
        assert set(lay_out(town, np.uint64(seed))[1].tolist()) == {1, 2, 3, 4, 5}


def test_a_world_in_small_keeps_shares_and_mixtures():
    county = Scenario.load("county")
    small = sized(county, 4_000)
    assert residents(small) == [900, 1300, 1000, 800]
    for before, after in zip(county.places, small.places, strict=True):
        kept = set(before.__slots__) - {"residents", "neighbourhood_size"}
        assert [getattr(before, name) for name in kept] == [getattr(after, name) for name in kept]
    assert small.values == county.values
    assert min(residents(sized(county, 100))) == 200


def test_a_world_that_is_small_already_stays_as_it_is():
    hamlet = sized(Scenario.load("doing_things"), 400)
    assert sized(hamlet, FIRST_TOWN) is hamlet


def places(residents, count):
    made = [{"name": f"Place {number}", "residents": residents} for number in range(count)]
    return Scenario.load("doing_things", SHORT).with_changes({"places": made})


def test_a_scenario_that_is_too_large_is_refused_in_a_sentence():
    check_size(places(5_000, MOST_PLACES))
    with pytest.raises(
        ScenarioError, match=r"^Doing things has 60,000 residents, but this dashboard takes at most 50,"
    ):
        check_size(places(60_000, 1))
    with pytest.raises(ScenarioError, match=r"^Doing things has 11 places, but this dashboard takes at most 10\."):
        check_size(places(1_000, MOST_PLACES + 1))
    for ask in (quick, refined):
        with pytest.raises(ScenarioError, match="60,000 residents"):
            ask([places(60_000, 1)] * 2)


def test_longer_than_forty_years_is_refused_as_on_the_command_line():
    with pytest.raises(ScenarioError, match=r"run\.years is 41"):
        Scenario.load("doing_things", {"run.years": 41})
