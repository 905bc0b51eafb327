"""M10: what agencies know, and how well services fit."""

import math

import numpy as np
import pytest

from simulation.agents.groups import UNKNOWN
from simulation.chance import Decision
from simulation.mechanisms.connecting import MAP
from simulation.mechanisms.understanding import align, drifted, map_groups, misfit, next_alignment

from .village import CARE, village

QUIET = {"understanding__stale_rate": 0.0, "understanding__discovery_formal": 0.0,
         "understanding__discovery_informal": 0.0}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [([0.2] * 5, [0.2] * 5, 0), ([1, 0, 0, 0, 0], [0, 0, 0, 0, 1], 1), ([0.5, 0.5, 0, 0, 0], [0, 0.5, 0.5, 0, 0], 0.5)],
)
def test_misfit_runs_from_the_same_to_nothing_in_common(one, other, expected):
    assert misfit(np.array(one), np.array(other)) == pytest.approx(expected)


def test_learning_closes_a_share_of_the_gap():
    profile, aligned = np.array([1.0, 0, 0, 0, 0]), np.full(5, 0.2)
    for _ in range(10):
        aligned = next_alignment(aligned, profile, 0.1)
    assert misfit(aligned, profile) == pytest.approx(0.8 * 0.9**10)
    assert aligned.sum() == pytest.approx(1.0)


def test_fit_falls_with_misfit():
    """All need in the first fifth; nothing learned yet: misfit .8, and half of that off every hour."""
    town = village(1, understanding__misfit=0.5, understanding__rate=0.0, **QUIET)
    town.needs.needed_by[0, CARE] = [600, 0, 0, 0, 0]
    align(town)
    assert town.understanding.fit[0] == pytest.approx([0.6, 1.0, 1.0, 1.0])


def test_services_learn_as_fast_as_they_may():
    """Rate .5 at discretion .4: a fifth of the gap."""
    town = village(1, understanding__rate=0.5, understanding__discretion=0.4, **QUIET)
    town.needs.needed_by[0, CARE] = [0, 0, 0, 0, 60]
    align(town)
    assert town.understanding.alignment[0, CARE] == pytest.approx([0.16, 0.16, 0.16, 0.16, 0.36])


def test_who_drifts_alone_drifts_to_england():
    mix = np.array([0.6, 0.4, 0.0, 0.0, 0.0])
    alignment = np.tile(mix, (2, 4, 1))
    after = drifted(alignment, np.array([0.25, 0.0]))
    assert after[0] == pytest.approx(np.tile(0.75 * mix + 0.25 * 0.2, (4, 1)))
    assert (after[1] == alignment[1]).all()


def test_those_who_share_drift_to_their_own_average():
    alignment = np.zeros((3, 4, 5))
    alignment[0, :, 0] = alignment[1, :, 4] = alignment[2, :, 2] = 1.0
    after = drifted(alignment, np.array([0.5, 0.5, 0.0]))
    assert after[0, 1] == pytest.approx([0.75, 0, 0, 0, 0.25])
    assert after[1, 2] == pytest.approx([0.25, 0, 0, 0, 0.75])
    assert (after[2] == alignment[2]).all()


def mapping(acts, mapped, **cards):
    town = village(1, groups=len(mapped), **{**QUIET, **cards})
    town.groups.mapped[:] = mapped
    town.places.acts[0, MAP] = acts
    map_groups(town)
    return town.groups


@pytest.mark.parametrize(("acts", "left"), [(0, 3), (1, 2), (3, 0), (9, 0)])
def test_each_act_of_mapping_finds_one_unknown_group(acts, left):
    g = mapping(acts, [UNKNOWN, 4, UNKNOWN, UNKNOWN])
    assert (g.mapped == UNKNOWN).sum() == left
    assert g.mapped[1] == 5


def test_months_since_a_visit_are_counted_and_stop_short_of_unknown():
    assert mapping(0, [0, 8, 254]).mapped.tolist() == [1, 9, 254]


def test_what_nobody_visits_is_forgotten():
    """P = 1 - exp(-.5) for groups known for a month or more; those just visited are safe."""
    n = 400
    g = mapping(0, [3] * n + [0] * n, understanding__stale_rate=0.5)
    town = village(1, groups=2 * n)
    lost = town.luck(Decision.GROUP_STALE, town.groups.key[:n]) < 1 - math.exp(-0.5)
    assert np.array_equal(g.mapped[:n] == UNKNOWN, lost)
    assert (g.mapped[n:] == 1).all()


def test_agencies_come_across_groups_by_themselves():
    n = 400
    town = village(1, groups=2 * n, **{**QUIET, "understanding__discovery_formal": 0.5,
                                       "understanding__discovery_informal": 0.2})  # fmt: skip
    town.groups.formal[:n] = True
    map_groups(town)
    hazard = np.repeat([0.5, 0.2], n)
    noticed = town.luck(Decision.GROUP_NOTICED, town.groups.key) < 1 - np.exp(-hazard)
    assert np.array_equal(town.groups.mapped == 0, noticed)


def test_the_known_share():
    town = village(1, groups=4)
    town.groups.mapped[:] = [0, UNKNOWN, 3, 3]
    town.groups.alive[3] = False
    assert town.understanding.known_share(0) == pytest.approx(2 / 3)


def test_nothing_is_known_where_nothing_is():
    assert village(1).understanding.known_share(0) == 0.0
