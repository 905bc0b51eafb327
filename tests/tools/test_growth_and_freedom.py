"""Tools for the local economy, and a recession: cost, delay and trap of each; same people, same luck."""

from functools import cache

import numpy as np
import pytest

from simulation.agents.residents import Work
from simulation.outcomes import Line
from simulation.scenario import Scenario
from simulation.world import World

SEEDS = (1, 2, 3)
COUNTY = (
    "[{name: Coast, residents: 1500}, {name: Mill town, residents: 1500}, {name: Vale, residents: 1500},"
    " {name: Hills, residents: 1500}]"
)
CALM = "politics: {turn_chance: 0.0}\nmarket: {on: false}\nrun: {settling_months: 36}\n"
"""No election turns anything round, and no money is left over for want of providers' hours."""


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A function that makes the settled county, and one that says a scenario of it with tools or a schedule."""
    folder = tmp_path_factory.mktemp("county")

    def told(more=""):
        path = folder / f"county{abs(hash(more))}.yaml"
        path.write_text(f"places: {COUNTY}\n{CALM}{more}\n")
        return Scenario.load(path)

    @cache
    def settled(seed):
        return World(told(), rng=seed)

    def lived(months, see, more=""):
        """What `see` sees at the end of each month [seed, month, ...]."""
        seen = []
        for seed in SEEDS:
            world = settled(seed).fork(told(more))
            seen.append([(world.step_month(), see(world))[1] for _ in range(months)])
        return np.array(seen, float)

    return lived


def money(world):
    b = world.budget
    lines = [b.income, b.tax_base, b.grant, b.discretionary, b.growth, b.direct, b.first_discretionary]
    return np.stack(lines).sum(axis=2)


INCOME, TAX, GRANT, CHOICE, GROWTH, DIRECT, FIRST = range(7)


def test_growth_costs_help_today_and_brings_jobs_later(county):
    def see(world):
        return [*money(world), world.tax_base.jobs, world.tax_base.outside]

    base, tool = county(60, see), county(60, see, "with: [sub_regional_growth]")
    first = tool[:, 0], base[:, 0]
    assert first[0][:, DIRECT] == pytest.approx(0.8 * first[1][:, DIRECT], rel=1e-3), "the cost is paid at once"
    assert (tool[:, :, INCOME] == base[:, :, INCOME]).all(), "what is due stays what it is"
    assert (first[0][:, 7] < 0.1 * tool[:, 59, 7]).all(), "jobs come late"
    bought = tool[:, :, GROWTH].sum(axis=1) / 100 / 33_000
    assert (tool[:, 59, 7] < bought).all()
    in_work = (tool[:, :, 8] / tool[:, :, 7])[:, 30:]
    assert np.ptp(in_work, axis=1).max() < 1e-9, "a fixed part of what jobs bring is earned here"


def test_those_with_skills_gain_first(county):
    """Activity from outside shortens everybody's search; of those who look, the more skilled find it sooner."""
    last = {}

    def searches(world):
        """Of those who looked for work a month ago: by half of skills [2] how many they are, and how many found it."""
        r = world.residents
        here = np.flatnonzero(r.alive[: r.count])
        now = r.key[here], r.work[here], r.skills[here], r.level[here, 3] < 2
        known = last.get(world)
        last.clear()
        last[world] = now
        if known is None:
            return [0.0] * 4
        _, rows, were = np.intersect1d(now[0], known[0], return_indices=True)
        looked = (known[1][were] == Work.LOOKING) & known[3][were] & now[3][rows]
        found, more = looked & (now[1][rows] == Work.IN_WORK), known[2][were] > np.median(known[2][were][looked])
        return [(looked & ~more).sum(), (looked & more).sum(), (found & ~more).sum(), (found & more).sum()]

    skilled = "jobs: {skills_effect: 3.0}"
    growth = f"growth: {{share: 0.5, job_cost: 3000, lag: 1}}\n{skilled}"
    base, tool = (county(48, searches, more).sum(axis=1).T for more in (skilled, growth))
    for half in (0, 1):
        assert (tool[2 + half] / tool[half] > base[2 + half] / base[half]).all(), "more find work"
    looked, found = tool[:2].sum(axis=1), tool[2:].sum(axis=1)
    share = found.sum() / looked.sum()
    noise = np.sqrt(share * (1.0 - share) * (1.0 / looked).sum())
    assert found[1] / looked[1] - found[0] / looked[0] > 2.0 * noise, "first of all those with more skills"


def apart(seen):
    """How far places' money lies apart, as a share of what is due [seed]."""
    realised = (seen[:, :, INCOME] + seen[:, :, TAX] + seen[:, :, GRANT]) / seen[:, :, INCOME]
    return realised[:, 12:].var(axis=2).mean(axis=1)


