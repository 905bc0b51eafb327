"""M17: places try, look, copy and follow a template; what that is worth, and to whom."""

import numpy as np
import pytest
from scipy.stats import norm

from simulation.chance import Decision, mix
from simulation.mechanisms.innovation import (
    CENTRE,
    CONNECTING,
    PRACTICE,
    Innovation,
    gain_of_a_try,
    is_reissued,
    learn,
    linked_place,
    looks_better,
    usual_merit,
    worth_of_connecting,
    worth_of_services,
)
from simulation.verification.innovating import live, many_places
from simulation.world import World

from .village import village


@pytest.mark.parametrize(("noise", "u", "kept"), [(0.0, 0.001, True), (1.0, 0.3, True), (1.0, 0.2, False)])
def test_an_idea_is_kept_where_it_looks_better(noise, u, kept):
    """Better by 1; both errors together come to sqrt 2 x noise x the quantile: -.74 at .3, -1.19 at .2."""
    assert looks_better(2.0, 3.0, noise, u) == kept == (1.0 + 2**0.5 * noise * norm.ppf(u) > 0)


@pytest.mark.parametrize("noise", [0.0, 0.7, 2.0])
def test_the_gain_of_a_try_is_its_integral(noise):
    d = np.linspace(-9, 9, 20_001)
    seen = norm.cdf(d / max(noise * 2**0.5, 1e-9))
    assert gain_of_a_try(noise) == pytest.approx(np.trapezoid(d * seen * norm.pdf(d), d), abs=1e-5)


@pytest.mark.parametrize(
    ("places", "reach", "links"),
    [
        (1, 3, [(0, 0)]),
        (5, 1, [(3, 1), (1, 1)]),
        (6, 9, [(3, 1), (1, 1), (4, 2), (0, 2), (5, 3)]),
        (5, 9, [(3, 1), (1, 1), (4, 2), (0, 2)]),
    ],
)
def test_linked_places_are_the_nearest_on_a_ring(places, reach, links):
    """Seen from place 2: nearest first, one on either side, nobody twice."""
    share = 1.0 / len(links)
    seen = [linked_place(min(2, places - 1), places, reach, share * (n + 0.5)) for n in range(len(links))]
    assert seen == links


def test_templates_come_every_few_years():
    assert [month for month in range(-48, 100) if is_reissued(month, 4)] == [0, 48, 96]


def key_of(town, practice):
    return np.uint64(mix(town.places.key[0], np.uint64(practice), PRACTICE))


def luck(town, decision, practice):
    return norm.ppf(town.luck(decision, [key_of(town, practice)])[0])


SURE = {"innovation__trials": 5.0, "innovation__noise": 0.5, "innovation__stale": 0.1, "understanding__discretion": 1.0}


def trying(month=5, **cards):
    town = village(1, month=month, **{**SURE, **cards})
    town.budget.discretionary[:], town.budget.first_discretionary[:] = 100, 100
    town.innovation = Innovation(1, 2.0)
    learn(town)
    return town


def test_a_try_is_made_and_judged():
    town = trying()
    for practice in range(5):
        assert town.luck(Decision.IDEA, [key_of(town, practice)])[0] < 1 - np.exp(-5)
        better, error = luck(town, Decision.VARIATION, practice), luck(town, Decision.IDEA_JUDGED, practice)
        expected = 1.8 + better if better + 2**0.5 * 0.5 * error > 0 else 1.8
        assert town.innovation.merit[0, practice] == pytest.approx(expected, abs=1e-6)
    assert len(set(town.innovation.merit[0])) > 2


def test_without_money_or_freedom_nothing_is_tried():
    for changes in ({"understanding__discretion": 0.0}, {"innovation__trials": 0.0}):
        assert trying(**changes).innovation.merit == pytest.approx(np.full((1, 5), 1.8))
    town = village(1, **SURE)
    town.budget.first_discretionary[:] = 100
    town.innovation = Innovation(1, 2.0)
    learn(town)
    assert town.innovation.merit == pytest.approx(np.full((1, 5), 1.8))


def test_before_month_0_practice_stands_still():
    assert (trying(month=-1).innovation.merit == 2.0).all()


