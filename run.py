"""The command line: what happens to people, places and budgets when agencies make things happen instead of doing them."""

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def main() -> None:
    """Synaptic."""


@app.command()
def compare(scenarios: Annotated[list[str] | None, typer.Argument()] = None, seeds: int = 20, years: int | None = None) -> None:
    """Compare."""
    from rich.console import Console

    from simulation.experiments.compare import Comparison
    from simulation.experiments.design import plan
    from simulation.experiments.execute import execute, usable_cores
    from simulation.experiments.resources import check_equal
    from simulation.experiments.screen import show
    from simulation.scenario import Scenario

    design = plan([Scenario.load(name) for name in scenarios or ("doing_things", "making_things_happen")], seeds, years)
    comparison = Comparison(design, execute(design.tasks(), usable_cores()))
    check_equal(comparison)
    show(comparison, Console())
    print(comparison.failures[:2])


if __name__ == "__main__":
    app()
