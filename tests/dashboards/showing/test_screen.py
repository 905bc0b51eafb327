"""What is shown of a comparison: five outcomes in their order, with unit, interval and what rests on assumptions."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

import pytest

from dashboards.asking.choice import Choice
from dashboards.showing import glance
from dashboards.showing.screen import OUTCOMES, _row, first, screen
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw, plan
from simulation.experiments.execute import execute
from simulation.experiments.intervals import NOTHING, Interval
from simulation.outputs.explanation import explain
from simulation.outputs.figures import Figure
from simulation.words import jargon

HAMLET = [{"name": "Hamlet", "residents": 600, "neighbourhood_size": 500}]


@pytest.fixture(scope="module")
def comparison():
    changes = {"places": HAMLET, "run.years": 2, "run.settling_months": 12}
    design = plan([one.with_changes(changes) for one in Choice().pair()], 3)
    return Comparison(design, execute(design.tasks(), 1))


@pytest.fixture(scope="module")
def whole(comparison):
    return screen(comparison)


@pytest.fixture(scope="module")
def single(comparison):
    runs = [run for run in comparison.runs if run.draw is Draw.LUCK and run.seed == 1]
    return first(Comparison(comparison.design, runs))


def texts(said):
    """Every text there is in what is shown."""
    if isinstance(said, str):
        yield said
    elif is_dataclass(said):
        for field in fields(said):
            yield from texts(getattr(said, field.name))
    elif isinstance(said, Mapping):
        for one in said.values():
            yield from texts(replace(one, name="") if isinstance(one, Figure) else one)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from texts(one)


def test_no_jargon_is_in_what_is_shown_or_drawn(whole, single):
    for seen, fewest in ((whole, 100), (single, 20)):
        said = list(texts(seen))
        assert len(said) > fewest
        assert jargon("\n".join(said)) == []


def test_the_five_outcomes_come_in_their_order(whole):
    numbers = [row.outcome for row in whole.rows]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(OUTCOMES)))


def test_every_number_has_a_unit_and_every_difference_an_interval_and_what_it_rests_on(whole):
    for row in whole.rows:
        assert row.unit
        assert row.rests.endswith("%") or row.surely == "no difference" or row.levels[0] == row.levels[1]
        assert bool(row.difference) == bool(row.interval) == bool(row.surely)


@pytest.mark.parametrize(("low", "said"), [(0.05, ("1,045.1", "1,045.4")), (-0.05, ("1,045", "1,045"))])
def test_two_numbers_that_differ_clearly_do_not_read_alike(low, said):
    row = _row(1, "All public money", "£", (1045.12, 1045.39, Interval(0.27, low, 0.48, 20)), NOTHING, True)
    assert (row.a, row.b) == said


def test_people_are_told_of_1000_residents(comparison, whole):
    row = next(row for row in whole.rows if row.label == "In crisis")
    heads = comparison.headcounts(comparison.names[1])
    assert row.levels[0] == pytest.approx(1000 * heads["in_crisis"][0] / heads["residents"][0], rel=0.02)


def test_a_single_run_has_no_interval_and_says_nothing_of_fifths(single):
    assert (single.runs, single.seeds) == (1, (1,))
    assert not any(row.interval for row in single.rows)
    assert {row.outcome for row in single.rows} == {0, 1, 2}


def test_the_glance_shows_what_was_before_and_escapes_what_people_wrote(whole):
    hostile = replace(whole, names=("Doing things", "<script>alert(1)</script>"))
    html = glance.table(hostile, whole)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count('class="was"') == len(whole.rows)
    assert 'class="was"' not in glance.table(whole, None)


YET = "not known yet"


def test_what_is_not_known_yet_is_what_runs_still_to_come_will_tell(comparison, whole, single):
    luck_and_all = [run for run in comparison.runs if run.draw is Draw.ALL]
    some = screen(Comparison(comparison.design, luck_and_all))
    assert [seen.whole for seen in (single, some, whole)] == [False, False, True]
    assert YET in glance.table(single, None)
    assert YET in glance.table(some, None)
    assert YET not in glance.table(whole, None)


def test_why_they_differ_is_said_once_no_run_is_still_to_come(comparison, whole, single):
    luck_and_all = [run for run in comparison.runs if run.draw is Draw.ALL]
    assert single.why is None
    assert screen(Comparison(comparison.design, luck_and_all)).why is None
    assert whole.why == explain(comparison)


def test_of_a_scenario_and_its_copy_all_is_known_at_the_end(comparison):
    a, b = comparison.names
    rest = [run for run in comparison.runs if run.arm != b]
    copies = [replace(run, arm=b) for run in comparison.runs if run.arm == a]
    same = screen(Comparison(comparison.design, [*rest, *copies]))
    assert not any(row.rests for row in same.rows if row.outcome == len(OUTCOMES) - 1)
    assert YET not in glance.table(same, None)
