"""Mesa's own `batch_run` on a world, in several processes."""

import mesa

from simulation.world import World


def test_batch_run_in_two_processes_gives_what_one_gives(here):
    asked = {"scenario": str(here / "ours.yaml"), "effort.earliness": [0.3, 0.6], "effort.connecting_share": 0.2}
    one, two = (
        mesa.batch_run(World, asked, rng=[1, 2], max_steps=6, number_processes=n, display_progress=False)
        for n in (1, 2)
    )
    last = [("rng", "effort.earliness", "unmet_need", "spending")]
    for rows in (one, two):
        rows.sort(key=lambda row: (row["rng"], row["effort.earliness"]))
        last.append([[row[name] for name in last[0]] for row in rows])
    assert last[1] == last[2]
    assert [row[:2] for row in last[1]] == [[1, 0.3], [1, 0.6], [2, 0.3], [2, 0.6]]
    assert len({row[2] for row in last[1]}) == 4
