"""Mesa's own `batch_run` on a world, in several processes."""

import mesa

from simulation.experiments.once import run_once
from simulation.world import World

SHOWN = ("effort.connecting_share", "month", "unmet_need", "spending")


def test_batch_run_in_two_processes_gives_what_one_gives(here):
    asked = {"scenario": str(here / "ours.yaml"), "effort.connecting_share": [0.0, 0.2]}
    one, two = (
        mesa.batch_run(World, asked, rng=[3], max_steps=6, number_processes=n, display_progress=False) for n in (1, 2)
    )
    told, other = ([[row[name] for name in SHOWN] for row in rows] for rows in (one, two))
    assert [row[:2] for row in told] == [[0.0, 6], [0.2, 6]]
    assert told[0][2] != told[1][2]
    assert sorted(told) == sorted(other)


def test_a_month_of_batch_run_is_in_the_units_of_run_once(here):
    """Every month of the year by itself; the year's unmet need lies among them."""
    rows = mesa.batch_run(
        World, {"scenario": str(here / "ours.yaml")}, rng=[3], max_steps=12, data_collection_period=1,
        number_processes=1, display_progress=False,
    )  # fmt: skip
    months = [row["unmet_need"] for row in rows]
    assert len(months) == 12
    assert min(months) <= run_once(str(here / "ours.yaml"), seed=3, years=1)["unmet_need"] <= max(months)
