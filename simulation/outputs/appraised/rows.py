"""The finance officer's table of an appraisal: every line, year by year, real and in money of the day."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.discounting import factors, money_of_the_day
from simulation.experiments.appraisal.ledger import DEBT, INCOME, NOTES, SPENDING
from simulation.experiments.appraisal.paired import Pair
from simulation.experiments.intervals import Interval, mean_interval
from simulation.outputs.words import FIFTHS

type Flows = NDArray[np.float64]

BLOCKS = {
    "spending": "Public spending, from the model's ledger (plus: B spends more)",
    "payers": "The same spending, by who bears it (plus: B spends more)",
    "savings": "What B spends less on duties and fixed costs (plus), by what becomes of it",
    "purse": "What comes in, and reserves (plus: B has more)",
    "added": "Added to the ledger (plus: B asks for more)",
    "gainers": "Who gains, by fifth of neighbourhoods (plus: better off under B)",
    "result": "What speaks for B (plus) or against it (minus)",
    "so_far": "The same, all years so far",
    "apart": "Apart, in no sum of money",
    "notes": "Notes, in no sum: each is part of a line above, or money not spent",
}

VIEW_LABELS = {
    "public": "Public money, all payers",
    "cash": "Public money, cash alone",
    "purse": "The place's purse",
    "society": "Society",
}

SAVINGS = {
    "cashable": "Free for something else",
    "not_cashable": "Not free, or work undone",
}


@dataclass(frozen=True)
class Row:
    """A line: B less A [repeat run, year]; unit: GBP or WELLBYs; level: whether it is a stand and not a flow."""

    block: str
    name: str
    label: str
    values: Flows
    unit: str = "GBP"
    level: bool = False

    def year(self, year: int) -> Interval:
        """The mean of year 1, 2, ... with its interval."""
        return mean_interval(self.values[:, year - 1])

    @property
    def whole(self) -> Interval:
        """All years together: their sum, or the last stand."""
        return mean_interval(self.values[:, -1] if self.level else self.values.sum(axis=1))


def rows(appraisal: Appraisal, nominal: bool = False) -> list[Row]:
    """Every line; nominal: in money of the day, else at prices of the price year."""
    rise = money_of_the_day(appraisal.scenario.appraisal.inflation if nominal else 0.0, appraisal.years)
    parts = (_ledger(appraisal.pairs, rise), _gainers(appraisal.pairs, rise), _results(appraisal, rise))
    return [*chain(*parts), *_beside(appraisal, rise)]


def _ledger(pairs: Sequence[Pair], rise: Flows) -> Iterator[Row]:
    spent = {name: rise * np.array([one.spent[name] for one in pairs]) for name in pairs[0].spent}
    for item in SPENDING:
        yield Row("spending", item.name, item.label, spent[item.name])
    total = np.asarray(np.sum([spent[item.name] for item in SPENDING], axis=0))
    yield Row("spending", "public_spending", "Public spending in all", total)
    for name in pairs[0].payers:
        flows = rise * np.array([one.payers[name] for one in pairs])
        yield Row("payers", name.replace(", ", "_").replace(" ", "_"), _capital(name), flows)
    for name, label in SAVINGS.items():
        yield Row("savings", name, label, rise * np.array([getattr(one, name) for one in pairs]))
    for item in (*INCOME, *DEBT):
        yield Row("purse", item.name, item.label, spent[item.name])
    income = np.asarray(np.sum([spent[item.name] for item in INCOME], axis=0))
    kept = income + spent["borrowed"] - spent["repaid"] - total
    yield Row("purse", "into_reserves", "Put into reserves", kept)
    yield Row("purse", "reserves", "Reserves at the year's end", spent["reserves"], level=True)
    yield Row("added", "unpaid", "Unpaid time, priced", rise * np.array([one.unpaid.sum(axis=1) for one in pairs]))


def _gainers(pairs: Sequence[Pair], rise: Flows) -> Iterator[Row]:
    there = np.array([one.lived_in for one in pairs])[..., None]
    time = np.where(there, rise * np.array([-one.unpaid.T for one in pairs]), np.nan)
    felt = np.where(there, np.array([one.wellbys.T for one in pairs]), np.nan)
    for i, fifth in enumerate(FIFTHS):
        yield Row("gainers", f"time_fifth_{i + 1}", f"Time, {fifth}", time[..., i, :])
    for i, fifth in enumerate(FIFTHS):
        yield Row("gainers", f"wellbys_fifth_{i + 1}", f"WELLBYs, {fifth}", felt[..., i, :], "WELLBYs")


def _results(appraisal: Appraisal, rise: Flows) -> Iterator[Row]:
    """Results year by year and cumulated; the discounted one is always real."""
    views = {name: rise * appraisal.path(name) for name in VIEW_LABELS}
    careful = {f"{name}_corrected": rise * appraisal.path(name, corrected=True) for name in ("public", "cash")}
    labels = VIEW_LABELS | {
        "public_corrected": "Public money, corrected",
        "cash_corrected": "Cash alone, corrected",
    }
    for name, flows in (views | careful).items():
        yield Row("result", name, labels[name], flows)
    for name, flows in (views | careful).items():
        yield Row("so_far", f"{name}_so_far", labels[name], np.cumsum(flows, axis=1), level=True)
    discounted = np.cumsum(appraisal.path("public") * appraisal.worth_today, axis=1)
    yield Row("so_far", "public_discounted_so_far", "Public money, discounted", discounted, level=True)


def _beside(appraisal: Appraisal, rise: Flows) -> Iterator[Row]:
    pairs = appraisal.pairs
    gained = np.array([one.wellbys.sum(axis=1) for one in pairs])
    worth = factors(appraisal.scenario.appraisal.wellbeing_rates, appraisal.years)
    yield Row("apart", "wellbys", "WELLBYs gained", gained, "WELLBYs")
    yield Row("apart", "wellbys_discounted", "WELLBYs gained, discounted", gained * worth, "WELLBYs")
    for item in NOTES:
        flows = rise * np.array([one.spent[item.name] for one in pairs])
        yield Row("notes", item.name, item.label, flows)
    yield Row("notes", "lost_earnings", "Carers' lost earnings", rise * np.array([one.lost for one in pairs]))


def _capital(payer: str) -> str:
    return payer if payer.startswith("NHS") else payer[0].upper() + payer[1:]


def shown_years(years: int) -> list[int]:
    """The years that are shown: 1 to 5, then 10 and 20, and the last."""
    return sorted({year for year in (1, 2, 3, 4, 5, 10, 20, years) if year <= years})


def table(appraisal: Appraisal) -> str:
    """The whole table as CSV: a line for each line, kind of prices and year, with its interval."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["block", "line", "label", "prices", "unit", "year", "b_minus_a", "low", "high", "repeat_runs"])
    for prices in ("real", "nominal"):
        for row in rows(appraisal, prices == "nominal"):
            years = [*((year, row.year(year)) for year in range(1, appraisal.years + 1)), ("all", row.whole)]
            for year, one in years:
                told = ["" if np.isnan(end) else f"{end:.2f}" for end in (one.estimate, one.low, one.high)]
                lines.writerow([row.block, row.name, row.label, prices, row.unit, year, *told, one.n])
    return text.getvalue()
