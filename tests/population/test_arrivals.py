"""Who is here, before anybody arrives."""

import numpy as np

from simulation.population.arrivals import by_neighbourhood, people_by_place


def test_the_living_are_counted_wherever_their_rows_are():
    """Seven rows sorted by neighbourhood, nobody in the second; behind them two who came since, and an empty row."""
    neighbourhood = np.array([0, 0, 0, 2, 2, 3, 3, 1, 3, 0], np.int16)
    alive = np.array([1, 0, 1, 1, 1, 0, 0, 1, 1, 1], np.bool_)
    starts = np.array([0, 3, 3, 5, 7])
    assert by_neighbourhood(9, alive, neighbourhood, starts).tolist() == [2, 1, 2, 1]
    place_of = np.array([0, 0, 2, 2], np.int16)
    assert people_by_place(9, alive, neighbourhood, starts, place_of, 3).tolist() == [3, 0, 3]
