"""Which ways of working can be split, and what two scenarios differ in."""

from pathlib import Path

import pytest

from simulation.experiments.design import CORNERS, beyond_policy, plan
from simulation.scenario import Scenario

SCHEDULE = "extends: {base}\nschedule: [{{from: 5, {change}}}]\n"


def scheduled(folder: Path, base: str, change: str) -> Scenario:
    path = folder / f"{base}.yaml"
    path.write_text(SCHEDULE.format(base=base, change=change))
    return Scenario.load(path)


def corners(folder: Path, change: str) -> list[str]:
    pair = [scheduled(folder, base, change) for base in ("doing_things", "making_things_happen")]
    return [arm.name for arm in plan(pair, 3).corners]


def test_corners_keep_a_schedule_that_both_share(tmp_path):
    assert corners(tmp_path, "acute: {scale: 2}") == list(CORNERS)


@pytest.mark.parametrize("lever", ["connecting_share", "earliness"])
def test_there_are_no_corners_where_a_schedule_moves_a_lever(tmp_path, lever):
    assert corners(tmp_path, f"effort: {{{lever}: 0.1}}") == []


def test_what_no_policy_decides_counts_at_any_time(tmp_path):
    base = Scenario.load("doing_things")
    assert beyond_policy(base, Scenario.load("making_things_happen")) == set()
    assert beyond_policy(base, Scenario.load("doing_things+rationing@9")) == set()
    dearer = scheduled(tmp_path, "doing_things", "budget: {income_growth: 0.05}")
    assert beyond_policy(base, dearer) == beyond_policy(dearer, base) == {"budget.income_growth"}
    assert beyond_policy(dearer, dearer) == set()
