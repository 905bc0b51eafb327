"""Each mechanism off in turn: from month 0, in the same settled place, paired, and taken up again where it stopped."""

import io
import math

import numpy as np
import pandas as pd
import pytest

from simulation.experiments import ablation, workers
from simulation.experiments.ablation import (
    OUTCOMES,
    WHOLE,
    Ablation,
    Reading,
    ablate,
    live,
    read,
    switches,
    tasks,
    without,
)  # fmt: skip
from simulation.experiments.design import Draw, Task
from simulation.experiments.shelf import Shelf
from simulation.outputs.switched_off import kept
from simulation.outputs.switched_off.telling import cells, rows
from simulation.parameters import cards
from simulation.scenario import Scenario, ScenarioError
from simulation.world import PHASES, World

T_OF_ONE = 12.706
"""The upper 2.5 % point of Student's t with one degree of freedom, from any table."""


@pytest.fixture
def ours(hamlets):
    return Scenario.load(hamlets[1])


def reading(arm, seed, value):
    return Reading(arm, seed, dict.fromkeys(OUTCOMES, value))


def test_every_switch_of_a_phase_is_thrown_and_every_other_switch(ours):
    assert {f"{phase.switch}.on" for phase in PHASES if phase.switch} <= set(switches(ours))
    assert {key for key in cards() if key.endswith(".on")} == set(switches(ours))


def test_what_changes_nothing_is_seen_where_all_live_in_one_fifth(ours):
    said = {name: math.nan if name == "inequality" else 1.0 for name in OUTCOMES}
    found = Ablation(ours, [Reading(arm, seed, said) for arm in (WHOLE, "ties.on") for seed in (1, 2)])
    (ties,) = [one for one in found.effects if one.switch == "ties.on"]
    assert ties.identical
    assert ties.clear == []


def test_what_is_off_already_is_not_thrown(ours):
    assert "ties.on" not in switches(ours.with_changes({"ties.on": False}))


def test_a_place_settles_with_the_mechanism_and_goes_on_without_it(ours):
    off = without(ours, "ties.on")
    assert off.today().fingerprint == ours.today().fingerprint
    assert (ours.at(0).ties.on, off.at(0).ties.on, off.at(23).ties.on) == (True, False, False)


def test_every_world_of_a_seed_begins_as_one(two_villages):
    scenario = Scenario.load(two_villages).with_changes({"run.settling_months": 12, "run.years": 1})
    worlds = [World(one, rng=1) for one in (scenario, without(scenario, "ladder.on"))]
    levels = [world.residents.level[: world.residents.count].copy() for world in worlds]
    assert np.array_equal(*levels)


def test_all_arms_are_asked_of_every_seed_each_once(ours):
    asked = [(task.seed, arm.name) for task in tasks(ours, 3, 1) for arm in task.arms]
    assert sorted(asked) == sorted((seed, name) for seed in (1, 2, 3) for name in (WHOLE, *switches(ours)))
    assert {task.draw for task in tasks(ours, 3, 1)} == {Draw.ALL}


@pytest.mark.parametrize("seeds", [0, 1, 10_001])
def test_it_takes_two_repeat_runs(ours, seeds):
    with pytest.raises(ScenarioError, match="--seeds"):
        tasks(ours, seeds, 1)


def test_differences_are_without_less_with_paired_by_seed(ours):
    readings = [
        reading(WHOLE, 1, 10.0),
        reading(WHOLE, 2, 20.0),
        reading("ties.on", 2, 23.0),
        reading("ties.on", 1, 11.0),
    ]
    (one,) = [effect for effect in Ablation(ours, readings).effects if effect.switch == "ties.on"]
    apart = one.difference["unmet_need"]
    assert (apart.estimate, one.without["unmet_need"], one.runs) == (2.0, 17.0, 2)
    assert apart.high - apart.estimate == pytest.approx(T_OF_ONE * math.sqrt(2) / math.sqrt(2), rel=1e-4)
    assert not one.clear
    assert not one.identical


