"""Mesa's own `batch_run` on a world, in several processes."""

import mesa

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
