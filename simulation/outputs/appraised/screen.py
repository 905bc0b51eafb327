"""What `run.py appraise` prints: what the second way is worth, year by year, for whom, and what it hangs on."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from simulation.experiments.appraisal.running import Appraised
from simulation.outputs.appraised import cells
from simulation.outputs.appraised.rows import Row, rows, shown_years
from simulation.outputs.appraised.words import counted, headings, lead

WIDTH = 27


def show(found: Appraised, console: Console) -> None:
    """Print it all."""
    appraisal = found.appraisal
    heads = headings(appraisal)
    shown = shown_years(appraisal.years)

    def say(*lines: str) -> None:
        for line in lines:
            console.print(Text(line))

    say(*lead(appraisal), heads[0])
    _table(console, cells.WORTH, cells.worth(appraisal))
    _table(console, cells.PAID_BACK, cells.paid_back(appraisal))
    say(*cells.in_words(appraisal), f"{heads[1]}; below it ± for 95 %")
    _years(rows(appraisal), shown, console)
    say(heads[2])
    _years(cells.nominal(appraisal), shown, console)
    say(heads[3])
    paid = [[name, cells.money(one)] for name, one in cells.payers(appraisal)]
    _table(console, ["", "spends less under B"], paid)
    _table(console, *cells.fifths(appraisal))
    say(heads[4])
    for view, told in cells.switching(found):
        say(view, *(f"  {line}" for line in told))
    say(f"{heads[5]}; replace them with --costs FILE")
    _table(console, cells.UNIT_COSTS, cells.unit_costs(appraisal))
    say(heads[6], *counted(found))


def _table(console: Console, header: Sequence[str], lines: cells.Cells) -> None:
    table = Table(*header, box=None, pad_edge=False)
    for line in lines:
        table.add_row(*line)
    console.print(table)


def _years(lines: Sequence[Row], shown: Sequence[int], console: Console) -> None:
    for block, told in cells.blocks(lines, shown):
        table = Table(Column(width=WIDTH), box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for name in cells.years_header(shown)[1:]:
            table.add_column(name, justify="right", width=8)
        for line in told:
            table.add_row(*line)
        console.print(Text(block, style="bold"))
        console.print(table)