def test_runs_that_lack_their_fellow_do_not_count_and_are_told(ours):
    lost = Reading("ties.on", 2, {}, "gone")
    found = Ablation(ours, [reading(WHOLE, 1, 1.0), reading(WHOLE, 2, 1.0), reading("ties.on", 1, 1.0), lost])
    effects = {one.switch: one for one in found.effects}
    assert (effects["ties.on"].runs, effects["ties.on"].identical, effects["burnout.on"].runs) == (1, True, 0)
    assert not effects["burnout.on"].identical
    assert found.failures == [lost]


def test_clear_ones_come_first_and_those_without_effect_last(ours):
    readings = [reading(arm, seed, value + seed) for seed in (1, 2) for arm, value in (
        (WHOLE, 0.0), ("ties.on", 5.0), ("burnout.on", 0.0), ("trust.on", float(seed)),
    )]  # fmt: skip
    found = [one.switch for one in Ablation(ours, readings).effects if one.runs]
    assert found == ["ties.on", "trust.on", "burnout.on"]


def test_what_it_is_meant_to_move_and_does_not_is_told(ours):
    """Trust is meant to move itself and who begins; here it moves the first alone, and no main outcome."""
    assert cards()["trust.on"].moves == ("trusting", "starting")
    readings = [reading(arm, seed, float(seed)) for seed in (1, 2, 3) for arm in (WHOLE, "trust.on")]
    for one in readings:
        one.outcomes["trusting"] += one.arm == "trust.on"
    (trust,) = [one for one in Ablation(ours, readings).effects if one.switch == "trust.on"]
    assert (trust.clear, trust.missed, trust.identical) == ([], ["starting"], False)


def test_flows_are_read_as_their_mean_over_the_months(ours):
    whole = ours.with_changes({"run.years": 1})
    arms = tuple(arm for task in tasks(ours, 2, 1) if task.seed == 1 for arm in task.arms if arm.name == WHOLE)
    (one,) = live(Task(1, Draw.LUCK, arms))
    world = World(whole.today(), rng=1).fork(whole)
    trust = []
    for _ in range(12):
        world.step_month()
        trust.append(100.0 * world.places.trust.mean())
    assert one.outcomes["trusting"] == pytest.approx(np.mean(trust), rel=1e-12)


def test_a_world_of_its_own_without_help_by_kin_reads_the_same(ours, monkeypatch, tmp_path):
    """The plain way: a world that settles, is forked with the switch thrown or not, and is read."""
    monkeypatch.setattr(ablation, "Shelf", lambda: Shelf(tmp_path))
    whole = ours.with_changes({"run.years": 1})
    arms = {arm.name: arm for task in tasks(ours, 2, 1) for arm in task.arms if task.seed == 1}
    readings = {one.arm: one.outcomes for one in read(Task(1, Draw.LUCK, (arms[WHOLE], arms["hours.on"])))}
    settled = World(whole.today(), rng=1)
    for arm, changes in ((WHOLE, {}), ("hours.on", {"hours.on": False})):
        world = settled.fork(whole.with_changes(changes))
        world.run_for(12)
        assert {name: one.of(world.outcomes) for name, one in OUTCOMES.items()} == readings[arm]
    assert readings[WHOLE]["unmet_need"] < readings["hours.on"]["unmet_need"]


def test_what_was_read_is_not_lived_through_again_unless_it_failed(ours, monkeypatch, tmp_path):
    monkeypatch.setattr(ablation, "Shelf", lambda: Shelf(tmp_path))
    task = Task(1, Draw.ALL, tasks(ours, 2, 1)[0].arms[:1])
    lived = []

    def perform(task):
        lived.append(task.seed)
        return found.pop(0)

    from simulation.experiments.execute import Failure

    real = ablation.perform(task)
    found = [[Failure(WHOLE, Draw.ALL, 1, "no room")], real]
    monkeypatch.setattr(ablation, "perform", perform)
    first, second, third = read(task), read(task), read(task)
    assert (first[0].error, second[0].error) == ("no room", "")
    assert repr(second) == repr(third), "one has no gap, which equals nothing"
    assert len(lived) == 2
    found.append(real)
    assert repr(live(task)) == repr(second)
    assert len(lived) == 3


