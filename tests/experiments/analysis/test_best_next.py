"""The best next pounds, on tables that can be worked by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from tables import table

from simulation.experiments.analysis.best_next import best_next

GAIN = {"base": [0.0, 0.0, 0.0], "more_care": [4.0, 1.0, -2.0], "more_links": [3.0, 2.0, -1.0]}
"""What each way takes off need at three points."""


def made(seeds=(1,), points=3):
    need = {way: lambda x, s, g=gain: 50.0 + 10 * s - np.array(g[: len(x)]) for way, gain in GAIN.items()}
    cost = {way: lambda x, s, k=k: 900.0 + s + k + 0 * x[:, 0] for k, way in enumerate(GAIN)}
    return table(np.zeros((points, 1)), ["x"], {"need": need, "net_public_cost": cost}, GAIN, seeds)


def test_gains_intervals_and_how_often_each_is_most():
    found = best_next(made(), ["x"], "need", list(GAIN), less_is_better=True)
    links, care = found.rows
    assert (links.way, links.gain.estimate) == ("more_links", pytest.approx(4 / 3))
    assert links.gain.high == pytest.approx(4 / 3 + 4.302653 * math.sqrt(13 / 3 / 3)), "t(2) s / sqrt(3), s^2 = 13/3"
    assert (care.gain.estimate, links.most, care.most, found.none_gains, found.pairs) == (1.0, 1, 1, 1, 3)
    assert (care.costs.estimate, links.costs.estimate) == (1.0, 2.0)


def test_more_may_be_better():
    found = best_next(made(), ["x"], "need", list(GAIN), less_is_better=False)
    assert [(row.way, row.most) for row in found.rows] == [("more_care", 1), ("more_links", 0)]


def test_in_one_future_the_interval_is_over_repeat_runs():
    rows = made(seeds=(1, 2), points=1)
    rows.loc[(rows["way"] == "more_links") & (rows["seed"] == 2), "need"] -= 2.0
    found = best_next(rows, ["x"], "need", list(GAIN), less_is_better=True)
    by_way = {row.way: row for row in found.rows}
    assert by_way["more_links"].gain.estimate == pytest.approx(4.0)
    assert by_way["more_links"].gain.high == pytest.approx(4.0 + 12.7062 * 1.0, rel=1e-4), "t(1) s / sqrt(2)"
    assert [by_way[way].most for way in ("more_care", "more_links")] == [1, 1]


def test_luck_that_all_futures_share_is_in_the_interval():
    """More links gain 10 in one repeat run and lose 10 in the other, whatever the future: nothing is known of them."""
    rows = made(seeds=(1, 2))
    links = rows["way"] == "more_links"
    rows.loc[links, "need"] += np.where(rows.loc[links, "seed"] == 1, -10.0, 10.0)
    gain = best_next(rows, ["x"], "need", list(GAIN), less_is_better=True).rows[0].gain
    assert gain.estimate == pytest.approx(4 / 3)
    assert gain.high == pytest.approx(4 / 3 + 12.7062 * math.sqrt(13 / 3 / 3 + 200.0 / 2), rel=1e-4)


def test_a_pair_with_a_lost_run_is_left_out():
    rows = made(seeds=(1, 2))
    rows.loc[(rows["way"] == "base") & (rows["seed"] == 2) & (rows["point"] == 1), "need"] = math.nan
    assert best_next(rows, ["x"], "need", list(GAIN), less_is_better=True).pairs == 5
    rows.loc[rows["point"] == 2, "need"] = math.nan
    found = best_next(rows, ["x"], "need", list(GAIN), less_is_better=True)
    assert (found.pairs, found.futures) == (3, 2), "a future without a pair is none that was looked at"


def test_repeat_runs_of_a_future_are_no_futures_and_to_gain_nothing_is_not_to_gain_most():
    rows = made(seeds=(1, 2))
    (links, _) = best_next(rows, ["x"], "need", list(GAIN), less_is_better=True).rows
    assert links.gain.high >= 4 / 3 + 4.302653 * math.sqrt(13 / 3 / 3), "six pairs tell no more than three futures do"
    same = rows[rows["way"] == "base"]
    twice = best_next(pd.concat([same, same.assign(way="same")]), ["x"], "need", ["base", "same"], less_is_better=True)
    assert (twice.rows[0].most, twice.none_gains) == (0, 6)
