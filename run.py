"""The command line: one town, two ways of working, and what differs."""

import sys
from pathlib import Path
from typing import Annotated

sys.dont_write_bytecode = False  # containers often forbid it, and each command would compile all that it reads anew

import typer

from simulation import commands
from simulation.commands import (
    analysing,
    appraising,
    checking,
    comparing,
    inquiry,
    querying,
    reading,
    reporting,
    studying,
)

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

Scenarios = Annotated[list[str] | None, typer.Argument(help="Names under scenarios/, or files of your own.")]
One = Annotated[str, typer.Argument(help="A name under scenarios/, or a file of your own.")]
A = Annotated[str, typer.Argument(help="A way of working: a name under scenarios/, or a file of your own.")]
B = Annotated[str, typer.Argument(help="Another one, of the same place.")]
Seeds = Annotated[int, typer.Option(help="Repeat runs, each with its own people, luck and assumptions.")]
Years = Annotated[int | None, typer.Option(help="Years reported; 20 unless the scenario says otherwise.")]
Set = Annotated[list[str] | None, typer.Option("--set", help="Change a setting: key=value. Repeat for more.")]
InWorld = Annotated[str, typer.Option("--world", help="Another place for all of this: a name under scenarios/worlds.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the tables and the report; nothing is kept without it.")]
Workers = Annotated[int | None, typer.Option(help="Processes at once, one for each processor unless said.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result for machines.")]
Profile = Annotated[bool, typer.Option("--profile", help="Make all runs anew, and print seconds for each phase.")]
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
  run.py compare --world county --seeds 4
  run.py compare doing_things do_early connect_late --seeds 40
  run.py explain doing_things making_things_happen
  run.py follow doing_things making_things_happen --person any
  run.py ablate making_things_happen
  run.py appraise doing_things making_things_happen
  run.py parameters effort.lag
"""


@app.callback(help=ABOUT)
def synaptic() -> None:
    """All commands."""


@app.command()
def compare(
    scenarios: Scenarios = None, world: InWorld = "", seeds: Seeds = 20, years: Years = None, set_: Set = None,
    out: Out = None, record: Record = False, workers: Workers = None, json: Json = False, profile: Profile = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Compare ways of working: same people, same luck, same money.

    Without names: doing_things with making_things_happen.
    """
    with commands.told(debug):
        names = scenarios or commands.HEADLINE
        comparing.compare(names, seeds, years, set_ or [], out, workers, json, profile, record, world)


