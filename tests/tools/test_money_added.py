"""The best next pounds: money added arrives to the penny, is spent, and is told as what it is: not the same money."""

from dataclasses import replace

import numpy as np
import pytest

from simulation.experiments.compare import Comparison
from simulation.experiments.design import plan
from simulation.experiments.execute import execute
from simulation.experiments.resources import UnequalResourcesError, check_equal, realised
from simulation.outcomes import Line
from simulation.outputs import words
from simulation.scenario import Scenario
from simulation.world import World

POUNDS = 10_000.01
MONTHS = 24


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """A function that says a scenario of a small place, with more."""
    folder = tmp_path_factory.mktemp("village")

    def told(more="", named="village"):
        path = folder / f"{named}.yaml"
        path.write_text(
            "extends: doing_things\nplaces: [{name: Village, residents: 600}]\n"
            f"run: {{settling_months: 12, years: 2}}\nmarket: {{on: false}}\npolitics: {{on: false}}\n{more}\n"
        )
        return Scenario.load(path)

    return told


@pytest.fixture(scope="module")
def settled(village):
    return World(village(), rng=3)


def lived(settled, changes):
    world = settled.fork(changes)
    for _ in range(MONTHS):
        world.step_month()
    return world.outcomes.money[:MONTHS].sum(axis=1)


@pytest.fixture(scope="module")
def without(settled):
    return lived(settled, {})


def test_nothing_added_changes_nothing(settled, without):
    assert (lived(settled, {"budget.added_to_connecting": 1.0}) == without).all()


@pytest.mark.parametrize(("to", "line"), [(0.0, Line.DIRECT), (1.0, Line.CONNECTING)])
def test_it_arrives_to_the_penny_and_is_spent_on_what_it_is_for(settled, without, to, line):
    with_it = lived(settled, {"budget.added": POUNDS, "budget.added_to_connecting": to})
    assert with_it[..., Line.ADDED].sum() == MONTHS // 12 * round(100 * POUNDS)
    assert (with_it[..., Line.INCOME] == without[..., Line.INCOME]).all(), "what is due stays what it is"
    first = with_it[0] - without[0]
    assert first[:, line].sum() == first[:, Line.DISCRETIONARY].sum() == first[:, Line.ADDED].sum() > 0


def test_unequal_money_is_told_and_never_passes_for_equal(village):
    ways = [
        village(),
        village(f"budget: {{added: {POUNDS}}}", "richer"),
        village("effort: {earliness: 0.5}", "earlier"),
    ]
    design = plan(ways, 1, 1)
    runs = execute(design.tasks(), 1, lambda _: None)
    check_equal(design.arms, runs)
    comparison = Comparison(design, runs)
    told = words.resources(comparison, "richer")
    assert told.startswith("Not the same money")
    assert "on top of what they are due" in told
    assert words.resources(comparison, "earlier").startswith("Same people")
    rich = next(run for run in runs if run.arm == "richer")
    cells = list(realised(rich).values())
    assert sum(cells[:10]) == pytest.approx(sum(cells[10:16])), "all that came in is accounted for"
    gifts = [replace(run, outcomes=_given(run.outcomes)) if run.arm == "earlier" else run for run in runs]
    with pytest.raises(UnequalResourcesError, match="earlier"):
        check_equal(design.arms, gifts)


def _given(outcomes):
    """A record in which somebody slipped a penny to a place."""
    twin = outcomes.last(outcomes.months)
    twin.money = np.array(twin.money)
    twin.money[3, 0, 0, Line.ADDED] += 1
    return twin
