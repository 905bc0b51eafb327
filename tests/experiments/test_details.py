"""What stands behind the main outcomes: complete, paired, and told alike to people and machines."""

import json
import math
import re

import numpy as np
import pytest

from simulation.experiments.design import Draw
from simulation.experiments.details import TOPICS, details
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import FIFTHS
from simulation.experiments.people import SHOWN, by_group
from simulation.experiments.spending import CrisisCost
from simulation.observation.strata import GROUPS
from simulation.observation.tally import MEASURES, Tally
from simulation.outcomes import WHOLE, Measure
from simulation.outputs import machine, monthly, words, yearly
from simulation.outputs.report_people import by_group as group_table
from simulation.outputs.report_people import topics


def test_every_number_has_a_label_and_every_label_a_number(comparison):
    run = comparison.runs[0]
    named = [f"{topic.key} {name}" for topic in TOPICS for name in topic.numbers]
    assert sorted(details(run, comparison.yardstick)) == sorted(named)
    assert all(label and unit for topic in TOPICS for label, unit in topic.numbers.values())


def test_groups_are_paired_by_repeat_run(comparison):
    a, b = (comparison.of(name, Draw.ALL) for name in ("doing", "connecting"))
    name = "wellbeing disability_disabled"
    each = [by_group(b[seed])[name] - by_group(a[seed])[name] for seed in sorted(a)]
    found = comparison.groups("connecting")[name][2]
    assert found.estimate == pytest.approx(np.mean(each))
    assert found.high - found.estimate == pytest.approx(2.7764451 * np.std(each, ddof=1) / math.sqrt(5), rel=1e-6)


def test_machines_are_told_every_group_and_number(comparison):
    told = json.loads(json.dumps(machine.compared(comparison)))["more"]["connecting"]
    found = comparison.groups("connecting")
    for outcome in FIFTHS:
        assert len(told["by_group"][outcome]["groups"]) == len(SHOWN)
        one = told["by_group"][outcome]["groups"]["sex_male"]
        assert one["estimate"] == pytest.approx(found[f"{outcome} sex_male"][2].estimate)
        assert one["b"] - one["a"] == pytest.approx(one["estimate"], abs=1e-9)
    for topic in TOPICS:
        assert len(told[topic.key]) == len(topic.numbers)
    assert {"unit", "undefined", "estimate", "low", "high", "n"} == set(told["cost_per_crisis_avoided"])


def test_the_report_marks_what_excludes_zero_and_says_how_many_would_by_chance(comparison):
    page = group_table(comparison, "connecting")
    body = page[: page.index("</table>")]
    marked = sum(one.clear for _, _, one in comparison.groups("connecting").values())
    assert body.count("<tr>") == len(SHOWN) + 1
    assert len(re.findall(r"[+−][\d.,]+\* \(", body)) == marked
    assert f"Of {4 * len(SHOWN)} comparisons {marked} are marked" in page
    assert "about 4 would be marked by chance" in page


def test_the_report_shows_every_topic(comparison):
    page = topics(comparison, "connecting")
    for topic in TOPICS:
        assert topic.title in page
    assert "Concentration of these hours" in page
    assert "variance between places" not in page.replace("Chance is part of the\nvariance between places", "")
    assert "crisis avoided" in page


def test_a_crisis_avoided_in_words():
    nothing = Interval(math.nan, math.nan, math.nan, 5)
    assert "cannot be said: no crisis is avoided" in words.crisis_cost(CrisisCost(nothing, "no crisis is avoided"))
    assert "£1,200 of public money for each" in words.crisis_cost(CrisisCost(Interval(1200, 400, 9000, 5), ""))
    saved = words.crisis_cost(CrisisCost(Interval(-50, math.nan, math.nan, 5), ""))
    assert "£50.0 of public money saved with each" in saved
    assert "without bounds" in saved


def test_the_people_table_has_a_row_for_each_year_place_and_group(comparison):
    run = comparison.runs[0]
    table = yearly.people_table([run], ["Hamlet"]).to_pandas()
    assert len(table) == run.outcomes.years * len(SHOWN) == 2 * 21
    asked = table[(table.year == 2) & (table.divided_by == "sex") & (table.group == "male")]
    counted = run.outcomes.groups[1, 0, [one.key for one in GROUPS].index("sex_male")]
    assert [asked[m.name.lower()].item() for m in MEASURES] == [
        counted[t] / WHOLE if m in monthly.SUMS else counted[t] for t, m in enumerate(MEASURES)
    ]
    fifth = table[(table.year == 1) & (table.divided_by == "fifth") & (table.group == "1")]
    assert fifth.need_minutes.item() == run.outcomes.people[:12, 0, 0, Measure.NEED_MINUTES].sum()
    for _, division in table.groupby(["year", "divided_by"]):
        assert division.residents.sum() == table[(table.divided_by == "age") & (table.year == 1)].residents.sum() or (
            division.year.iloc[0] == 2
        )


def test_both_yearly_tables_carry_units(comparison):
    for table in (
        yearly.people_table(comparison.runs, ["Hamlet"]),
        yearly.place_table(comparison.runs, ["Hamlet"]),
    ):
        for field in list(table.schema)[5:]:
            assert field.metadata[b"unit"] or field.name == "divided_by", field.name
    assert len(Tally) + 7 == len(yearly.people_table(comparison.runs, ["Hamlet"]).schema)


def test_the_place_table_is_what_was_recorded(comparison):
    run = comparison.runs[1]
    table = yearly.place_table([run], ["Hamlet"]).to_pandas()
    ties = run.outcomes.network[:, 0, :3].astype(float)
    assert list(table.ties_across_neighbourhoods) == pytest.approx(list(ties[:, 1] / ties[:, 0]))
    assert list(table.year) == [1, 2]