def test_worth_is_told_against_what_is_usual():
    town = trying(innovation__direct_gain=0.1, innovation__network_gain=0.3)
    better = town.innovation.merit[0] - usual_merit(town.scenario.innovation)
    assert worth_of_services(town)[0] == pytest.approx(1 + 0.1 * better[:4])
    assert worth_of_connecting(town) == pytest.approx([1 + 0.3 * better[CONNECTING]])
    town.set(innovation__on=False)
    assert worth_of_services(town) == worth_of_connecting(town) == 1.0


def test_without_gains_practice_does_not_matter():
    town = trying(innovation__direct_gain=0.0, innovation__network_gain=0.0)
    assert (town.innovation.worth == 1.0).all()


def test_the_centre_issues_the_pilot_that_looks_best():
    cards = {"innovation__pilots": 3, "innovation__evidence": 4.0, "innovation__one_size": 0.5}
    town = trying(month=48, innovation__governance="centre", **cards)
    for practice in range(5):
        keys = [np.uint64(mix(CENTRE, np.uint64(practice), np.uint64(i))) for i in range(3)]
        ideas = norm.ppf(town.luck(Decision.PILOT, keys))
        seen = ideas + 0.25 * norm.ppf(town.luck(Decision.PILOT_JUDGED, keys))
        expected = 1.8 + ideas[seen.argmax()]
        assert town.innovation.template[practice] == pytest.approx(expected, abs=1e-6)
        assert town.innovation.merit[0, practice] == pytest.approx(0.5 * expected, abs=1e-6)
    town.month = 49
    before = town.innovation.template.copy()
    learn(town)
    assert town.innovation.template == pytest.approx(0.9 * before)


def spread_between(governance, reach, months=120):
    """The variance of merit between places, and of the mean of all places between practices."""
    town = many_places(200, trials=1.0, governance=governance, reach=reach, looking=0.3, fidelity=1.0, one_size=1.0)
    live(town, months)
    return town.innovation.merit.var(axis=0).mean(), town.innovation.merit.mean(axis=0).var()


def test_one_template_makes_one_mistake_everywhere():
    """Errors of places that try by themselves average out; those of a template do not."""
    (apart, alone), (same, centre) = spread_between("isolated", 1), spread_between("centre", 1)
    assert same == pytest.approx(0.0, abs=1e-12)
    assert apart > 0.5
    assert centre > 10 * alone


def test_slow_networks_keep_more_variety():
    """Lazer and Friedman 2007: where few see each other, what is tried stays different for longer."""
    assert spread_between("networked", 1)[0] > 1.2 * spread_between("networked", 1000)[0]


def test_places_learn_from_each_other():
    def mean(**cards):
        town = many_places(200, looking=0.3, **cards)
        live(town, 120)
        return town.innovation.merit.mean()

    isolated, linked = mean(governance="isolated"), mean(governance="networked")
    assert linked > isolated + 0.3
    assert mean(governance="networked", fidelity=0.0) < linked - 0.3


def same(one, other):
    return np.array_equal(one.outcomes.people, other.outcomes.people)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A village alone in its world, whose connectors are at work."""
    file = tmp_path_factory.mktemp("alone") / "alone.yaml"
    file.write_text(
        "extends: making_things_happen\nplaces: [{name: Village, residents: 600}]\nrun: {settling_months: 12}\n"
        "innovation: {trials: 2.0, direct_gain: 0.2, network_gain: 0.2, looking: 3.0}\neffort: {lag: 1}\n"
    )
    return World(str(file), rng=3)


def lived(world, **changes):
    world = world.fork({name.replace("__", "."): value for name, value in changes.items()})
    for _ in range(24):
        world.step_month()
    return world


def test_a_place_alone_has_nobody_to_learn_from(alone):
    isolated, networked = lived(alone), lived(alone, innovation__governance="networked")
    assert np.array_equal(isolated.innovation.merit, networked.innovation.merit)
    assert np.array_equal(isolated.outcomes.people, networked.outcomes.people)
    assert np.ptp(isolated.innovation.worth) > 0.05


def test_switched_off_it_is_as_if_practice_were_worthless(alone):
    without = lived(alone, innovation__on=False)
    worthless = lived(alone, innovation__direct_gain=0.0, innovation__network_gain=0.0)
    assert same(without, worthless)
    assert not same(without, lived(alone))


def test_settling_leaves_practice_as_it_is(alone):
    assert (alone.innovation.worth == 1.0).all()
    assert alone.innovation.merit == pytest.approx(np.full((1, 5), usual_merit(alone.scenario.innovation)))
