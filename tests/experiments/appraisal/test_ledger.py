"""Lines against the ledger: to the penny, every cell once, and the same whoever pays."""

from itertools import combinations, product

import numpy as np
import pytest

from simulation.experiments import measures, payers
from simulation.experiments.appraisal import ledger
from simulation.experiments.appraisal.ledger import DEBT, INCOME, NOTES, SPENDING
from simulation.outcomes import Line, Measure
from simulation.outputs.appraised.rows import rows


@pytest.fixture(params=["doing", "connecting"])
def run(request, comparison):
    return next(iter(comparison.of(request.param).values()))


def test_lines_of_spending_sum_to_the_models_ledger_to_the_penny(run):
    spent = ledger.spent(run)
    pence = [np.rint(100.0 * spent[one.name]).astype(np.int64) for one in SPENDING]
    assert int(np.sum(pence)) == measures.spent(run.outcomes) > 0


def test_what_comes_in_and_is_not_spent_is_what_reserves_grow_by_to_the_penny(run):
    spent = ledger.spent(run)
    kept = sum(spent[one.name] for one in INCOME) - sum(spent[one.name] for one in SPENDING)
    kept = kept + spent["borrowed"] - spent["repaid"]
    before = np.concatenate([[run.opening_reserves.sum() / 100.0], spent["reserves"][:-1]])
    assert np.rint(100.0 * kept) == pytest.approx(np.rint(100.0 * (spent["reserves"] - before)), abs=0)


def test_no_cell_of_the_ledger_is_in_two_lines_and_none_of_spending_is_left_out():
    lines = (*SPENDING, *INCOME, *DEBT, *NOTES)
    assert all(not a.cells & b.cells for a, b in combinations(lines, 2))
    apart = {Line.DISCRETIONARY, *(line for item in (*INCOME, *DEBT, *NOTES) for _, line in item.cells)}
    whole = set(Line) - apart
    assert set().union(*(one.cells for one in SPENDING)) == set(product(range(4), whole))


@pytest.mark.parametrize("line", list(Line))
def test_a_penny_more_in_the_ledger_moves_one_line_by_a_penny(blank, line):
    before, run = ledger.spent(blank()), blank()
    run.outcomes.money[13, 0, 2, line] += 1
    moved = {name: after - before[name] for name, after in ledger.spent(run).items() if (after != before[name]).any()}
    if line is Line.DISCRETIONARY:
        assert moved == {}
    else:
        (only,) = moved.values()
        assert only.tolist() == [0.0, 0.01, 0.0]


def test_payers_bear_what_is_spent(run, design):
    paid, spent = ledger.by_payer(run, design.arms[0].scenario), ledger.spent(run)
    assert sum(paid.values()) == pytest.approx(sum(spent[one.name] for one in SPENDING), abs=0.005)


def test_hours_and_wellbeing_are_those_that_are_measured(run):
    assert ledger.unpaid_hours(run).sum() == pytest.approx(payers.unpaid_hours(run.outcomes).sum())
    counts = measures.people(run.outcomes)
    lived = counts[:, Measure.RESIDENTS].sum() / 12.0
    assert ledger.wellbys(run).sum() == pytest.approx(measures.wellbeing(counts) * lived / 1000.0)


def test_rows_say_what_the_ledgers_of_both_ways_differ_by(comparison, appraised):
    a, b = (comparison.of(name) for name in ("doing", "connecting"))
    found = {one.name: one for one in rows(appraised(*((a[seed], b[seed]) for seed in a)))}
    apart = [measures.spent(b[seed].outcomes) - measures.spent(a[seed].outcomes) for seed in a]
    assert np.rint(100.0 * found["public_spending"].values.sum(axis=1)).tolist() == apart
    assert any(apart)
    purse = found["into_reserves"].values.cumsum(axis=1)
    assert np.rint(100.0 * purse) == pytest.approx(np.rint(100.0 * found["reserves"].values), abs=0)
    freed = found["cashable"].values + found["not_cashable"].values
    duties = [f"duties_{name}" for name in ("care", "family", "livelihood", "home")]
    assert freed == pytest.approx(-sum(found[name].values for name in (*duties, "fixed")), abs=0.005)
    by_fifth = {what: [found[f"{what}_fifth_{i}"].values for i in range(1, 6)] for what in ("time", "wellbys")}
    fifths = [np.nansum(each, axis=0) for each in by_fifth.values()]
    assert fifths[0] == pytest.approx(-found["unpaid"].values, abs=0.005)
    assert fifths[1] == pytest.approx(found["wellbys"].values, abs=1e-6)
