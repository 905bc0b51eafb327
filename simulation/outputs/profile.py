"""Where the time goes: seconds for each phase of the month, and nanoseconds a resident-month."""

import numpy as np
from rich.console import Console
from rich.table import Table

from simulation.experiments.compare import Comparison
from simulation.outcomes import Measure


def show(comparison: Comparison, seconds: float, console: Console) -> None:
    """Print seconds by phase over all runs, without settling, and the whole time that passed."""
    from simulation.world import PHASES

    spent = np.sum([run.seconds for run in comparison.runs], axis=0)
    lived = sum(int(run.outcomes.people[..., Measure.RESIDENTS].sum()) for run in comparison.runs)
    table = Table("phase", "seconds", "ns a resident-month", box=None, pad_edge=False)
    for phase, one in zip(PHASES, spent, strict=True):
        table.add_row(phase.name, f"{one:.2f}", f"{1e9 * one / lived:.1f}")
    table.add_row("all phases", f"{spent.sum():.2f}", f"{1e9 * spent.sum() / lived:.1f}")
    console.print(table)
    console.print(f"{len(comparison.runs)} runs, {lived:,} resident-months, {seconds:.1f} seconds in all.")