def test_with_financial_freedoms_places_grow_apart(county):
    base, free = county(48, money), county(48, money, "with: [financial_freedoms]")
    assert (free[:, :, INCOME] == base[:, :, INCOME]).all()
    assert (apart(free) > apart(base)).all()
    laid_aside = free[:, 0, FIRST] - 0.05 * base[:, 0, CHOICE]
    assert free[:, 0, CHOICE] == pytest.approx(laid_aside, rel=1e-3), "missing at once; what else lacks is borrowed"


HARD = "demand: {path: held, care_end: 2.0, family_end: 2.0, livelihood_end: 2.0, home_end: 2.0}\n"
"""Twice the need from the first month on, so that duties leave less and less to choose."""


def test_what_is_borrowed_in_bad_years_is_missing_later(county):
    """The trap: more to choose while debt grows, less once interest and repayment take their part."""

    def see(world):
        b = world.budget
        return [b.discretionary.sum(), b.borrowed.sum(), b.interest.sum(), b.debts.owed.sum(), b.income.sum()]

    plain = county(36, see)
    free = county(36, see, "borrowing: {term: 2}\nschedule:\n  - {from: 0, until: 18, borrowing: {limit: 0.03}}")
    assert not plain[:, :, 1:4].any()
    assert (free[:, :12, 0].sum(axis=1) > plain[:, :12, 0].sum(axis=1)).all()
    assert (free[:, 24:, 0].sum(axis=1) < plain[:, 24:, 0].sum(axis=1)).all()
    assert not free[:, 18:, 1].any()
    assert (free[:, 1:, 2] > 0).all()
    assert (free[:, :18, 3] <= 0.03 * 12 * free[:, :18, 4]).all()
    assert (free[:, :, 4] == plain[:, :, 4]).all(), "what is due stays what it is"


def test_reserves_that_were_planned_with_are_missing_in_a_bad_year(county):
    def see(world):
        return [world.budget.reserves.sum(), world.budget.discretionary.sum(), world.budget.borrowed.sum()]

    plain, known = county(36, see, HARD), county(36, see, f"{HARD}borrowing: {{settlement: 3}}")
    assert (known[:, :12, 1].sum(axis=1) > plain[:, :12, 1].sum(axis=1)).all()
    assert (known[:, 11, 0] < plain[:, 11, 0]).all()
    assert not known[:, :, 2].any()


def test_city_deals_favour_the_chosen_and_end(county):
    base = county(72, money)
    deal = county(72, money, "with: [{tool: city_deals, places: [Mill town]}]")
    assert (deal[:, :, INCOME] == base[:, :, INCOME]).all()
    assert not deal[:, :6, GRANT].any(), "it is negotiated first"
    assert not deal[:, 66:, GRANT].any(), "it ends"
    assert abs(deal[:, :, GRANT].sum(axis=2)).max() == 0, "somebody pays for it"
    chosen, others = deal[:, 6:66, GRANT, 1], deal[:, 6:66, GRANT][:, :, [0, 2, 3]]
    assert (chosen > 0).all()
    assert (others < 0).all()
    share = deal[:, 6:66, INCOME, 1] / deal[:, 6:66, INCOME].sum(axis=2)
    assert chosen == pytest.approx(0.05 * deal[:, 6:66, INCOME, 1] * (1 - share), abs=8)


def test_a_deal_for_all_moves_next_to_nothing(county):
    deal = county(8, money, "with: [city_deals]")
    assert abs(deal[:, 6:, GRANT]).max() <= 8, "pence"


def test_a_recession_costs_work_and_taxes_and_passes(county):
    def see(world):
        counts = world.jobs.counts.sum(axis=0)
        return [1 - counts[1] / counts[0], world.budget.tax_base.sum(), world.budget.income.sum()]

    base, slump = county(72, see), county(72, see, "with: [recession]")
    out_of_work, taxes = slump[:, :, 0] - base[:, :, 0], slump[:, :, 1] - base[:, :, 1]
    assert (out_of_work[:, 12:18] > 0).all()
    assert (taxes[:, 12:18] < 0).all()
    assert (abs(out_of_work[:, 60:].mean(axis=1)) < 0.5 * out_of_work[:, 12:18].mean(axis=1)).all()
    assert (slump[:, :, 2] == base[:, :, 2]).all()


def test_the_lines_are_recorded(county):
    def see(world):
        kept = world.outcomes.money[world.outcomes.months - 1]
        same = [(kept[..., line] == getattr(world.budget, line.name.lower())).all() for line in Line]
        return all(same)

    assert county(8, see, "with: [{tool: city_deals, places: [Mill town]}, sub_regional_growth]").all()
