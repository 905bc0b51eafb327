"""What the commands do that check the model: verify, calibrate and assure. Heavy imports are made inside."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.commands import HEADLINE, checked, print_json, print_rows
from simulation.commands.comparing import answered

if TYPE_CHECKING:
    from simulation.experiments.calibration import Calibration


def verify(patterns: bool, as_json: bool) -> int:
    """Print the checks against published results, or the patterns: 0 if none misses, 1 if one does."""
    told = _patterns() if patterns else _checks()
    missed = [row for row in told if row.get("verdict") == "miss" or not row.get("passed", True)]
    if as_json:
        print_json(told)
    elif patterns:
        from simulation.verification.patterns import NOT_MEASURED

        print_rows(list(told[0]), [[_cell(one) for one in row.values()] for row in told])
        unseen = sum(row["verdict"] == NOT_MEASURED for row in told)
        print(f"{len(told)} quantities, of which {len(missed)} miss and {unseen} are not measured.")
    else:
        _print_checks(told)
        print(f"{len(told)} results, of which {len(missed)} miss.")
    return 1 if missed else 0


def _checks() -> list[dict[str, Any]]:
    from simulation.verification import verify as checks

    return [row.as_dict() for row in checks()]


def _print_checks(told: Sequence[dict[str, Any]]) -> None:
    """A heading for each check, with its source, and a line for each result."""
    shown = ""
    for row in told:
        if row["check"] != shown:
            shown = row["check"]
            print(f"{row['mechanism']}: {shown} ({row['function']}; step: {row['step']}). Source: {row['source']}")
        found = f"expected {row['expected']:.5g}, got {row['got']:.5g}, tolerance {row['tolerance']:.3g}"
        print(f"  {row['verdict']}  {row['quantity']}: {found}")


def _patterns() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from simulation.scenario import Scenario
    from simulation.verification.patterns import verify_patterns

    rows = [asdict(row) for row in verify_patterns(Scenario.load(HEADLINE[0]))]
    return [{name: None if one != one else one for name, one in row.items()} for row in rows]


def calibrate(name: str, seeds: int, out: Path | None, workers: int | None, as_json: bool) -> None:
    """Fit a scenario's uncertain facts to the patterns, tell how well and how surely, and write a layer for worlds."""
    from dataclasses import asdict

    from simulation.experiments import calibration
    from simulation.outputs.folder import FolderError
    from simulation.scenario import Scenario, ScenarioError

    if not 1 <= seeds <= 1000:
        raise ScenarioError(f"--seeds is {seeds}, but must be a whole number from 1 to 1,000.")
    if out and (out.suffix != ".yaml" or out.is_dir()):
        raise FolderError(f"{out} is no name for a layer. Write it as --out scenarios/calibration/mine.yaml.")
    scenario, asked = Scenario.load(name), f"run.py calibrate {name} --seeds {seeds}"
    made = calibration.fit(scenario, seeds, checked(workers), out, asked, _settled)
    if as_json:
        rows = {"before": [asdict(row) for row in made.before], "after": [asdict(row) for row in made.after]}
        told = {"cards": [asdict(card) for card in made.cards], "collinearity": made.collinearity}
        print_json(told | {"converged": made.converged} | rows)
    else:
        _tell_calibration(made)
        print(f"The layer: {out}" if out else "Nothing is kept without --out.")


def _settled(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\rSettled the town under {done} sets of values ", end="", file=sys.stderr, flush=True)


def _tell_calibration(made: "Calibration") -> None:
    """Two tables: the patterns before and after, and what each card learned."""
    from simulation.verification.patterns import NOT_MEASURED

    rows = [
        (old.number, old.quantity, f"{old.low:g} to {old.high:g}", _cell(old.mean), _cell(new.mean), new.verdict)
        for old, new in zip(made.before, made.after, strict=True)
        if new.verdict != NOT_MEASURED
    ]
    print_rows(("", "pattern", "accepted", "before", "after", "verdict"), rows)
    cards = [
        (one.key, str(one.before), str(one.after), f"{one.learned:.0%}", f"{one.rival} ({one.correlation:+.2f})")
        for one in made.cards
    ]
    print()
    print_rows(("setting", "before", "fitted", "learned", "most easily taken for"), cards)
    print(
        f"Learned: by how much the patterns narrow what was plausible. Collinearity of all settings together "
        f"{made.collinearity:.1f}; above some 10 to 15 the patterns alone cannot tell them apart, and what was "
        f"plausible before decides."
    )
    if not made.converged:
        print("The search was cut short: a better fit may exist.")


def assure(names: Sequence[str], seeds: int, years: int | None, out: Path, workers: int | None) -> None:
    """Write the assurance log with the numbers of a comparison, of all checks and of the published patterns."""
    from simulation.experiments.compare import FEWEST
    from simulation.outputs.folder import FolderError, writing
    from simulation.outputs.replacing import LOG, marked, refuse_others, write_file
    from simulation.scenario import ScenarioError

    if len(names) < 2:
        raise ScenarioError("The log tells what a difference goes with. Name two ways of working, or none.")
    if seeds < FEWEST:
        raise ScenarioError(f"--seeds is {seeds}, but it takes {FEWEST} or more to ask what a difference goes with.")
    if out.suffix != ".md" or out.is_dir():
        raise FolderError(f"{out} is no name for a page. Write it as --out results/assurance.md.")
    refuse_others(out, marked(LOG))
    with writing(out):
        write_file(out, _log(names, seeds, years, checked(workers)), marked(LOG))
    print(f"The assurance log: {out}")


def _log(names: Sequence[str], seeds: int, years: int | None, workers: int) -> str:
    """The filled page; its numbers are of the repeat runs that ended well both ways."""
    from simulation.experiments.design import Draw, plan
    from simulation.outputs import assurance
    from simulation.scenario import Scenario
    from simulation.verification import verify as checks
    from simulation.verification.patterns import verify_patterns

    scenarios = [Scenario.load(name) for name in names]
    comparison = answered(plan(scenarios, seeds, years), workers)
    first, second = comparison.design.arms[:2]
    runs = len(comparison.seeds(Draw.ALL, first.name, second.name))
    goes = comparison.goes_with("avoidable_crises", second.name)
    told = assurance.made([first.title, second.title], runs)
    return assurance.filled(told, goes, checks(), verify_patterns(scenarios[0]))


def _cell(said: object) -> str:
    if said is None:
        return ""
    return f"{said:.5g}" if isinstance(said, float) else "yes" if said is True else "NO" if said is False else str(said)