def test_several_processes_leave_the_bytes_that_one_leaves(ours, tmp_path):
    """Lived anew both times: what is shelved would be the same for whoever asks."""
    asked = [Task(one.seed, one.draw, one.arms[:3]) for one in tasks(ours, 2, 1) if one.arms[0].name == WHOLE]
    counted = []
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        kept.write(tmp_path / str(number), ablate(asked, number, counted.append, live), "run.py ablate")
    assert counted == [1, 2, 1, 2]
    files = list((tmp_path / "1").iterdir())
    assert len(files) == 3
    for path in files:
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_the_means_do_not_hang_on_who_is_done_first(ours, monkeypatch):
    """Readings are added up in the order of the tasks: 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1."""
    asked = [task for task in tasks(ours, 3, 1) if task.arms[0].name == WHOLE]
    made = [(number, [reading(WHOLE, number + 1, value)]) for number, value in enumerate((0.1, 0.2, 0.3))]
    means = []
    for done in (made, made[::-1]):
        monkeypatch.setattr(workers, "shared_out", lambda *_, done=done: (one for one in done))
        means.append(ablate(asked, 3).whole["unmet_need"])
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    assert means[0] == means[1]


def test_what_is_not_known_is_an_empty_cell_of_the_table(ours):
    """As spreadsheets and pandas have it; a difference in one repeat run has no interval."""
    readings = [reading(arm, 1, value) for arm, value in ((WHOLE, 1.0), ("ties.on", 3.0))]
    for one in readings:
        one.outcomes["inequality"] = math.nan
    table = pd.read_csv(io.StringIO(rows(Ablation(ours, readings))), keep_default_na=False, dtype=str)
    told = table[table["switch"] == "ties.on"].set_index("outcome")
    numbers = ["as_it_is", "without", "difference", "low", "high"]
    assert told.loc["unmet_need", numbers].tolist() == ["1.0", "3.0", "2.0", "", ""]
    assert told.loc["inequality", numbers].tolist() == [""] * 5


def test_the_table_has_no_number_that_takes_a_scientist_to_read(ours):
    readings = [reading(WHOLE, seed, 1.0) for seed in (1, 2)]
    readings += [reading("ties.on", 1, 1.0 + 3e-6), reading("ties.on", 2, 1.0 - 5e-6)]
    _, lines = cells(Ablation(ours, readings), " ")
    assert set(lines[1][1:]) == {"0.000 0.000 to 0.000"}
    readings[-1] = reading("ties.on", 2, 1.2)
    assert {one.split()[0] for one in cells(Ablation(ours, readings), " ")[1][1][1:]} == {"+0.10"}


def test_no_switch_that_is_thrown_changes_the_money_that_a_place_is_given(ours):
    """All settle alike, so that income and reserves are the same at the start whichever mechanism is off."""
    from simulation.experiments.execute import Failure, perform

    arms = [arm for task in tasks(ours, 2, 1) if task.seed == 1 for arm in task.arms]
    runs = perform(Task(1, Draw.LUCK, tuple(arms)))
    assert [one for one in runs if isinstance(one, Failure)] == []
    assert len({one.opening_reserves.tobytes() for one in runs}) == 1


def test_a_scenario_with_everything_off_is_refused():
    off = {key: False for key, card in cards().items() if card.name == "on"}
    with pytest.raises(ScenarioError, match="Every mechanism is off"):
        ablation.tasks(Scenario.load("doing_things", off), 2, 1)
