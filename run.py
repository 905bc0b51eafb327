"""The command line: one town, two ways of working, and what differs."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from simulation import commands

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

Scenarios = Annotated[list[str] | None, typer.Argument(help="Names under scenarios/, or files of your own.")]
One = Annotated[str, typer.Argument(help="A name under scenarios/, or a file of your own.")]
Seeds = Annotated[int, typer.Option(help="Repeat runs, each with its own people, luck and assumptions.")]
Years = Annotated[int | None, typer.Option(help="Years reported; 20 unless the scenario says otherwise.")]
Set = Annotated[list[str] | None, typer.Option("--set", help="Change a setting: key=value. Repeat for more.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the tables and the report; nothing is kept without it.")]
Workers = Annotated[int | None, typer.Option(help="Processes at once, one for each processor unless said.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result for machines.")]
Profile = Annotated[bool, typer.Option("--profile", help="Print seconds for each phase of the month.")]
Record = Annotated[
    bool,
    typer.Option(
        "--record",
        help="Also keep events.parquet (who was helped by whom, when, or why not) and frames.parquet (everybody, every "
        "group and tie, month by month) of the first repeat run, its assumptions at central values. Needs --out.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole error.")]


ABOUT = """What happens to people, places and budgets when public agencies make things happen instead of doing them.

\b
Examples (run.py stands for python3 -m uv run run.py):
  run.py compare
  run.py compare --years 10 --set budget.income_growth=-0.01 --out results/lean
  run.py compare doing_things do_early connect_late --seeds 40
  run.py parameters effort.lag
"""


@app.callback(help=ABOUT)
def synaptic() -> None:
    """All commands."""


@app.command()
def compare(
    scenarios: Scenarios = None, seeds: Seeds = 20, years: Years = None, set_: Set = None, out: Out = None,
    record: Record = False, workers: Workers = None, json: Json = False, profile: Profile = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Compare ways of working: same people, same luck, same money.

    Without names: doing_things with making_things_happen.
    """
    with commands.told(debug):
        commands.compare(scenarios or commands.HEADLINE, seeds, years, set_ or [], out, workers, json, profile, record)


@app.command()
def run(
    scenario: One, seeds: Seeds = 20, years: Years = None, set_: Set = None, out: Out = None,
    record: Record = False, workers: Workers = None, json: Json = False, profile: Profile = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Run one way of working by itself."""
    with commands.told(debug):
        commands.compare([scenario], seeds, years, set_ or [], out, workers, json, profile, record)


@app.command()
def check(scenario: One, set_: Set = None, json: Json = False, debug: Debug = False) -> None:
    """Check a scenario; show what it changes, and where."""
    with commands.told(debug):
        commands.check(scenario, set_ or [], json)


@app.command()
def parameters(
    key: Annotated[str, typer.Argument(help="A setting or a group of them, such as effort or effort.lag.")] = "",
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Show settings: meaning, range, unit and source."""
    with commands.told(debug):
        commands.parameters(key, json)


@app.command()
def phases(json: Json = False) -> None:
    """Show what happens in a month, in order."""
    with commands.told():
        commands.phases(json)


@app.command()
def reproduce(
    folder: Annotated[Path, typer.Argument(help="A folder that --out has made.")],
    workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Make results again and say if every byte agrees."""
    with commands.told(debug):
        sys.exit(commands.reproduce(folder, workers, json))


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others can reach it if not 127.0.0.1.")
    ] = "127.0.0.1",
    prefix: Annotated[str, typer.Option(help="The path under which a reverse proxy shows it, such as /synaptic.")] = "",
    show: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
    debug: Debug = False,
) -> None:
    """See both worlds in a browser, and change something."""
    with commands.told(debug):
        from dashboards.server import serve

        serve(host, port, prefix.rstrip("/"), show)


@app.command()
def verify(
    patterns: Annotated[bool, typer.Option("--patterns", help="Check the settled town against patterns.")] = False,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Check every mechanism against published results."""
    with commands.told(debug):
        sys.exit(commands.verify(patterns, json))


@app.command()
def calibrate(
    scenario: Annotated[str, typer.Argument(help="The scenario whose world is fitted.")] = "doing_things",
    seeds: Annotated[int, typer.Option(help="Towns that are settled and averaged.")] = 20,
    out: Annotated[Path | None, typer.Option(help="File for the fitted layer; asked again, it goes on.")] = None,
    workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Fit uncertain facts to published patterns."""
    with commands.told(debug):
        commands.calibrate(scenario, seeds, out, workers, json)


@app.command()
def assure(
    scenarios: Scenarios = None, seeds: Seeds = 20, years: Years = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("results/assurance.md"),
    workers: Workers = None, debug: Debug = False,
) -> None:  # fmt: skip
    """Write the assurance log with all its numbers: what is assumed, how much hangs on it, how it was checked."""
    with commands.told(debug):
        commands.assure(scenarios or commands.HEADLINE, seeds, years, out, workers)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app()
