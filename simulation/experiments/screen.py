"""One screen for a policy officer: what differed, by how much, how surely, who gained, who lost and who paid."""

from rich.console import Console
from rich.table import Table

from simulation.experiments import words
from simulation.experiments.compare import Comparison
from simulation.experiments.measures import FIFTHS
from simulation.experiments.payers import PUBLIC, UNPAID


def show(comparison: Comparison, console: Console) -> None:
    """Print the comparison."""
    for b in comparison.names[1:]:
        _show_pair(comparison, b, console)


def _show_pair(comparison: Comparison, b: str, console: Console) -> None:
    answers = comparison.answers(b)
    table = Table("", comparison.names[0], b, "difference", "95 % interval", "so", box=None, pad_edge=False)
    for one in answers:
        table.add_row(
            f"{one.main.label} ({one.main.unit})", words.amount(one.a), words.amount(one.b),
            words.signed(one.honest.estimate), words.between(one.honest), words.surely(one.honest),
        )  # fmt: skip
    console.print(table)