@app.command()
def run(
    scenario: One, world: InWorld = "", seeds: Seeds = 20, years: Years = None, set_: Set = None, out: Out = None,
    record: Record = False, workers: Workers = None, json: Json = False, profile: Profile = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Run one way of working by itself."""
    with commands.told(debug):
        comparing.compare([scenario], seeds, years, set_ or [], out, workers, json, profile, record, world)


@app.command()
def follow(
    a: A, b: B,
    person: Annotated[str, typer.Option(help="The key of a person; any lists some.")] = "",
    group: Annotated[str, typer.Option(help="The key of a group; any lists some.")] = "",
    agency: Annotated[str, typer.Option(help="An agency, such as care or care@Mill town; any lists all.")] = "",
    seed: Annotated[int, typer.Option(help="Which repeat run, its assumptions at their central values.")] = 1,
    years: Annotated[int, typer.Option(help="Years told.")] = 10,
    set_: Set = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Tell one life in two worlds, month by month.

    Or that of a group or an agency. For example: run.py follow doing_things making_things_happen --person any
    """
    with commands.told(debug):
        inquiry.follow(a, b, {"person": person, "group": group, "agency": agency}, seed, years, set_ or [], json)


@app.command()
def ablate(
    scenario: One,
    world: InWorld = "",
    seeds: Annotated[int, typer.Option(help="Repeat runs, each with its own people, luck and assumptions.")] = 8,
    years: Annotated[int, typer.Option(help="Years reported.")] = 10,
    set_: Set = None, out: Out = None, workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Switch off each mechanism in turn, and see what changes.

    From month 0 on, in the same settled place. A stopped run goes on where it was when asked again. For example:
    run.py ablate doing_things+rationing --seeds 4 --years 5 --out results/parts
    """
    with commands.told(debug):
        inquiry.ablate(scenario, world, seeds, years, set_ or [], out, workers, json)


@app.command()
def explain(
    a: A, b: B, world: InWorld = "", seeds: Seeds = 20, years: Years = None, set_: Set = None, workers: Workers = None,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say in plain words why two ways of working differ.

    What parts first and what later, by how much, and who was reached; out of the same runs as those of compare.
    For example: run.py explain doing_things doing_things+rationing --seeds 8 --years 10
    """
    with commands.told(debug):
        inquiry.explain(a, b, world, seeds, years, set_ or [], workers, json)


@app.command()
def check(scenario: One, world: InWorld = "", set_: Set = None, json: Json = False, debug: Debug = False) -> None:
    """Check a scenario; show what it changes, and where."""
    with commands.told(debug):
        reading.check(scenario, set_ or [], json, world)


@app.command()
def parameters(
    key: Annotated[str, typer.Argument(help="A setting or a group of them, such as effort or effort.lag.")] = "",
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Show settings: meaning, range, unit and source."""
    with commands.told(debug):
        reading.parameters(key, json)


@app.command()
def phases(json: Json = False) -> None:
    """Show what happens in a month, in order."""
    with commands.told():
        reading.phases(json)


@app.command()
def reproduce(
    folder: Annotated[Path, typer.Argument(help="A folder that --out has made.")],
    workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Make results again and say if every byte agrees."""
    with commands.told(debug):
        sys.exit(comparing.reproduce(folder, workers, json))


@app.command()
def query(
    folder: Annotated[Path, typer.Argument(help="A folder of results.")],
    sql: Annotated[str, typer.Argument(help="A SELECT; without one, tables and columns are listed.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print all rows as CSV.")] = False,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Ask a folder of results a question in SQL.

    It can read the folder's tables, and nothing else. For example:
    run.py query results/first "SELECT scenario, avg(unmet_need) FROM summary GROUP BY scenario"
    """
    with commands.told(debug):
        querying.query(folder, sql, json, csv)


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others can reach it if not 127.0.0.1.")
    ] = "127.0.0.1",
    prefix: Annotated[
        str, typer.Option(help="The path under which a reverse proxy shows it, such as /synaptic, or / for no path.")
    ] = "",
    show: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
    debug: Debug = False,
) -> None:
    """See both worlds in a browser, and change something."""
    with commands.told(debug):
        from dashboards.server import serve

        serve(host, port, prefix, show)


@app.command()
def verify(
    patterns: Annotated[bool, typer.Option("--patterns", help="Check the settled town against patterns.")] = False,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Check every mechanism against published results."""
    with commands.told(debug):
        sys.exit(checking.verify(patterns, json))


@app.command()
def breaking_point(
    scenarios: Scenarios = None, world: InWorld = "", seeds: Seeds = 20, set_: Set = None, out: Out = None,
    workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Find how much demand each way of working bears.

    Without names: doing_things and making_things_happen. A stopped search goes on where it was when asked again, and
    what was searched before is not searched again beside further ways of working. For example:
    run.py breaking-point doing_things doing_things+rationing making_things_happen --seeds 8 --out results/bears
    """
    with commands.told(debug):
        inquiry.breaking_point(scenarios or commands.HEADLINE, world, seeds, set_ or [], out, workers, json)


@app.command()
def appraise(
    a: A, b: B, world: InWorld = "", seeds: Seeds = 20, years: Years = None, set_: Set = None,
    costs: Annotated[Path | None, typer.Option(help="Your own unit costs, CSV or YAML; --out writes a table.")] = None,
    out: Out = None, workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say what the second way is worth against the first.

    Year by year and today, who pays and who gains, in the manner of the Green Book. For example:
    run.py appraise doing_things making_things_happen --seeds 8 --out results/worth
    """
    with commands.told(debug):
        appraising.appraise([a, b], world, seeds, years, set_ or [], costs, out, workers, json)


@app.command()
def study(
    file: Annotated[str, typer.Argument(help="A name under scenarios/studies, a file of your own, or a folder.")],
    out: Annotated[Path | None, typer.Option(help="Folder of the study; results/NAME unless said.")] = None,
    workers: Workers = None,
    dask: Annotated[str, typer.Option(help="The scheduler of a Dask cluster that does it: tcp://host:8786.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many runs, what time, what disk.")] = False,
    extend: Annotated[bool, typer.Option("--extend", help="Add seeds or points that the file now asks for.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Run it however much disk it takes.")] = False,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Ask many runs a question; stopped, it goes on.

    Finished runs are kept in the folder, one task in each file. For example:
    run.py study which_tools_help --dry-run
    """
    with commands.told(debug):
        studying.study(file, out, workers, dry_run, extend, yes, json, dask)


Folder = Annotated[Path, typer.Argument(help="A folder that run.py study has made.")]
Outcome = Annotated[str, typer.Option(help="One of the study's outcomes; its first unless said.")]
Between = Annotated[
    tuple[str, str] | None, typer.Option(help="The two ways of working that are compared; the first two unless said.")
]
OfWorld = Annotated[str, typer.Option("--world", help="Which world, where the study has several.")]
Page = Annotated[Path | None, typer.Option(help="File for the page with pictures; in the study's folder unless said.")]


@app.command()
def sensitivity(
    folder: Folder, outcome: Outcome = "",
    of: Annotated[str, typer.Option(help="One way of working by itself, in place of the difference of two.")] = "",
    between: Between = None, world: OfWorld = "", out: Page = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say which assumptions decide the answer of a study.

    By what the design allows: screening for morris, shares of variance for sobol, ranks for random points, plain
    effects for the others. For example: run.py sensitivity results/my_study --outcome unmet_need
    """
    with commands.told(debug):
        analysing.sensitivity(folder, outcome, of, between or (), world, out, json)


@app.command()
def regions(
    folder: Folder, outcome: Outcome = "", between: Between = None, world: OfWorld = "", out: Page = None,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say under which assumptions each way does better.

    Found in half of the points and checked in the other half, so that chance is not told as a region. For example:
    run.py regions results/my_study --between doing_things making_things_happen
    """
    with commands.told(debug):
        analysing.regions(folder, outcome, between or (), world, out, json)


@app.command()
def robustness(
    folder: Folder, outcome: Outcome = "",
    level: Annotated[
        float | None, typer.Option(help="What is good enough; else what the first way comes to in its middle future.")
    ] = None,
    out: Page = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say how each way stands, whatever future comes.

    On average, at worst, how far it falls short of the best, and how often it is good enough. For example:
    run.py robustness results/my_study --outcome unmet_need --level 20
    """
    with commands.told(debug):
        analysing.robustness(folder, outcome, level, out, json)


@app.command()
def worth(
    folder: Folder,
    weight: Annotated[
        list[str] | None,
        typer.Option(help="Pounds for one more of an outcome, such as net_public_cost=-1. Repeat for more."),
    ] = None,
    world: OfWorld = "", out: Page = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Say what knowing each assumption would be worth.

    To the choice between the ways, in pounds per resident a year. For example:
    run.py worth results/my_study --weight net_public_cost=-1 --weight avoidable_crises=-5
    """
    with commands.told(debug):
        analysing.worth(folder, weight or [], world, out, json)


@app.command()
def best_next(
    folder: Folder, outcome: Outcome = "", out: Page = None, json: Json = False, debug: Debug = False
) -> None:
    """Say which extra spending gains most, and how often.

    Of a study whose first way is as things are, and whose other ways each spend as much more on one thing. For example:
    run.py best-next results/next_100k --outcome unmet_need
    """
    with commands.told(debug):
        analysing.best_next(folder, outcome, out, json)


@app.command()
def report(folder: Folder, json: Json = False, debug: Debug = False) -> None:
    """Make a study's report, workbook and summary.

    Of a finished study, or of what is done so far. For example: run.py report results/where_each_does_better
    """
    with commands.told(debug):
        reporting.report(folder, json)


@app.command()
def pack(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(help="The zip file; beside the folder unless said.")] = None,
    json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Zip all that a reviewer needs of a study."""
    with commands.told(debug):
        reporting.pack(folder, out, json)


@app.command()
def calibrate(
    scenario: Annotated[str, typer.Argument(help="The scenario whose world is fitted.")] = "doing_things",
    seeds: Annotated[int, typer.Option(help="Towns that are settled and averaged.")] = 20,
    out: Annotated[Path | None, typer.Option(help="File for the fitted layer; asked again, it goes on.")] = None,
    workers: Workers = None, json: Json = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Fit uncertain facts to published patterns."""
    with commands.told(debug):
        checking.calibrate(scenario, seeds, out, workers, json)


@app.command()
def assure(
    scenarios: Scenarios = None, seeds: Seeds = 20, years: Years = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("results/assurance.md"),
    workers: Workers = None, debug: Debug = False,
) -> None:  # fmt: skip
    """Write the assurance log with all its numbers: what is assumed, how much hangs on it, how it was checked."""
    with commands.told(debug):
        checking.assure(scenarios or commands.HEADLINE, seeds, years, out, workers)


if __name__ == "__main__":
    commands.interruptible()
    try:
        app()
    except KeyboardInterrupt:
        commands.stop(commands.STOPPED, 130)
