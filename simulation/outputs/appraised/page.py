"""The page of an appraisal: the finance officer's table year by year, with pictures, for reading and for print."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import chain

import numpy as np

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.running import Appraised
from simulation.outputs import prose
from simulation.outputs.appraised import cells
from simulation.outputs.appraised.rows import VIEW_LABELS, Row, rows, shown_years
from simulation.outputs.appraised.words import counted, headings, lead
from simulation.outputs.drawing import pages
from simulation.outputs.drawing.pictures import picture, table
from simulation.outputs.figures import Curves, Figure, Marks
from simulation.outputs.report import assumptions
from simulation.outputs.series import spread
from simulation.outputs.words import signed
from simulation.words import so_many

UNIT = "£ thousand"
REPLACE = (
    "<p>Replace them with your own: change <code>unit_costs.csv</code>, and ask again with <code>--costs</code>.</p>"
)
WORDY_COST, WORDY_STANDING = 2, 4


def page(found: Appraised, command: str, versions: Mapping[str, str]) -> str:
    """The whole page."""
    appraisal = found.appraisal
    shown, heads = shown_years(appraisal.years), [f"<h2>{escape(one)}</h2>" for one in headings(appraisal)]
    who, told = cells.fifths(appraisal)
    body = [
        *map(_said, lead(appraisal)),
        heads[0], picture(_worth(appraisal), "worth"), table(cells.WORTH, cells.worth(appraisal), [1, 2]),
        table(cells.PAID_BACK, cells.paid_back(appraisal), [1, 2, 3, 4]),
        *map(_said, cells.in_words(appraisal)), picture(_so_far(appraisal), "worth"),
        heads[1], _said("Below each mean stands how far its 95 % interval reaches."), *_years(rows(appraisal), shown),
        heads[2], *_years(cells.nominal(appraisal), shown),
        heads[3], picture(_payers(appraisal), "worth"), table(who, told),
        heads[4], *_switching(found),
        heads[5], REPLACE,
        table(cells.UNIT_COSTS, _unit_costs(appraisal), [WORDY_COST, WORDY_STANDING]),
        heads[6], *map(_said, counted(found)),
        "<h2>What it assumes</h2>", assumptions(appraisal.scenario),
        "<h2>What this cannot tell</h2>", prose.NOT_A_FORECAST,
        pages.made_again(command, appraisal.arms, versions),
    ]  # fmt: skip
    a, b = (arm.title for arm in appraisal.arms)
    return pages.framed(f"What {b} is worth against {a}", body)


def _unit_costs(appraisal: Appraisal) -> cells.Cells:
    """What everything costs, by what it is called."""
    lines = zip(appraisal.costs, cells.unit_costs(appraisal), strict=True)
    return [[one.label, *line[1:]] for one, line in lines]


def _said(line: str) -> str:
    return f"<p>{escape(line)}</p>"


def _worth(appraisal: Appraisal) -> Figure:
    marks, said = [], []
    for view, label in VIEW_LABELS.items():
        one = appraisal.worth(view)
        for name, value in ((label, one.plain), ("corrected", one.corrected)):
            value = cells.thousands(value)
            marks.append((name, value.estimate, value.low, value.high))
        said.append(f"{label} {cells.money(one.plain)}, corrected for optimism {cells.money(one.corrected)}")
    title = "Net present value, as simulated and corrected for optimism"
    return Figure("npv", title, UNIT, f"{'; '.join(said)}.", Marks(marks), cells.WORTH, cells.worth(appraisal), [1, 2])


def _so_far(appraisal: Appraisal) -> Figure:
    """What the public purse has gained or lost so far, run by run."""
    flows = np.cumsum(appraisal.path("public"), axis=1) / cells.THOUSAND
    years, (low, middle, high) = list(range(1, appraisal.years + 1)), spread(list(flows))
    whole = so_many(years[-1], "year")
    said = (
        f"Public money, all years so far, not discounted: {signed(float(middle[-1]))} after {whole} in the "
        f"middle run, from {signed(float(low[-1]))} to {signed(float(high[-1]))} in nine runs of ten. Above zero B has "
        "paid back."
    )
    numbers = [[str(y), *(signed(float(end[y - 1])) for end in (middle, low, high))] for y in years]
    drawn = Curves(years, [np.array([low, middle, high])], ["B − A"], zero=True)
    return Figure("so-far", "Public money so far", UNIT, said, drawn, ["Year", "middle", "low", "high"], numbers)


def _payers(appraisal: Appraisal) -> Figure:
    paid = [(name, cells.thousands(one)) for name, one in cells.payers(appraisal)]
    numbers = [[name, cells.spread(one)] for name, one in paid]
    said = f"Spends less under B: {'; '.join(f'{name} {told}' for name, told in numbers)}."
    marks = Marks([(name, one.estimate, one.low, one.high) for name, one in paid])
    return Figure("payers", "Who spends less", UNIT, said, marks, ["", "spends less under B"], numbers, [1])


def _years(lines: Sequence[Row], shown: Sequence[int]) -> list[str]:
    """The table, block by block; under each mean how far its 95 % interval reaches."""
    header = cells.years_header(shown)
    return list(
        chain.from_iterable(
            (f"<h3>{escape(block)}</h3>", table(header, told, label=block))
            for block, told in cells.blocks(lines, shown)
        )
    )


def _switching(found: Appraised) -> list[str]:
    return [
        f"<h3>{escape(view)}</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in told)}</ul>"
        for view, told in cells.switching(found)
    ]
