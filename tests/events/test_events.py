"""Events: each moves what it should in the months in which it should, where it should, and nothing before."""

from functools import cache

import numpy as np
import pytest

from simulation.agents.residents import CRISIS
from simulation.experiments.resilience import respond_to
from simulation.outcomes import Measure
from simulation.scenario import Scenario
from simulation.world import World

PLACES = [
    {"name": "Coast", "residents": 4000, "neighbourhood_size": 500, "halls": 5.0},
    {"name": "Vale", "residents": 4000, "neighbourhood_size": 500, "halls": 5.0},
]
MONTH = 3
"""The month from which each event holds."""

NO_TURN = {"politics.turn_chance": 0.0}
HOME = 4


@cache
def settled():
    """Two places before month 0, with connectors."""
    return World(Scenario.load("making_things_happen", {"places": PLACES, "run.settling_months": 24}), rng=3)


def told(event=""):
    """The scenario with an event from MONTH on, or without one."""
    name = f"making_things_happen+{event}@{MONTH}" if event else "making_things_happen"
    return Scenario.load(name, {"places": PLACES, "run.settling_months": 24})


def lived(scenario, months):
    """The settled places under a scenario, after so many months."""
    world = settled().fork(scenario)
    for _ in range(months):
        world.step_month()
    return world


def record(world, months):
    """Everything recorded of the first months."""
    kept = world.outcomes
    return [getattr(kept, name)[:months].tobytes() for name in ("people", "money", "waits", "places")]


def struck(world, month):
    """People by place who fell into a crisis out of the blue in a month."""
    return world.outcomes.people[month, :, :, Measure.UNAVOIDABLE_CRISES].sum(axis=1)


EVENTS = ("pandemic_surge", "flood", "halls_closing", "election", "provider_failing")


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_moves_before_its_month_and_something_does_after(event):
    """A provider that leaves in a month has sold its hours of that month."""
    with_it, without = lived(told(event), MONTH + 2), lived(told(), MONTH + 2)
    assert record(with_it, MONTH) == record(without, MONTH)
    assert record(with_it, MONTH + 2) != record(without, MONTH + 2)


def test_a_flood_takes_the_homes_of_one_household_in_forty_in_one_month():
    scenario, before = told("flood"), lived(told("flood"), MONTH)
    r = before.residents
    heads = np.flatnonzero(r.alive[: r.count] & r.head[: r.count] & (r.level[: r.count, HOME] < CRISIS))
    gradient = scenario.ladder.deprivation[HOME] * (3.0 - r.fifth[heads])
    expected = (1.0 - np.exp(-0.024 * np.exp(gradient))).sum()
    with_it, without = lived(scenario, MONTH + 2), lived(told(), MONTH + 2)
    homes = struck(with_it, MONTH).sum() - struck(without, MONTH).sum()
    assert homes == pytest.approx(expected, abs=4.0 * np.sqrt(expected))
    assert struck(with_it, MONTH + 1).sum() < 0.3 * homes
    prices = [scenario.at(month).service.direct_hour / told().service.direct_hour for month in (2, 3, 8, 9)]
    assert prices == pytest.approx([1.0, 1.11, 1.11, 1.0])


def test_a_flood_in_one_place_leaves_the_other_dry(tmp_path):
    file = tmp_path / "ours.yaml"
    file.write_text(
        f"extends: making_things_happen\nwith: [{{tool: flood, from: {MONTH}, places: [Coast]}}]\n"
        f"run: {{settling_months: 24}}\nplaces: {PLACES}\n".replace("'", "")
    )
    with_it, without = lived(Scenario.load(file), MONTH + 1), lived(told(), MONTH + 1)
    coast, vale = struck(with_it, MONTH) - struck(without, MONTH)
    assert coast > 15
    assert vale == 0
    halls = [np.bincount(world.place_of[world.halls.neighbourhood[world.halls.open]]) for world in (with_it, without)]
    assert halls[0][0] < halls[1][0]
    assert halls[0][1] == halls[1][1]


def test_halls_close_in_one_month_and_groups_are_without():
    worlds = [lived(told("halls_closing"), months) for months in (MONTH, MONTH + 1, MONTH + 6)]
    halls = [int(world.halls.open.sum()) for world in worlds]
    closing = halls[0] - halls[1]
    expected = halls[0] * (1.0 - np.exp(-2.0))
    assert closing == pytest.approx(expected, abs=4.0 * np.sqrt(expected * np.exp(-2.0)))
    assert halls[1] - halls[2] <= 2, "then as seldom as ever"
    with_hall = [int((world.groups.hall[: world.groups.count] >= 0).sum()) for world in worlds]
    assert with_hall[1] < 0.5 * with_hall[0]


def test_a_pandemic_doubles_crises_out_of_the_blue_for_six_months_and_keeps_people_away():
    months = slice(MONTH, MONTH + 6)
    with_it, without = lived(told("pandemic_surge"), MONTH + 8), lived(told(), MONTH + 8)
    both = [world.outcomes.people[months].sum(axis=(0, 1, 2)) for world in (with_it, without)]
    more, usual = (int(one[Measure.UNAVOIDABLE_CRISES]) for one in both)
    assert usual > 20
    assert more == pytest.approx(2 * usual, abs=4.0 * np.sqrt(2 * usual)), "twice as many, and the same luck"
    assert both[0][Measure.SOUGHT_HELP] < both[1][Measure.SOUGHT_HELP]
    after = [told("pandemic_surge").at(MONTH + 6)[key] for key in ("acute.scale", "service.direct_hour")]
    assert after == [told()[key] for key in ("acute.scale", "service.direct_hour")]


def test_an_election_turns_the_approach_back_and_the_levers_follow():
    worlds = [lived(told("election"), months) for months in (MONTH, MONTH + 1, MONTH + 13)]
    assert [world.places.turned_back.tolist() for world in worlds] == [[False] * 2, [True] * 2, [True] * 2]
    shares = [world.effort.connecting_share for world in worlds]
    assert (shares[2] == 0.0).all()
    assert (shares[0] > 0.0).all()
    untouched = lived(told(), MONTH + 13)
    assert not untouched.places.turned_back.any()


def test_resilience_can_be_read_off_an_event():
    """A flood's loss, its worst month, how long half of it lasts and how much of it has gone a year later (M4)."""
    found = respond_to(told("flood"), told(), seeds=(1, 2, 3), after=MONTH, watch=20)["unmet_need"]
    assert found.unit == "% of hours needed"
    for response in found.place:
        path = response.path
        assert len(path) == 20
        assert response.peak <= 6, "the worst comes soon"
        assert path[response.peak] > 0.2
        assert response.loss == pytest.approx(np.trapezoid(path))
        assert response.loss > 0
        assert 1.0 < response.half_life < 14.0
        assert response.recovered == pytest.approx(1.0 - path[response.peak + 12] / path[response.peak])
        assert response.recovered > 0.2
