"""Designs: how many points, where they lie, and what of them stays when they grow."""

from math import prod

import numpy as np
import pytest

from simulation.experiments.studies.designs import Design
from simulation.experiments.studies.inputs import TOOL, Range
from simulation.experiments.studies.reading_design import read_design
from simulation.strict_yaml import parse


def ranges(n):
    return {f"x{i}": Range(0.0, 10.0, "", "D", 5.0) for i in range(n)}


def switches(n):
    return {f"with.t{i}": Range(0.0, 1.0, "", "S", 0.5, TOOL, True, (0, 1)) for i in range(n)}


def design(text):
    return read_design(parse(text, "study.yaml"))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("{kind: latin_hypercube, samples: 7}", 7),
        ("{kind: sobol, samples: 8}", 8 * (4 + 2)),
        ("{kind: sobol, samples: 8, second_order: true}", 8 * (2 * 4 + 2)),
        ("{kind: morris, samples: 6}", 6 * (4 + 1)),
        ("{kind: full_factorial, levels: 3}", 3**4),
        ("{kind: one_at_a_time, levels: 5}", 1 + 4 * 5),
        ("fractional_factorial", 8),
    ],
)
def test_a_design_has_as_many_points_as_the_textbook_says(text, size):
    one = design(text)
    assert one.size(list(ranges(4).values())) == size
    assert one.sample(ranges(4)).shape == (size, 4)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7, 8, 9])
def test_a_fraction_is_balanced_and_its_main_effects_are_clear_of_each_other(n):
    sample = design("fractional_factorial").sample(switches(n))
    signs = np.where(np.column_stack([one.at(sample[:, i]) for i, one in enumerate(switches(n).values())]) > 0, 1, -1)
    assert len(signs) == design("fractional_factorial").size(list(switches(n).values())) <= 4 * n
    np.testing.assert_array_equal(signs.T @ signs, len(signs) * np.eye(n))
    assert (signs.sum(axis=0) == 0).all()


def test_a_latin_hypercube_has_one_point_in_every_layer_of_every_input():
    sample = design("{kind: latin_hypercube, samples: 20}").sample(ranges(3))
    for column in sample.T:
        assert sorted((column * 20).astype(int)) == list(range(20))


def test_a_full_factorial_has_every_combination_of_levels_once():
    mixed = {
        "a": Range(0, 2, "", "D", 1, levels=(0, 1, 2)),
        "b": Range(0, 1, "", "D", 0.5, levels=("x", "y")),
        **ranges(1),
    }
    one = design("{kind: full_factorial, levels: 3}")
    sample = one.sample(mixed)
    points = {tuple(single.at(sample[:, i])[p] for i, single in enumerate(mixed.values())) for p in range(len(sample))}
    assert len(points) == len(sample) == prod((3, 2, 3))


def test_one_at_a_time_moves_one_input_and_leaves_the_others_at_their_centres():
    sample = design("{kind: one_at_a_time, levels: 2}").sample(ranges(3))
    np.testing.assert_array_equal(sample[0], [0.5, 0.5, 0.5])
    assert ((sample[1:] != 0.5).sum(axis=1) == 1).all()
    assert {tuple(one[one != 0.5]) for one in sample[1:]} == {(0.0,), (1.0,)}


def test_every_step_of_a_trajectory_moves_one_input_by_the_step_of_its_grid():
    sample = design("{kind: morris, samples: 5, levels: 4}").sample(ranges(3))
    steps = np.diff(sample.reshape(5, 4, 3), axis=1)
    assert ((np.abs(steps) > 1e-9).sum(axis=2) == 1).all()
    np.testing.assert_allclose(np.abs(steps).sum(axis=2), 4 / (2 * 3))


def test_sobol_takes_every_column_of_one_matrix_from_another():
    block = design("{kind: sobol, samples: 4}").sample(ranges(3)).reshape(4, 5, 3)
    for i in range(3):
        assert (block[:, 1 + i, i] == block[:, 4, i]).all()
        others = [j for j in range(3) if j != i]
        assert (block[:, 1 + i][:, others] == block[:, 0][:, others]).all()


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "morris"])
def test_a_design_that_grows_keeps_its_first_points_and_adds_new_ones(kind):
    small, wanted = design(f"{{kind: {kind}, samples: 4}}"), design(f"{{kind: {kind}, samples: 8}}")
    grown = small.grown(wanted)
    before, after = small.sample(ranges(3)), grown.sample(ranges(3))
    np.testing.assert_array_equal(after[: len(before)], before)
    assert len(after) == 2 * len(before)
    assert len(np.unique(after, axis=0)) > len(np.unique(before, axis=0))
    assert read_design(parse(str(grown.said).replace("'", '"').replace("False", "false"), "x")) == grown


def test_another_seed_of_the_sampler_gives_another_sample():
    one, other = (design(f"{{kind: latin_hypercube, samples: 4, seed: {seed}}}").sample(ranges(2)) for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_values_lie_half_below_and_half_above_their_centre():
    values = Range(0.0, 10.0, "", "D", 2.0).at((np.arange(1000) + 0.5) / 1000)
    assert (values < 2).sum() == 500
    assert values.min() >= 0
    assert values.max() <= 10
    whole = Range(6, 24, "", "D", 12, whole=True).at(np.linspace(0, 1, 50))
    assert whole.dtype.kind == "i"
    assert (whole.min(), whole.max()) == (6, 24)


def test_a_design_of_nothing_is_one_point():
    assert Design("full_factorial").sample({}).shape == (1, 0)
    assert Design("full_factorial").size([]) == 1
